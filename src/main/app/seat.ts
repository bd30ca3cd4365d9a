// Whether somebody sits at this device, as the system tells: its screen is locked, and how long nobody has touched anything. It is told
// by lock-watch.ts, which is the only one that asks the system.

/** What the system tells. */
export interface Seen {
  readonly isScreenLocked: boolean;
  readonly idleSeconds: number;
}

/** The seat before this device. */
export interface Seat {
  readonly see: (seen: Seen) => void;
  readonly isScreenLocked: () => boolean;
  /** Nobody sits here: the screen is locked, or nothing was touched for `awayMinutes`; with 0 that is never said. */
  readonly isAbsent: (awayMinutes: number) => boolean;
}

/** A seat that somebody sits at; `onLook` is called whenever the system was asked, `onLock` when the screen was locked or opened. */
export function createSeat(onLook: () => void, onLock: () => void): Seat {
  let last: Seen = { isScreenLocked: false, idleSeconds: 0 };
  return {
    see: (seen) => {
      const isOther = seen.isScreenLocked !== last.isScreenLocked;
      last = seen;
      onLook();
      if (isOther) onLock();
    },
    isScreenLocked: () => last.isScreenLocked,
    isAbsent: (awayMinutes) => awayMinutes > 0 && (last.isScreenLocked || last.idleSeconds >= awayMinutes * 60),
  };
}
