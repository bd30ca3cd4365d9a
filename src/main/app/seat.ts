// Whether somebody sits at this device: whether its screen is locked, and for how long nobody has touched anything.
// lock-watch.ts asks the system, and reports here.

/** What the system reports. */
export interface Seen {
  readonly isScreenLocked: boolean;
  readonly idleSeconds: number;
}

/** The person's seat at this device. */
export interface Seat {
  readonly see: (seen: Seen) => void;
  readonly isScreenLocked: () => boolean;
  /**
   * Whether nobody sits here: the screen is locked, or nothing was touched for `awayMinutes`. Always false if
   * `awayMinutes` is 0.
   */
  readonly isAbsent: (awayMinutes: number) => boolean;
}

/**
 * A seat with somebody at it. `onLook` is called whenever the system was asked, `onLock` when the screen was locked or
 * unlocked.
 */
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
