// Requests to the desktop portal of a Linux desktop (XDG desktop portal 1.20, org.freedesktop.portal.Request): a method
// returns at once, and its result follows in a signal, perhaps only after the person has answered a question.
import { randomBytes } from 'node:crypto';
import type { BusArgument, BusDictionary } from './bus-types.ts';
import { BusError, type BusMessage, type SessionBus } from './session-bus.ts';

const PORTAL = 'org.freedesktop.portal.Desktop';
const PATH = '/org/freedesktop/portal/desktop';
const BUS = 'org.freedesktop.DBus';
const REQUEST = 'org.freedesktop.portal.Request';
// The names of our desktop files, by which a desktop remembers what was allowed. GNOME before 50.2 takes no name
// without a dot. The second one is tried if the first file is not installed.
const APPLICATIONS = ['example.siegel.Siegel', 'siegel'];
// Errors of a call that was not answered.
const SILENT = /\.(?:NoReply|Timeout|TimedOut|Disconnected)$/;
// Errors that say that there is no portal or no such interface. Any other error may be temporary.
const MISSING = /\.(?:ServiceUnknown|UnknownObject|UnknownInterface|UnknownMethod|UnknownProperty|InvalidArgs)$/;

type Options = Readonly<Record<string, readonly [signature: string, value: string]>>;

/** A session of the portal. */
export interface PortalSession {
  readonly token: string; // the last part of the path
  readonly path: string;
}

/** What a request leads to. Response 0: success, 1: the person has declined, 2: it ended in another way. */
export interface PortalResponse {
  readonly response: number;
  readonly results: BusDictionary;
}

/** A request to the portal. */
export interface PortalRequest {
  /**
   * Rejects if the call fails. Stays pending while nobody answers the person's question, and for ever after `withdraw`
   * or the loss of the connection.
   */
  readonly answered: Promise<PortalResponse>;
  /** Closes the request. Some desktops leave their question to the person open (decision 0084). */
  readonly withdraw: () => Promise<void>;
}

/** A connection to the portal. */
export interface Portal {
  /** The version of the interface that was needed. */
  readonly version: number;
  /** Calls a method of an object. Rejects as `SessionBus.call` does. */
  readonly call: (
    path: string,
    of: string,
    member: string,
    signature: string,
    body: readonly BusArgument[],
  ) => Promise<BusMessage>;
  /** Calls a method whose last argument is a dictionary of options; see `PortalRequest`. */
  readonly request: (
    of: string,
    member: string,
    signature: string,
    body: readonly BusArgument[],
    options?: Options,
  ) => PortalRequest;
  /** A session that does not exist yet. */
  readonly newSession: () => PortalSession;
}

/**
 * Opens the portal over this bus. Undefined if it does not have the interface `needed`; rejects if it does not answer.
 * `hear` gets the portal's signals, and those of no other program. If the portal is started, stopped or replaced, the
 * bus is closed, because what the portal had granted is gone.
 */
export async function openPortal(
  bus: SessionBus,
  needed: string,
  hear: (signal: BusMessage) => void,
): Promise<Portal | undefined> {
  const answers = new Map<string, (answer: PortalResponse) => void>(); // by the path of the request
  const us = bus.uniqueName.slice(1).replaceAll('.', '_');
  let owner: string | undefined;
  let isOpening = true;
  const newToken = (): string => `siegel${randomBytes(8).toString('hex')}`;

  const call: Portal['call'] = (path, of, member, signature, body) =>
    bus.call({ destination: PORTAL, path, interface: of, member }, signature, body);

  // Before any other call. A portal before 1.20 lacks it, and takes the name from how the program was started.
  async function register(): Promise<void> {
    for (const name of APPLICATIONS) {
      try {
        await call(PATH, 'org.freedesktop.host.portal.Registry', 'Register', 'sa{sv}', [name, {}]);
        return;
      } catch (error) {
        if (!(error instanceof BusError) || SILENT.test(error.errorName)) throw error;
      }
    }
  }
  async function find(): Promise<Pick<BusMessage, 'sender' | 'body'> | undefined> {
    try {
      return await call(PATH, 'org.freedesktop.DBus.Properties', 'Get', 'ss', [needed, 'version']);
    } catch (error) {
      if (error instanceof BusError && MISSING.test(error.errorName)) return undefined;
      throw error;
    }
  }

  bus.onSignal((signal) => {
    const { sender, member, path, body } = signal;
    if (sender === BUS && member === 'NameOwnerChanged' && body[0] === PORTAL) {
      if (!isOpening && body[2] !== (owner ?? '')) bus.close();
      return;
    }
    // Any program of the session can send us a signal.
    if (owner === undefined || sender !== owner) return;
    const answer = answers.get(path);
    if (answer === undefined || member !== 'Response') return hear(signal);
    answers.delete(path);
    const [response, results] = body;
    answer({ response: Number(response), results: results instanceof Map ? results : new Map() });
  });
  await bus.listen(PORTAL);
  await bus.watchOwner(PORTAL);
  await register();
  const found = await find();
  owner = found?.sender ?? (await bus.ownerOf(PORTAL));
  isOpening = false;
  if (found === undefined) return undefined;
  return {
    version: Number(found.body[0]),
    call,
    request: (of, member, signature, body, options = {}) => {
      const token = newToken();
      const path = `${PATH}/request/${us}/${token}`;
      const ask = async (): Promise<PortalResponse> => {
        const answer = new Promise<PortalResponse>((resolve) => answers.set(path, resolve));
        try {
          await call(PATH, of, member, `${signature}a{sv}`, [...body, { ...options, handle_token: ['s', token] }]);
        } catch (error) {
          answers.delete(path);
          throw error;
        }
        return answer;
      };
      return {
        answered: ask(),
        withdraw: async () => {
          if (answers.delete(path)) await call(path, REQUEST, 'Close', '', []).catch(() => undefined);
        },
      };
    },
    newSession: () => {
      const token = newToken();
      return { token, path: `${PATH}/session/${us}/${token}` };
    },
  };
}
