// Stores on disk the ids of INVITEs, offers of a move and notes of missed calls that have counted, so that none of
// these messages counts twice, even after a restart (protocol §5 rules 2, 14, 15). No id is forgotten early: when the
// store is full, callers who are not verified are refused.
import * as v from 'valibot';
import type { Store } from '../../vault/store.ts';

const MOST_IDS = 4096;
const AFTER_TTL_MS = 600_000;

/** The sealed state. `key` is the sender's device and the call id. */
export const CallIdState = v.strictObject({
  ids: v.array(v.strictObject({ key: v.string(), untilMs: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
});
export type CallIdState = v.InferOutput<typeof CallIdState>;

/** Remembered call ids. */
export interface CallIds {
  readonly has: (sender: string, call: string) => boolean;
  /**
   * Remembers an id for ttl + 10 min. `remembered`: the id is on disk. `full`: the caller is not verified and there is
   * no room. `disk`: the id could not be written, so the message must not count.
   */
  readonly remember: (
    sender: string,
    call: string,
    ttlSeconds: number,
    isVerified: boolean,
  ) => 'remembered' | 'full' | 'disk';
}

/** The ids in a store. `nowMs` since 1970. */
export function openCallIds(store: Store<CallIdState>, nowMs: () => number): CallIds {
  const ids = new Map(store.read()?.ids.map(({ key, untilMs }) => [key, untilMs]));
  const keyOf = (sender: string, call: string): string => `${sender}/${call}`;

  function forgetOld(): void {
    for (const [key, untilMs] of ids) if (untilMs <= nowMs()) ids.delete(key);
  }

  return {
    has: (sender, call) => (ids.get(keyOf(sender, call)) ?? 0) > nowMs(),
    remember: (sender, call, ttlSeconds, isVerified) => {
      forgetOld();
      if (ids.size >= MOST_IDS && !isVerified) return 'full';
      const key = keyOf(sender, call);
      ids.set(key, nowMs() + ttlSeconds * 1000 + AFTER_TTL_MS);
      const written = store.write({ ids: [...ids].map(([id, untilMs]) => ({ key: id, untilMs })) });
      if (written === 'disk') return 'disk'; // still remembered in memory: the same message does not count later either
      return 'remembered';
    },
  };
}
