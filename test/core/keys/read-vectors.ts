// Reads the files of test/vectors, and declares the type of Wycheproof's files. If they were imported as modules,
// megabytes of JSON would become megabytes of types.
import { readFileSync } from 'node:fs';

/** The content of a vector file. The caller declares its type. */
export function readVectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8'));
}

/** A Wycheproof file: groups of tests; `Group` has the fields that all tests of a group share. */
export interface Wycheproof<Test, Group = unknown> {
  readonly testGroups: readonly (Group & { readonly tests: readonly (Test & Verdict)[] })[];
}

interface Verdict {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
  readonly flags: readonly string[];
}

/** The result of `fn`, or `refused` if it throws. An invalid vector must give `refused`. */
export function outcome(fn: () => string): string {
  try {
    return fn();
  } catch {
    return 'refused';
  }
}
