// The fuzzing loop: inputs derived from a seed, so that a run can be repeated, until an input breaks a promise.
import type { Bytes } from '../../../src/core/bytes.ts';
import { diceOf, mutate } from './mutate.ts';
import type { Target } from './target.ts';

export type FuzzOutcome =
  | { readonly kind: 'held'; readonly accepted: number }
  | { readonly kind: 'broken'; readonly input: Bytes; readonly why: string };

/**
 * Runs a parser over `inputs` inputs: first the corpus unchanged (the stored inputs or, without any, the seeds), then
 * damaged ones.
 */
export function fuzz(target: Target, kept: readonly Bytes[], inputs: number, seed: number): FuzzOutcome {
  const corpus = kept.length > 0 ? kept : target.seeds();
  const dice = diceOf(seed);
  let accepted = 0;
  for (let count = 0; count < inputs; count++) {
    const input = corpus[count] ?? mutate(corpus, dice);
    try {
      if (target.run(input)) accepted++;
    } catch (error) {
      return { kind: 'broken', input, why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }
  return { kind: 'held', accepted };
}
