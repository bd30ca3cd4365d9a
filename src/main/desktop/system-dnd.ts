// The do not disturb of the system, where it can be read without native code: GNOME and desktops whose notification
// server has the property `Inhibited` (KDE Plasma). Windows and macOS document no interface for it. This file only
// reads and reports; app/status.ts says what follows. Decision 0082.
import type { Log } from '../log.ts';
import type { Clock } from '../time/clock.ts';
import type { BusMessage } from './bus-message.ts';
import { followBus } from './follow-bus.ts';
import { concernsBanners, createReadBanners, type ReadBanners } from './gnome-banners.ts';
import { openSessionBus, type SessionBus, sessionBusPath } from './session-bus.ts';

const BUS = 'org.freedesktop.DBus';
const SHELL = 'org.gnome.Shell';
const SERVER = 'org.freedesktop.Notifications';
const SERVER_PATH = '/org/freedesktop/Notifications';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const WRITER = 'ca.desrt.dconf';
const WRITER_INTERFACE = 'ca.desrt.dconf.Writer';
const PACE_MS = 1000;

/** `unreadable`: the system has none, says nothing that can be understood, or does not answer. */
export type SystemDndState = 'on' | 'off' | 'unreadable';

/** The system's do not disturb. */
export interface SystemDnd {
  readonly state: () => SystemDndState;
  readonly onChange: (listener: () => void) => void;
}

/** What `followSystemDnd` needs. */
export interface SystemDndParts {
  readonly connect: () => Promise<SessionBus>;
  readonly readBanners: ReadBanners;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Log;
}

async function readInhibited(bus: SessionBus): Promise<SystemDndState> {
  const owner = await bus.ownerOf(SERVER);
  if (owner === undefined) return 'unreadable'; // asking by the name would start the server
  const place = { destination: owner, path: SERVER_PATH, interface: PROPERTIES, member: 'Get' };
  const { sender, body } = await bus.call(place, 'ss', [SERVER, 'Inhibited']);
  if (sender !== owner || typeof body[0] !== 'boolean') return 'unreadable';
  return body[0] ? 'on' : 'off';
}

/** The bus name whose owner is the only rightful sender of this signal; undefined if the signal does not concern us. */
function announcerOf({ interface: of, member, body }: BusMessage): string | undefined {
  if (of === PROPERTIES && member === 'PropertiesChanged' && body[0] === SERVER) return SERVER;
  return of === WRITER_INTERFACE && member === 'Notify' && concernsBanners(body) ? WRITER : undefined;
}

/**
 * Follows the system's do not disturb over the bus that `connect` reaches, and connects again after a loss. It is read
 * after connecting and when a signal announces a change, at most once a second. A reading that failed is not repeated.
 */
export function followSystemDnd({ connect, readBanners, clock, log }: SystemDndParts): SystemDnd {
  const listeners: (() => void)[] = [];
  let state: SystemDndState = 'unreadable';
  const change = (next: SystemDndState): void => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };

  // GNOME's notification server has no property `Inhibited`. The bus is asked each time whether GNOME runs, because a
  // value that was set under GNOME must not count under another desktop.
  async function read(bus: SessionBus): Promise<SystemDndState> {
    if ((await bus.ownerOf(SHELL)) === undefined) return readInhibited(bus);
    const banners = await readBanners();
    if (banners === undefined) return 'unreadable';
    return banners ? 'off' : 'on';
  }

  async function follow(bus: SessionBus, isOpen: () => boolean): Promise<void> {
    let pace: 'free' | 'taken' | 'due' = 'free';
    // One reading at a time, and a pause after it, so that a flood of signals starts no flood of programs.
    const look = async (): Promise<void> => {
      if (pace !== 'free') {
        pace = 'due';
        return;
      }
      pace = 'taken';
      const next = await read(bus).catch(() => 'unreadable' as const);
      if (isOpen()) change(next);
      clock.after(PACE_MS, () => {
        const isDue = pace === 'due';
        pace = 'free';
        if (isDue && isOpen()) void look();
      });
    };
    const hear = async (signal: BusMessage): Promise<void> => {
      if (signal.sender === BUS && signal.member === 'NameOwnerChanged') return look();
      const announcer = announcerOf(signal);
      // Any program of the session can send us a signal.
      if (announcer !== undefined && (await bus.ownerOf(announcer)) === signal.sender) await look();
    };
    bus.onSignal((signal) => void hear(signal).catch(() => undefined));
    for (const name of [SERVER, WRITER]) await bus.listen(name);
    for (const name of [SERVER, SHELL]) await bus.watchOwner(name);
    await look();
  }
  followBus({
    connect,
    follow,
    onLost: () => change('unreadable'),
    onFailure: (error) => log.info('the do not disturb of the system is not followed', { error }),
    clock,
  });
  return { state: () => state, onChange: (listener) => void listeners.push(listener) };
}

/** The do not disturb of this system. */
export function systemDnd(clock: Pick<Clock, 'after'>, log: Log): SystemDnd {
  if (process.platform !== 'linux') return { state: () => 'unreadable', onChange: () => undefined };
  return followSystemDnd({
    connect: () => openSessionBus(sessionBusPath(process.env)),
    // Another desktop may use GNOME's window manager, but have no notifications that this setting switches off.
    readBanners: isGnome(process.env) ? createReadBanners(process.env) : () => Promise.resolve(undefined),
    clock,
    log,
  });
}

/** Whether this session says that it is GNOME, alone or in a variant (`ubuntu:GNOME`). */
export function isGnome(env: Readonly<Record<string, string | undefined>>): boolean {
  return (env['XDG_CURRENT_DESKTOP'] ?? '').split(':').includes('GNOME');
}
