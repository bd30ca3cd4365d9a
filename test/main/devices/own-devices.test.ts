// A person's devices as one of them sees them: which acts are possible when, and with which code an act is refused.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Bytes } from '../../../src/core/bytes.ts';
import { LinkChannel, writeLook } from '../../../src/core/signal/link.ts';
import { writeLinkCode } from '../../../src/core/keys/link-code.ts';
import { type Chain, devicesOf } from '../../../src/core/keys/chain.ts';
import { roomForDevice } from '../../../src/core/keys/chain-build.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { AddedMessage } from '../../../src/main/devices/added-message.ts';
import { joinDevice } from '../../../src/core/keys/member.ts';
import type { Changing, OwnChain, OwnState } from '../../../src/main/devices/own-chain.ts';
import { type DeviceMarks, type KeptMarks, openDeviceMarks } from '../../../src/main/devices/device-marks.ts';
import { type Identity, identityForm, makeIdentity } from '../../../src/main/devices/identity.ts';
import { type KeptNames, openDeviceNames } from '../../../src/main/devices/device-names.ts';
import { createOwnDevices, type OwnDevices } from '../../../src/main/devices/own-devices.ts';
import { NewDeviceLinking } from '../../../src/main/devices/new-device-linking.ts';
import type { ConsentQuestion } from '../../../src/main/desktop/consent-question.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { dice } from '../../flows/support/dice.ts';
import { MemoryStore } from '../memory-store.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { address, annasBundle, atOnce, chainOf, extended, heldOf, settled } from './two-devices.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const clock = heldClock();
const keyOf = (seed: number) => deviceKeysOf(new Uint8Array(32).fill(seed));
const other = keyOf(9).id;
const newCode = writeLinkCode(keyOf(200).id);

type OwnChange = Parameters<OwnChain['change']>[0];

