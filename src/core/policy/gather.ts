// Turns what the readers of a system found (files, a registry key, a profile) into the layers of every policy and a
// list of problems. It also decides what an unreadable entry or source counts as: the strict values, or tighter ones
// that other sources set.
import type { Entry, EntryProblem, Layers, SetLevel } from './merge.ts';
import { readValue } from './read-value.ts';
import { isSameValue, tighterOf } from './tighter.ts';
import { type PolicyName, policies, policyNames } from './table.ts';
import type { Policy } from './policy.ts';

/** Why a source could not be read, or must not be believed. */
export type SourceFailure =
  | 'unreadable'
  | 'not-trusted'
  | 'too-large'
  | 'not-json'
  | 'not-an-object'
  | 'reader-missing'
  | 'misplaced';

/**
 * One file, registry key or profile. With `failure`, `content` is what the source held when it was last read
 * successfully, if ever.
 */
export interface SourceReading {
  readonly level: Exclude<SetLevel, 'user'>;
  readonly source: string;
  readonly content?: Readonly<Record<string, unknown>>;
  readonly failure?: SourceFailure;
}

/** A problem with a source, or with one entry in it. */
export interface SourceProblem {
  readonly source: string;
  readonly name?: string;
  readonly kind: SourceFailure | 'unknown-name' | 'wrong-type' | 'out-of-bounds' | 'wrong-scope';
}

/** The layers of every policy, without the person's choices, and the problems. */
export interface Gathered {
  readonly layers: Readonly<Record<PolicyName, Layers>>;
  readonly problems: readonly SourceProblem[];
}

const MAX_NAME_SHOWN = 64;
const MAX_UNKNOWN_SHOWN = 32; // per source: a file of another program has thousands, and more entries add nothing

/**
 * What becomes strict while a managed source cannot be read and was never read before: every policy whose strict value
 * differs from the default.
 */
export const closedPolicies: readonly PolicyName[] = policyNames.filter(
  (name) => !isSameValue(policies[name].strict, policies[name].default),
);

function isPolicyName(name: string): name is PolicyName {
  return Object.hasOwn(policies, name);
}

/** Joins readings. Of two readable entries at one level, the one from the later reading counts. */
export function gather(readings: readonly SourceReading[]): Gathered {
  const layers: Partial<Record<PolicyName, { [L in SetLevel]?: Entry }>> = {};
  const problems: SourceProblem[] = [];
  const unknown = new Map<string, number>();

  function set(name: PolicyName, level: SetLevel, entry: Entry): void {
    layers[name] = { ...layers[name], [level]: entry };
  }

  // Sets the strict value. If the level already has a value, the tighter of the two counts; without a tighter side, the
  // strict one. A strict value that is only the default does not replace an earlier value.
  function setStrict(name: PolicyName, level: SetLevel, source: string, problem: EntryProblem): void {
    const policy: Policy = policies[name];
    const before = layers[name]?.[level];
    if (before === undefined) return set(name, level, { value: policy.strict, source, problem });
    const value = closedPolicies.includes(name) ? tighterOf(policy, policy.strict, before.value) : before.value;
    // A value that another source confirms is not a guess.
    return isSameValue(value, before.value) ? undefined : set(name, level, { value, source, problem });
  }

  // An unreadable recommendation is ignored, because it never limited anything.
  function readEntry(name: string, raw: unknown, { level, source }: SourceReading): void {
    const wrong = (kind: SourceProblem['kind']): void => {
      if (isTold(name, source)) problems.push({ source, name: name.slice(0, MAX_NAME_SHOWN), kind });
    };
    if (!isPolicyName(name)) return wrong('unknown-name');
    const policy: Policy = policies[name];
    if (level === 'user-managed' && policy.scope === 'machine') return wrong('wrong-scope');
    const reading = readValue(policy, raw);
    if (reading.kind === 'value') {
      if (reading.value !== '') set(name, level, { value: reading.value, source });
      return undefined;
    }
    wrong(reading.kind);
    if (level !== 'recommended') setStrict(name, level, source, reading.kind);
    return undefined;
  }

  // It is unknown what the source would have set. The strict values count, along with what other sources set.
  function close(source: string): void {
    for (const name of closedPolicies) setStrict(name, 'machine', source, 'unreadable-source');
  }

  function isTold(name: string, source: string): boolean {
    if (isPolicyName(name)) return true;
    const told = unknown.get(source) ?? 0;
    unknown.set(source, told + 1);
    return told < MAX_UNKNOWN_SHOWN;
  }

  for (const reading of readings) {
    for (const [name, raw] of Object.entries(reading.content ?? {})) readEntry(name, raw, reading);
  }
  for (const { level, source, failure, content } of readings) {
    if (failure === undefined) continue;
    problems.push({ source, kind: failure });
    if (level !== 'recommended' && content === undefined) close(source);
  }
  const all = policyNames.map((name) => [name, layers[name] ?? {}]);
  return { layers: Object.fromEntries(all) as Record<PolicyName, Layers>, problems };
}
