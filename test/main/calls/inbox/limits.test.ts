// How often calls may ring and may be placed, and how long their ids are remembered.
import { describe, expect, test } from 'vitest';
import { type CallIdState, openCallIds } from '../../../../src/main/calls/inbox/call-ids.ts';
import {
  type Caller,
  createInviteLimits,
  createInvitePace,
  createReadBudget,
} from '../../../../src/main/calls/inbox/invite-limits.ts';
import { HandClock } from '../../../flows/support/hand-clock.ts';
import { MemoryStore } from '../../../flows/support/person.ts';

describe('call ids', () => {
  test('call ids are remembered over a restart for ttl plus ten minutes', () => {
    const store = new MemoryStore<CallIdState>();
    let nowMs = 1_000_000;
    openCallIds(store, () => nowMs).remember('sender', 'call', 45, false);
    const again = openCallIds(store, () => nowMs);
    expect(again.has('sender', 'call')).toBe(true);
    expect(again.has('another', 'call')).toBe(false);
    nowMs += 644_999;
    expect(again.has('sender', 'call')).toBe(true);
    nowMs += 1;
    expect(again.has('sender', 'call')).toBe(false);
    again.remember('sender', 'next', 45, false);
    expect(store.value?.ids).toHaveLength(1);
  });

  test('a full list of call ids refuses callers who are not verified, and forgets no id early', () => {
    const store = new MemoryStore<CallIdState>();
    store.value = { ids: Array.from({ length: 4096 }, (_, i) => ({ key: `s/${String(i)}`, untilMs: 5000 })) };
    let nowMs = 1000;
    const ids = openCallIds(store, () => nowMs);
    expect(ids.remember('sender', 'call', 45, false)).toBe('full');
    expect(ids.has('s', '0')).toBe(true);
    expect(ids.remember('friend', 'call', 45, true)).toBe('remembered');
    expect(ids.has('s', '0')).toBe(true);
    nowMs = 6000;
    expect(ids.remember('sender', 'call', 45, false)).toBe('remembered');
  });

  test('a call id that cannot be written is refused and still remembered in this run', () => {
    const store = new MemoryStore<CallIdState>();
    store.isFull = true;
    const ids = openCallIds(store, () => 0);
    expect(ids.remember('sender', 'call', 45, true)).toBe('disk');
    expect(ids.has('sender', 'call')).toBe(true);
  });
});

/** Limits for INVITEs that arrive at the moment at which they were sent, unless `leftMsAgo` says otherwise. */
function limitsOf(clock: Pick<HandClock, 'nowMs'>): {
  readonly mayRing: (sender: string, address: string, caller: Caller, leftMsAgo?: number) => boolean;
} {
  const limits = createInviteLimits(clock);
  return {
    mayRing: (sender, address, caller, leftMsAgo = 0) => {
      const arrivedAtMs = clock.nowMs();
      return limits.mayRing(sender, address, caller, {
        issuedAtMs: arrivedAtMs - leftMsAgo,
        arrivedAtMs,
        ttlMs: 60_000,
      });
    },
  };
}

