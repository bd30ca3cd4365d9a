// How a new device writes to disk what it was given: completely or not at all, whichever write fails and whenever the
// program dies.
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeSigningKey, makeStaticKey } from '../../../src/core/keys/identity.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import type { BookState } from '../../../src/main/contacts/book-state.ts';
import { keepPin, type KeptPin } from '../../../src/main/people/person-pin.ts';
import { identityForm, type KeptIdentity, readIdentity } from '../../../src/main/devices/identity.ts';
import { type KeptChain, readOwn } from '../../../src/main/devices/kept-chain.ts';
import type { SettingsKept } from '../../../src/main/policy/settings.ts';
import { type KeptMarks, openDeviceMarks } from '../../../src/main/devices/device-marks.ts';
import { openDeviceNames } from '../../../src/main/devices/device-names.ts';
import type { KeptNames } from '../../../src/main/devices/device-names.ts';
import { bundleOf, linkedState, linkForm, spreadLink } from '../../../src/main/devices/kept-link.ts';
import { writeBundle } from '../../../src/core/signal/link-bundle.ts';
import { unwrap } from '../../../src/core/assert.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { MemoryStore } from '../memory-store.ts';
import { pinnedPerson } from '../../support/pinned.ts';
import { address, annasBundle, chainOf, heldOf } from './two-devices.ts';

const seed = (n: number) => new Uint8Array(32).fill(n);
const secret = (n: number) => Secret.own(seed(n));
const keys = { static: secret(8), signing: secret(9) };
const inUse = deviceKeysOf(seed(5));
const held = heldOf(chainOf(inUse));
const state = linkedState(annasBundle(), held, keys);
const identity: KeptIdentity = { keys, value: state.value.identity };

/** Two characters of a device id, different for each number up to 1,023. */
function lastTwo(n: number): string {
  const characters = 'abcdefghijklmnopqrstuvwxyz234567';
  return `${characters.charAt(n >> 5)}${characters.charAt(n & 31)}`;
}

function stores() {
  return {
    link: new MemoryStore(linkForm),
    identity: new MemoryStore(identityForm),
    book: new MemoryStore<BookState>(),
    chain: new MemoryStore<KeptChain>(),
    names: new MemoryStore<KeptNames>(),
    marks: new MemoryStore<KeptMarks>(),
    settings: new MemoryStore<SettingsKept>(),
  };
}
let disk: ReturnType<typeof stores>;
beforeEach(() => {
  disk = stores();
});

