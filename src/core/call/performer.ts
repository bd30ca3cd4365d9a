// What performs the effects of the call machine: one function for each kind. An effect that nobody performs does not
// compile, and neither does one that two parts of a call would perform.
import type { Effect } from './effect.ts';

/** One function for each kind of effect. */
export type Performer = {
  readonly [K in Effect['kind']]: (effect: Extract<Effect, { readonly kind: K }>) => void;
};

type Part = Partial<Performer>;

/**
 * Joins two parts of a performer. A kind of effect that both perform does not compile: when spread, one would hide the
 * other.
 */
export function together<A extends Part, B extends Part>(
  one: A,
  other: B & { readonly [K in keyof A]?: never },
): A & B {
  return { ...one, ...other };
}

/** Performs one effect. */
export function perform(performer: Performer, effect: Effect): void {
  const run: (effect: never) => void = performer[effect.kind];
  run(effect as never);
}
