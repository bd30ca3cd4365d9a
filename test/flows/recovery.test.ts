// A person loses all devices. Over a real broker, a new installation finds the address in use, recovers with the code,
// and is the same person to everybody who has verified that person. The lost devices are removed, and the code works
// only once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unwrap } from '../../src/core/assert.ts';
import { userTag } from '../../src/core/keys/address.ts';
import { type Chain, payloadOf } from '../../src/core/keys/chain.ts';
import { type Change, extendChain } from '../../src/core/keys/chain-build.ts';
import type { DeviceKeys } from '../../src/core/keys/identity.ts';
import { joinDevice, joinRecovery } from '../../src/core/keys/member.ts';
import { recoverySeed, showRecoveryCode } from '../../src/core/keys/recovery-code.ts';
import { Secret } from '../../src/core/keys/secret.ts';
import { runSteps } from '../../src/core/steps.ts';
import type { Account } from '../../src/main/app/account.ts';
import { keepIdentity, makeIdentity } from '../../src/main/devices/identity.ts';
import { beginPerson, OWN_PROTO, signerOf } from '../../src/main/devices/kept-chain.ts';
import { personToBe } from '../../src/main/policy/known-person.ts';
import {
  copyOfSeeds,
  deviceKeysOf,
  type DeviceSeeds,
  newSeeds,
  signingKeyOf,
} from '../../src/main/devices/long-term-keys.ts';
import { openState, type Opened } from '../../src/main/app/opened.ts';
import { openProfile, type Profile } from '../../src/main/app/profile.ts';
import { createSettings, defaultSettings } from '../../src/main/policy/settings.ts';
import { createSlices } from '../../src/main/time/slices.ts';
import { pinOf } from '../../src/main/people/person-pin.ts';
import { createFirstLook } from '../../src/main/devices/first-look.ts';
import { recoverySteps } from '../../src/main/devices/recovery.ts';
import { createSettingUp, type SettingUp } from '../../src/main/devices/setting-up.ts';
import { choose, firstHeld } from '../../src/main/people/held.ts';
import { createBrokerConnection } from '../../src/main/signalling/broker-connection.ts';
import { createKeyStore } from '../../src/main/vault/key-store.ts';
import { openVault, type Vault } from '../../src/main/vault/vault.ts';
import type { RecordEvent } from '../../src/main/record/record-event.ts';
import { accountAt } from '../main/app/account-rig.ts';
import { heldOf } from '../main/devices/two-devices.ts';
import { fixedPolicy } from '../main/policy/fixed-policy.ts';
import { embedded, quiet, type TestBroker } from '../main/signalling/test-broker.ts';
import { realClock, systemRandom } from '../main/signalling/test-clock.ts';
import { FakeKeyring } from '../main/vault/fake-key-store.ts';
import { noConnection } from '../main/app/no-connection.ts';

const anna = { address: 'anna@klinik.example', name: 'Anna' };
const ben = { address: 'ben@klinik.example', name: 'Ben' };
const clock = realClock();
const patient = { timeout: 20_000 };
const silent = (): void => undefined;
const codeBits = (): Secret => Secret.own(new Uint8Array(20).fill(3));
const code = showRecoveryCode(codeBits());

let folder: string;
let broker: TestBroker;
let url: string;
let chain: Chain; // Anna's chain before anything was lost
let desk: Account; // with `laptop`, the devices that will be lost
let laptop: Account;
let bensState: Opened;
let beginBen: () => Account;
let events: RecordEvent['kind'][]; // Ben's record
let ends: (() => Promise<void>)[];

function vaultIn(name: string): Vault {
  return openVault({
    directory: join(folder, name),
    keyStore: createKeyStore(new FakeKeyring().safeStorage, 'linux'),
    profile: 'default',
    random: systemRandom,
    appVersion: '0',
  });
}

async function stateIn(name: string, onRecord: (event: RecordEvent) => void = silent): Promise<Opened> {
  const vault = vaultIn(name);
  await vault.create();
  return openState(vault, silent, onRecord);
}

function running(account: Account): Account {
  ends.push(() => account.close('app-closed'));
  return account;
}

function extended(chain: Chain, by: DeviceKeys, change: Omit<Change, 'by' | 'at'>): Chain {
  const longer = extendChain(chain, { by: by.id, at: 2, ...change }, signerOf(by));
  if (typeof longer === 'string') throw new Error(longer);
  return longer;
}

