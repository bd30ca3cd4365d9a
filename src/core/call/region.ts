// A region of the call machine: a pure step over its own data. It sees the other regions and never changes them.
import type { Effect } from './effect.ts';
import type { CallEvent } from './event.ts';
import type { CallState } from './state.ts';

/**
 * What an event does to a region. `raised` are further events for all regions. They are handled in order, after this
 * event and after those that were raised before.
 */
export interface Step<R> {
  readonly next: R;
  readonly effects: readonly Effect[];
  readonly raised?: readonly CallEvent[];
}

/** The whole call before this event, and now, after the regions that come earlier in the order have stepped. */
export interface Seen {
  readonly before: CallState;
  readonly now: CallState;
}

/** Joins a step and the one that follows it. */
export function andThen<R>(first: Step<R>, follow: (next: R) => Step<R>): Step<R> {
  const second = follow(first.next);
  return {
    next: second.next,
    effects: [...first.effects, ...second.effects],
    raised: [...(first.raised ?? []), ...(second.raised ?? [])],
  };
}
