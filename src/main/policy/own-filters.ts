// What policy decides about the filters of this machine's microphone and camera, which run foreign code on sound and
// picture (decisions 0094, 0095): which of the person's choices are in force, and which filter may run at all. Pure.
import type { Background } from '../../contract/background.ts';
import type { SettingLock } from '../../contract/managed.ts';
import type { Settings } from '../../contract/view.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { PolicyInForce } from './policy-in-force.ts';

/** A filter, named by what it removes. */
export type OwnFilter = 'noise' | 'background';

type Rules = Pick<PolicyValues, 'AllowStrongNoiseSuppression' | 'CameraBackground'>;
type Filtered = Pick<Settings, 'background' | 'noiseSuppression'>;

const LEAST_HIDDEN: Background = 'blurred';

/** The choices that are in force. A choice that policy forbids is replaced by the nearest one that it allows. */
export function filtersInForce(rules: Rules, { background, noiseSuppression }: Filtered): Filtered {
  const hidden = background === 'off' ? LEAST_HIDDEN : background;
  return {
    background: { person: background, hidden, shown: 'off' as const }[rules.CameraBackground],
    noiseSuppression: mayFilter(rules, 'noise') || noiseSuppression !== 'strong' ? noiseSuppression : 'engine',
  };
}

/** Whether this filter may run. If not, main serves its worker to no page. */
export function mayFilter(rules: Rules, filter: OwnFilter): boolean {
  return filter === 'noise' ? rules.AllowStrongNoiseSuppression : rules.CameraBackground !== 'shown';
}

/** What policy leaves the person to choose, by the name of the setting. A setting that policy leaves free is absent. */
export function filterLocks(policy: Pick<PolicyInForce, 'lockOf' | 'values'>): {
  readonly [S in keyof Filtered]?: SettingLock;
} {
  const rules = policy.values();
  const by = (name: keyof Rules): SettingLock['by'] => policy.lockOf(name)?.by ?? 'machine';
  const isHidden = rules.CameraBackground === 'hidden';
  return {
    ...(rules.CameraBackground !== 'person' && {
      background: { by: by('CameraBackground'), ...(isHidden && { limit: LEAST_HIDDEN }) },
    }),
    ...(!mayFilter(rules, 'noise') && {
      noiseSuppression: { by: by('AllowStrongNoiseSuppression'), limit: 'engine' },
    }),
  };
}
