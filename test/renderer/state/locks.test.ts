import { describe, expect, it } from 'vitest';
import type { ManagedView } from '../../../src/contract/managed.ts';
import {
  backgroundsWithin,
  callersWithin,
  daysWithin,
  isFixed,
  limitOf,
  lockOf,
  minutesWithin,
  suppressionsWithin,
} from '../../../src/renderer/state/locks.ts';
import { managedFixture } from '../../main/desktop/view-fixture.ts';

const locked: ManagedView = {
  ...managedFixture,
  locks: { relayOnly: { by: 'machine' }, historyDays: { by: 'user-managed', limit: 30 } },
};

describe('choices under a lock', () => {
  it('only a lock without a limit fixes a setting', () => {
    expect(isFixed(lockOf(locked, 'relayOnly'))).toBe(true);
    expect(isFixed(lockOf(locked, 'historyDays'))).toBe(false);
    expect(isFixed(lockOf(locked, 'startAtLogin'))).toBe(false);
  });

  it('a lock whose limit is the loosest value counts as no lock', () => {
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

  it('the limit of a setting is that of its lock, and 0 without a lock', () => {
    expect(limitOf(locked, 'historyDays')).toBe(30);
    expect(limitOf(locked, 'idleLockMinutes')).toBe(0);
  });

  it('the times offered for storing the list of calls end at the limit', () => {
    expect(daysWithin({ by: 'machine', limit: 14 }, [0, 7, 30], 7)).toEqual([0, 7, 14]);
    expect(daysWithin(undefined, [0, 7, 30], 90)).toEqual([0, 7, 30, 90]);
  });

  it('the idle time before Siegel locks itself may be no longer than the limit, and “never” counts as longer than any limit', () => {
    expect(minutesWithin({ by: 'machine', limit: 15 }, [0, 5, 30], 5)).toEqual([5, 15]);
    expect(minutesWithin(undefined, [0, 5, 30], 5)).toEqual([5, 30, 0]);
  });

  it('unknown callers may be treated no more loosely than the limit', () => {
    expect(callersWithin({ by: 'machine', limit: 'silent' }, 'refuse')).toEqual(['silent', 'refuse']);
    expect(callersWithin(undefined, 'ring')).toEqual(['ring', 'silent', 'refuse']);
  });

  it('a lock on the background leaves only choices that hide the room, and a lock on noise suppression removes the strong kind', () => {
    expect(backgroundsWithin(undefined, 'off')).toEqual(['off', 'blurred', 'still']);
    expect(backgroundsWithin({ by: 'machine', limit: 'blurred' }, 'still')).toEqual(['blurred', 'still']);
    expect(suppressionsWithin(undefined)).toEqual(['off', 'engine', 'strong']);
    expect(suppressionsWithin({ by: 'machine', limit: 'engine' })).toEqual(['off', 'engine']);
  });

  it('the value in force is offered even if it is looser than the limit', () => {
    expect(daysWithin({ by: 'machine', limit: 7 }, [0, 30], 90)).toEqual([0, 7, 90]);
    expect(minutesWithin({ by: 'machine', limit: 5 }, [10], 0)).toEqual([5, 0]);
    expect(callersWithin({ by: 'machine', limit: 'refuse' }, 'ring')).toEqual(['ring', 'refuse']);
  });
});
