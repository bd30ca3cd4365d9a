// Notifications by the server of a Linux desktop (Desktop Notifications Specification 1.2). Names are text: they are
// escaped for a server that reads markup. A press counts only if the server that shows the notification reports it.
import type { Log } from '../log.ts';
import type { Notify } from './notifications.ts';
import type { DueNotification } from './notification-due.ts';
import type { BusMessage, SessionBus } from './session-bus.ts';

const SERVER = 'org.freedesktop.Notifications';
const PLACE = { destination: SERVER, path: '/org/freedesktop/Notifications', interface: SERVER } as const;
const NEVER_EXPIRES = 0;
const AS_THE_SERVER_LIKES = -1;

interface Shown {
  readonly onPress: (what: number | 'itself') => void;
  readonly onGone: () => void;
}

const categories = { ringing: 'call.incoming', missed: 'call.unanswered', identity: 'im.received' } as const;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Shows notifications by the server that `connect` reaches. `connect` is called again after a lost connection. Without
 * a server nothing is shown.
 */
export function createServerNotify(connect: () => Promise<SessionBus>, log: Log): Notify {
  const shown = new Map<string, Shown>(); // by server and id
  let connected: Promise<SessionBus> | undefined;

  function heard({ sender, member, body }: BusMessage): void {
    const [id, what] = body;
    const key = `${sender} ${String(Number(id))}`;
    const found = shown.get(key);
    if (found === undefined) return;
    if (member === 'ActionInvoked' && what === 'default') found.onPress('itself');
    if (member === 'ActionInvoked' && typeof what === 'string' && /^\d+$/.test(what)) found.onPress(Number(what));
    if (member !== 'NotificationClosed') return;
    shown.delete(key);
    found.onGone();
  }

  // Notifications on the screen stay after a loss, and are closed over the next connection.
  function lost(): void {
    connected = undefined;
  }

  async function bus(): Promise<SessionBus> {
    connected ??= connect().then(async (made) => {
      made.onSignal(heard);
      made.onClose(lost);
      await made.listen(SERVER);
      return made;
    });
    connected.catch(() => (connected = undefined));
    return connected;
  }

  async function show(notification: DueNotification, onEnd: Shown): Promise<readonly [string, number]> {
    const server = await bus();
    const capabilities = (await server.call({ ...PLACE, member: 'GetCapabilities' }, '', [])).body[0];
    const can = (what: string): boolean => Array.isArray(capabilities) && capabilities.includes(what);
    const { kind, title, body, buttons } = notification;
    const actions = ['default', title, ...buttons.flatMap(({ label }, at) => [String(at), label])];
    const hints = {
      category: ['s', categories[kind]],
      'desktop-entry': ['s', 'siegel'],
      'suppress-sound': ['b', true], // Siegel rings by itself
    } as const;
    const reply = await server.call({ ...PLACE, member: 'Notify' }, 'susssasa{sv}i', [
      'Siegel',
      0,
      'siegel',
      title,
      can('body-markup') ? escaped(body) : body,
      can('actions') ? actions : [],
      hints,
      kind === 'ringing' ? NEVER_EXPIRES : AS_THE_SERVER_LIKES,
    ]);
    const id = Number(reply.body[0]);
    shown.set(`${reply.sender} ${String(id)}`, onEnd);
    return [reply.sender, id];
  }

  return (notification, onPress, onGone) => {
    let isClosed = false;
    const showing = show(notification, {
      onPress: (what) => {
        if (!isClosed) onPress(what);
      },
      onGone: () => {
        if (!isClosed) onGone();
      },
    });
    showing.catch((error: unknown) => log.info('a notification was not shown', { error }));
    return () => {
      isClosed = true;
      const close = async (): Promise<void> => {
        const [server, id] = await showing;
        if (shown.delete(`${server} ${String(id)}`))
          await (await bus()).call({ ...PLACE, member: 'CloseNotification' }, 'u', [id]);
      };
      close().catch(() => undefined); // nothing was shown, or the server is gone with everything that it showed
    };
  };
}
