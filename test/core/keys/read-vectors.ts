// Reads a file of test/vectors. Imported as a module, megabytes of JSON would become megabytes of types.
import { readFileSync } from 'node:fs';

/** The content of a vector file, of which the caller knows the form. */
export function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8')) as T;
}

/** A Wycheproof file: groups of tests; `Group` is what a group says of all its tests. */
export interface Wycheproof<Test, Group = unknown> {
  readonly testGroups: readonly (Group & { readonly tests: readonly (Test & Verdict)[] })[];
}

interface Verdict {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
  readonly flags: readonly string[];
}
