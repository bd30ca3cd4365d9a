// When the program locks itself, and when it unlocks without asking: idleness, the screen, suspend and resume, as
// policy (KeysInMemory, IdleLockMinutes) and settings say. After idleness or a lock by hand the person is asked.
// A person who unlocked the screen has already been asked.
import type { LockedConnection } from './locked-connection.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { Clock } from '../time/clock.ts';
import type { Profile } from './profile.ts';
import type { Seat } from './seat.ts';
import type { SettingsOf } from '../policy/settings.ts';

/** What the system reports about the person and itself (Electron's powerMonitor). */
export interface Power {
  readonly getSystemIdleTime: () => number; // seconds
  readonly getSystemIdleState: (thresholdSeconds: number) => 'active' | 'idle' | 'locked' | 'unknown';
  readonly on: {
    (event: 'suspend', listener: () => void): unknown;
    (event: 'resume', listener: () => void): unknown;
    (event: 'lock-screen', listener: () => void): unknown;
    (event: 'unlock-screen', listener: () => void): unknown;
  };
}

/** What `watchForLock` needs. */
export interface LockWatchParts {
  readonly profile: Pick<Profile, 'lock' | 'reopen' | 'lockCause' | 'account'>;
  readonly policy: Pick<PolicyInForce, 'values'>;
  readonly settings: Pick<SettingsOf, 'read'>;
  /** Receives what the system reports about the screen and idleness. */
  readonly seat: Pick<Seat, 'see'>;
  readonly lockedConnection: Pick<LockedConnection, 'networkChanged'>;
}

const LOOK_EVERY_MS = 5000;

/** The smaller of two limits in minutes. 0 means no limit. */
function tighterMinutes(one: number, other: number): number {
  const set = [one, other].filter((minutes) => minutes > 0);
  return set.length === 0 ? 0 : Math.min(...set);
}

/**
 * Watches from here on. Not every system reports when its screen locks, so the state is also polled every five seconds.
 */
export function watchForLock(
  { profile, policy, settings, seat, lockedConnection }: LockWatchParts,
  power: Power,
  clock: Clock,
): void {
  const keeps = (): string => policy.values().KeysInMemory;
  const isScreenLocked = (): boolean => power.getSystemIdleState(1) === 'locked';
  const lock = (why: 'suspend' | 'screen' | 'idle'): void => void profile.lock(why);

  function open(): void {
    const cause = profile.lockCause();
    if ((cause === 'suspend' || cause === 'screen') && !isScreenLocked()) profile.reopen('system');
  }

  // Nobody here watches over what is shared any more, and the peer would see the lock screen.
  const stopSharing = (): void => profile.account()?.desk.screenLocked();

  function screenLocked(): void {
    seat.see({ isScreenLocked: true, idleSeconds: power.getSystemIdleTime() });
    stopSharing();
    if (keeps() === 'until-lock' && profile.account() !== undefined) lock('screen');
  }

  function look(): void {
    clock.after(LOOK_EVERY_MS, look);
    const minutes = tighterMinutes(policy.values().IdleLockMinutes, settings.read().idleLockMinutes);
    const idleSeconds = power.getSystemIdleTime();
    if (minutes > 0 && idleSeconds >= minutes * 60 && profile.account() !== undefined) lock('idle');
    if (isScreenLocked()) return screenLocked();
    seat.see({ isScreenLocked: false, idleSeconds });
    open();
  }

  power.on('suspend', () => {
    stopSharing();
    if (keeps() !== 'until-quit') lock('suspend');
  });
  power.on('lock-screen', screenLocked);
  power.on('unlock-screen', () => {
    seat.see({ isScreenLocked: false, idleSeconds: power.getSystemIdleTime() });
    open();
  });
  power.on('resume', () => {
    open();
    lockedConnection.networkChanged('lost');
    profile.account()?.networkChanged('lost'); // after sleep a connection is not trusted to be alive
  });
  look();
}
