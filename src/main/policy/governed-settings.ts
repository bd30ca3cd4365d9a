// Which setting corresponds to which policy, in both directions: the person's choice is a layer of policy, and the
// result of all layers is the setting in force.
import type { SettingLock } from '../../contract/managed.ts';
import type { Language, Settings } from '../../contract/view.ts';
import type { PersonChoice } from '../../core/policy/in-force.ts';
import type { Lock } from '../../core/policy/merge.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import { filterLocks, filtersInForce } from './own-filters.ts';
import type { PolicyInForce } from './policy-in-force.ts';

/** The settings that a policy of the same meaning governs. */
export const governed = {
  brokerUrl: 'BrokerUrl',
  language: 'Language',
  relayOnly: 'RelayOnly',
  unknownCallers: 'UnknownCallers',
  startAtLogin: 'StartAtLogin',
  idleLockMinutes: 'IdleLockMinutes',
  historyDays: 'HistoryDays',
  notifications: 'Notifications',
} as const satisfies Partial<Record<keyof Settings, keyof PolicyValues>>;

type Governed = keyof typeof governed;
type Chosen = { readonly [K in keyof Settings]?: Settings[K] | undefined };

const names = Object.keys(governed) as readonly Governed[];

function shownLock({ by, limit }: Lock): SettingLock {
  // A boolean or a list has no limit that leaves a choice.
  return typeof limit === 'string' || typeof limit === 'number' ? { by, limit } : { by };
}

/** The person's layer. An empty address of a broker is no choice. */
export function choiceOf(chosen: Chosen): PersonChoice {
  const set = names.filter((name) => chosen[name] !== undefined && chosen[name] !== '');
  return Object.fromEntries(set.map((name) => [governed[name], chosen[name]]));
}

/** The governed settings in force. `system`: the language of the system, for the case that none is set. */
export function settingsInForce(values: PolicyValues, system: Language): Pick<Settings, Governed> {
  return {
    brokerUrl: values.BrokerUrl,
    language: values.Language === 'system' ? system : values.Language,
    relayOnly: values.RelayOnly,
    unknownCallers: values.UnknownCallers,
    startAtLogin: values.StartAtLogin,
    idleLockMinutes: values.IdleLockMinutes,
    historyDays: values.HistoryDays,
    notifications: values.Notifications,
  };
}

/** Whether every part of the change would be in force. A value that is in force already counts as unchanged. */
export function mayChange(policy: PolicyInForce, now: Settings, change: Chosen): boolean {
  if (change.localBroker === true && !policy.values().AllowLocalBroker) return false;
  if ((change.awayMinutes ?? 0) > 0 && !policy.values().ShareAbsence) return false;
  const { background = now.background, noiseSuppression = now.noiseSuppression } = change;
  const filters = filtersInForce(policy.values(), { background, noiseSuppression });
  if (filters.background !== background || filters.noiseSuppression !== noiseSuppression) return false;
  return names.every((name) => {
    const value = change[name];
    return value === undefined || value === now[name] || policy.mayChoose(governed[name], value);
  });
}

/** The part of the change that is the person's own: without settings for which policy leaves no choice. */
export function ownPart<C extends Chosen>(policy: PolicyInForce, change: C): Partial<C> {
  const locks = locksOf(policy);
  const isOwn = (name: string): boolean => locks[name] === undefined || locks[name].limit !== undefined;
  return Object.fromEntries(Object.entries(change).filter(([name]) => isOwn(name))) as Partial<C>;
}

/** Who decided which setting, by its name. */
export function locksOf(policy: PolicyInForce): Readonly<Record<string, SettingLock>> {
  const locks = names.flatMap((name) => {
    const lock = policy.lockOf(governed[name]);
    return lock === undefined ? [] : [[name, shownLock(lock)] as const];
  });
  // For these settings no policy has the same meaning: a policy can only forbid them, and then they are off.
  const forbidden = (
    [
      ['localBroker', 'AllowLocalBroker'],
      ['awayMinutes', 'ShareAbsence'],
    ] as const
  ).flatMap(([name, by]) => {
    const lock = policy.lockOf(by);
    return lock === undefined ? [] : [[name, shownLock(lock)] as const];
  });
  return { ...Object.fromEntries([...locks, ...forbidden]), ...filterLocks(policy) };
}
