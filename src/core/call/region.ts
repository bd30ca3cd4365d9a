// What a region of the call machine is: a pure step over its own data, which sees the others and never changes them.
import type { Effect } from './effect.ts';
import type { CallEvent } from './event.ts';
import type { CallState } from './state.ts';

/** What an event makes of a region. `raised` is what follows for the other regions: handled right after this event, in order. */
export interface Step<R> {
  readonly next: R;
  readonly effects: readonly Effect[];
  readonly raised?: readonly CallEvent[];
}

/** The whole call before this event, and as it is now: regions that come earlier in the order have stepped already. */
export interface Seen {
  readonly before: CallState;
  readonly now: CallState;
}

/** A step and the one that follows it, as one. */
export function andThen<R>(first: Step<R>, follow: (next: R) => Step<R>): Step<R> {
  const second = follow(first.next);
  return {
    next: second.next,
    effects: [...first.effects, ...second.effects],
    raised: [...(first.raised ?? []), ...(second.raised ?? [])],
  };
}
