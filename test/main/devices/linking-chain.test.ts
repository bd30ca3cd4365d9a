// What a linking does with the person's chain: the new device looks whose it becomes before it says anything, and it is a device of that
// person only once the existing one has added it.
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import type { Bytes } from '../../../src/core/bytes.ts';
import { devicesOf, payloadOf } from '../../../src/core/keys/chain.ts';
import type { DeviceKeys } from '../../../src/core/keys/identity.ts';
import { joinDevice } from '../../../src/core/keys/member.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { LinkChannel } from '../../../src/core/signal/link.ts';
import { AddedWord } from '../../../src/main/devices/added-word.ts';
import { shownFingerprint } from '../../../src/main/devices/linking.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { address, chainOf, extended, settled, TwoDevices } from './two-devices.ts';

const MINUTE_MS = 60_000;
const keyOf = (n: number): DeviceKeys => deviceKeysOf(new Uint8Array(32).fill(n));
const other = keyOf(8);
const joined = (key: DeviceKeys, person: Bytes) => joinDevice(person, key.s, { publicKey: key.d, sign: key.sign }, [1]);

let two: TwoDevices;
beforeEach(() => {
  two = new TwoDevices();
});

/** As far as the number is typed right, and the existing device has handed over this chain. */
async function untilChecked(chain = two.chain): Promise<void> {
  two.give(two.key, 'Anna', address, chain);
  await two.carry();
  two.taking.type(two.number);
  await two.carry();
}

describe('a new device looks at the chain that it is given', () => {
  const added = (key: DeviceKeys, to = two.chain, by = two.key) => extended(to, by, { add: [joined(key, to.person)] });

  test.each([
    ['of another address', () => chainOf(two.key, 'bert@klinik.example')],
    ['in which the existing device is no member', () => chainOf(other)],
    ['in which the existing device was removed', () => extended(added(other), other, { drop: [two.key.id] })],
  ])('and ends the linking on one %s, before it has told its name', async (_what, chain) => {
    await untilChecked(chain());
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'unusable' });
    expect(two.giving?.view).toEqual({ kind: 'failed', reason: 'unusable' });
    expect([two.kept, two.left]).toEqual([[], 0]);
  });

  test('and ends the linking where the directory shows that the existing device was removed', async () => {
    const chain = added(other);
    two.directory.payloads.set(other.id, payloadOf(extended(chain, other, { drop: [two.key.id] })));
    await untilChecked(chain);
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'unusable' });
    expect(two.left).toBe(0);
  });

  test('and goes on where the directory does not answer within three seconds', async () => {
    two.directory.before = () => new Promise(() => undefined);
    await untilChecked();
    expect(two.taking.view.kind).toBe('checking');
    two.clock.advance(3000);
    await two.carry();
    expect([two.taking.view.kind, two.giving?.view.kind]).toEqual(['waiting', 'asking']);
  });

  test('and keeps what the directory has beyond it', async () => {
    const chain = added(other);
    two.directory.payloads.set(two.key.id, payloadOf(chain));
    await untilChecked(); // the existing device has not read it yet
    two.giving?.confirm();
    await two.carry();
    expect(two.kept.map(({ held }) => devicesOf(held.chain).map(({ id }) => id))).toEqual([[two.key.id, other.id]]);
  });

  test('and ends without a word where it was cancelled meanwhile', async () => {
    two.directory.before = () => new Promise(() => undefined);
    await untilChecked();
    two.taking.end('cancelled', 'cancelled');
    const sent = two.sent.length;
    two.clock.advance(3000);
    await settled();
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'cancelled' });
    expect(two.sent).toHaveLength(sent);
  });
});

describe('an existing device hands its chain over', () => {
  test('to nobody where it may not add a device any more', async () => {
    two.isIn = false;
    await untilChecked();
    expect(two.giving?.view).toEqual({ kind: 'failed', reason: 'not-allowed' });
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'cancelled-there' });
  });

  test('and asks the person with the fingerprint that the new device shows', async () => {
    await untilChecked();
    const fingerprint = shownFingerprint(two.chain);
    expect(two.giving?.view).toEqual({ kind: 'asking', name: 'laptop', fingerprint });
    expect(two.taking.view).toMatchObject({ kind: 'waiting', fingerprint });
  });
});

