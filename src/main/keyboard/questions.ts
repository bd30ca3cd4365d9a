// What main asks the keyboard process, and what it answers. Each question has one answer.
import * as v from 'valibot';

const Codes = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))),
  v.maxLength(2),
  v.readonly(),
);

/** Which of these keys are down. A key is given by the codes of all keys that count as it (desktop/chord-codes.ts). */
export const Question = v.strictObject({
  id: v.pipe(v.number(), v.safeInteger()),
  keys: v.pipe(v.array(Codes), v.maxLength(5), v.readonly()),
  /** Whether the system may ask the person for a missing permission, because pressed keys are not seen to be down. */
  mayAsk: v.boolean(),
});
export type Question = v.InferOutput<typeof Question>;

/**
 * The answer to the question of the same `id`, for each of its keys. `isAllowed` is false if the system needs the
 * person's permission to tell and has none.
 */
export const Answer = v.strictObject({
  id: v.pipe(v.number(), v.safeInteger()),
  areDown: v.pipe(v.array(v.boolean()), v.maxLength(5)),
  isAllowed: v.boolean(),
});
export type Answer = v.InferOutput<typeof Answer>;
