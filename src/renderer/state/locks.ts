// What a lock of policy leaves a person to choose. Main enforces it; this keeps the page from offering what would be refused.
import type { ManagedView, SettingLock } from '../../contract/managed.ts';
import { type Settings, UnknownCallers } from '../../contract/view.ts';

/** Who decided the setting `name`, or undefined where the person does. */
export function lockOf(managed: ManagedView, name: keyof Settings): SettingLock | undefined {
  return managed.locks[name];
}

/** Whether `lock` leaves nothing to choose. */
export function isFixed(lock: SettingLock | undefined): boolean {
  return lock !== undefined && lock.limit === undefined;
}

/** The ways to treat unknown callers that are not looser than the limit, from loose to tight. */
export function callersWithin(lock: SettingLock | undefined): readonly UnknownCallers[] {
  const loosest = UnknownCallers.options.findIndex((way) => way === lock?.limit);
  return UnknownCallers.options.slice(Math.max(0, loosest));
}

/** `offered` without what lies above the limit, with the limit itself and the value in force; 0 is the tightest number. */
export function daysWithin(lock: SettingLock | undefined, offered: readonly number[], now: number): readonly number[] {
  return numbersWithin(lock, offered, now, (days) => days);
}

/** As `daysWithin`, for minutes of which 0 is the loosest: never. */
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
  const allowed = [...all].filter((value) => limit === undefined || looseness(value) <= looseness(limit));
  return allowed.toSorted((a, b) => looseness(a) - looseness(b));
}
