// How often something that a peer asks for is done: so often at once, and of what comes too soon the newest waits its turn and is not
// dropped, because it may be what heals the call, or the state that holds now.

/** When something was done lately, in ms since 1970, oldest first. */
export type Done = readonly number[];

/** The pace of one thing: `most` times in any `withinMs`. */
export interface Pace {
  readonly most: number;
  readonly withinMs: number;
}

/** Whether it may be done now, and is counted; or when its turn comes. */
export function paced(
  done: Done,
  { most, withinMs }: Pace,
  atMs: number,
): { readonly isDue: true; readonly done: Done } | { readonly isDue: false; readonly dueAtMs: number } {
  // A time ahead of now is one of before the clock was set back.
  const recent = done.filter((each) => each <= atMs && atMs - each < withinMs);
  const [oldest] = recent;
  if (oldest === undefined || recent.length < most) return { isDue: true, done: [...recent, atMs] };
  return { isDue: false, dueAtMs: oldest + withinMs };
}
