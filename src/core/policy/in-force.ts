// Every policy at once: what one policy implies for others, and what the person has chosen. Pure; main decides who
// learns of a change and where layers come from.
import { type Decision, type Layers, mergeLayers, type SetLevel } from './merge.ts';
import type { PolicyValue } from './policy.ts';
import { type PolicyName, policies, policyNames, type PolicyValues } from './table.ts';
import { tighterOf } from './tighter.ts';

/** What the person has chosen, for policies that have a setting. */
export type PersonChoice = { readonly [N in PolicyName]?: PolicyValues[N] };

/** The layers of every policy, without the person's choices. */
export type AllLayers = Readonly<Record<PolicyName, Layers>>;

/** The decision on every policy. */
export type Decisions = Readonly<Record<PolicyName, Decision>>;

// What the text of HighConfidentiality promises, but other policies control. A whole shared screen would show the names
// that HighConfidentiality hides.
const implied = { RelayOnly: true, HistoryDays: 0, AllowScreenShare: 'window' } as const satisfies PersonChoice;

function withValue(name: PolicyName, layers: Layers, level: SetLevel, add: PolicyValue, source: string): Layers {
  const entry = layers[level];
  const value = entry === undefined ? add : tighterOf(policies[name], entry.value, add);
  return { ...layers, [level]: { ...entry, value, source } };
}

// What the layers certainly set, without values that stand in for an unreadable entry or source.
function certain(layers: Layers): Layers {
  const entries = Object.entries(layers).filter(([, entry]) => entry.problem === undefined);
  return Object.fromEntries(entries);
}

/**
 * The layers with what HighConfidentiality implies for relay, history and screen. An unreadable entry or source
 * deletes no history.
 */
export function withImplied(layers: AllLayers): AllLayers {
  const policy = policies.HighConfidentiality;
  const implies = (name: keyof typeof implied, { value, level, source }: Decision): Layers =>
    value !== true || level === 'default' ? layers[name] : withValue(name, layers[name], level, implied[name], source);
  return {
    ...layers,
    RelayOnly: implies('RelayOnly', mergeLayers(policy, layers.HighConfidentiality)),
    AllowScreenShare: implies('AllowScreenShare', mergeLayers(policy, layers.HighConfidentiality)),
    HistoryDays: implies('HistoryDays', mergeLayers(policy, certain(layers.HighConfidentiality))),
  };
}

function layersWith(layers: Layers, chosen: PolicyValue | undefined): Layers {
  return chosen === undefined ? layers : { ...layers, user: { value: chosen, source: '' } };
}

/** Decides every policy. */
export function decideAll(layers: AllLayers, choice: PersonChoice): Decisions {
  const decided = policyNames.map((name) => [
    name,
    mergeLayers(policies[name], layersWith(layers[name], choice[name])),
  ]);
  return Object.fromEntries(decided) as Decisions;
}

/** The values of decisions. */
export function valuesOf(decisions: Decisions): PolicyValues {
  return Object.fromEntries(policyNames.map((name) => [name, decisions[name].value])) as PolicyValues;
}
