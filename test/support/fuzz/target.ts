// What fuzzing works on: a parser with what it promises about every input, and the inputs it starts from.
import type { Bytes } from '../../../src/core/bytes.ts';

/** One parser. `run` throws where the parser throws or breaks its promise; it says whether the input was accepted. */
export interface Target {
  readonly name: string;
  /** Good inputs, always the same ones unless the corpus is kept elsewhere. */
  readonly seeds: () => readonly Bytes[];
  readonly run: (input: Bytes) => boolean;
}

/** A broken promise of a parser. */
export function promise(holds: boolean, text: string): asserts holds {
  if (!holds) throw new Error(`broken promise: ${text}`);
}

const decoder = new TextDecoder();

/** The text of an input; bad UTF-8 becomes U+FFFD, as a parser of texts would be given it. */
export function textOf(input: Bytes): string {
  return decoder.decode(input);
}

/** A value as JSON has it, or the text itself where it is none. */
export function valueOf(input: Bytes): unknown {
  const text = textOf(input);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
