// How long ago something happened, by a clock that may be set back.

/**
 * Whether less than `forMs` have passed since `atMs`. A time in the future was recorded before the clock was set back
 * and does not count; otherwise the limits on INVITEs would refuse a contact for hours.
 */
export function isWithin(atMs: number, nowMs: number, forMs: number): boolean {
  return atMs <= nowMs && nowMs - atMs < forMs;
}
