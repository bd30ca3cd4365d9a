// What an installation does about newer versions: kind × policy → plan. Pure, so that the whole table is tested. An
// installation for the whole machine never installs anything, and never makes a second copy for one person.
import type { Installation, PackageKind } from './install-kind.ts';

/** `off` contacts nobody. `notify` reports. `install` fetches, checks and puts in place for the next start. */
export type UpdatePlan = 'off' | 'notify' | 'install';

/** The policies on updates. */
export interface UpdatePolicy {
  readonly UpdateMode: 'automatic' | 'notify' | 'off';
  readonly UpdateFeedUrl: string;
  readonly UpdateKeys: readonly string[];
}

// Kinds of installation that one person can own entirely, and that can be replaced without a system prompt.
const replaceable: ReadonlySet<PackageKind> = new Set(['appimage', 'nsis']);

/** The plan. Without a feed, without keys, and for an unpackaged program, nothing is contacted. */
export function updatePlan({ kind, isForMachine }: Installation, policy: UpdatePolicy): UpdatePlan {
  if (kind === 'unpackaged' || policy.UpdateMode === 'off') return 'off';
  if (policy.UpdateFeedUrl === '' || policy.UpdateKeys.length === 0) return 'off';
  return policy.UpdateMode === 'automatic' && !isForMachine && replaceable.has(kind) ? 'install' : 'notify';
}
