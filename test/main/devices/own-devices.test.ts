// The devices of a person as one of them has it: what may be done when, and what is refused with which word.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Bytes } from '../../../src/core/bytes.ts';
import { issueCertificate } from '../../../src/core/keys/certificate.ts';
import { type DeviceList, issueDeviceList, readDeviceList } from '../../../src/core/keys/device-list.ts';
import { writeLook } from '../../../src/core/signal/link.ts';
import { writeLinkCode } from '../../../src/core/keys/link-code.ts';
import { type Identity, identityForm, makeIdentity } from '../../../src/main/app/identity.ts';
import type { OwnList, Removing } from '../../../src/main/app/own-list.ts';
import { type KeptNames, openDeviceNames } from '../../../src/main/devices/device-names.ts';
import { createOwnDevices, type OwnDevices } from '../../../src/main/devices/own-devices.ts';
import { Taking } from '../../../src/main/devices/taking.ts';
import type { ConsentQuestion } from '../../../src/main/desktop/consent-texts.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { unwrap } from '../../../src/core/assert.ts';
import { dice } from '../../flows/support/dice.ts';
import { MemoryStore } from '../memory-store.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { address, annasBundle } from './two-devices.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const clock = heldClock();
const keyOf = (seed: number) => deviceKeysOf(new Uint8Array(32).fill(seed));
const other = keyOf(9).id;
const newCode = writeLinkCode(keyOf(200).id);

let identity: Identity;
let list: DeviceList | undefined;
let isRemoved: boolean;
let removing: Removing;
let isOnline: boolean;
let mayLink: boolean;
let sent: number;
let sentTo: string[];
let looks: number;
let letters: { readonly to: string; readonly bytes: Bytes }[];
let events: RecordEvent[];
let questions: ConsentQuestion[];
let asked: AbortSignal | undefined;
let answer: (isYes: boolean, no?: 'no' | 'asked-lately') => Promise<void>;
let devices: OwnDevices;
beforeEach(() => {
  const made = makeIdentity(
    { identity: new MemoryStore(identityForm), chain: new MemoryStore() },
    { address, name: 'Anna' },
    dice('Anna'),
    clock,
  );
  if (made === 'disk') throw new Error('memory is never full');
  identity = made;
  list = listOf(9);
  isRemoved = false;
  removing = 'removed';
  isOnline = true;
  mayLink = true;
  sent = 0;
  sentTo = [];
  looks = 0;
  letters = [];
  events = [];
  questions = [];
  asked = undefined;
  const own: OwnList = {
    head: () => undefined,
    relation: () => 'unknown',
    sinceMs: () => 0,
    list: () => list,
    isRemoved: () => isRemoved,
    isSecond: () => false,
    online: () => undefined,
    offline: () => undefined,
    refresh: () => void looks++,
    remove: () => Promise.resolve(removing),
  };
  const names = openDeviceNames(new MemoryStore<KeptNames>());
  names.learn(other, 'laptop');
  devices = createOwnDevices({
    identity,
    list: own,
    names,
    deviceName: 'desk',
    transport: {
      send: (to, bytes) => {
        sent++;
        sentTo.push(to);
        letters.push({ to, bytes });
        return Promise.resolve('sent');
      },
      view: () => (isOnline ? { kind: 'online', url: '', since: 0 } : { kind: 'off' }),
    },
    clock,
    random: systemRandom,
    mayLink: () => mayLink,
    bundle: annasBundle,
    onRecord: (event) => void events.push(event),
    consent: (question, signal) => {
      questions.push(question);
      asked = signal;
      return new Promise((resolve) => {
        answer = async (isYes, no = 'no') => {
          resolve(isYes ? 'yes' : no);
          for (let turn = 0; turn < 8; turn++) await Promise.resolve();
        };
      });
    },
    onDisk: () => undefined,
    onChange: () => undefined,
  });
});

