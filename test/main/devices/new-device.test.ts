// A new device over a real broker: it connects under the device id in its link code, is linked to an existing device,
// and leaves nothing behind if the linking fails.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { readLinkCode } from '../../../src/core/keys/link-code.ts';
import type { Consent } from '../../../src/main/desktop/consent.ts';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import type { Account } from '../../../src/main/app/account.ts';
import { readOwn } from '../../../src/main/devices/kept-chain.ts';
import { createSlices } from '../../../src/main/time/slices.ts';
import type { Outcome } from '../../../src/main/devices/installation.ts';
import { divideInbox } from '../../../src/main/devices/divided-inbox.ts';
import { ExistingDeviceLinking } from '../../../src/main/devices/existing-device-linking.ts';
import type { DeviceMember } from '../../../src/core/keys/member.ts';
import type { AddedMessage } from '../../../src/main/devices/added-message.ts';
import type { LinkedState } from '../../../src/main/devices/kept-link.ts';
import { createNewDevice, type NewDevice } from '../../../src/main/devices/new-device.ts';
import { createLog } from '../../../src/main/log.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { type Broker, createBroker } from '../../../src/main/signalling/broker.ts';
import { createBrokerConnection, type BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { realClock, systemRandom } from '../signalling/test-clock.ts';
import { address, annasBundle, chainOf, heldOf } from './two-devices.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const log = createLog('error', () => undefined);
const clock = realClock(10, 1000);
const key = deviceKeysOf(new Uint8Array(32).fill(5));
const inUse = key.id;
const patient = { timeout: 10_000 };

let broker: Broker;
let existingDevice: BrokerConnection;
let giving: ExistingDeviceLinking | undefined;
let device: NewDevice;
let policy: ReturnType<typeof fixedPolicy>;
let claimed: Outcome;
let happened: (string | RecordEvent)[];
let kept: Pick<LinkedState, 'value' | 'keys'> | undefined;
let calls: number;
let consent: Consent;
let account: Account | undefined;
let members: DeviceMember[];
let added: AddedMessage[];
const chain = chainOf(key);
beforeEach(async () => {
  broker = createBroker(log, () => true);
  await broker.start({ host: '127.0.0.1', port: 0 });
  policy = fixedPolicy();
  claimed = 'done';
  happened = [];
  kept = undefined;
  giving = undefined;
  calls = 0;
  consent = 'yes';
  account = undefined;
  members = [];
  added = [];
  device = createNewDevice({
    profile: {
      claim: () => Promise.resolve(claimed),
      release: () => void happened.push('released'),
      keepLinked: (state) => {
        kept = { value: state.value, keys: state.keys };
        return 'kept';
      },
      beginLinked: () => {
        happened.push('begun');
        account = { devices: { expect: (message: AddedMessage) => void added.push(message) } } as unknown as Account;
      },
      account: () => account,
      erase: () => {
        happened.push('erased');
        return Promise.resolve('done');
      },
    },
    settings: createSettings(defaultSettings(['de']), {}, policy),
    policy,
    broker: broker.view,
    tunnel: () => Promise.resolve(undefined),
    onlyAddress: () => '',
    deviceName: 'laptop',
    clock,
    random: systemRandom,
    slices: createSlices(),
    log,
    onRecord: (event) => void happened.push(event),
    consent: () => Promise.resolve(consent),
    clearBrokers: { mayUse: () => true, renew: () => undefined },
    onChange: () => undefined,
  });
  existingDevice = createBrokerConnection({ clock, random: systemRandom, log });
  const inbox = divideInbox(existingDevice);
  inbox.calls.onMessage(() => void calls++);
  inbox.onLink((from, bytes) => giving?.receive(from, bytes));
  const view = broker.view();
  existingDevice.open({ device: inUse, url: view.kind === 'running' ? view.url : '' });
  await vi.waitUntil(() => existingDevice.view().kind === 'online', { timeout: 20_000 });
});
afterEach(async () => {
  await device.close();
  await existingDevice.close();
  await broker.stop();
});

async function shownCode(): Promise<string> {
  await vi.waitFor(() => expect(device.view()).toMatchObject({ kind: 'code', isOnline: true }), { timeout: 20_000 });
  const view = device.view();
  return view.kind === 'code' ? view.code : '';
}

function give(code: string): ExistingDeviceLinking {
  const read = readLinkCode(code);
  giving = new ExistingDeviceLinking(typeof read === 'string' ? '' : read.device, {
    own: { address, name: 'Anna', deviceKeys: key },
    send: existingDevice.send,
    clock,
    random: systemRandom,
    bundle: annasBundle,
    chain: () => heldOf(chain),
    add: (member) => {
      members.push(member);
      return Promise.resolve('done');
    },
    onChange: () => undefined,
    onLeaving: () => undefined,
  });
  return giving;
}

const clients = (): number => {
  const view = broker.view();
  return view.kind === 'running' ? view.clients : 0;
};

describe('new devices', () => {
  test('a new device is linked by code and number, stores the chain, and erases its keys from memory', async () => {
    expect(await device.take()).toBe('done');
    expect(await device.take()).toBe('done'); // the linking has begun already
    const begun = give(await shownCode());
    await vi.waitFor(() => expect(begun.view.kind).toBe('number'), { timeout: 20_000 });
    await vi.waitFor(() => expect(device.view()).toMatchObject({ kind: 'number', address }), { timeout: 20_000 });
    expect(device.type(begun.view.kind === 'number' ? begun.view.number : '')).toBe('done');
    await vi.waitFor(() => expect(begun.confirm()).toBe(true), patient); // the directory is read meanwhile
    await vi.waitFor(() => expect(begun.view.kind).toBe('done'), patient);
    await vi.waitFor(() => expect(happened).toContain('begun'), patient);
    expect(happened).toEqual([{ kind: 'device-linked', role: 'new' }, 'begun']);
    const { keys, value } = unwrap(kept, 'the linked state was stored');
    const { identity, book } = value;
    expect(identity).toEqual({ address, name: 'Anna' });
    expect(Object.values(keys).map(({ wiped }) => wiped)).toEqual([true, true]); // once they are on disk
    expect(book.entries).toHaveLength(1);
    expect(readOwn(value.chain, address)).toEqual({ held: heldOf(chain), lost: [] });
    expect(members).toHaveLength(1);
    expect(added).toHaveLength(1); // the account waits for the note that this device was added
    added[0]?.wipe();
    expect(device.view()).toEqual({ kind: 'off' });
    await vi.waitFor(() => expect(clients()).toBe(1), { timeout: 20_000 });
    expect(calls).toBe(0); // calls receive nothing of the linking
  });

  test('a new device whose linking is cancelled leaves the broker, and its next attempt has another code', async () => {
    await device.take();
    const first = await shownCode();
    device.stop();
    expect(device.view()).toEqual({ kind: 'off' });
    expect(happened).toEqual(['released']);
    await vi.waitFor(() => expect(clients()).toBe(1), { timeout: 20_000 });
    await device.take();
    expect(await shownCode()).not.toBe(first);
  });

  test('a new device shows why linking failed until the person dismisses the reason', async () => {
    await device.take();
    const begun = give(await shownCode());
    await vi.waitFor(() => expect(device.view().kind).toBe('number'), { timeout: 20_000 });
    device.type(begun.view.kind === 'number' && begun.view.number === '00000000' ? '00000001' : '00000000');
    expect(device.view()).toEqual({ kind: 'failed', reason: 'wrong-number' });
    expect(device.type('00000000')).toBe('linking');
    await vi.waitFor(() => expect(begun.view).toEqual({ kind: 'failed', reason: 'wrong-number' }), { timeout: 20_000 });
    expect(kept).toBeUndefined();
    device.stop();
    expect(device.view()).toEqual({ kind: 'off' });
  });

  test('linking a new device is refused or ended if policy forbids it or nothing can be stored', async () => {
    policy.set({ LinkDevices: false });
    expect(await device.take()).toBe('locked');
    policy.set({ LinkDevices: true });
    claimed = 'no-key-store';
    expect(await device.take()).toBe('no-key-store');
    expect(device.view()).toEqual({ kind: 'off' });
    claimed = 'done';
    await device.take();
    await shownCode();
    policy.set({ LinkDevices: false });
    device.follow();
    expect(device.view()).toEqual({ kind: 'failed', reason: 'not-allowed' });
    await vi.waitFor(() => expect(clients()).toBe(1), { timeout: 20_000 });
  });

  test('after beginning anew, the device reports that no identity is made without asking the person', async () => {
    expect(device.wantsChoice()).toBe(false);
    expect(await device.beginAnew()).toBe('done');
    expect(device.wantsChoice()).toBe(true);
  });

  test('a linking stopped while its vault is created shows no code and can begin again', async () => {
    const taking = device.take();
    device.stop();
    await taking;
    expect(device.view()).toEqual({ kind: 'off' });
    expect(happened).toEqual(['released']);
    await device.take();
    await shownCode();
  });

  test('beginning anew erases nothing if the person says no or was asked lately, or if the account changes meanwhile', async () => {
    consent = 'no';
    expect(await device.beginAnew()).toBe('cancelled');
    consent = 'asked-lately';
    expect(await device.beginAnew()).toBe('asked-lately');
    consent = 'yes';
    const beginning = device.beginAnew();
    account = {} as unknown as Account;
    expect(await beginning).toBe('app-locked');
    expect(device.wantsChoice()).toBe(false);
    expect(happened).toEqual([]);
  });
});
