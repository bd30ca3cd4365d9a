// What performs the effects of the call machine: something for each kind, so that an effect that nobody performs does not compile.
import type { Effect } from './effect.ts';

/** One function for each kind of effect. */
export type Performer = {
  readonly [K in Effect['kind']]: (effect: Extract<Effect, { readonly kind: K }>) => void;
};

/** Performs one effect. */
export function perform(performer: Performer, effect: Effect): void {
  const run: (effect: never) => void = performer[effect.kind];
  run(effect as never);
}
