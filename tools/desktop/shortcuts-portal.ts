// The portal of a Wayland desktop that gives global keys (org.freedesktop.portal.GlobalShortcuts, version 1): it
// answers as a person would whom the desktop asks, and announces presses and releases.
import dbus from 'dbus-next';

const NAME = 'org.freedesktop.portal.Desktop';
const PATH = '/org/freedesktop/portal/desktop';
const SHORTCUTS = 'org.freedesktop.portal.GlobalShortcuts';
const VERSION = 1;
const FREE = 4; // do not queue for the name

/** A key that a program has proposed. */
export interface ProposedKey {
  readonly id: string;
  readonly description: string;
  readonly trigger: string;
}

/** The portal, and the person whom it asks. */
export interface ShortcutsPortal {
  /** The names under which programs have registered themselves. */
  readonly applications: ReadonlySet<string>;
  /** The keys about which the desktop asks the person now; undefined while it asks nothing. */
  readonly asked: () => readonly ProposedKey[] | undefined;
  /** The person agrees to these keys, each with its description of what to press, or declines. */
  readonly agree: (granted: Readonly<Record<string, string>>) => void;
  readonly decline: () => void;
  /** The person changes keys in the desktop's own settings. */
  readonly change: (granted: Readonly<Record<string, string>>) => void;
  /** The person presses or releases the key of this act. */
  readonly press: (id: string) => void;
  readonly release: (id: string) => void;
  /** A program that is not the portal announces a press. */
  readonly forgePress: (id: string) => Promise<void>;
  readonly close: () => void;
}

interface Asked {
  readonly request: string;
  readonly by: string;
  readonly keys: readonly ProposedKey[];
}
interface Session {
  readonly path: string;
  readonly owner: string;
}
type Properties = Readonly<Record<string, dbus.Variant<string>>>;

// Granted keys as the portal lists them, a(sa{sv}).
function listed(granted: Readonly<Record<string, string>>): readonly unknown[] {
  const described = (trigger: string): object => ({ trigger_description: new dbus.Variant('s', trigger) });
  return Object.entries(granted).map(([id, trigger]) => [id, described(trigger)]);
}

/** Becomes the portal of the session bus at `address`; rejects if there is one already. */
export async function serveShortcuts(address: string): Promise<ShortcutsPortal> {
  const bus = dbus.sessionBus({ busAddress: address });
  const applications = new Set<string>();
  let session: Session | undefined;
  let asked: Asked | undefined;
  const signal = (
    from: dbus.MessageBus,
    [path, of, member]: readonly [path: string, of: string, member: string],
    signature: string,
    body: unknown[],
    to: string,
  ): void => {
    const message = dbus.Message.newSignal(path, of, member, signature, body);
    message.destination = to;
    from.send(message);
  };
  const respond = ({ request, by }: Pick<Asked, 'request' | 'by'>, response: number, results: object): void =>
    signal(bus, [request, 'org.freedesktop.portal.Request', 'Response'], 'ua{sv}', [response, results], by);
  const announce = (from: dbus.MessageBus, member: string, signature: string, body: unknown[]): void => {
    if (session === undefined) throw new Error('no program has asked for keys');
    signal(from, [PATH, SHORTCUTS, member], `o${signature}`, [session.path, ...body], session.owner);
  };
  const announceKey = (from: dbus.MessageBus, member: string, id: string): void =>
    announce(from, member, 'sta{sv}', [id, 1n, {}]);
  const answer = (response: number, results: object): void => {
    if (asked === undefined) throw new Error('nobody is asked');
    respond(asked, response, results);
    asked = undefined;
  };
  const place = (message: dbus.Message, kind: string, options: Properties, name: string): string =>
    `${PATH}/${kind}/${message.sender.slice(1).replaceAll('.', '_')}/${options[name]?.value ?? 'none'}`;

  bus.addMethodHandler((message: dbus.Message) => {
    const reply = (signature: string, body: unknown[]): boolean => {
      bus.send(dbus.Message.newMethodReturn(message, signature, body));
      return true;
    };
    if (message.interface === 'org.freedesktop.host.portal.Registry' && message.member === 'Register') {
      applications.add(String(message.body[0]));
      return reply('', []);
    }
    if (message.member === 'Get') return message.body[0] === SHORTCUTS && reply('v', [new dbus.Variant('u', VERSION)]);
    if (message.member === 'Close' && message.path === session?.path) {
      session = undefined;
      asked = undefined;
      return reply('', []);
    }
    if (message.interface !== SHORTCUTS) return false;
    if (message.member === 'CreateSession') {
      const [options] = message.body as [Properties];
      const request = place(message, 'request', options, 'handle_token');
      session = { path: place(message, 'session', options, 'session_handle_token'), owner: message.sender };
      reply('o', [request]);
      respond({ request, by: message.sender }, 0, { session_handle: new dbus.Variant('s', session.path) });
      return true;
    }
    if (message.body[0] !== session?.path) return false;
    if (message.member === 'ListShortcuts') {
      const [, options] = message.body as [string, Properties];
      const request = place(message, 'request', options, 'handle_token');
      reply('o', [request]);
      respond({ request, by: message.sender }, 0, { shortcuts: new dbus.Variant('a(sa{sv})', []) });
      return true;
    }
    if (message.member !== 'BindShortcuts') return false;
    const [, shortcuts, , options] = message.body as [string, [string, Properties][], string, Properties];
    const keys = shortcuts.map(([id, properties]) => ({
      id,
      description: properties['description']?.value ?? '',
      trigger: properties['preferred_trigger']?.value ?? '',
    }));
    asked = { request: place(message, 'request', options, 'handle_token'), by: message.sender, keys };
    return reply('o', [asked.request]);
  });
  if ((await bus.requestName(NAME, FREE)) !== 1) throw new Error('this session bus has a portal already');
  return {
    applications,
    asked: () => asked?.keys,
    agree: (granted) => answer(0, { shortcuts: new dbus.Variant('a(sa{sv})', listed(granted)) }),
    change: (granted) => announce(bus, 'ShortcutsChanged', 'a(sa{sv})', [listed(granted)]),
    decline: () => answer(1, {}),
    press: (id) => announceKey(bus, 'Activated', id),
    release: (id) => announceKey(bus, 'Deactivated', id),
    forgePress: async (id) => {
      const other = dbus.sessionBus({ busAddress: address });
      await new Promise((resolve) => other.once('connect', resolve));
      announceKey(other, 'Activated', id);
      await other.requestName('example.siegel.Forger', FREE); // answered in order
      other.disconnect();
    },
    close: () => bus.disconnect(),
  };
}
