import { describe, expect, it } from 'vitest';
import type { ManagedView } from '../../../src/contract/managed.ts';
import {
  callersWithin,
  daysWithin,
  isFixed,
  limitOf,
  lockOf,
  minutesWithin,
} from '../../../src/renderer/state/locks.ts';
import { managedFixture } from '../../main/desktop/view-fixture.ts';

const locked: ManagedView = {
  ...managedFixture,
  locks: { relayOnly: { by: 'machine' }, historyDays: { by: 'user-managed', limit: 30 } },
};

describe('what a lock leaves to choose', () => {
  it('is nothing without a limit, and everything without a lock', () => {
    expect(isFixed(lockOf(locked, 'relayOnly'))).toBe(true);
    expect(isFixed(lockOf(locked, 'historyDays'))).toBe(false);
    expect(isFixed(lockOf(locked, 'startAtLogin'))).toBe(false);
  });

  it('is everything where the limit is the loosest there is', () => {
    const loose: ManagedView = {
      ...managedFixture,
      locks: {
        idleLockMinutes: { by: 'machine', limit: 0 },
        unknownCallers: { by: 'machine', limit: 'ring' },
        historyDays: { by: 'machine', limit: 0 },
      },
    };
    expect(lockOf(loose, 'idleLockMinutes')).toBeUndefined();
    expect(lockOf(loose, 'unknownCallers')).toBeUndefined();
    expect(lockOf(loose, 'historyDays')).toEqual({ by: 'machine', limit: 0 });
  });

  it('names the limit where there is one', () => {
    expect(limitOf(locked, 'historyDays')).toBe(30);
    expect(limitOf(locked, 'idleLockMinutes')).toBe(0);
  });

  it('is no longer list of calls than the limit, and the limit itself', () => {
    expect(daysWithin({ by: 'machine', limit: 14 }, [0, 7, 30], 7)).toEqual([0, 7, 14]);
    expect(daysWithin(undefined, [0, 7, 30], 90)).toEqual([0, 7, 30, 90]);
  });

  it('is no later lock than the limit: never is the loosest', () => {
    expect(minutesWithin({ by: 'machine', limit: 15 }, [0, 5, 30], 5)).toEqual([5, 15]);
    expect(minutesWithin(undefined, [0, 5, 30], 5)).toEqual([5, 30, 0]);
  });

  it('is no louder way with unknown callers', () => {
    expect(callersWithin({ by: 'machine', limit: 'silent' }, 'refuse')).toEqual(['silent', 'refuse']);
    expect(callersWithin(undefined, 'ring')).toEqual(['ring', 'silent', 'refuse']);
  });

  it('still shows what is in force, whatever the limit says', () => {
    expect(daysWithin({ by: 'machine', limit: 7 }, [0, 30], 90)).toEqual([0, 7, 90]);
    expect(minutesWithin({ by: 'machine', limit: 5 }, [10], 0)).toEqual([5, 0]);
    expect(callersWithin({ by: 'machine', limit: 'refuse' }, 'ring')).toEqual(['ring', 'refuse']);
  });
});
