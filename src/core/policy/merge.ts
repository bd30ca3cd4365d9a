// How the layers of one policy become the value in force:
//   machine > user-managed > user > recommended > default
// If a policy has a tighter side, managed layers and the person's choice join towards it: a lower layer may tighten
// what a higher one sets, never loosen it. A recommendation counts where the person has chosen nothing.
import type { Policy, PolicyValue } from './policy.ts';
import { hasTighterSide, isLoosest, isSameValue, isTightest, tighterOf } from './tighter.ts';

/** A layer that sets something. Without one, the default of the table counts. */
export type SetLevel = 'machine' | 'user-managed' | 'user' | 'recommended';

/** Why an entry holds the strict value of the policy instead of what was set. */
export type EntryProblem = 'wrong-type' | 'out-of-bounds' | 'unreadable-source';

/** What one layer sets for one policy. `source` is the file, key or profile. */
export interface Entry {
  readonly value: PolicyValue;
  readonly source: string;
  readonly problem?: EntryProblem;
}

/** What all layers set for one policy. */
export type Layers = { readonly [L in SetLevel]?: Entry };

/** The value in force and who decided it. */
export interface Decision {
  readonly value: PolicyValue;
  readonly level: SetLevel | 'default';
  readonly source: string; // '' for a default and for the person's choice
  readonly problem?: EntryProblem; // of the managed entry, even if the person's choice is the value
}

/**
 * Who decided instead of the person. `limit` is the loosest value that may still be chosen; without it there is no
 * choice.
 */
export interface Lock {
  readonly by: 'machine' | 'user-managed';
  readonly limit?: PolicyValue;
}

type Leveled = Decision & { readonly level: SetLevel };

// The lower layer decides only if it alone sets the resulting value.
function join(policy: Policy, higher: Leveled, lower: Leveled): Leveled {
  const value = tighterOf(policy, higher.value, lower.value);
  const decides = isSameValue(value, lower.value) && !isSameValue(value, higher.value) ? lower : higher;
  const problem = higher.problem ?? lower.problem;
  return { ...decides, value, ...(problem !== undefined && { problem }) };
}

function leveled(layers: Layers, level: SetLevel): Leveled | undefined {
  const entry = layers[level];
  return entry === undefined ? undefined : { ...entry, level };
}

function managedOf(policy: Policy, layers: Layers): Leveled | undefined {
  const machine = leveled(layers, 'machine');
  const user = policy.scope === 'both' ? leveled(layers, 'user-managed') : undefined;
  return machine === undefined || user === undefined ? (machine ?? user) : join(policy, machine, user);
}

/** Joins the layers of one policy. */
export function mergeLayers(policy: Policy, layers: Layers): Decision {
  const managed = managedOf(policy, layers);
  const free = leveled(layers, 'user') ?? leveled(layers, 'recommended');
  if (managed === undefined) return free ?? { value: policy.default, level: 'default', source: '' };
  return free !== undefined && hasTighterSide(policy) ? join(policy, managed, free) : managed;
}

/** What the managed layers leave the person to choose. Undefined if that is everything. */
export function lockOf(policy: Policy, layers: Layers): Lock | undefined {
  const managed = managedOf(policy, layers);
  if (managed === undefined) return undefined;
  const by = managed.level === 'machine' ? 'machine' : 'user-managed';
  if (!hasTighterSide(policy) || isTightest(policy, managed.value)) return { by };
  return isLoosest(policy, managed.value) ? undefined : { by, limit: managed.value };
}

/** Whether the person may choose `value`, that is, whether it would then be in force. */
export function mayChoose(policy: Policy, layers: Layers, value: PolicyValue): boolean {
  return isSameValue(mergeLayers(policy, { ...layers, user: { value, source: '' } }).value, value);
}
