// An account whose device was removed, over a real broker: it connects once to check whether it is still removed, and
// an objection brings it back.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { type Chain, payloadOf, reopenChain } from '../../../src/core/keys/chain.ts';
import { type Change, extendChain } from '../../../src/core/keys/chain-build.ts';
import { takeOver } from '../../../src/core/keys/chain-choice.ts';
import type { DeviceKeys } from '../../../src/core/keys/identity.ts';
import { joinDevice } from '../../../src/core/keys/member.ts';
import type { Account } from '../../../src/main/app/account.ts';
import { makeIdentity } from '../../../src/main/devices/identity.ts';
import { keepOwn, ownIn, signerOf } from '../../../src/main/devices/kept-chain.ts';
import { openState } from '../../../src/main/app/opened.ts';
import { defaultSettings } from '../../../src/main/policy/settings.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { createBrokerConnection, type BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { embedded, quiet, type TestBroker } from '../signalling/test-broker.ts';
import { realClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';
import { accountAt, vaultIn } from './account-rig.ts';

const PATIENCE = { timeout: 20_000 }; // ends a test that hangs
const address = 'anna@klinik.example';
const clock = realClock();
const otherKeys = deviceKeysOf(new Uint8Array(32).fill(9));
let folder: string;
let broker: TestBroker;
let other: BrokerConnection; // the broker connection of the person's other device
let account: Account;
let views: string[];
let events: RecordEvent['kind'][];
let device: string;
let presence: string[]; // what the other device sees of this one
let both: Chain;
let without: Chain; // the chain in which the other device has removed this one
let keep: (chain: Chain) => void;
let begin: () => void;

function extended(chain: Chain, by: DeviceKeys, change: Pick<Change, 'add' | 'drop'>): Chain {
  const next = extendChain(chain, { by: by.id, at: 2, ...change }, signerOf(by));
  if (typeof next === 'string') throw new Error(next);
  return next;
}

async function publish(chain: Chain): Promise<void> {
  if ((await other.publishChain(userTag(address), payloadOf(chain))) !== 'sent') throw new Error('not published');
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'removed-'));
  broker = await embedded('tcp');
  views = [];
  events = [];
  const vault = vaultIn(folder, new FakeKeyring());
  await vault.create();
  const onRecord = ({ kind }: RecordEvent): void => void events.push(kind);
  const opened = openState(vault, () => undefined, onRecord);
  const identity = makeIdentity(opened, { address, name: 'Anna' }, systemRandom, clock);
  if (identity === 'disk') throw new Error('the identity could not be written');
  device = identity.deviceId;
  const { chain } = ownIn(opened.chain, address).held;
  const member = joinDevice(chain.person, otherKeys.s, signerOf(otherKeys), [1]);
  both = extended(chain, identity.deviceKeys, { add: [member] });
  without = extended(both, otherKeys, { drop: [device] });
  keep = (held) => {
    opened.chain.write(keepOwn({ held: { chain: held, dropped: takeOver([], [held.links]) }, lost: [] }));
  };
  other = createBrokerConnection({ clock, random: systemRandom, log: quiet });
  other.onMessage(() => undefined);
  other.open(broker.target(otherKeys.id));
  await vi.waitUntil(() => other.view().kind === 'online', { timeout: 20_000 });
  presence = [];
  other.watchPresence([device], (_device, status) => void presence.push(status));
  const { url } = broker.target('this');
  begin = () => {
    const onChange = (changed: Account): void => void views.push(changed.connection().kind);
    account = accountAt(url, identity, opened, { onRecord, onChange, consent: async () => Promise.resolve('yes') });
  };
});
afterEach(async () => {
  await account.close('app-closed');
  await other.close();
  await broker.stop();
  rmSync(folder, { recursive: true });
});

const wasOnlineAndIsOff = () =>
  vi.waitFor(() => expect([views.includes('online'), account.connection().kind]).toEqual([true, 'off']), PATIENCE);

test('an account whose device was removed connects once to check its chain, is shown as gone, then disconnects and places no call', async () => {
  keep(without);
  await publish(without);
  begin();
  await wasOnlineAndIsOff();
  expect(views.filter((kind, at) => kind === 'online' && views[at - 1] !== 'online')).toHaveLength(1);
  expect(account.devices.view().isRemoved).toBe(true);
  expect(account.desk.place('bert@klinik.example', 'audio')).toEqual({ ok: false, code: 'device-removed' });
  expect(events).toEqual([]);
  await vi.waitFor(() => expect(presence).toEqual(['gone']), PATIENCE);
  const bounds = { timeoutMs: 3000, mostPayloads: 1, mostBytes: 64_000 };
  const part = await other.readDirectory(userTag(address), { devices: [device] }, bounds);
  expect(unwrap(part === 'timeout' ? undefined : part, 'it answers').chains.size).toBe(0);
});

test('an account that learns that its device was removed records the removal once, is shown as gone and disconnects', async () => {
  keep(both);
  await publish(without);
  begin();
  await wasOnlineAndIsOff();
  expect([events, account.devices.view().isRemoved]).toEqual([['device-removed'], true]);
  await vi.waitFor(() => expect(presence.at(-1)).toBe('gone'), PATIENCE);
});

test('an account whose device was removed leaves the broker when it is locked, and hands its connection to nobody', async () => {
  keep(without);
  begin();
  await vi.waitUntil(() => views.includes('online'), PATIENCE);
  let isTaken = false;
  await account.close('app-locked', () => (isTaken = true));
  expect([isTaken, account.connection().kind]).toEqual([false, 'off']);
});

test('an account whose device was removed names the device that removed it, and returns by publishing an objection', async () => {
  keep(both);
  await publish(without);
  const beganMs = Date.now();
  begin();
  await wasOnlineAndIsOff();
  expect(account.removal.view()?.by).toEqual({ kind: 'device', device: otherKeys.id, name: '' });
  expect(account.removal.view()?.learnt).toBeGreaterThanOrEqual(beganMs);
  expect(await account.removal.object()).toBe('done');
  account.follow(
    { ...defaultSettings(['en']), brokerUrl: broker.target('this').url },
    { kind: 'stopped' },
    'available',
    undefined,
  );
  await vi.waitFor(() => expect(account.connection().kind).toBe('online'), PATIENCE);
  const bounds = { timeoutMs: 3000, mostPayloads: 1, mostBytes: 64_000 };
  await vi.waitFor(async () => {
    const part = await other.readDirectory(userTag(address), { devices: [device] }, bounds);
    const payload = part === 'timeout' ? undefined : part.chains.get(device);
    const chain = payload && reopenChain(payload, address);
    expect(typeof chain === 'object' ? chain.links.at(-1)?.link : undefined).toMatchObject({
      by: device,
      drop: [otherKeys.id],
    });
  }, PATIENCE);
  expect([account.removal.view(), account.devices.view().isRemoved]).toEqual([undefined, false]);
  expect(account.devices.view().list.map((each) => each.device)).toEqual([device]);
  expect(account.desk.place('bert@klinik.example', 'audio')).toMatchObject({ ok: true });
  expect(events).toEqual(['device-removed', 'removal-objected']);
  await vi.waitFor(() => expect(presence.at(-1)).toBe('online'), PATIENCE);
});