/** Anna with two devices and a recovery code on paper. */
async function annasDevices(): Promise<Chain> {
  const seeds: readonly DeviceSeeds[] = [newSeeds(systemRandom), newSeeds(systemRandom)];
  const [first, second] = seeds.map((each) => deviceKeysOf(copyOfSeeds(each)));
  const keys = unwrap(first, 'two devices');
  const other = unwrap(second, 'two devices');
  const begun = beginPerson(anna.address, keys, clock.nowMs()).held.chain;
  const added = joinDevice(begun.person, other.s, signerOf(other), OWN_PROTO);
  const chain = extended(begun, keys, {
    add: [added, joinRecovery(begun.person, signingKeyOf(recoverySeed(codeBits())))],
  });
  const [a, b] = await Promise.all(
    seeds.map(async (each, at) => {
      const opened = await stateIn(`anna ${String(at)}`);
      const identity = keepIdentity(opened, anna, each, clock, { held: heldOf(chain), lost: [] });
      if (identity === 'disk') throw new Error('the identity could not be written');
      return running(accountAt(url, identity, opened));
    }),
  );
  desk = unwrap(a, 'two devices');
  laptop = unwrap(b, 'two devices');
  return chain;
}

/** A new installation at this broker that nobody has set up yet. */
function installation(name: string): { readonly profile: Profile; readonly settingUp: SettingUp } {
  const policy = fixedPolicy();
  const settings = createSettings(defaultSettings(['en']), {}, policy);
  settings.set({ brokerUrl: url });
  const parts = { policy, settings, clock, random: systemRandom };
  const record = { note: silent, attach: silent, detach: silent };
  const profile = openProfile({
    lockedConnection: noConnection,
    ...parts,
    vault: vaultIn(name),
    login: 'anna',
    record,
    begin: (identity, opened) => running(accountAt(url, identity, opened)),
    onDisk: silent,
    onChange: silent,
  });
  profile.open();
  const look = createFirstLook({
    ...parts,
    broker: () => ({ kind: 'stopped' }),
    tunnel: () => Promise.resolve(undefined),
    clearBrokers: { renew: silent, mayUse: () => true, answered: () => Promise.resolve() },
    slices: createSlices(),
    log: quiet,
  });
  const settingUp = createSettingUp({
    ...parts,
    profile,
    look,
    personToBe: (typed) => personToBe(typed, policy.values(), 'anna'),
    slices: createSlices(),
    onRecord: silent,
  });
  return { profile, settingUp };
}

/** Waits until the directory has a chain from each of these devices, which all have one address. */
async function untilPublished(...accounts: readonly Account[]): Promise<void> {
  const reader = createBrokerConnection({ clock, random: systemRandom, log: quiet });
  reader.onMessage(silent);
  reader.open(broker.target('b'.repeat(26)));
  const bounds = { timeoutMs: 3000, mostPayloads: 8, mostBytes: 64_000 };
  const devices = accounts.map(({ identity }) => identity.deviceId);
  const tag = userTag(unwrap(accounts[0], 'whose devices are waited for').identity.address);
  await vi.waitUntil(async () => {
    const part = await reader.readDirectory(tag, { devices }, bounds);
    return part !== 'timeout' && part.chains.size === devices.length;
  }, patient);
  await reader.close();
}

const trust = () => bensState.book.trustOf(anna.address);
const phaseOf = (account: Account) => account.desk.views().at(-1)?.phase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recovery-'));
  broker = await embedded('tcp');
  ({ url } = broker.target('this'));
  ends = [];
  events = [];
  chain = await annasDevices();
  bensState = await stateIn('ben', ({ kind }) => void events.push(kind));
  const identity = makeIdentity(bensState, ben, systemRandom, clock);
  if (identity === 'disk') throw new Error('the identity could not be written');
  bensState.book.add(anna.address, anna.name);
  bensState.book.pinNew(anna.address, pinOf(heldOf(chain), clock.nowMs()));
  bensState.book.markVerified(anna.address, chain.person, clock.nowMs());
  beginBen = () => running(accountAt(url, identity, bensState));
  await untilPublished(desk, laptop);
});
afterEach(async () => {
  await Promise.all(ends.map((end) => end()));
  await broker.stop();
  rmSync(folder, { recursive: true });
});

/** The account on the new machine after its recovery, once its chain is in the directory. */
async function recovered(): Promise<Account> {
  const { profile, settingUp } = installation('new');
  expect(await settingUp.create(anna)).toBe('address-used');
  expect(profile.account()).toBeUndefined();
  expect(await settingUp.recover(anna, code)).toBe('recovered');
  const fresh = unwrap(profile.account(), 'it is set up');
  await untilPublished(fresh);
  return fresh;
}

