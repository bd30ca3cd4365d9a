// When a screen reader is told how much time is left: a few times near the end, never every second.

const MARKS = [10, 30, 60];

/**
 * The seconds to say while `leftMs` are left: 60, 30 or 10 as they come near; undefined before, and once time is up.
 */
export function spokenSeconds(leftMs: number): number | undefined {
  return leftMs <= 0 ? undefined : MARKS.find((seconds) => leftMs <= seconds * 1000);
}
