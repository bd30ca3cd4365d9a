// The person walks away, closes the lid or locks the screen: the program locks as policy and settings say, and unlocks
// only after the person was asked. Sharing stops, and the status follows.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../src/main/app/account.ts';
import { type Power, watchForLock } from '../../../src/main/app/lock-watch.ts';
import type { Seen } from '../../../src/main/app/seat.ts';
import type { LockCause } from '../../../src/main/app/profile.ts';
import type { Outcome } from '../../../src/main/devices/installation.ts';
import { defaultSettings } from '../../../src/main/policy/settings.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { heldClock } from '../signalling/test-clock.ts';

let idleSeconds: number;
let isScreenLocked: boolean;
let isInCall: boolean;
let cause: LockCause | undefined;
let reopened: string[];
let changes: string[];
let retries: number;
let stops: number;
let setting: number;
let seen: Seen | undefined;
let clock: ReturnType<typeof heldClock>;
const listeners = new Map<string, () => void>();

const power: Power = {
  getSystemIdleTime: () => idleSeconds,
  getSystemIdleState: () => (isScreenLocked ? 'locked' : 'active'),
  on: (event, listener) => void listeners.set(event, listener),
};
const happens = (event: string): void => listeners.get(event)?.();
const account = {
  networkChanged: () => void retries++,
  desk: { screenLocked: () => void stops++ },
} as unknown as Account;
const profile = {
  account: () => (cause === undefined ? account : undefined),
  lockCause: () => cause,
  lock: (why: LockCause): Promise<Outcome> => {
    if (why === 'idle' && isInCall) return Promise.resolve('call-exists');
    cause ??= why;
    return Promise.resolve('done');
  },
  reopen: (by: 'person' | 'system'): Outcome => {
    reopened.push(by);
    cause = undefined;
    return 'done';
  },
};

function watch(values: Parameters<typeof fixedPolicy>[0] = {}): ReturnType<typeof fixedPolicy> {
  const policy = fixedPolicy(values);
  const settings = { read: () => ({ ...defaultSettings(['de']), idleLockMinutes: setting }) };
  const lockedConnection = { networkChanged: (change: string) => void changes.push(`line ${change}`) };
  watchForLock({ profile, policy, settings, seat: { see: (what) => (seen = what) }, lockedConnection }, power, clock);
  return policy;
}

beforeEach(() => {
  idleSeconds = 0;
  isScreenLocked = false;
  isInCall = false;
  cause = undefined;
  reopened = [];
  changes = [];
  retries = 0;
  stops = 0;
  setting = 0;
  clock = heldClock();
  seen = undefined;
});

describe('reports to the desk', () => {
  it('the desk is told when the screen locks or the machine sleeps, even if the program stays unlocked', () => {
    watch();
    happens('lock-screen');
    expect([stops, cause]).toEqual([1, undefined]);
    happens('suspend');
    expect(stops).toBe(2);
    isScreenLocked = true; // a system that does not report its screen lock
    clock.advance(5000);
    expect(stops).toBe(3);
  });
});

describe('locks without a policy', () => {
  it('without a policy or setting, idleness, screen lock and lid do not lock the program, and waking counts as a loss of the network', () => {
    watch();
    idleSeconds = 100_000;
    isScreenLocked = true;
    clock.advance(60_000);
    happens('lock-screen');
    happens('suspend');
    expect(cause).toBeUndefined();
    happens('resume');
    // First the account's broker connection, then that of a locked program.
    expect([retries, changes]).toEqual([1, ['line lost']]);
  });
});

describe('locks by idleness', () => {
  it.each([
    [10, 5],
    [5, 10],
  ])(
    'idleness locks after the smaller of policy’s %i and the person’s %i minutes, and neither the system’s unlock nor waking unlocks',
    (ofPolicy, ofPerson) => {
      watch({ IdleLockMinutes: ofPolicy });
      setting = ofPerson;
      idleSeconds = 299;
      clock.advance(10_000);
      expect(cause).toBeUndefined();
      idleSeconds = 300;
      clock.advance(5000);
      expect(cause).toBe('idle');
      idleSeconds = 0;
      happens('unlock-screen');
      happens('resume');
      clock.advance(60_000);
      expect([cause, reopened]).toEqual(['idle', []]);
    },
  );

  it('a policy alone makes idleness lock the program, even if the policy arrives while the person is idle', () => {
    const policy = watch();
    idleSeconds = 900;
    clock.advance(10_000);
    expect(cause).toBeUndefined();
    policy.set({ IdleLockMinutes: 15 });
    clock.advance(5000);
    expect(cause).toBe('idle');
  });

  it('an idle lock that a call prevents is tried again after the call', () => {
    watch({ IdleLockMinutes: 1 });
    idleSeconds = 600;
    isInCall = true;
    clock.advance(600_000);
    expect(cause).toBeUndefined();
    isInCall = false;
    clock.advance(5000);
    expect(cause).toBe('idle');
  });
});

describe('locks by the lid', () => {
  it('closing the lid locks the program under until-suspend, and unlocking the screen unlocks it', () => {
    watch({ KeysInMemory: 'until-suspend' });
    happens('lock-screen');
    expect(cause).toBeUndefined();
    happens('suspend');
    expect(cause).toBe('suspend');
    isScreenLocked = true;
    happens('resume');
    clock.advance(60_000);
    expect(reopened).toEqual([]); // the person was not asked yet
    isScreenLocked = false;
    happens('unlock-screen');
    expect([cause, reopened]).toEqual([undefined, ['system']]);
  });
});

describe('locks by the screen', () => {
  it('locking the screen or closing the lid locks the program under until-lock', () => {
    watch({ KeysInMemory: 'until-lock' });
    happens('lock-screen');
    expect(cause).toBe('screen');
    happens('unlock-screen');
    happens('suspend');
    expect(cause).toBe('suspend');
  });

  it('the screen lock is polled on systems that do not report it', () => {
    watch({ KeysInMemory: 'until-lock' });
    isScreenLocked = true;
    clock.advance(5000);
    expect(cause).toBe('screen');
    isScreenLocked = false;
    clock.advance(5000);
    expect([cause, reopened]).toEqual([undefined, ['system']]);
  });
});

describe('presence at the machine', () => {
  it('the seat learns of the screen lock at once, and of idleness every five seconds', () => {
    watch();
    expect(seen).toEqual({ isScreenLocked: false, idleSeconds: 0 });
    happens('lock-screen');
    expect(seen).toEqual({ isScreenLocked: true, idleSeconds: 0 });
    happens('unlock-screen');
    expect(seen?.isScreenLocked).toBe(false);
    idleSeconds = 70;
    isScreenLocked = true; // Linux does not report the lock of its screen
    clock.advance(5000);
    expect(seen).toEqual({ isScreenLocked: true, idleSeconds: 70 });
  });
});
