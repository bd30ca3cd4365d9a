// Limits how often a peer's requests are carried out. `paced` only says whether a request is due. With `Paced`, the
// newest request that came too soon waits its turn: it may be the one that repairs the call or has the present state.

/** When something was done lately, in ms since 1970, oldest first. */
export type Done = readonly number[];

/** The pace of one thing: `most` times in any `withinMs`. */
export interface Pace {
  readonly most: number;
  readonly withinMs: number;
}

/** Whether one more may be done now, which is then counted in `done`, or when its turn comes. */
export function paced(
  done: Done,
  { most, withinMs }: Pace,
  atMs: number,
): { readonly isDue: true; readonly done: Done } | { readonly isDue: false; readonly dueAtMs: number } {
  // A time in the future was recorded before the clock was set back.
  const recent = done.filter((each) => each <= atMs && atMs - each < withinMs);
  const [oldest] = recent;
  if (oldest === undefined || recent.length < most) return { isDue: true, done: [...recent, atMs] };
  return { isDue: false, dueAtMs: oldest + withinMs };
}

/** The paced requests of a peer: when they were carried out lately, and the newest that came too soon and waits. */
export type Paced<T> =
  | { readonly kind: 'idle'; readonly done: Done }
  | { readonly kind: 'waiting'; readonly done: Done; readonly newest: T; readonly dueAtMs: number };

/** Nothing was asked for yet. */
export const NEVER_ASKED = { kind: 'idle', done: [] } as const satisfies Paced<never>;

/** The pace after another request. `idle`: it is carried out now. The newest request replaces a waiting one. */
export function askedAgain<T>({ done }: Paced<T>, newest: T, limits: Pace, atMs: number): Paced<T> {
  const pace = paced(done, limits, atMs);
  return pace.isDue ? { kind: 'idle', done: pace.done } : { kind: 'waiting', done, newest, dueAtMs: pace.dueAtMs };
}

/** Drops the waiting request. */
export function withoutWaiting({ done }: Paced<unknown>): Paced<never> {
  return { kind: 'idle', done };
}