/** Ben, who has verified Anna, once his device has learnt of the recovery. */
async function benAfterwards(): Promise<Account> {
  expect(trust()).toMatchObject({ kind: 'verified' });
  const bens = beginBen();
  await vi.waitFor(() => expect(trust().kind).toBe('pinned'), patient);
  return bens;
}

test('a verified person who recovers counts as not verified until the recovery is acknowledged', async () => {
  const fresh = await recovered();
  const bens = await benAfterwards();
  expect(trust()).toMatchObject({ recovered: { verifiedAt: expect.any(Number) as number } });
  expect(events).toContain('key-change');
  expect(bens.desk.place(anna.address, 'audio').ok).toBe(true);
  await vi.waitUntil(() => phaseOf(fresh)?.kind === 'ringing', patient);
  expect([phaseOf(desk), phaseOf(laptop)]).toEqual([undefined, undefined]); // the call rings on the new device alone
  expect(bens.desk.views()[0]?.trust).toMatchObject({ kind: 'pinned' });
  expect(bensState.book.acceptKey(anna.address)).toBe('accepted');
  expect(trust()).toMatchObject({ kind: 'verified', way: 'code' });
  expect(unwrap(bensState.book.pin(anna.address), 'it is pinned').person).toEqual(fresh.person);
});

test('the lost devices report that they were removed and cannot place calls', async () => {
  const fresh = await recovered();
  for (const lost of [desk, laptop]) {
    lost.devices.refresh();
    await vi.waitUntil(() => lost.devices.view().isRemoved, patient);
    expect(lost.desk.place(ben.address, 'audio').ok).toBe(false);
  }
  expect(fresh.devices.view().list.map(({ device }) => device)).toEqual([fresh.identity.deviceId]);
});

test('a lost device unaware of its removal does not ring at a person whose device knows of the removal', async () => {
  const fresh = await recovered();
  const bens = await benAfterwards();
  await untilPublished(bens);
  expect(laptop.desk.place(ben.address, 'audio').ok).toBe(true);
  await vi.waitUntil(() => phaseOf(laptop)?.kind === 'calling', patient);
  expect(fresh.desk.place(ben.address, 'audio').ok).toBe(true);
  await vi.waitFor(() => expect(phaseOf(fresh)).toEqual({ kind: 'calling', ringing: true }), patient);
  expect(phaseOf(laptop)).toEqual({ kind: 'calling', ringing: false });
  expect([bens.desk.views().length, laptop.devices.view().isRemoved]).toEqual([1, false]);
});

/**
 * A thief's device publishes a recovery by the same code, based on the chain from before the code was used. Our own
 * program would not do that.
 */
async function publishTheft(before: Chain): Promise<void> {
  const thief = deviceKeysOf(newSeeds(systemRandom));
  const choice = choose(firstHeld(before), [before]);
  const read = { person: before.person, choice, read: [before], cut: [], isFromDirectory: true, isWhole: true };
  const theft = runSteps(recoverySteps([read], signingKeyOf(recoverySeed(codeBits())), thief, 3));
  if (typeof theft === 'string') throw new Error(theft);
  const connection = createBrokerConnection({ clock, random: systemRandom, log: quiet });
  connection.onMessage(silent);
  connection.open(broker.target(thief.id));
  await vi.waitUntil(() => connection.view().kind === 'online', patient);
  expect(await connection.publishChain(userTag(anna.address), payloadOf(theft.held.chain))).toBe('sent');
  await connection.close();
}

/** A device makes a new recovery code, and so signs a link on the chain that it has read by then. */
async function makesNewCode(account: Account): Promise<void> {
  expect(account.recovery.make()).toBe('done');
  const told = account.recovery.tell();
  expect(told.ok && (await account.recovery.confirm(told.value.slice(-2)))).toBe('done');
}

test('the recovery code cannot be used a second time, and a second recovery that a thief publishes does not affect the first', async () => {
  const fresh = await recovered();
  const { profile, settingUp } = installation('thief');
  expect(await settingUp.recover(anna, code)).toBe('recovery-replaced');
  expect(profile.account()).toBeUndefined();
  await publishTheft(chain);
  await makesNewCode(fresh);
  const view = { isRemoved: false, isDisputed: false, list: [{ device: fresh.identity.deviceId }] };
  expect(fresh.devices.view()).toMatchObject(view);
});
