// What performs the effects of the call machine: something for each kind, so that an effect that nobody performs does not compile.
import type { Effect } from '../../core/call/effect.ts';

/** One function for each kind of effect. `Known` is what was so before the event: an end withdraws before its effects are performed. */
export type Performer<Known = undefined> = {
  readonly [K in Effect['kind']]: (effect: Extract<Effect, { readonly kind: K }>, known: Known) => void;
};

/** Performs one effect. */
export function perform<Known>(performer: Performer<Known>, effect: Effect, known: Known): void {
  const run: (effect: never, known: Known) => void = performer[effect.kind];
  run(effect as never, known);
}
