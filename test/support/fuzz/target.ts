// What fuzzing works on: a parser, its promise about every input, and the inputs to start from.
import type { Bytes } from '../../../src/core/bytes.ts';

/** One parser. `run` throws if the parser throws or breaks its promise; it returns whether the input was accepted. */
export interface Target {
  readonly name: string;
  /** Inputs to start from, most of them valid: made here, the same in every run, or read from the stored corpus. */
  readonly seeds: () => readonly Bytes[];
  readonly run: (input: Bytes) => boolean;
}

/** Throws if a parser breaks this promise. */
export function promise(holds: boolean, text: string): asserts holds {
  if (!holds) throw new Error(`broken promise: ${text}`);
}

const decoder = new TextDecoder();

/** The text of an input; bad UTF-8 becomes U+FFFD, as for a parser of texts. */
export function textOf(input: Bytes): string {
  return decoder.decode(input);
}

/** The input's JSON value, or its text if it is not JSON. */
export function valueOf(input: Bytes): unknown {
  const text = textOf(input);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
