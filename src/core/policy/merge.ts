// How the layers of one policy become what is in force:
//   machine > user-managed > user > recommended > default
// and, where the policy has a tighter side, managed layers and the person's choice join to that side: a lower layer may
// tighten what a higher one says, never loosen it. A recommendation only takes the default's place.
import type { Policy, PolicyValue } from './policy.ts';
import { hasTighterSide, isLoosest, isSameValue, isTightest, tighterOf } from './tighter.ts';

/** A layer that says something; without one the table's default counts. */
export type SetLevel = 'machine' | 'user-managed' | 'user' | 'recommended';

/** Why an entry does not hold what was set: its strict value stands in for it. */
export type EntryProblem = 'wrong-type' | 'out-of-bounds' | 'unreadable-source';

/** What one layer says on one policy; `source` is the file, key or profile. */
export interface Entry {
  readonly value: PolicyValue;
  readonly source: string;
  readonly problem?: EntryProblem;
}

/** What all layers say on one policy. */
export type Layers = { readonly [L in SetLevel]?: Entry };

/** What is in force and who decided it. */
export interface Decision {
  readonly value: PolicyValue;
  readonly level: SetLevel | 'default';
  readonly source: string; // '' for a default and for the person's choice
  readonly problem?: EntryProblem; // of a managed entry, whoever decides in the end
}

/** Who decided in the person's place; `limit` is the loosest value that may still be chosen, without it there is no choice. */
export interface Lock {
  readonly by: 'machine' | 'user-managed';
  readonly limit?: PolicyValue;
}

type Leveled = Decision & { readonly level: SetLevel };

// The lower layer decides only where it alone says what comes out.
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

/** What the managed layers leave the person to choose; undefined where that is everything. */
export function lockOf(policy: Policy, layers: Layers): Lock | undefined {
  const managed = managedOf(policy, layers);
  if (managed === undefined) return undefined;
  const by = managed.level === 'machine' ? 'machine' : 'user-managed';
  if (!hasTighterSide(policy) || isTightest(policy, managed.value)) return { by };
  return isLoosest(policy, managed.value) ? undefined : { by, limit: managed.value };
}

/** Whether the person may choose `value`: what would then be in force is that value. */
export function mayChoose(policy: Policy, layers: Layers, value: PolicyValue): boolean {
  return isSameValue(mergeLayers(policy, { ...layers, user: { value, source: '' } }).value, value);
}
