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

/** What a peer asks for at a pace: when it was done lately and, where one came too soon, the newest that waits for its turn. */
export type Paced<T> =
  | { readonly kind: 'idle'; readonly done: Done }
  | { readonly kind: 'waiting'; readonly done: Done; readonly newest: T; readonly dueAtMs: number };

/** Nothing was asked for yet. */
export const NEVER_ASKED = { kind: 'idle', done: [] } as const satisfies Paced<never>;

/** After one more was asked for: `idle` where it is done now, and what waited is overtaken. */
export function askedAgain<T>({ done }: Paced<T>, newest: T, limits: Pace, atMs: number): Paced<T> {
  const pace = paced(done, limits, atMs);
  return pace.isDue ? { kind: 'idle', done: pace.done } : { kind: 'waiting', done, newest, dueAtMs: pace.dueAtMs };
}

/** Without what waits. */
export function withoutWaiting({ done }: Paced<unknown>): Paced<never> {
  return { kind: 'idle', done };
}
