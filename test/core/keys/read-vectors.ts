// Reads a file of test/vectors. Imported as a module, megabytes of JSON would become megabytes of types.
import { readFileSync } from 'node:fs';

/** The content of a vector file, whose form the caller knows and states. */
export function readVectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8'));
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

/** What `fn` gives, or the word `refused` where it throws, as a vector that is not valid demands. */
export function outcome(fn: () => string): string {
  try {
    return fn();
  } catch {
    return 'refused';
  }
}