describe('what linking has stored', () => {
  test('a stored linking becomes this device’s identity with its own two keys', () => {
    disk.link.write({ whole: state });
    disk.settings.write({ brokerUrl: 'mqtts://b.example', relayOnly: false });
    expect(spreadLink(disk)).toBe('done');
    const identity = unwrap(readIdentity(disk.identity), 'there is one');
    expect(identity.deviceKeys.s).toEqual(makeStaticKey(seed(8)).publicKey);
    expect(identity.deviceKeys.d).toEqual(makeSigningKey(seed(9)).publicKey);
    expect(identity).toMatchObject({ address, name: 'Anna' });
    expect(disk.settings.read()).toMatchObject({ brokerUrl: 'mqtts://b.example', relayOnly: true, historyDays: 30 });
    expect(disk.link.read()).toEqual({});
    expect(openDeviceNames(disk.names).of('a'.repeat(26))).toBe('desk');
    expect(readOwn(unwrap(disk.chain.read(), 'there is one'), address)).toEqual({ held, lost: [] });
    expect(openDeviceMarks(disk.marks).isKnown(inUse.id)).toBe(true); // the person had this device before the linking
  });

  test('a stored linking brings pins, verifications, unread disputes and recoveries, and failed secure calls', () => {
    const pinned = (of: string): KeptPin => keepPin(pinnedPerson(of, 3, 5));
    const book: BookState = {
      entries: [
        {
          address: 'b@x.example',
          name: 'B',
          alwaysRings: true,
          pin: pinned('b@x.example'),
          verified: { atMs: 6, way: 'code' },
          failedSecureCalls: 0,
        },
        {
          address: 'c@x.example',
          pin: pinned('c@x.example'),
          change: { seenAtMs: 7 },
          recovery: { seenAtMs: 8 },
          failedSecureCalls: 2,
        },
        { address: 'd@x.example', removedName: 'D', failedSecureCalls: 0 },
      ],
    };
    const bundle = bundleOf({ identity: identity.value, book }, [], annasBundle().settings);
    const [b, c, d] = linkedState(bundle, held, keys).value.book.entries;
    // Nobody typed a code on the new device, so it names another own device as the source. It hands over to a third
    // device the entry that it was given.
    expect([b, c]).toEqual([{ ...book.entries[0], verified: { atMs: 6, way: 'own-device' } }, book.entries[1]]);
    const linked = linkedState(bundle, held, keys).value.book;
    const again = bundleOf({ identity: identity.value, book: linked }, [], bundle.settings);
    expect(again.people[0]).toEqual(bundle.people[0]);
    expect(d).toEqual({ address: 'd@x.example', failedSecureCalls: 0 }); // a removed contact stays removed
  });

  test('the existing device hands over the newest 128 device names', () => {
    const names = Array.from({ length: 129 }, (_, n) => ({
      device: `${'a'.repeat(24)}${lastTwo(n)}`,
      name: String(n),
    }));
    const bundle = bundleOf({ identity: identity.value, book: { entries: [] } }, names, annasBundle().settings);
    expect(bundle.devices.map(({ name }) => name)).toEqual(names.slice(1).map(({ name }) => name));
    expect(typeof writeBundle(bundle)).toBe('object');
  });

  test('the existing device leaves out contacts whose address is no longer valid', () => {
    // A contact whose address was valid under an older rule (docs/decisions/0037).
    const none = 'anna\u02CDmarie@x.example';
    const book: BookState = {
      entries: ['b@x.example', none, 'c@x.example'].map((each) => ({ address: each, name: 'N', failedSecureCalls: 0 })),
    };
    const bundle = bundleOf({ identity: identity.value, book }, [], annasBundle().settings);
    expect(bundle.people.map((person) => person.address)).toEqual(['b@x.example', 'c@x.example']);
    expect(typeof writeBundle(bundle)).toBe('object');
  });

  test('applying a stored linking leaves no key in memory', () => {
    disk.link.write({ whole: state });
    const own = vi.spyOn(Secret, 'own');
    onTestFinished(() => own.mockRestore());
    expect(spreadLink(disk)).toBe('done');
    const read = own.mock.results.map(({ value }) => value as Secret);
    expect(read.length).toBeGreaterThan(0);
    expect(read.filter(({ wiped }) => !wiped)).toEqual([]);
  });

  test('applying a stored linking starts over after a failed write, and writes the identity last', () => {
    for (const full of ['book', 'chain', 'names', 'marks', 'settings', 'identity'] as const) {
      disk = stores();
      disk.link.write({ whole: state });
      disk[full].isFull = true;
      expect(spreadLink(disk), full).toBe('disk');
      expect(disk.identity.read(), full).toBeUndefined();
      disk[full].isFull = false; // at the next start
      expect(spreadLink(disk), full).toBe('done');
      expect(disk.identity.read()?.value.address, full).toBe(address);
    }
  });

  test('a stored linking is not applied twice, so later changes stay', () => {
    disk.link.write({ whole: state });
    disk.identity.write(identity); // the program died before the stored linking was deleted
    disk.book.write({ entries: [] });
    expect(spreadLink(disk)).toBe('done');
    expect(disk.book.read()).toEqual({ entries: [] });
    expect(disk.link.read()).toEqual({});
  });

  test('nothing is written if there was no linking', () => {
    expect(spreadLink(disk)).toBe('done');
    expect(Object.values(disk).map((store) => store.writes)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});
