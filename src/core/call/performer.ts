// What performs the effects of the call machine: one function for each kind. The program does not compile if no part of
// a call performs a kind of effect, or if two parts perform the same kind.
import type { Effect } from './effect.ts';

/** One function for each kind of effect. */
export type Performer = {
  readonly [K in Effect['kind']]: (effect: Extract<Effect, { readonly kind: K }>) => void;
};

type Part = Partial<Performer>;

/**
 * Joins two parts of a performer. Does not compile if both perform the same kind of effect: when the parts are spread,
 * one function would hide the other.
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
