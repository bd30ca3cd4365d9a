// The lock of a Linux desktop's screen. Electron does not report it there, and can only ask about X11's own screen
// saver. GNOME, KDE and similar desktops announce the lock on the session bus, under one of `NAMES`. Only the owner of
// that name is believed.
import type { Log } from '../log.ts';
import type { Clock } from '../time/clock.ts';
import { followBus } from './follow-bus.ts';
import { type BusMessage, openSessionBus, type SessionBus, sessionBusPath } from './session-bus.ts';

const NAMES = ['gnome', 'freedesktop', 'cinnamon', 'mate', 'xfce'].map((desktop) => `org.${desktop}.ScreenSaver`);

/** The lock of the screen, as the screen savers of this desktop report it. */
export interface ScreenSaver {
  readonly isActive: () => boolean;
  readonly onChange: (listener: (isActive: boolean) => void) => void;
}

/**
 * Follows the screen savers over the bus that `connect` reaches, and connects again after a loss. Until a bus has said
 * otherwise the screen counts as unlocked. While a bus is lost the last state counts: a locked screen stays locked.
 */
export function followScreenSaver(
  connect: () => Promise<SessionBus>,
  clock: Pick<Clock, 'after'>,
  log: Log,
): ScreenSaver {
  const listeners: ((isActive: boolean) => void)[] = [];
  // The names under which the screen is reported as locked. Two of them may disagree, and one is enough.
  const locked = new Set<string>();
  const report = (...answers: readonly (readonly [name: string, isLocked: boolean])[]): void => {
    const wasActive = locked.size > 0;
    for (const [name, isLocked] of answers) locked[isLocked ? 'add' : 'delete'](name);
    const isActive = locked.size > 0;
    if (isActive !== wasActive) for (const listener of listeners) listener(isActive);
  };
  // Any program of the session can send us a signal, including one that says that the screen is unlocked.
  const hear = async (bus: SessionBus, { sender, member, interface: of, body }: BusMessage): Promise<void> => {
    if (member !== 'ActiveChanged' || !NAMES.includes(of)) return;
    if ((await bus.ownerOf(of)) === sender) report([of, body[0] === true]);
  };
  // Undefined: the screen saver does not answer, and what it said last counts.
  const ask = async (bus: SessionBus, name: string): Promise<boolean | undefined> => {
    if ((await bus.ownerOf(name)) === undefined) return false; // asking would start the screen saver
    const place = { destination: name, path: `/${name.replaceAll('.', '/')}`, interface: name };
    const reply = await bus.call({ ...place, member: 'GetActive' }, '', []).catch(() => undefined);
    return reply === undefined ? undefined : reply.body[0] === true;
  };
  const follow = async (bus: SessionBus, isOpen: () => boolean): Promise<void> => {
    bus.onSignal((signal) => void hear(bus, signal).catch(() => undefined));
    for (const name of NAMES) await bus.listen(name);
    const answers = await Promise.all(NAMES.map(async (name) => [name, await ask(bus, name)] as const));
    if (!isOpen()) return; // an answer that the loss cut short says nothing
    report(...answers.flatMap(([name, isLocked]) => (isLocked === undefined ? [] : [[name, isLocked] as const])));
  };
  followBus({
    connect,
    follow,
    onLost: () => undefined,
    onFailure: (error) => log.info('the lock of the screen is not followed', { error }),
    clock,
  });
  return { isActive: () => locked.size > 0, onChange: (listener) => void listeners.push(listener) };
}

/** The screen savers of this system. */
export function systemScreenSaver(clock: Pick<Clock, 'after'>, log: Log): ScreenSaver {
  if (process.platform !== 'linux') return { isActive: () => false, onChange: () => undefined };
  return followScreenSaver(() => openSessionBus(sessionBusPath(process.env)), clock, log);
}