describe('limits of INVITEs', () => {
  test('at most twenty Noise messages a second are read', async () => {
    const clock = new HandClock();
    const mayRead = createReadBudget(clock);
    expect(Array.from({ length: 25 }, () => mayRead()).filter(Boolean)).toHaveLength(20);
    await clock.advance(999);
    expect(mayRead()).toBe(false);
    await clock.advance(1);
    expect(mayRead()).toBe(true);
  });

  test('even a verified sender may send only one INVITE every two seconds', async () => {
    const clock = new HandClock();
    const limits = limitsOf(clock);
    expect(limits.mayRing('friend', 'a', 'verified')).toBe(true);
    await clock.advance(1999);
    expect(limits.mayRing('friend', 'a', 'verified')).toBe(false);
    expect(limits.mayRing('another', 'a', 'verified')).toBe(true);
    await clock.advance(1);
    expect(limits.mayRing('friend', 'a', 'verified')).toBe(true);
  });

  test('at most ten strangers ring in a minute, and known people ring beyond that', async () => {
    const clock = new HandClock();
    const limits = limitsOf(clock);
    const rings = Array.from({ length: 12 }, (_, i) => limits.mayRing(`stranger ${String(i)}`, 's', 'stranger'));
    expect(rings.filter(Boolean)).toHaveLength(10);
    expect(limits.mayRing('friend', 'a', 'verified')).toBe(true);
    expect(limits.mayRing('contact', 'b', 'known')).toBe(true);
    await clock.advance(60_000);
    expect(limits.mayRing('stranger 12', 's', 'stranger')).toBe(true);
  });

  /** How many INVITEs are accepted in a minute if one arrives every two seconds. */
  async function inAMinute(ring: (i: number) => boolean, clock: HandClock): Promise<number> {
    let rings = 0;
    for (let i = 0; i < 30; i++) {
      if (ring(i)) rings++;
      await clock.advance(2000);
    }
    return rings;
  }

  test('a stranger who never stops calling leaves room for other strangers', async () => {
    const clock = new HandClock();
    const limits = limitsOf(clock);
    expect(await inAMinute((i) => limits.mayRing('flood', `f${String(i)}`, 'stranger'), clock)).toBe(3);
    expect(limits.mayRing('honest', 'h', 'stranger')).toBe(true);
    expect(await inAMinute(() => limits.mayRing('flood', 'f', 'stranger'), clock)).toBe(3);
  });

  test('a known person who never stops calling does not use up the limits of others', async () => {
    const clock = new HandClock();
    const limits = limitsOf(clock);
    expect(await inAMinute((i) => limits.mayRing(`device ${String(i)}`, 'a', 'known'), clock)).toBe(10);
    expect(limits.mayRing('device', 'a', 'known')).toBe(true); // a minute has passed
    for (const caller of ['known', 'stranger'] as const) expect(limits.mayRing(caller, caller, caller)).toBe(true);
  });

  test('setting the clock back by an hour makes nobody wait for an hour', async () => {
    const clock = new HandClock();
    let backMs = 0;
    const set = { nowMs: () => clock.nowMs() - backMs, after: clock.after };
    const limits = limitsOf(set);
    const pace = createInvitePace(set);
    const mayRead = createReadBudget(set);
    for (let i = 0; i < 20; i++) mayRead();
    for (let i = 0; i < 10; i++) limits.mayRing(`stranger ${String(i)}`, 's', 'stranger');
    pace.noteInvite('a', 'one');
    backMs = 3_600_000;
    expect(mayRead()).toBe(true);
    expect(limits.mayRing('stranger 0', 's', 'stranger')).toBe(true);
    expect(pace.waitMs('a')).toBe(0);
  });

  test('two INVITEs that were sent two seconds apart are accepted although they arrive together', async () => {
    const clock = new HandClock();
    const limits = limitsOf(clock);
    await clock.advance(60_000);
    expect(limits.mayRing('friend', 'a', 'verified', 2500)).toBe(true);
    expect(limits.mayRing('friend', 'a', 'verified', 501)).toBe(false);
    expect(limits.mayRing('friend', 'a', 'verified', 500)).toBe(true);
  });

  test('a sender whose clock was set back is accepted as often as any other', async () => {
    const clock = new HandClock();
    const limits = limitsOf(clock);
    expect(limits.mayRing('friend', 'a', 'verified')).toBe(true);
    for (let i = 0; i < 10; i++) {
      await clock.advance(2000);
      expect(limits.mayRing('friend', 'a', 'verified', 30_000)).toBe(true);
    }
  });

  test('a sender that invents times gains no more INVITEs than a minute of waiting would allow', async () => {
    const clock = new HandClock();
    const limits = limitsOf(clock);
    const burst = (): number => {
      const msAgo = Array.from({ length: 400 }, (_, i) => 600_000 - i * 2000); // including times in the future
      return msAgo.filter((ago) => limits.mayRing('liar', 'a', 'verified', ago)).length;
    };
    expect(burst()).toBeLessThanOrEqual(31);
    expect(burst()).toBe(0);
    await clock.advance(10_000);
    expect(burst()).toBeLessThanOrEqual(6);
  });

  test('a redial waits two and a half seconds after the last INVITE left, or after the broker has accepted that INVITE', async () => {
    const clock = new HandClock();
    const pace = createInvitePace(clock);
    expect([pace.waitMs('a'), pace.waitMs('a')]).toEqual([0, 0]);
    pace.noteInvite('a', 'one');
    await clock.advance(400);
    expect([pace.waitMs('a'), pace.waitMs('b')]).toEqual([2100, 0]);
    pace.noteInvite('a', 'one'); // the broker has accepted it
    await clock.advance(2499);
    expect(pace.waitMs('a')).toBe(1);
    await clock.advance(1);
    expect(pace.waitMs('a')).toBe(0);
  });

  test('an eleventh call in a minute to an unverified person is refused, and a call to somebody else is not', async () => {
    const clock = new HandClock();
    const pace = createInvitePace(clock);
    for (let call = 0; call < 10; call++) {
      expect(pace.whyNotCall('a', { kind: 'pinned' })).toBeUndefined();
      pace.noteInvite('a', String(call)); // the INVITE leaves
      pace.noteInvite('a', String(call)); // the broker has accepted it
      await clock.advance(3000);
    }
    expect(pace.whyNotCall('a', { kind: 'pinned' })).toBe('too-many-calls');
    expect(pace.whyNotCall('a', { kind: 'new' })).toBe('too-many-calls');
    expect([pace.whyNotCall('b', { kind: 'pinned' }), pace.whyNotCall('a', { kind: 'verified' })]).toEqual([
      undefined,
      undefined,
    ]);
    await clock.advance(30_499); // half a second is allowed for the delivery
    expect(pace.whyNotCall('a', { kind: 'pinned' })).toBe('too-many-calls');
    await clock.advance(1);
    expect(pace.whyNotCall('a', { kind: 'pinned' })).toBeUndefined();
  });
});
