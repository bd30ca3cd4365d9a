// The recovery code of an account at a real broker, through a restart and a lock, and what a peer reads after each
// change: the same person, still verified, with the current recovery key in the chain.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { membersOf } from '../../../src/core/keys/chain.ts';
import { recoveryIdOf } from '../../../src/core/keys/member.ts';
import { readRecoveryCode, recoverySeed } from '../../../src/core/keys/recovery-code.ts';
import type { Account } from '../../../src/main/app/account.ts';
import { makeIdentity, readIdentity } from '../../../src/main/devices/identity.ts';
import { signingKeyOf } from '../../../src/main/devices/long-term-keys.ts';
import { openState } from '../../../src/main/app/opened.ts';
import { createSlices } from '../../../src/main/time/slices.ts';
import { type Book, openBook } from '../../../src/main/contacts/book.ts';
import { createAddressReader } from '../../../src/main/people/address-reader.ts';
import { type ChainPeople, createChainPeople } from '../../../src/main/people/chain-people.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { createBrokerConnection, type BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import type { Vault } from '../../../src/main/vault/vault.ts';
import { MemoryStore } from '../memory-store.ts';
import { embedded, quiet, type TestBroker } from '../signalling/test-broker.ts';
import { realClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';
import { accountAt, vaultIn } from './account-rig.ts';

const address = 'anna@klinik.example';
const clock = realClock();
const patient = { timeout: 20_000 };
const silent = (): void => undefined;
const keyring = new FakeKeyring();
let folder: string;
let broker: TestBroker;
let wire: BrokerConnection; // the peer's broker connection
let peer: ChainPeople;
let book: Book; // the peer's book
let account: Account | undefined;
let events: RecordEvent[];

const openTheVault = (): Vault => vaultIn(folder, keyring);

/** Starts the program on the profile and waits until it is connected. */
async function begin(): Promise<Account> {
  const opened = openState(openTheVault(), silent, silent);
  const identity = readIdentity(opened.identity);
  if (identity === undefined) throw new Error('the profile has no identity');
  const begun = accountAt(broker.target('this').url, identity, opened, {
    consent: () => Promise.resolve('yes'),
    onRecord: (event) => void events.push(event),
  });
  await vi.waitUntil(() => begun.connection().kind === 'online', patient);
  account = begun;
  return begun;
}

/** Makes a recovery code as a person does, and returns the id of its key. */
async function make(of: Account): Promise<string> {
  expect(of.recovery.make()).toBe('done');
  const told = of.recovery.tell();
  if (!told.ok) throw new Error(told.code);
  expect(await of.recovery.confirm(told.value.slice(-2))).toBe('done');
  of.recovery.close();
  const read = readRecoveryCode(told.value);
  if (typeof read === 'string') throw new Error(read);
  return recoveryIdOf(signingKeyOf(recoverySeed(read)).publicKey);
}

const look = () => peer.look(address, { timeoutMs: 3000, maxAgeMs: 0 });

/** What the peer reads now: whether the person was pinned, their recovery keys, and how far they are trusted. */
async function seen() {
  const sight = await look();
  const pinned = sight.kind === 'person' ? peer.pin(sight.peer, clock.nowMs()) : sight.kind;
  const members = membersOf(unwrap(book.pin(address), 'pinned').held.chain);
  const keys = members.flatMap(({ kind, id }) => (kind === 'recovery' ? [id] : []));
  return { pinned, keys, trust: book.trustOf(address).kind };
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recovery-'));
  broker = await embedded('tcp');
  events = [];
  const vault = openTheVault();
  await vault.create();
  const identity = makeIdentity(openState(vault, silent, silent), { address, name: 'Anna' }, systemRandom, clock);
  if (identity === 'disk') throw new Error('the identity could not be written');
  wire = createBrokerConnection({ clock, random: systemRandom, log: quiet });
  wire.onMessage(silent);
  wire.open(broker.target('b'.repeat(26)));
  await vi.waitUntil(() => wire.view().kind === 'online', patient);
  book = openBook(new MemoryStore(), silent, silent);
  peer = createChainPeople({
    reader: createAddressReader({ source: wire, clock, random: systemRandom, slices: createSlices(setImmediate) }),
    pins: book,
    organisation: { devicesOf: () => [], oneOf: () => Promise.resolve(undefined), credentials: () => undefined },
    onClaim: silent,
    onNoClaim: silent,
    onDevices: silent,
    firstSeenMs: () => undefined,
    clock,
    log: quiet,
  });
});
afterEach(async () => {
  await account?.close('app-closed');
  account = undefined;
  await wire.close();
  await broker.stop();
  rmSync(folder, { recursive: true });
});

test('making, replacing and withdrawing a recovery code are recorded and leave the peer with the same verified person', async () => {
  const own = await begin();
  const { peer: anna } = await vi.waitUntil(async () => {
    const sight = await look();
    return sight.kind === 'person' && sight.isConfirmed && sight;
  }, patient);
  peer.pin(anna, clock.nowMs());
  expect(book.markVerified(address, anna.person, clock.nowMs())).toBe(true);
  const first = await make(own);
  expect(await seen()).toEqual({ pinned: 'ok', keys: [first], trust: 'verified' });
  const second = await make(own);
  expect(second).not.toBe(first);
  expect(await seen()).toEqual({ pinned: 'ok', keys: [second], trust: 'verified' });
  expect(await own.recovery.takeBack()).toBe('done');
  expect(await seen()).toEqual({ pinned: 'ok', keys: [], trust: 'verified' });
  expect(events.filter(({ kind }) => kind === 'recovery-code')).toEqual(
    (['made', 'replaced', 'taken-back'] as const).map((change) => ({ kind: 'recovery-code', change, by: 'this' })),
  );
});

test('a recovery code still exists after a restart, and a new code replaces it', async () => {
  const own = await begin();
  await make(own);
  await own.close('app-closed');
  const again = await begin();
  expect(again.recovery.view()).toMatchObject({
    code: { kind: 'there', isThis: true },
    showing: 'none',
    notice: 'none',
  });
  const next = await make(again);
  const sight = await look();
  expect(sight.kind === 'person' && peer.pin(sight.peer, clock.nowMs())).toBe('ok');
  expect((await seen()).keys).toEqual([next]);
});

test('a recovery code that is shown when the account locks is discarded, and does not exist after a restart', async () => {
  const own = await begin();
  own.recovery.make();
  const told = own.recovery.tell();
  await own.close('app-locked');
  expect(own.recovery.view().showing).toBe('none');
  expect(await own.recovery.confirm(told.ok ? told.value.slice(-2) : '')).toBe('recovery-gone');
  const again = await begin();
  expect(again.recovery.view().code).toEqual({ kind: 'none' });
});
