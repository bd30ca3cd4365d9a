// How long ago something was, by a clock that may be set back.

/**
 * Whether less than `forMs` have passed since `atMs`. A time ahead of now is one of before the clock was set back: it says nothing, or
 * a friend could not ring for hours.
 */
export function isWithin(atMs: number, nowMs: number, forMs: number): boolean {
  return atMs <= nowMs && nowMs - atMs < forMs;
}
