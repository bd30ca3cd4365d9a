// From what the readers of a system found (files, a registry key, a profile) to the layers of every policy and a list of what is
// wrong. Here it is decided what an unreadable entry and an unreadable source come to: never to less than was meant.
import type { Entry, Layers, SetLevel } from './merge.ts';
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
  | 'reader-missing';

/** One file, registry key or profile. With `failure` its `content` is what it held when it was last read well, if ever. */
export interface SourceReading {
  readonly level: Exclude<SetLevel, 'user'>;
  readonly source: string;
  readonly content?: Readonly<Record<string, unknown>>;
  readonly failure?: SourceFailure;
}

/** What is wrong with a source, or with one entry in it. */
export interface SourceProblem {
  readonly source: string;
  readonly name?: string;
  readonly kind: SourceFailure | 'unknown-name' | 'wrong-type' | 'out-of-bounds' | 'wrong-scope';
}

/** The layers of every policy, without the person's, and what is wrong. */
export interface Gathered {
  readonly layers: Readonly<Record<PolicyName, Layers>>;
  readonly problems: readonly SourceProblem[];
}

const MAX_NAME_SHOWN = 64;

// Their strict value destroys something. An unreadable file is no reason for that: it can be put right, the loss cannot.
const irreversible: readonly PolicyName[] = ['HistoryDays'];

/** What every policy comes to while a managed source cannot be read: its strict value, where that differs from the default. */
export const closedPolicies: readonly PolicyName[] = policyNames.filter(
  (name) => !isSameValue(policies[name].strict, policies[name].default) && !irreversible.includes(name),
);

function isPolicyName(name: string): name is PolicyName {
  return Object.hasOwn(policies, name);
}

/** Joins readings; of two entries in one level the later reading counts. */
export function gather(readings: readonly SourceReading[]): Gathered {
  const layers: Partial<Record<PolicyName, { [L in SetLevel]?: Entry }>> = {};
  const problems: SourceProblem[] = [];

  function set(name: PolicyName, level: SetLevel, entry: Entry): void {
    layers[name] = { ...layers[name], [level]: entry };
  }

  // A recommendation that cannot be read is none: it never was a limit.
  function readEntry(name: string, raw: unknown, { level, source }: SourceReading): void {
    const wrong = (kind: SourceProblem['kind']): void => {
      problems.push({ source, name: name.slice(0, MAX_NAME_SHOWN), kind });
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
    if (level !== 'recommended') set(name, level, { value: policy.strict, source, problem: reading.kind });
    return undefined;
  }

  // What the source would have said is not known: the tightest that it could have said counts, beside what others say.
  function close(source: string): void {
    for (const name of closedPolicies) {
      const policy: Policy = policies[name];
      const other = layers[name]?.machine;
      const value = other === undefined ? policy.strict : tighterOf(policy, policy.strict, other.value);
      set(name, 'machine', { value, source, problem: 'unreadable-source' });
    }
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
