// What policy says now, for the rest of main: values, where they come from, and notice of changes. Other files of this
// folder read the sources; no code elsewhere opens a policy file or a registry key.
import type { PolicyReport } from '../../contract/managed.ts';
import { gather, type SourceReading } from '../../core/policy/gather.ts';
import { decideAll, type PersonChoice, valuesOf, withImplied } from '../../core/policy/in-force.ts';
import { type Lock, lockOf, mayChoose } from '../../core/policy/merge.ts';
import type { PolicyValue } from '../../core/policy/policy.ts';
import { type PolicyName, policies, policyNames, type PolicyValues } from '../../core/policy/table.ts';
import { reportOf } from './policy-report.ts';

/** Policy as it is in force. */
export interface PolicyInForce {
  /** What the organisation has set, or the default, for every policy. */
  readonly values: () => PolicyValues;
  /** The same values, joined with the person's choices in the settings that policies govern. */
  readonly withChoice: () => PolicyValues;
  /** Every policy with its source, and the problems of the sources. It contains no secret. */
  readonly report: () => PolicyReport;
  /** Called after every change of `values`, `withChoice` or `report`. */
  readonly onChange: (listener: () => void) => void;
  /** Sets the person's own layer as a whole. Choices that policy does not allow have no effect. */
  readonly choose: (choice: PersonChoice) => void;
  /** What policy leaves the person to choose. Undefined if that is everything. */
  readonly lockOf: (name: PolicyName) => Lock | undefined;
  /** Whether this value would be in force if the person chose it. */
  readonly mayChoose: (name: PolicyName, value: PolicyValue) => boolean;
}

/** Where policy is read from on this system. */
export interface PolicySources {
  /** What the sources hold now. If two sources of one level differ, the later one in the list counts. */
  readonly read: () => readonly SourceReading[];
  /** Every examined place, found or not. */
  readonly places: readonly string[];
  /** Called after the result of `read` may have changed. */
  readonly onChange: (listener: () => void) => void;
  /** Stops looking. */
  readonly close: () => void;
}

/** The values of the table if nobody has set anything. */
export function defaultPolicyValues(): PolicyValues {
  const entries = policyNames.map((name: PolicyName) => [name, policies[name].default]);
  return Object.fromEntries(entries) as PolicyValues;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

// An exception in one listener must not leave the next one, perhaps a running call, under the old policy: nobody would
// tell it again.
function tellAll(listeners: readonly (() => void)[]): void {
  const bugs: unknown[] = [];
  for (const listener of listeners) {
    try {
      listener();
    } catch (error) {
      bugs.push(error);
    }
  }
  if (bugs.length > 0) throw bugs[0];
}

/** Policy from these sources, followed from here on. */
export function createPolicyInForce(sources: PolicySources): PolicyInForce {
  const listeners: (() => void)[] = [];
  let choice: PersonChoice = {};
  let gathered = gather(sources.read());
  let layers = withImplied(gathered.layers);
  let decisions = decideAll(layers, choice);
  let values = valuesOf(decisions);
  let withChoice = values;

  function decide(): void {
    decisions = decideAll(layers, choice);
    values = valuesOf(decideAll(layers, {}));
    withChoice = valuesOf(decisions);
    tellAll(listeners);
  }

  sources.onChange(() => {
    const next = gather(sources.read());
    if (same(next, gathered)) return;
    gathered = next;
    layers = withImplied(next.layers);
    decide();
  });
  return {
    values: () => values,
    withChoice: () => withChoice,
    report: () => reportOf(decisions, gathered.problems, sources.places),
    onChange: (listener) => void listeners.push(listener),
    choose: (next) => {
      if (same(next, choice)) return;
      choice = next;
      decide();
    },
    lockOf: (name) => lockOf(policies[name], layers[name]),
    mayChoose: (name, value) => mayChoose(policies[name], layers[name], value),
  };
}
