// The notification server of a test desktop: it owns org.freedesktop.Notifications on the session bus, stores what
// programs show, and presses as a person would. It announces that it reads markup, as most desktops' servers do.
import dbus from 'dbus-next';

const NAME = 'org.freedesktop.Notifications';
const SAVER = 'org.gnome.ScreenSaver';
const SAVER_PATH = '/org/gnome/ScreenSaver';
const PATH = '/org/freedesktop/Notifications';
const PROPERTIES = 'org.freedesktop.DBus.Properties';

/** One notification that was shown. */
export interface ShownNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  /** Labels of the buttons, without the action `default`, which is a press on the notification itself. */
  readonly buttons: readonly string[];
}

/** The server, and functions that press its notifications. */
export interface NotificationServer {
  /** What is on the screen now. */
  readonly shown: () => readonly ShownNotification[];
  /** Reports that the action with this key was pressed, even if the notification does not offer it or was closed. */
  readonly pressKey: (notification: ShownNotification, key: string) => void;
  /** Presses this button of a notification, or the notification itself; the server then closes it, as desktops do. */
  readonly press: (notification: ShownNotification, label?: string) => void;
  /** Reports a press on a notification, from a connection that is not the server. */
  readonly forge: (notification: ShownNotification, label: string) => Promise<void>;
  /** The desktop locks its screen, or unlocks it. */
  readonly lockScreen: (isLocked: boolean) => void;
  /** An unrelated program reports an unlock. */
  readonly forgeUnlock: () => Promise<void>;
  /** Switches the desktop's do not disturb on or off: the property `Inhibited`, as KDE Plasma has it. */
  readonly inhibit: (isInhibited: boolean) => void;
  readonly close: () => void;
}

/** Becomes the notification server of the session bus at `address`; rejects if there is one already. */
export async function serveNotifications(address: string): Promise<NotificationServer> {
  const bus = dbus.sessionBus({ busAddress: address });
  const shown = new Map<number, ShownNotification & { readonly actions: readonly string[]; readonly owner: string }>();
  let last = 0;
  let isLocked = false;
  const inhibited = new dbus.Variant('b', false);
  const signal = (from: dbus.MessageBus, member: string, signature: string, body: unknown[], to?: string): void => {
    const message = dbus.Message.newSignal(PATH, NAME, member, signature, body);
    if (to !== undefined) message.destination = to;
    from.send(message);
  };
  const close = (id: number, why: number): void => {
    if (shown.delete(id)) signal(bus, 'NotificationClosed', 'uu', [id, why]);
  };
  const keyOf = (id: number, label: string | undefined): string => {
    const { actions = [] } = shown.get(id) ?? {};
    if (label === undefined) return 'default';
    return actions[actions.findIndex((text, at) => at % 2 === 1 && at > 1 && text === label) - 1] ?? '';
  };
  const owners = new Set<string>(); // every client that has asked for anything here
  // Sends from another connection; resolves when the bus has passed everything on.
  const foreign = async (send: (other: dbus.MessageBus) => void): Promise<void> => {
    const other = dbus.sessionBus({ busAddress: address });
    await new Promise((resolve) => other.once('connect', resolve));
    send(other);
    await other.requestName('example.siegel.Forger', 4); // answered in order
    other.disconnect();
  };
  bus.addMethodHandler((message: dbus.Message) => {
    owners.add(message.sender);
    if (message.path === SAVER_PATH && message.member === 'GetActive') {
      bus.send(dbus.Message.newMethodReturn(message, 'b', [isLocked]));
      return true;
    }
    const reply = (signature: string, body: unknown[]): boolean => {
      bus.send(dbus.Message.newMethodReturn(message, signature, body));
      return true;
    };
    if (message.path === PATH && message.interface === PROPERTIES && message.member === 'Get')
      return message.body[1] === 'Inhibited' && reply('v', [inhibited]);
    if (message.path !== PATH || message.interface !== NAME) return false;
    if (message.member === 'GetCapabilities') return reply('as', [['actions', 'body', 'body-markup']]);
    if (message.member === 'CloseNotification') {
      close(Number(message.body[0]), 3);
      return reply('', []);
    }
    if (message.member !== 'Notify') return false;
    const [, , , title, body, actions] = message.body as [string, number, string, string, string, string[]];
    last += 1;
    const buttons = actions.filter((_text, at) => at % 2 === 1 && at > 1);
    shown.set(last, { id: last, title, body, buttons, actions, owner: message.sender });
    return reply('u', [last]);
  });
  if ((await bus.requestName(NAME, 4)) !== 1 || (await bus.requestName(SAVER, 4)) !== 1)
    throw new Error('this session bus has a notification server already');
  return {
    shown: () => [...shown.values()],
    pressKey: ({ id }, key) => signal(bus, 'ActionInvoked', 'us', [id, key]),
    press: ({ id }, label) => {
      signal(bus, 'ActionInvoked', 'us', [id, keyOf(id, label)]);
      close(id, 2);
    },
    forge: async ({ id }, label) =>
      foreign((other) => signal(other, 'ActionInvoked', 'us', [id, keyOf(id, label)], shown.get(id)?.owner)),
    forgeUnlock: async () =>
      foreign((other) => {
        for (const owner of owners) {
          const message = dbus.Message.newSignal(SAVER_PATH, SAVER, 'ActiveChanged', 'b', [false]);
          message.destination = owner;
          other.send(message);
        }
      }),
    lockScreen: (next) => {
      isLocked = next;
      const message = dbus.Message.newSignal(SAVER_PATH, SAVER, 'ActiveChanged', 'b', [next]);
      bus.send(message);
    },
    inhibit: (isInhibited) => {
      inhibited.value = isInhibited;
      const changed = [NAME, { Inhibited: inhibited }, []];
      bus.send(dbus.Message.newSignal(PATH, PROPERTIES, 'PropertiesChanged', 'sa{sv}as', changed));
    },
    close: () => bus.disconnect(),
  };
}
