// The lock of a Linux desktop's screen. Electron tells nothing of it there, and what it can be asked knows X11's own screen saver only:
// GNOME, KDE and their relatives announce theirs on the session bus. Only the owner of such a name is believed.
import type { Log } from '../log.ts';
import type { Clock } from '../time/clock.ts';
import { type BusMessage, openSessionBus, type SessionBus, sessionBusPath } from './session-bus.ts';

const NAMES = ['gnome', 'freedesktop', 'cinnamon', 'mate', 'xfce'].map((desktop) => `org.${desktop}.ScreenSaver`);
const AGAIN_MS = 30_000;

/** The screen savers of this desktop; at most one is there. */
export interface ScreenSaver {
  readonly isActive: () => boolean;
  readonly onChange: (listener: (isActive: boolean) => void) => void;
}

/** Follows them over the bus that `connect` reaches, anew after it was lost. Where there is none, no screen counts as locked by it. */
export function followScreenSaver(
  connect: () => Promise<SessionBus>,
  clock: Pick<Clock, 'after'>,
  log: Log,
): ScreenSaver {
  const listeners: ((isActive: boolean) => void)[] = [];
  let isActive = false;
  const change = (next: boolean): void => {
    if (next === isActive) return;
    isActive = next;
    for (const listener of listeners) listener(next);
  };
  // Any program of the session can send us a signal, also one that says that the screen is open.
  const hear = async (bus: SessionBus, { sender, member, interface: of, body }: BusMessage): Promise<void> => {
    if (member !== 'ActiveChanged' || !NAMES.includes(of)) return;
    if ((await bus.ownerOf(of)) === sender) change(body[0] === true);
  };
  const ask = async (bus: SessionBus, name: string): Promise<boolean> => {
    if ((await bus.ownerOf(name)) === undefined) return false; // asking would start it
    const place = { destination: name, path: `/${name.replaceAll('.', '/')}`, interface: name };
    const reply = await bus.call({ ...place, member: 'GetActive' }, '', []).catch(() => undefined);
    return reply?.body[0] === true;
  };
  const follow = async (): Promise<void> => {
    const bus = await connect();
    bus.onClose(again);
    bus.onSignal((signal) => void hear(bus, signal).catch(() => undefined));
    for (const name of NAMES) await bus.listen(name);
    const answers = await Promise.all(NAMES.map((name) => ask(bus, name)));
    change(answers.includes(true));
  };
  const start = (): void => {
    follow().catch((error: unknown) => log.info('the lock of the screen is not followed', { error }));
  };
  const again = (): void => {
    change(false); // nobody knows
    clock.after(AGAIN_MS, start);
  };
  start();
  return { isActive: () => isActive, onChange: (listener) => void listeners.push(listener) };
}

/** Those of this system. */
export function systemScreenSaver(clock: Pick<Clock, 'after'>, log: Log): ScreenSaver {
  if (process.platform !== 'linux') return { isActive: () => false, onChange: () => undefined };
  return followScreenSaver(() => openSessionBus(sessionBusPath(process.env)), clock, log);
}
