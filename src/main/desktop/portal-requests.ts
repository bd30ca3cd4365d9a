// Requests to the desktop portal of a Linux desktop (XDG desktop portal 1.20, org.freedesktop.portal.Request): a method
// returns at once, and its result follows in a signal, perhaps only after the person has answered a question.
import type { BusArgument, BusDictionary } from './bus-types.ts';
import type { BusMessage, SessionBus } from './session-bus.ts';

const PORTAL = 'org.freedesktop.portal.Desktop';
const PATH = '/org/freedesktop/portal/desktop';
const BUS = 'org.freedesktop.DBus';
const APPLICATION = 'siegel'; // the name of our desktop file, by which a desktop remembers what was allowed
const SUCCESS = 0;

type Options = Readonly<Record<string, readonly [signature: string, value: string]>>;

/** A session of the portal. */
export interface PortalSession {
  readonly token: string; // the last part of the path
  readonly path: string;
}

/** A connection to the portal. */
export interface Portal {
  /** Calls a method of an object. Rejects as `SessionBus.call` does. */
  readonly call: (
    path: string,
    of: string,
    member: string,
    signature: string,
    body: readonly BusArgument[],
  ) => Promise<BusMessage>;
  /**
   * Calls a method whose last argument is a dictionary of options, and resolves with the results that follow. Undefined:
   * the person or the desktop has declined. Rejects if the call fails. Stays pending while nobody answers the person's
   * question, and for ever if the connection is lost.
   */
  readonly request: (
    of: string,
    member: string,
    signature: string,
    body: readonly BusArgument[],
    options?: Options,
  ) => Promise<BusDictionary | undefined>;
  /** A session that does not exist yet. */
  readonly newSession: () => PortalSession;
}

/**
 * Opens the portal over this bus. Undefined if it does not have the interface `needed`. `hear` gets the
 * portal's signals, and those of no other program. If the portal is started, stopped or replaced, the bus is closed,
 * because what the portal had granted is gone.
 */
export async function openPortal(
  bus: SessionBus,
  needed: string,
  hear: (signal: BusMessage) => void,
): Promise<Portal | undefined> {
  const answers = new Map<string, (results: BusDictionary | undefined) => void>(); // by the path of the request
  const us = bus.uniqueName.slice(1).replaceAll('.', '_');
  let owner: string | undefined;
  let isOpening = true;
  let last = 0;
  const newToken = (): string => `siegel${String((last += 1))}`;

  const call: Portal['call'] = (path, of, member, signature, body) =>
    bus.call({ destination: PORTAL, path, interface: of, member }, signature, body);

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
    answer(response === SUCCESS && results instanceof Map ? results : undefined);
  });
  await bus.listen(PORTAL);
  await bus.watchOwner(PORTAL);
  // Before any other call. A portal before 1.20 lacks it, and takes the name from how the program was started.
  await call(PATH, 'org.freedesktop.host.portal.Registry', 'Register', 'sa{sv}', [APPLICATION, {}]).catch(
    () => undefined,
  );
  const version = await call(PATH, 'org.freedesktop.DBus.Properties', 'Get', 'ss', [needed, 'version']).catch(
    () => undefined,
  );
  owner = version?.sender ?? (await bus.ownerOf(PORTAL));
  isOpening = false;
  if (version === undefined) return undefined;
  return {
    call,
    request: async (of, member, signature, body, options = {}) => {
      const token = newToken();
      const path = `${PATH}/request/${us}/${token}`;
      const answered = new Promise<BusDictionary | undefined>((resolve) => answers.set(path, resolve));
      try {
        await call(PATH, of, member, `${signature}a{sv}`, [...body, { ...options, handle_token: ['s', token] }]);
      } catch (error) {
        answers.delete(path);
        throw error;
      }
      return answered;
    },
    newSession: () => {
      const token = newToken();
      return { token, path: `${PATH}/session/${us}/${token}` };
    },
  };
}
