// What a linking does with the person's chain: the new device checks whom it joins before it sends its name, and
// belongs to that person only once the existing device has added it.
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import type { Bytes } from '../../../src/core/bytes.ts';
import { devicesOf, payloadOf } from '../../../src/core/keys/chain.ts';
import type { DeviceKeys } from '../../../src/core/keys/identity.ts';
import { joinDevice } from '../../../src/core/keys/member.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { LinkChannel } from '../../../src/core/signal/link.ts';
import { AddedMessage } from '../../../src/main/devices/added-message.ts';
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

/** Carries on the linking until the number was typed correctly and the existing device has handed over this chain. */
async function untilChecked(chain = two.chain): Promise<void> {
  two.give(two.key, 'Anna', address, chain);
  await two.carry();
  two.taking.type(two.number);
  await two.carry();
}

describe('the new device checks the chain', () => {
  const added = (key: DeviceKeys, to = two.chain, by = two.key) => extended(to, by, { add: [joined(key, to.person)] });

  test.each([
    ['of another address', () => chainOf(two.key, 'bert@klinik.example')],
    ['that does not contain the existing device', () => chainOf(other)],
    ['in which the existing device was removed', () => extended(added(other), other, { drop: [two.key.id] })],
  ])('a new device ends the linking on a chain %s before it has sent its name', async (_what, chain) => {
    await untilChecked(chain());
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'unusable' });
    expect(two.giving?.view).toEqual({ kind: 'failed', reason: 'unusable' });
    expect([two.kept, two.left]).toEqual([[], 0]);
    // The new device's offer, its confirmation of the number, and the end.
    expect(two.sent.filter(({ from }) => from === two.taking.device)).toHaveLength(3);
  });

  test('a new device ends the linking if the directory shows that the existing device was removed', async () => {
    const chain = added(other);
    two.directory.payloads.set(other.id, payloadOf(extended(chain, other, { drop: [two.key.id] })));
    await untilChecked(chain);
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'unusable' });
    expect(two.left).toBe(0);
  });

  test('a new device continues the linking if the directory does not respond within three seconds', async () => {
    two.directory.before = () => new Promise(() => undefined);
    await untilChecked();
    expect(two.taking.view.kind).toBe('checking');
    two.clock.advance(3000);
    await two.carry();
    expect([two.taking.view.kind, two.giving?.view.kind]).toEqual(['waiting', 'asking']);
  });

  test('a new device keeps the directory’s longer chain', async () => {
    const chain = added(other);
    two.directory.payloads.set(two.key.id, payloadOf(chain));
    await untilChecked(); // the existing device has not read the longer chain yet
    two.giving?.confirm();
    await two.carry();
    expect(two.kept.map(({ held }) => devicesOf(held.chain).map(({ id }) => id))).toEqual([[two.key.id, other.id]]);
  });

  test('a linking cancelled during the check sends nothing further', async () => {
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

describe('the existing device hands its chain over', () => {
  test('an existing device hands its chain to nobody if it may no longer add devices', async () => {
    two.isIn = false;
    await untilChecked();
    expect(two.giving?.view).toEqual({ kind: 'failed', reason: 'not-allowed' });
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'cancelled-there' });
    expect(two.sent.filter(({ from }) => from === two.key.id)).toHaveLength(3); // its greeting, its proof, and the end
  });

  test('the existing device asks the person and shows the same fingerprint as the new device', async () => {
    await untilChecked();
    const fingerprint = shownFingerprint(two.chain);
    expect(two.giving?.view).toEqual({ kind: 'asking', name: 'laptop', fingerprint });
    expect(two.taking.view).toMatchObject({ kind: 'waiting', fingerprint });
  });
});

describe('new devices that have received everything', () => {
  async function untilKept(): Promise<void> {
    (await two.untilAsked()).confirm();
    await two.carry();
  }

  test('a new device that has received everything is added, learns that it was added, and keeps both its keys', async () => {
    await untilKept();
    const member = unwrap(devicesOf(two.chain)[1], 'it was added');
    const keys = unwrap(two.kept[0], 'it was kept').seeds;
    expect([member.id, two.isToldAdded]).toEqual([two.taking.device, true]);
    expect(keys.static.wiped || keys.signing.wiped).toBe(false);
  });

  test('the new device counts as added although the changed chain was not read back yet', async () => {
    two.adding = 'unconfirmed';
    await untilKept();
    expect(two.giving?.view).toEqual({ kind: 'done', name: 'laptop', isSeen: false });
    expect(two.isToldAdded).toBe(true);
  });

  test.each(['room', 'invalid', 'disk', 'out', 'disputed'] as const)(
    'the existing device reports not-added if the chain change ends in %s',
    async (outcome) => {
      two.adding = outcome;
      await untilKept();
      expect(two.giving?.view).toEqual({ kind: 'failed', reason: 'not-added' });
      // The new device keeps what it stored.
      expect([two.isToldAdded, two.kept.length, two.isBegun]).toEqual([false, 1, true]);
    },
  );

  test('the new device is added if the connection returns within ten minutes', async () => {
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

  test('the new device is not added if the connection stays away for ten minutes', async () => {
    two.adding = 'not-connected';
    await untilKept();
    for (let ms = 0; ms <= 10 * MINUTE_MS + 5000; ms += 5000) {
      two.clock.advance(5000);
      await settled();
    }
    expect(two.giving?.view).toEqual({ kind: 'failed', reason: 'not-added' });
  });

  test('a new device that received everything keeps the data after a cancel and after twenty minutes', async () => {
    two.adding = 'disk';
    await untilKept();
    two.taking.end('cancelled', 'cancelled');
    two.clock.advance(20 * MINUTE_MS);
    expect(two).toMatchObject({ failures: 0, isBegun: true });
  });
});

describe('notes that a device was added', () => {
  const linkId = new Uint8Array(16).fill(7);
  const secrets = () => ({
    toNew: Secret.own(new Uint8Array(32).fill(1)),
    toExisting: Secret.own(new Uint8Array(32).fill(2)),
  });
  const clock = heldClock();
  let existingDevice: LinkChannel;
  let added: AddedMessage;
  beforeEach(() => {
    existingDevice = new LinkChannel('existing', linkId, secrets());
    added = new AddedMessage('a'.repeat(26), new LinkChannel('new', linkId, secrets()), clock);
  });

  test('the added note counts once and only from the existing device', () => {
    const bytes = existingDevice.seal({ kind: 'added' });
    expect(added.isIn('b'.repeat(26), bytes)).toBe(false);
    expect(added.isIn('a'.repeat(26), new Uint8Array(40))).toBe(false);
    expect(added.isIn('a'.repeat(26), bytes)).toBe(true);
    expect(added.isIn('a'.repeat(26), bytes)).toBe(false);
  });

  test('the added note does not count after another message took its place', () => {
    expect(added.isIn('a'.repeat(26), existingDevice.seal({ kind: 'end', reason: 'timeout' }))).toBe(false);
    expect(added.isIn('a'.repeat(26), existingDevice.seal({ kind: 'added' }))).toBe(false);
  });

  test('the added note is awaited for ten minutes at most', () => {
    clock.advance(10 * MINUTE_MS);
    expect(added.isIn('a'.repeat(26), existingDevice.seal({ kind: 'added' }))).toBe(false);
  });
});
