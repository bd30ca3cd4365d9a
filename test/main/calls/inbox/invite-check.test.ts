// An INVITE with genuine Noise and a lie inside: what an attacker with a device key achieves by writing any content,
// and how often INVITEs ring (protocol 5.1 and 5.2).
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../../src/core/assert.ts';
import { equal, toB64u } from '../../../../src/core/bytes.ts';
import { readEnvelope } from '../../../../src/core/signal/envelope.ts';
import type { Invite } from '../../../../src/core/signal/message.ts';
import { openCallIds } from '../../../../src/main/calls/inbox/call-ids.ts';
import { checkInvite } from '../../../../src/main/calls/inbox/invite-check.ts';
import { createInviteLimits } from '../../../../src/main/calls/inbox/invite-limits.ts';
import { CallerLeg } from '../../../../src/main/calls/session/leg.ts';
import { dice } from '../../../flows/support/dice.ts';
import { HandClock } from '../../../flows/support/hand-clock.ts';
import { deviceKeysOf } from '../../../support/device-keys.ts';

const random = dice('invite-check');
const ANNA = 'anna@demo.example';
const BEN = 'ben@demo.example';
const anna = { person: random(32), device: deviceKeysOf(random(32)) };
const ben = { person: random(32), device: deviceKeysOf(random(32)) };
let clock: HandClock;
let trust: 'new' | 'verified';
let limits: ReturnType<typeof createInviteLimits>;
beforeEach(() => {
  clock = new HandClock();
  trust = 'new';
  limits = createInviteLimits(clock);
});

/**
 * How Ben's check judges Anna's INVITE after `lie` has changed it. `device` has the keys that write the INVITE,
 * and `sender` is the id that prologue and topic name.
 */
function check(lie: (invite: Invite) => Invite = (invite) => invite, device = anna.device, sender = device.id) {
  const binding = { callId: random(16), issuedAtMs: BigInt(clock.nowMs()), ttlSeconds: 45 };
  const honest: Invite = {
    kind: 'invite',
    from: { address: ANNA, person: toB64u(anna.person), d: toB64u(device.d), name: 'Anna', chain: [] },
    to: { address: BEN, person: toB64u(ben.person) },
    media: ['audio'],
    commit: toB64u(random(32)),
    list: null,
    own: null,
  };
  const deviceKeys = { ...device, id: sender };
  const leg = unwrap(CallerLeg.ring(ben.device, lie(honest), { deviceKeys, random, binding }), 'a good key');
  const envelope = readEnvelope(leg.invite);
  if (envelope?.kind !== 'invite') throw new Error('no invite');
  const deps = {
    clock,
    random,
    own: {
      address: BEN,
      name: 'Ben',
      person: ben.person,
      deviceKeys: ben.device,
      deviceId: ben.device.id,
      devices: () => [],
      carried: () => [],
      whyOut: () => undefined,
      head: () => ({ n: 1, head: '' }),
      relation: () => 'unknown' as const,
      headSinceMs: () => 0,
    },
    book: { trustOf: () => (trust === 'new' ? { kind: trust } : ({ kind: trust, at: 0, way: 'code' } as const)) },
    contactDevices: {
      isOf: (address: string, person: Uint8Array, id: string) =>
        trust === 'verified' && address === ANNA && equal(person, anna.person) && id === anna.device.id,
    },
    mayKnock: () => true,
  };
  const store = { read: () => undefined, write: () => 'written' as const };
  const ids = openCallIds(store, clock.nowMs);
  const outcome = checkInvite(sender, envelope, clock.nowMs(), deps, ids, limits);
  return typeof outcome === 'string' ? outcome : 'leg' in outcome ? 'rings' : 'misled';
}

test('an honest INVITE rings', () => expect(check()).toBe('rings'));

test.each<[string, string, (invite: Invite) => Invite]>([
  [
    'the signing key of another device',
    'sender',
    (invite) => ({ ...invite, from: { ...invite.from, d: toB64u(deviceKeysOf(random(32)).d) } }),
  ],
  [
    'the callee’s own address as its sender',
    'sender',
    (invite) => ({ ...invite, from: { ...invite.from, address: BEN } }),
  ],
  [
    'the address of another callee',
    'not-for-us',
    (invite) => ({ ...invite, to: { ...invite.to, address: 'carl@demo.example' } }),
  ],
])('an INVITE with %s is refused and does not ring', (_, why, lie) => {
  expect(check(lie)).toBe(why);
});

test('an INVITE under another device’s id does not ring, although Noise opens it', () => {
  const victim = deviceKeysOf(random(32));
  expect(check(undefined, anna.device, victim.id)).toBe('sender');
  const asVictim = (invite: Invite): Invite => ({ ...invite, from: { ...invite.from, d: toB64u(victim.d) } });
  expect(check(asVictim, anna.device, victim.id)).toBe('sender');
});

const toAnother = (invite: Invite): Invite => ({
  ...invite,
  to: { ...invite.to, person: toB64u(anna.person) },
});

test('an INVITE to a false identity of the callee does not ring and counts as misled', () => {
  expect(check(toAnother)).toBe('misled');
});

test('an INVITE that names a false identity of the callee and a stolen signing key is refused and does not count as misled', () => {
  const stolen = toB64u(deviceKeysOf(random(32)).d);
  expect(check((invite) => ({ ...toAnother(invite), from: { ...invite.from, d: stolen } }))).toBe('sender');
});

describe('INVITEs of a verified person', () => {
  beforeEach(() => {
    trust = 'verified';
  });

  test('twenty INVITEs of a verified person’s known device, two seconds apart, all ring', () => {
    for (let i = 0; i < 20; i++) {
      clock.sleep(2001);
      expect(check()).toBe('rings');
    }
  });

  test('INVITEs of an unknown device are limited like a stranger’s, even if they name a verified person', () => {
    const stranger = deviceKeysOf(random(32));
    const outcomes = Array.from({ length: 5 }, () => {
      clock.sleep(2001);
      return check(undefined, stranger);
    });
    expect(outcomes).toEqual(['rings', 'rings', 'rings', 'rate', 'rate']);
    expect(check()).toBe('rings');
  });
});