describe('a new device that has everything', () => {
  async function untilKept(): Promise<void> {
    (await two.untilAsked()).confirm();
    await two.carry();
  }

  test('is added with both its keys, and told so', async () => {
    await untilKept();
    const member = unwrap(devicesOf(two.chain)[1], 'it was added');
    const keys = unwrap(two.kept[0], 'it was kept').seeds;
    expect([member.id, two.isToldAdded]).toEqual([two.taking.device, true]);
    expect(keys.static.wiped || keys.signing.wiped).toBe(false);
  });

  test('is added although its directory copy was not read back yet', async () => {
    two.adding = 'unconfirmed';
    await untilKept();
    expect(two.giving?.view).toEqual({ kind: 'done', name: 'laptop', isSeen: false });
    expect(two.isToldAdded).toBe(true);
  });

  test.each(['room', 'invalid', 'disk', 'out', 'disputed'] as const)(
    'is not added where that comes to %s, and the existing device says so',
    async (outcome) => {
      two.adding = outcome;
      await untilKept();
      expect(two.giving?.view).toEqual({ kind: 'failed', reason: 'not-added' });
      expect([two.isToldAdded, two.kept.length, two.isBegun]).toEqual([false, 1, true]); // it keeps what it has
    },
  );

  test('is added once the connection is back, which nothing but ten minutes ends', async () => {
    two.adding = 'not-connected';
    await untilKept();
    two.giving?.end('cancelled', 'cancelled');
    for (let minute = 0; minute < 9; minute++) {
      for (let ms = 0; ms < MINUTE_MS; ms += 5000) {
        two.clock.advance(5000);
        await settled();
      }
      expect(two.giving?.view.kind).toBe('adding');
    }
    two.adding = undefined;
    two.clock.advance(5000);
    await two.carry();
    expect(two.giving?.view).toEqual({ kind: 'done', name: 'laptop', isSeen: true });
  });

  test('is not added where the connection stays away for ten minutes', async () => {
    two.adding = 'not-connected';
    await untilKept();
    for (let ms = 0; ms <= 10 * MINUTE_MS + 5000; ms += 5000) {
      two.clock.advance(5000);
      await settled();
    }
    expect(two.giving?.view).toEqual({ kind: 'failed', reason: 'not-added' });
  });

  test('is not erased by anything that comes behind it', async () => {
    two.adding = 'disk';
    await untilKept();
    two.taking.end('cancelled', 'cancelled');
    two.clock.advance(20 * MINUTE_MS);
    expect(two).toMatchObject({ failures: 0, isBegun: true });
  });
});

describe('the word that a device was added', () => {
  const linkId = new Uint8Array(16).fill(7);
  const secrets = () => ({
    toNew: Secret.own(new Uint8Array(32).fill(1)),
    toExisting: Secret.own(new Uint8Array(32).fill(2)),
  });
  const clock = heldClock();
  let existingDevice: LinkChannel;
  let word: AddedWord;
  beforeEach(() => {
    existingDevice = new LinkChannel('existing', linkId, secrets());
    word = new AddedWord('a'.repeat(26), new LinkChannel('new', linkId, secrets()), clock);
  });

  test('counts once, from the existing device alone', () => {
    const bytes = existingDevice.seal({ kind: 'added' });
    expect(word.isIn('b'.repeat(26), bytes)).toBe(false);
    expect(word.isIn('a'.repeat(26), new Uint8Array(40))).toBe(false);
    expect(word.isIn('a'.repeat(26), bytes)).toBe(true);
    expect(word.isIn('a'.repeat(26), bytes)).toBe(false);
  });

  test('is none where another one came in its place', () => {
    expect(word.isIn('a'.repeat(26), existingDevice.seal({ kind: 'end', reason: 'timeout' }))).toBe(false);
    expect(word.isIn('a'.repeat(26), existingDevice.seal({ kind: 'added' }))).toBe(false);
  });

  test('is not waited for longer than ten minutes', () => {
    clock.advance(10 * MINUTE_MS);
    expect(word.isIn('a'.repeat(26), existingDevice.seal({ kind: 'added' }))).toBe(false);
  });
});