let identity: Identity;
let chain: Chain;
let state: OwnState;
let isDisputed: boolean;
let changing: Changing;
let changes: OwnChange[];
let chainLooks: number;
let marks: DeviceMarks;
let isOnline: boolean;
let mayLink: boolean;
let sent: number;
let sentTo: string[];
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
  chain = chainWith(9);
  state = 'in';
  isDisputed = false;
  changing = 'done';
  changes = [];
  chainLooks = 0;
  marks = openDeviceMarks(new MemoryStore<KeptMarks>());
  isOnline = true;
  mayLink = true;
  sent = 0;
  sentTo = [];
  letters = [];
  events = [];
  questions = [];
  asked = undefined;
  const names = openDeviceNames(new MemoryStore<KeptNames>());
  names.learn(other, 'laptop');
  devices = createOwnDevices({
    identity,
    chain: {
      held: () => heldOf(chain),
      devices: () => devicesOf(chain),
      state: () => state,
      isDisputed: () => isDisputed,
      refresh: () => void chainLooks++,
      change: (what) => {
        changes.push(what);
        return Promise.resolve(changing);
      },
    },
    marks,
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

const manyDevices = (): Chain => chainWith(...Array.from({ length: 63 }, (_, n) => n + 1));

/** A chain to which five devices at a time were added and removed again, until there is no room for another device. */
function longChain(): Chain {
  let made = chainOf(identity.deviceKeys);
  for (let n = 1; roomForDevice(made) === 'room'; n += 5) {
    const keys = [0, 1, 2, 3, 4].map((more) => keyOf(n + more));
    const add = keys.map((key) => joinDevice(made.person, key.s, { publicKey: key.d, sign: key.sign }, [1]));
    made = extended(made, identity.deviceKeys, { add });
    made = extended(made, identity.deviceKeys, { drop: keys.map(({ id }) => id) });
  }
  return made;
}

/** A chain of this device and further devices. */
function chainWith(...seeds: readonly number[]): Chain {
  let made = chainOf(identity.deviceKeys);
  for (let at = 0; at < seeds.length; at += 8) {
    const keys = seeds.slice(at, at + 8).map(keyOf);
    const add = keys.map((key) => joinDevice(made.person, key.s, { publicKey: key.d, sign: key.sign }, [1]));
    made = extended(made, identity.deviceKeys, { add });
  }
  return made;
}

describe('the list of own devices', () => {
  test('own devices are listed in the order in which they were added, with the names known here', () => {
    const [thisOne, laptop] = [
      { device: identity.deviceId, name: 'desk', isThis: true, isNew: false },
      { device: other, name: 'laptop', isThis: false, isNew: true },
    ];
    expect(devices.view().list).toEqual([thisOne, laptop]);
    chain = chainWith(10, 9);
    expect(devices.view().list).toEqual([
      thisOne,
      { device: keyOf(10).id, name: '', isThis: false, isNew: true },
      laptop,
    ]);
  });

  test('other own devices count as new until the person has read about them', () => {
    devices.acknowledge(other);
    expect(devices.view().list[1]).toMatchObject({ device: other, isNew: false });
    chain = chainWith(9, 10);
    expect(devices.view().list.map(({ isNew }) => isNew)).toEqual([false, false, true]);
  });

  test('a device that received data but was never added is listed apart until the person has read about it', () => {
    marks.give(keyOf(10).id);
    expect(devices.view().given).toEqual([{ device: keyOf(10).id, name: '' }]);
    chain = chainWith(9, 10); // the device was added after all
    expect(devices.view().given).toEqual([]);
    chain = chainWith(9);
    devices.acknowledge(keyOf(10).id);
    expect(devices.view().given).toEqual([]);
  });

  test.each([
    ['in', false, false],
    ['waiting', true, false],
    ['removed', false, true],
  ] as const)(
    'the view of a device in the state `%s` shows it as unfinished: %s, as removed: %s',
    (now, isUnfinished, isOut) => {
      state = now;
      expect(devices.view()).toMatchObject({ isUnfinished, isRemoved: isOut });
      expect(devices.isOver()).toBe(isUnfinished || isOut);
    },
  );
});

describe('announced changes of the chain', () => {
  test('the chain is read at most once in ten seconds when another device announces a change', () => {
    const hint = writeLook(new Uint8Array(16));
    for (let n = 0; n < 50; n++) devices.receive('b'.repeat(26), hint);
    expect(chainLooks).toBe(1);
    clock.advance(10_000);
    expect(chainLooks).toBe(2);
    clock.advance(60_000);
    expect(chainLooks).toBe(2);
  });
});

describe('linking a further device', () => {
  test('linking starts with a code, cannot run twice at the same time, and stops at once', () => {
    expect(devices.give(newCode)).toBe('done');
    expect(devices.view().giving).toEqual({ kind: 'calling' });
    expect(devices.give(newCode)).toBe('linking');
    expect(questions).toEqual([]); // the person is not asked yet
    devices.stop();
    expect(devices.view().giving).toEqual({ kind: 'off' });
    expect(devices.give(newCode)).toBe('done');
  });

  test.each([
    ['a mistyped code', 'bad-code', () => newCode.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))],
    ['half a code', 'bad-code', () => newCode.slice(0, 20)],
    ['the code of this very device', 'bad-code', () => writeLinkCode(identity.deviceId)],
  ] as const)('linking is refused for %s before anything is sent', (_what, code, typed) => {
    expect(devices.give(typed())).toBe(code);
    expect(sent).toBe(0);
  });

  test.each([
    ['if policy forbids it', 'locked', () => void (mayLink = false)],
    ['without a broker connection', 'not-connected', () => void (isOnline = false)],
    ['with as many devices as a person may have', 'devices-full', () => void (chain = manyDevices())],
    ['with a chain that has no room for another device', 'chain-full', () => void (chain = longChain())],
    ['on a removed device', 'device-removed', () => void (state = 'removed')],
    ['on a device that was not added yet', 'device-unfinished', () => void (state = 'waiting')],
    ['while the devices contradict each other', 'devices-disputed', () => void (isDisputed = true)],
  ] as const satisfies readonly (readonly [string, string, () => void])[])(
    'linking is refused %s',
    (_what, code, make) => {
      make();
      expect(devices.give(newCode)).toBe(code);
      expect(sent).toBe(0);
    },
  );

  test('linking ends when policy forbids it, and when the account closes', () => {
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

describe('handing data over to a new device', () => {
  test('handing over is recorded when data is sent, even if the new device never confirms', async () => {
    const device = await untilAsked();
    expect(events).toEqual([]);
    await answer(true);
    expect(events).toEqual([{ kind: 'device-linked', role: 'in-use' }]);
    devices.stop();
    expect(devices.view().given).toEqual([{ device, name: 'laptop' }]);
    expect(changes).toEqual([]);
  });

  test('a new device that has everything is added, known to the person, and announced to the other devices', async () => {
    const device = await untilAsked();
    await answer(true);
    sentTo = [];
    await carried(device);
    expect(changes).toMatchObject([{ add: [{ kind: 'device', id: device }] }]);
    expect(devices.view().giving).toEqual({ kind: 'done', name: 'laptop', isSeen: true });
    expect(marks.isKnown(device)).toBe(true);
    expect(devices.view().given).toEqual([]);
    expect(sentTo).toContain(other);
  });

  test.each(['room', 'disk', 'out', 'disputed'] as const)(
    'a linking whose chain change ends in %s reports that the device was not added, and announces nothing',
    async (outcome) => {
      const device = await untilAsked();
      changing = outcome;
      await answer(true);
      await carried(device);
      expect(devices.view().giving).toEqual({ kind: 'failed', reason: 'not-added' });
      expect(devices.view().given).toEqual([{ device, name: 'laptop' }]);
      expect(sentTo).not.toContain(other);
    },
  );

  test('adding a device continues although the person stops the linking, and ends when the account closes', async () => {
    const device = await untilAsked();
    changing = 'not-connected';
    await answer(true);
    await carried(device);
    devices.stop();
    expect(devices.view().giving).toEqual({ kind: 'adding', name: 'laptop' });
    devices.close();
    expect(devices.view().giving).toEqual({ kind: 'failed', reason: 'not-told' });
    sentTo = [];
    clock.advance(60_000);
    await settled();
    expect(changes).toHaveLength(1);
    expect(sentTo).not.toContain(device);
  });

  test('stopping during the transfer reports an unknown result until the person dismisses the report', async () => {
    await untilAsked();
    await answer(true);
    devices.stop();
    expect(devices.view().giving).toEqual({ kind: 'failed', reason: 'not-told' });
    devices.stop();
    expect(devices.view().giving).toEqual({ kind: 'off' });
  });

  test.each([
    ['lost the permission to link', () => void (mayLink = false)],
    ['was removed', () => void (state = 'removed')],
  ])('a device that %s while its person was asked hands nothing over', async (_what, make) => {
    await untilAsked();
    make();
    const before = sent;
    await answer(true);
    expect(devices.view().giving).toEqual({ kind: 'failed', reason: 'not-allowed' });
    expect(sent).toBe(before + 1); // the message that ends the linking
    expect(events).toEqual([]);
  });

  test('main asks the person once, with the new device’s name and code', async () => {
    const device = await untilAsked();
    expect(questions).toEqual([{ kind: 'give', name: 'laptop', code: writeLinkCode(device) }]);
    expect(events).toEqual([]);
  });

  test('a no hands nothing over, and the question closes when the linking stops', async () => {
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
    await answer(true); // the yes comes at the same moment
    expect(events).toEqual([]);
  });
});

let taking: NewDeviceLinking;

/** A new device whose number was typed correctly, so that the person is asked here. Returns its id. */
async function untilAsked(): Promise<string> {
  taking = new NewDeviceLinking({
    deviceName: 'laptop',
    send: (to, bytes) => {
      letters.push({ to, bytes });
      return Promise.resolve('sent');
    },
    clock,
    random: systemRandom,
    slices: atOnce,
    read: () => Promise.resolve({ kind: 'timeout', persons: [], isWhole: false, isPartial: true, isCrowded: false }),
    onlyAddress: () => '',
    keep: () => 'kept',
    onChange: () => undefined,
    onKept: (added) => added.wipe(),
    onFailed: () => undefined,
  });
  devices.give(writeLinkCode(taking.device));
  while (devices.view().giving.kind !== 'asking') {
    await settled();
    carry();
    const { giving } = devices.view();
    if (giving.kind === 'number') taking.type(giving.number);
  }
  return taking.device;
}

function carry(): void {
  const letter = letters.shift();
  if (letter?.to === taking.device) taking.receive(identity.deviceId, letter.bytes);
  else if (letter !== undefined) devices.receive(taking.device, letter.bytes);
}

/** Carries the messages in transit between this device and the new device. */
async function carried(device: string): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet++) {
    await settled();
    letters = letters.filter(({ to }) => to === device || to === identity.deviceId);
    if (letters.length > 0) quiet = 0;
    carry();
  }
}

/** Removes the other device. The person answers the question with yes or no. Returns the result. */
async function removed(isYes: boolean): Promise<string> {
  const outcome = devices.remove(other);
  await answer(isYes);
  return outcome;
}

describe('newly linked devices', () => {
  const linkId = new Uint8Array(16).fill(7);
  const secrets = () => ({
    toNew: Secret.own(new Uint8Array(32).fill(1)),
    toExisting: Secret.own(new Uint8Array(32).fill(2)),
  });
  const expected = (): LinkChannel => {
    devices.expect(new AddedMessage(other, new LinkChannel('new', linkId, secrets()), clock));
    return new LinkChannel('existing', linkId, secrets());
  };

  test('a newly linked device reads the chain when the existing device reports it as added', () => {
    const said = expected().seal({ kind: 'added' });
    devices.receive(keyOf(10).id, said);
    expect(chainLooks).toBe(0);
    devices.receive(other, said);
    expect(chainLooks).toBe(1);
  });

  test('a newly linked device ignores the added note once its account has ended', () => {
    const said = expected().seal({ kind: 'added' });
    devices.close();
    devices.receive(other, said);
    expect(chainLooks).toBe(0);
  });
});

describe('removing a device', () => {
  test('removing a device is recorded without naming it', async () => {
    expect(await removed(true)).toBe('done');
    expect(questions).toEqual([{ kind: 'remove', name: 'laptop', device: other }]);
    expect(events).toEqual([{ kind: 'device-removed', which: 'other' }]);
    expect(changes).toEqual([{ drop: [other] }]);
    expect(sentTo).toEqual([other]); // the removed device reads the chain and learns of its removal
  });

  test.each([
    ['unconfirmed', 'done'],
    ['room', 'chain-full'],
    ['invalid', 'unknown-device'],
    ['disk', 'disk'],
    ['not-connected', 'not-connected'],
    ['out', 'device-removed'],
    ['disputed', 'devices-disputed'],
  ] as const)(
    'a removal whose chain change ends in %s is reported as %s, is announced only if it was made, and can be repeated',
    async (outcome, code) => {
      changing = outcome;
      expect(await removed(true)).toBe(code);
      expect(events).toHaveLength(code === 'done' ? 1 : 0);
      expect(sentTo).toEqual(code === 'done' ? [other] : []);
      changing = 'done';
      expect(await removed(true)).toBe('done');
    },
  );

  test('a device that is not in the chain, or whose person’s devices contradict each other, cannot remove another', async () => {
    for (const [now, code] of [
      ['removed', 'device-removed'],
      ['waiting', 'device-unfinished'],
    ] as const) {
      state = now;
      expect(await devices.remove(other)).toBe(code);
    }
    state = 'in';
    isDisputed = true;
    expect(await devices.remove(other)).toBe('devices-disputed');
    expect(questions).toEqual([]);
  });

  test('a no removes nothing, and the question closes when the account closes', async () => {
    expect(await removed(false)).toBe('cancelled');
    const again = devices.remove(other);
    await answer(false, 'asked-lately');
    expect(await again).toBe('asked-lately');
    expect([events, changes]).toEqual([[], []]);
    void devices.remove(other);
    devices.close();
    expect(asked?.aborted).toBe(true);
  });

  test('removing this device or an unknown device is refused, and so is any removal without a connection', async () => {
    expect(await devices.remove(identity.deviceId)).toBe('unknown-device');
    expect(await devices.remove(keyOf(77).id)).toBe('unknown-device');
    isOnline = false;
    expect(await devices.remove(other)).toBe('not-connected');
    state = 'removed';
    expect(await devices.remove(other)).toBe('device-removed');
    expect(events).toEqual([]);
  });
});
