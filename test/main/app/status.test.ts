// A person's own status: their choice, their quiet hours, the system's do not disturb, whether they sit at the device,
// and what contacts see of this device.
import { describe, expect, it } from 'vitest';
import type { QuietHours } from '../../../src/contract/status.ts';
import type { CallView } from '../../../src/contract/view.ts';
import { createSeat } from '../../../src/main/app/seat.ts';
import { createStatus, presenceOf, statusNow } from '../../../src/main/app/status.ts';
import type { SystemDndState } from '../../../src/main/desktop/system-dnd.ts';
import type { StatusChoice } from '../../../src/main/policy/settings.ts';

const presence = (phase: CallView['phase'], direction: CallView['direction'] = 'out'): string =>
  presenceOf('available', [{ direction, phase }]);

it('a device counts as busy from INVITE on in an outgoing call, and from CONFIRM on in an incoming call', () => {
  expect(presence({ kind: 'calling', ringing: false })).toBe('busy');
  expect(presence({ kind: 'securing' })).toBe('busy');
  expect(presence({ kind: 'reconnecting', since: 1, until: 2 })).toBe('busy');
  expect(presence({ kind: 'securing' }, 'in')).toBe('online');
  expect(presence({ kind: 'connecting' }, 'in')).toBe('busy');
});

it('contacts do not see an outgoing call before INVITE, a call that rings on this device, or an ended call', () => {
  expect(presence({ kind: 'placing' })).toBe('online');
  expect(presence({ kind: 'ringing', silenced: false })).toBe('online');
  expect(presence({ kind: 'ended', reason: 'hung-up', at: 1, connected: true })).toBe('online');
});

it('one active call of two makes a device busy, and do not disturb overrides busy', () => {
  const calls: readonly Pick<CallView, 'direction' | 'phase'>[] = [
    { direction: 'out', phase: { kind: 'ended', reason: 'hung-up', at: 1, connected: true } },
    { direction: 'in', phase: { kind: 'live', since: 1 } },
  ];
  expect([presenceOf('available', calls), presenceOf('dnd', calls)]).toEqual(['busy', 'dnd']);
  expect([presenceOf('away', calls), presenceOf('away', [])]).toEqual(['busy', 'away']);
});

// Uses the local time zone of the machine that runs the test.
const at = (day: number, hour: number, minute = 0): number => new Date(2026, 4, day, hour, minute).getTime();
const night: QuietHours = { on: true, from: 22 * 60, until: 7 * 60 };
const never: QuietHours = { ...night, on: false };
const now = (choice: StatusChoice, nowMs: number, quietHours = never, isAbsent = false) =>
  statusNow(choice, { nowMs, quietHours, isAbsent, isSystemDnd: false });

describe('the quiet hours', () => {
  const available: StatusChoice = { status: 'available', at: at(3, 12) };

  it.each([
    ['21:59 the evening before', at(3, 21, 59), 'available'],
    ['22:00', at(3, 22), 'dnd'],
    ['six in the morning', at(4, 6), 'dnd'],
    ['07:00', at(4, 7), 'available'],
  ])('with quiet hours from 22:00 to 07:00, the status at $0 is $2', (_when, nowMs, status) => {
    expect(now(available, nowMs, night).status).toBe(status);
  });

  it('quiet hours report their end, whether or not they cross midnight', () => {
    expect(now(available, at(3, 23), night)).toEqual({ status: 'dnd', reason: { by: 'quiet-hours', until: at(4, 7) } });
    const lunch: QuietHours = { on: true, from: 12 * 60, until: 13 * 60 };
    expect(now({ status: 'away', at: 0 }, at(3, 12, 30), lunch).reason).toEqual({
      by: 'quiet-hours',
      until: at(3, 13),
    });
  });

  it('the person’s choice overrides the current quiet hours but not those of the next night', () => {
    const chosen: StatusChoice = { status: 'available', at: at(3, 23) };
    expect(now(chosen, at(4, 6), night).status).toBe('available');
    expect(now(chosen, at(4, 23), night).status).toBe('dnd');
  });

  it('quiet hours that begin and end at the same time have no effect', () => {
    expect(now(available, at(3, 12), { on: true, from: 60, until: 60 }).status).toBe('available');
  });
});

describe('do not disturb', () => {
  it('do not disturb ends by itself when its time is up', () => {
    const choice: StatusChoice = { status: 'dnd', at: at(3, 9), until: at(3, 9, 30) };
    expect(now(choice, at(3, 9, 29))).toEqual({ status: 'dnd', reason: { by: 'person', until: at(3, 9, 30) } });
    expect(now(choice, at(3, 9, 30))).toEqual({ status: 'available', reason: { by: 'person' } });
  });

  it('absence does not turn do not disturb into away', () => {
    expect(now({ status: 'dnd', at: 0 }, at(3, 9), never, true).status).toBe('dnd');
  });
});

