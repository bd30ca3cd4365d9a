// When a screen reader announces how much time is left: a few times near the end, never every second.

const MARKS = [10, 30, 60];

/**
 * The seconds to announce while `leftMs` milliseconds are left: the smallest of 60, 30 and 10 that is not below that
 * time. `undefined` before the last minute, and once the time is up.
 */
export function spokenSeconds(leftMs: number): number | undefined {
  return leftMs <= 0 ? undefined : MARKS.find((seconds) => leftMs <= seconds * 1000);
}
