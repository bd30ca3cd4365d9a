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
}

/** A seat that somebody sits at; `onChange` is called when what it says has changed. */
export function createSeat(onChange: () => void): Seat {
  let isScreenLocked = false;
  return {
    see: (seen) => {
      if (seen.isScreenLocked === isScreenLocked) return;
      isScreenLocked = seen.isScreenLocked;
      onChange();
    },
    isScreenLocked: () => isScreenLocked,
  };
}