describe('a person’s own status', () => {
  let kept: StatusChoice | undefined;
  let nowMs = at(3, 9);
  let isAbsent = false;
  let changes = 0;
  const status = createStatus(
    {
      clock: { nowMs: () => nowMs },
      settings: {
        read: () => ({ quietHours: never, followSystemDnd: false }),
        statusChoice: () => kept,
        chooseStatus: (choice) => {
          kept = choice;
          return 'written';
        },
      },
      isAbsent: () => isAbsent,
      systemDnd: () => 'on',
    },
    () => void changes++,
  );

  it('a status for half an hour or until tomorrow is saved with its end', () => {
    status.set('dnd', 'half-hour');
    expect(kept).toEqual({ status: 'dnd', at: nowMs, until: at(3, 9, 30) });
    status.set('dnd', 'tomorrow');
    expect(kept?.until).toBe(at(4, 8));
    nowMs = at(4, 0, 30);
    status.set('dnd', 'tomorrow');
    expect(kept?.until).toBe(at(4, 8));
    nowMs = at(4, 6, 30);
    status.set('dnd', 'tomorrow');
    expect(kept?.until).toBe(at(5, 8));
    nowMs = at(3, 9);
    status.set('dnd');
    expect(kept).toEqual({ status: 'dnd', at: nowMs });
  });

  it('a person’s own status is reported again only when time or absence changes it', () => {
    status.set('dnd', 'half-hour');
    changes = 0;
    status.look();
    expect(changes).toBe(0);
    nowMs = at(3, 9, 30);
    status.look();
    expect([changes, status.read().status]).toEqual([1, 'available']);
    isAbsent = true;
    status.look();
    expect([changes, status.read()]).toEqual([2, { status: 'away', reason: { by: 'absence' } }]);
  });
});

describe('the system’s do not disturb', () => {
  const facts = { nowMs: at(3, 12), quietHours: never, isSystemDnd: true, isAbsent: true };
  const available: StatusChoice = { status: 'available', at: 0 };

  it('the person’s own do not disturb and quiet hours come before the system’s do not disturb, and absence comes last', () => {
    const chosen: StatusChoice = { status: 'dnd', at: 0, until: at(3, 13) };
    expect(statusNow(chosen, facts).reason).toEqual({ by: 'person', until: at(3, 13) });
    expect(statusNow(available, { ...facts, nowMs: at(3, 23), quietHours: night }).reason.by).toBe('quiet-hours');
    expect(statusNow(available, facts)).toEqual({ status: 'dnd', reason: { by: 'system' } });
    expect(statusNow({ status: 'away', at: 0 }, facts)).toEqual({ status: 'dnd', reason: { by: 'system' } });
    expect(statusNow(available, { ...facts, isSystemDnd: false }).status).toBe('away');
  });

  it('the system’s do not disturb counts again when the person’s own ends by itself', () => {
    const chosen: StatusChoice = { status: 'dnd', at: 0, until: at(3, 12), overSystem: true };
    expect(statusNow(chosen, facts)).toEqual({ status: 'dnd', reason: { by: 'system' } });
  });

  /** A program that starts with the choice in `kept`, on a system whose do not disturb the test sets. */
  function started(kept: { choice?: StatusChoice } = {}) {
    const system = { state: 'off' as SystemDndState, isFollowed: true, isFull: false, writes: 0, changes: 0 };
    const status = createStatus(
      {
        clock: { nowMs: () => at(3, 12) },
        settings: {
          read: () => ({ quietHours: never, followSystemDnd: system.isFollowed }),
          statusChoice: () => kept.choice,
          chooseStatus: (choice) => {
            system.writes++;
            if (system.isFull) return 'disk';
            kept.choice = choice;
            return 'written';
          },
        },
        isAbsent: () => false,
        systemDnd: () => system.state,
      },
      () => void system.changes++,
    );
    const see = (state: SystemDndState): string => {
      system.state = state;
      status.look();
      return status.read().status;
    };
    return { kept, status, system, see };
  }

  it('the system’s do not disturb counts only while the setting follows it, and is reported when it changes', () => {
    const { system, see } = started();
    expect([see('off'), see('on'), see('on'), see('unreadable')]).toEqual(['available', 'dnd', 'dnd', 'available']);
    expect(system.changes).toBe(3);
    system.isFollowed = false;
    expect(see('on')).toBe('available');
  });

  it('a choice during the system’s do not disturb holds until that do not disturb ends, but not during the next one', () => {
    const { kept, status, see } = started();
    see('on');
    status.set('available');
    expect(see('on')).toBe('available');
    expect([see('unreadable'), see('on')]).toEqual(['available', 'available']); // a desktop that restarts
    expect([see('off'), see('on')]).toEqual(['available', 'dnd']);
    expect(kept.choice).toEqual({ status: 'available', at: at(3, 12) });
  });

  it('a choice during the system’s do not disturb outlives a restart of the program', () => {
    const before = started();
    before.see('on');
    before.status.set('available');
    const { kept, see } = started(before.kept);
    expect([see('unreadable'), see('on')]).toEqual(['available', 'available']);
    const later = started(kept);
    expect([later.see('unreadable'), later.see('off'), later.see('on')]).toEqual(['available', 'available', 'dnd']);
  });

  it('a choice before the system’s do not disturb does not override it', () => {
    const { status, see } = started();
    see('off');
    status.set('available');
    expect(see('on')).toBe('dnd');
  });

  it('on a full disk the end of the system’s do not disturb counts, and storing that end is tried once', () => {
    const { status, system, see } = started();
    see('on');
    status.set('available');
    Object.assign(system, { isFull: true, writes: 0 });
    expect([see('off'), see('off'), see('off'), see('on')]).toEqual(['available', 'available', 'available', 'dnd']);
    expect(system.writes).toBe(1);
  });
});

it('a person is absent while the screen is locked or after the chosen idle time, unless the status away is switched off', () => {
  const seat = createSeat(
    () => undefined,
    () => undefined,
  );
  seat.see({ isScreenLocked: false, idleSeconds: 599 });
  expect(seat.isAbsent(10)).toBe(false);
  seat.see({ isScreenLocked: false, idleSeconds: 600 });
  expect([seat.isAbsent(10), seat.isAbsent(15), seat.isAbsent(0)]).toEqual([true, false, false]);
  seat.see({ isScreenLocked: true, idleSeconds: 0 });
  expect([seat.isAbsent(30), seat.isAbsent(0)]).toEqual([true, false]);
});