/** A list of this device and further ones. */
function listOf(...seeds: readonly number[]): DeviceList {
  const since = Math.floor(clock.nowMs() / 1000);
  const certificate = (seed: number) =>
    issueCertificate(identity.userKey, { address, keys: keyOf(seed), name: 'Anna', since, until: since + 9 });
  const signed = [identity.certificate(), ...seeds.map(certificate)];
  const payload = issueDeviceList(identity.userKey, { address, devices: signed, at: since });
  return unwrap(readDeviceList(payload, address), 'it reads');
}

describe('the list', () => {
  test('names each device as far as this one knows, since when and how long, and which is this one', () => {
    expect(devices.view().list).toMatchObject([
      { device: identity.deviceId, name: 'desk', isThis: true },
      { device: other, name: 'laptop', isThis: false, since: clock.nowMs() - (clock.nowMs() % 1000) },
    ]);
    list = listOf(10);
    expect(devices.view().list[1]).toMatchObject({ name: '' });
    list = undefined;
    expect(devices.view().list).toEqual([]);
  });
});

describe('a list that has changed', () => {
  test('is told to every other device of it and of the one before', () => {
    devices.announce(listOf(9, 10), listOf(10, 11));
    expect(sentTo).toEqual([9, 10, 11].map((seed) => keyOf(seed).id));
    expect(looks).toBe(0);
  });

  test('is read when another device says so, once in ten seconds, and the last word is not lost', () => {
    const hint = writeLook(new Uint8Array(16));
    for (let n = 0; n < 50; n++) devices.receive('b'.repeat(26), hint);
    expect(looks).toBe(1);
    clock.advance(10_000);
    expect(looks).toBe(2);
    clock.advance(60_000);
    expect(looks).toBe(2);
  });
});

describe('linking a further device', () => {
  test('begins with its code, one at a time, and stops at once', () => {
    expect(devices.give(newCode)).toBe('done');
    expect(devices.view().giving).toEqual({ kind: 'calling' });
    expect(devices.give(newCode)).toBe('linking');
    expect(questions).toEqual([]); // nothing is asked yet
    devices.stop();
    expect(devices.view().giving).toEqual({ kind: 'off' });
    expect(devices.give(newCode)).toBe('done');
  });

  test.each([
    ['a mistyped code', 'bad-code', () => newCode.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))],
    ['half a code', 'bad-code', () => newCode.slice(0, 20)],
    ['the code of this very device', 'bad-code', () => writeLinkCode(identity.deviceId)],
  ] as const)('is refused for %s, before anything is sent', (_what, code, typed) => {
    expect(devices.give(typed())).toBe(code);
    expect(sent).toBe(0);
  });

  test.each([
    ['where policy forbids it', 'locked', () => void (mayLink = false)],
    ['without a link to the broker', 'not-connected', () => void (isOnline = false)],
    ['before this device has published its list', 'not-connected', () => void (list = undefined)],
    [
      'with as many devices as a list may have',
      'devices-full',
      () => void (list = listOf(...Array.from({ length: 63 }, (_, n) => n + 1))),
    ],
    ['on a device that was taken off', 'device-removed', () => void (isRemoved = true)],
  ] as const satisfies readonly (readonly [string, string, () => void])[])('is refused %s', (_what, code, make) => {
    make();
    expect(devices.give(newCode)).toBe(code);
    expect(sent).toBe(0);
  });

  test('ends where policy comes to forbid it, and with the account', () => {
    devices.give(newCode);
    mayLink = false;
    devices.follow();
    expect(devices.view().giving).toEqual({ kind: 'failed', reason: 'not-allowed' });
    mayLink = true;
    devices.give(newCode);
    devices.close();
    expect(devices.view().giving).toEqual({ kind: 'failed', reason: 'cancelled' });
  });
});

