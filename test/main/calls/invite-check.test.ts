// Genuine Noise around a lie: what somebody achieves who owns a device key and writes into INVITE what suits him (protocol §5 rule 1).
import { beforeEach, expect, test } from 'vitest';
import { toB64u } from '../../../src/core/bytes.ts';
import { issueCertificate, readCertificate } from '../../../src/core/keys/certificate.ts';
import { makeSigningKey } from '../../../src/core/keys/identity.ts';
import { unwrap } from '../../../src/core/assert.ts';
import { readEnvelope } from '../../../src/core/signal/envelope.ts';
import type { Invite } from '../../../src/core/signal/message.ts';
import { openCallIds } from '../../../src/main/calls/call-ids.ts';
import { checkInvite } from '../../../src/main/calls/invite-check.ts';
import { createInviteLimits } from '../../../src/main/calls/invite-limits.ts';
import { CallerLeg } from '../../../src/main/calls/leg.ts';
import { dice } from '../../flows/support/dice.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const random = dice('invite-check');
const DAY_SECONDS = 86_400;
const ANNA = 'anna@demo.example';
const BEN = 'ben@demo.example';
const anna = { user: makeSigningKey(random(32)), device: deviceKeysOf(random(32)) };
const ben = { user: makeSigningKey(random(32)), device: deviceKeysOf(random(32)) };
let clock: HandClock;
beforeEach(() => {
  clock = new HandClock();
});

function certificate(
  person: typeof anna,
  address: string,
  sinceDays = -1,
  untilDays = 30,
  keys = person.device,
  proto = [1],
) {
  const now = Math.floor(clock.nowMs() / 1000);
  const [since, until] = [now + sinceDays * DAY_SECONDS, now + untilDays * DAY_SECONDS];
  return issueCertificate(person.user, { address, keys, name: '', since, until, proto });
}

/** What Ben makes of Anna's INVITE, after `lie` has changed it; `sender` is the device id that its prologue and topic name. */
function check(lie: (invite: Invite) => Invite = (invite) => invite, sender = anna.device.id) {
  const binding = { callId: random(16), issuedAtMs: BigInt(clock.nowMs()), ttlSeconds: 45 };
  const from = { uik: toB64u(anna.user.publicKey), ...certificate(anna, ANNA) };
  const to = { address: BEN, person: toB64u(ben.user.publicKey) };
  const honest: Invite = {
    kind: 'invite',
    from,
    to,
    media: ['audio'],
    commit: toB64u(random(32)),
    list: null,
    own: null,
  };
  const bens = certificate(ben, BEN);
  const target = unwrap(readCertificate(bens, ben.user.publicKey), 'issued above');
  const deviceKeys = { ...anna.device, id: sender };
  const leg = unwrap(CallerLeg.ring(target, lie(honest), { deviceKeys, random, binding }), 'a good key');
  const envelope = readEnvelope(leg.invite);
  if (envelope?.kind !== 'invite') throw new Error('no invite');
  const deps = {
    clock,
    random,
    own: {
      address: BEN,
      person: ben.user.publicKey,
      deviceKeys: ben.device,
      deviceId: ben.device.id,
      certificate: () => bens,
      devices: () => [],
      isRemoved: () => false,
      head: () => undefined,
      relation: () => 'unknown' as const,
      headSinceMs: () => 0,
    },
    book: { trustOf: () => ({ kind: 'new' }) as const, pin: () => undefined },
    contactDevices: { ownerOf: () => undefined },
    mayKnock: () => true,
  };
  const store = { read: () => undefined, write: () => 'written' as const };
  const ids = openCallIds(store, clock.nowMs);
  const outcome = checkInvite(sender, envelope, clock.nowMs(), deps, ids, createInviteLimits(clock));
  return typeof outcome === 'string' ? outcome : 'leg' in outcome ? 'rings' : 'misled';
}

test('an honest one goes on', () => expect(check()).toBe('rings'));

test.each<[string, string, (invite: Invite) => Invite]>([
  // Mallory's own device under a certificate that is genuine, but of another device: he would ring as its owner.
  [
    'the certificate of another device',
    'certificate',
    (invite) => {
      const stolen = certificate(anna, ANNA, -1, 30, deviceKeysOf(random(32)));
      return { ...invite, from: { ...invite.from, ...stolen } };
    },
  ],
  [
    'a certificate by another identity',
    'certificate',
    (invite) => ({ ...invite, from: { ...invite.from, uik: toB64u(ben.user.publicKey) } }),
  ],
  [
    'a certificate that has expired',
    'certificate',
    (invite) => ({ ...invite, from: { ...invite.from, ...certificate(anna, ANNA, -30, -1) } }),
  ],
  [
    'a certificate of the day after tomorrow',
    'certificate',
    (invite) => ({ ...invite, from: { ...invite.from, ...certificate(anna, ANNA, 2, 30) } }),
  ],
  ['our own address', 'certificate', (invite) => ({ ...invite, from: { ...invite.from, ...certificate(anna, BEN) } })],
  [
    'a certificate for other versions only',
    'version',
    (invite) => ({
      ...invite,
      from: { ...invite.from, ...certificate(anna, ANNA, -1, 30, anna.device, [2, 3]) },
    }),
  ],
  ['another callee', 'not-for-us', (invite) => ({ ...invite, to: { ...invite.to, address: 'carl@demo.example' } })],
])('one with %s does not ring, and says nothing', (_, why, lie) => {
  expect(check(lie)).toBe(why);
});

test('one under the id of another device does not ring, although Noise reads it', () => {
  const victim = deviceKeysOf(random(32));
  expect(check(undefined, victim.id)).toBe('certificate');
});

const toAnother = (invite: Invite): Invite => ({
  ...invite,
  to: { ...invite.to, person: toB64u(anna.user.publicKey) },
});

test('one to a false identity of ours does not ring, and may be told of', () => {
  expect(check(toAnother)).toBe('misled');
});

test('one to a false identity of ours under a certificate of another device is not told of', () => {
  const stolen = certificate(anna, ANNA, -1, 30, deviceKeysOf(random(32)));
  expect(check((invite) => ({ ...toAnother(invite), from: { ...invite.from, ...stolen } }))).toBe('certificate');
});
