// The lock of a Linux desktop's screen. Electron tells nothing of it there, and what it can be asked knows X11's own screen saver only:
// GNOME, KDE and their relatives announce theirs on the session bus.
import type { Log } from '../log.ts';
import { openSessionBus, type SessionBus, sessionBusPath } from './session-bus.ts';

const NAMES = [
  'org.gnome.ScreenSaver',
  'org.freedesktop.ScreenSaver',
  'org.cinnamon.ScreenSaver',
  'org.mate.ScreenSaver',
];

/** The screen savers of this desktop; at most one is there. */
export interface ScreenSaver {
  readonly isActive: () => boolean;
  readonly onChange: (listener: (isActive: boolean) => void) => void;
}

/** Follows them over the bus that `connect` reaches. Where there is none, no screen counts as locked by it. */
export function followScreenSaver(connect: () => Promise<SessionBus>, log: Log): ScreenSaver {
  const listeners: ((isActive: boolean) => void)[] = [];
  let isActive = false;
  const change = (next: boolean): void => {
    if (next === isActive) return;
    isActive = next;
    for (const listener of listeners) listener(next);
  };
  const follow = async (): Promise<void> => {
    const bus = await connect();
    bus.onSignal(({ member, interface: of, body }) => {
      if (member === 'ActiveChanged' && NAMES.includes(of)) change(body[0] === true);
    });
    for (const name of NAMES) await bus.listen(name);
  };
  follow().catch((error: unknown) => log.info('the lock of the screen is not followed', { error }));
  return { isActive: () => isActive, onChange: (listener) => void listeners.push(listener) };
}

/** Those of this system. */
export function systemScreenSaver(log: Log): ScreenSaver {
  if (process.platform !== 'linux') return { isActive: () => false, onChange: () => undefined };
  return followScreenSaver(() => openSessionBus(sessionBusPath(process.env)), log);
}