describe('handing over', () => {
  test('is recorded when the key leaves, also where the new device never says that it came', async () => {
    await untilAsked();
    expect(events).toEqual([]);
    await answer(true);
    expect(events).toEqual([{ kind: 'device-linked', role: 'in-use' }]);
  });

  test('that is stopped while everything is on its way says that nobody knows, until that was read', async () => {
    await untilAsked();
    await answer(true);
    devices.stop();
    expect(devices.view().giving).toEqual({ kind: 'failed', reason: 'not-told' });
    devices.stop();
    expect(devices.view().giving).toEqual({ kind: 'off' });
  });

  test.each([
    ['was taken off', () => void (isRemoved = true)],
    ['may not any more', () => void (mayLink = false)],
  ])('is refused to a device that %s while its person was asked', async (_what, make) => {
    await untilAsked();
    make();
    const before = sent;
    await answer(true);
    expect(devices.view().giving).toEqual({ kind: 'failed', reason: 'not-allowed' });
    expect(sent).toBe(before + 1); // that it is over
    expect(events).toEqual([]);
  });

  test('is asked of the person by main, once, with the name and the code of the very device', async () => {
    const code = await untilAsked();
    expect(questions).toEqual([{ kind: 'give', name: 'laptop', code }]);
    expect(events).toEqual([]);
  });

  test('does not come about on a no, and the question goes where the linking does', async () => {
    await untilAsked();
    await answer(false);
    expect(devices.view().giving).toEqual({ kind: 'failed', reason: 'cancelled' });
    await untilAsked();
    await answer(false, 'asked-lately');
    expect(devices.view().giving).toEqual({ kind: 'failed', reason: 'asked-lately' });
    await untilAsked();
    expect(asked?.aborted).toBe(false);
    devices.stop();
    expect(asked?.aborted).toBe(true);
    await answer(true); // in the same moment
    expect(events).toEqual([]);
  });
});

/** A new device, its number typed right: the person at this one is asked. */
async function untilAsked(): Promise<string> {
  const taking = new Taking({
    deviceName: 'laptop',
    send: (to, bytes) => {
      letters.push({ to, bytes });
      return Promise.resolve('sent');
    },
    clock,
    random: systemRandom,
    onlyAddress: () => '',
    keep: () => 'kept',
    onChange: () => undefined,
    onKept: () => undefined,
    onFailed: () => undefined,
  });
  const code = writeLinkCode(taking.device);
  devices.give(code);
  while (devices.view().giving.kind !== 'asking') {
    const { to, bytes } = unwrap(letters.shift(), 'a letter is on its way');
    if (to === taking.device) taking.receive(identity.deviceId, bytes);
    else devices.receive(taking.device, bytes);
    const { giving } = devices.view();
    if (giving.kind === 'number') taking.type(giving.number);
    await Promise.resolve();
  }
  return code;
}

/** Takes it off, and the person says yes or no; what came of it. */
async function removed(isYes: boolean): Promise<string> {
  const outcome = devices.remove(other);
  await answer(isYes);
  return outcome;
}

describe('taking a device off', () => {
  test('is done and recorded without which one', async () => {
    expect(await removed(true)).toBe('done');
    expect(questions).toEqual([{ kind: 'remove', name: 'laptop', device: other }]);
    expect(events).toEqual([{ kind: 'device-removed', which: 'other' }]);
  });

  test('is not done on a no, and not asked any more where the account has ended', async () => {
    expect(await removed(false)).toBe('cancelled');
    const again = devices.remove(other);
    await answer(false, 'asked-lately');
    expect(await again).toBe('asked-lately');
    expect(events).toEqual([]);
    void devices.remove(other);
    devices.close();
    expect(asked?.aborted).toBe(true);
  });

  test('is refused for this device, for one that is not there, and without a link', async () => {
    expect(await devices.remove(identity.deviceId)).toBe('unknown-device');
    expect(await devices.remove(keyOf(77).id)).toBe('unknown-device');
    isOnline = false;
    expect(await devices.remove(other)).toBe('not-connected');
    isRemoved = true;
    expect(await devices.remove(other)).toBe('device-removed');
    expect(events).toEqual([]);
  });

  test.each([
    ['timeout', 'not-connected'],
    ['refused', 'list-not-kept'],
    ['not-kept', 'list-not-kept'],
    ['removed-itself', 'device-removed'],
  ] as const)('that comes to %s is told as %s', async (outcome, code) => {
    removing = outcome;
    expect(await removed(true)).toBe(code);
    expect(events).toEqual([]);
  });
});
