// What a person can still choose when policy locks a setting. Main enforces the lock; this file keeps the page from
// offering what main would refuse.
import { Background } from '../../contract/background.ts';
import { Notifications } from '../../contract/notifications.ts';
import type { ManagedView, SettingLock } from '../../contract/managed.ts';
import { NoiseSuppression } from '../../contract/sound.ts';
import { type Settings, UnknownCallers } from '../../contract/view.ts';

// A limit that is the loosest value limits nothing.
const loosest: { readonly [K in keyof Settings]?: SettingLock['limit'] } = {
  idleLockMinutes: 0, // never
  unknownCallers: UnknownCallers.options[0],
  notifications: Notifications.options[0],
};

/** The lock on the setting `name`. Undefined if there is none, or one that limits nothing. */
export function lockOf(managed: ManagedView, name: keyof Settings): SettingLock | undefined {
  const lock = managed.locks[name];
  return lock?.limit !== undefined && lock.limit === loosest[name] ? undefined : lock;
}

/** Whether `lock` leaves nothing to choose. */
export function isFixed(lock: SettingLock | undefined): boolean {
  return lock !== undefined && lock.limit === undefined;
}

/** The loosest number that the lock of `name` allows. 0 if there is no such limit. */
export function limitOf(managed: ManagedView, name: 'historyDays' | 'idleLockMinutes'): number {
  const limit = lockOf(managed, name)?.limit;
  return typeof limit === 'number' ? limit : 0;
}

/** The treatments of unknown callers that are not looser than the limit, from loose to tight, and the one in force. */
export function callersWithin(lock: SettingLock | undefined, now: UnknownCallers): readonly UnknownCallers[] {
  return waysWithin(UnknownCallers.options, lock, now);
}

/** Like `callersWithin`, for notifications. */
export function notificationsWithin(lock: SettingLock | undefined, now: Notifications): readonly Notifications[] {
  return waysWithin(Notifications.options, lock, now);
}

/** Like `callersWithin`, for the background of the person's picture. */
export function backgroundsWithin(lock: SettingLock | undefined, now: Background): readonly Background[] {
  return waysWithin(Background.options, lock, now);
}

/** The ways to suppress noise that `lock` leaves. A lock removes `strong`: policy forbids its filter. */
export function suppressionsWithin(lock: SettingLock | undefined): readonly NoiseSuppression[] {
  return NoiseSuppression.options.filter((each) => lock === undefined || each !== 'strong');
}

function waysWithin<W extends string>(options: readonly W[], lock: SettingLock | undefined, now: W): readonly W[] {
  const loosest = options.findIndex((way) => way === lock?.limit);
  return options.filter((way, at) => at >= loosest || way === now);
}

/** `offered` without values above the limit, with the limit itself and the value in force. 0 is the tightest number. */
export function daysWithin(lock: SettingLock | undefined, offered: readonly number[], now: number): readonly number[] {
  return numbersWithin(lock, offered, now, (days) => days);
}

/** Like `daysWithin`, for minutes. Here 0 means never and is the loosest value. */
export function minutesWithin(
  lock: SettingLock | undefined,
  offered: readonly number[],
  now: number,
): readonly number[] {
  return numbersWithin(lock, offered, now, (minutes) => (minutes === 0 ? Number.POSITIVE_INFINITY : minutes));
}

function numbersWithin(
  lock: SettingLock | undefined,
  offered: readonly number[],
  now: number,
  looseness: (value: number) => number,
): readonly number[] {
  const limit = typeof lock?.limit === 'number' ? lock.limit : undefined;
  const all = new Set([...offered, now, ...(limit === undefined ? [] : [limit])]);
  const allowed = [...all].filter(
    (value) => limit === undefined || value === now || looseness(value) <= looseness(limit),
  );
  return allowed.toSorted((a, b) => looseness(a) - looseness(b));
}
