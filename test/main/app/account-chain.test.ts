// An account keeps the chain of its person at a real broker.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bytes } from '../../../src/core/bytes.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { devicesOf, reopenChain } from '../../../src/core/keys/chain.ts';
import type { Account } from '../../../src/main/app/account.ts';
import { makeIdentity, readIdentity } from '../../../src/main/devices/identity.ts';
import { openState } from '../../../src/main/app/opened.ts';
import { createBrokerConnection, type BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import type { Vault } from '../../../src/main/vault/vault.ts';
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
let reader: BrokerConnection; // somebody else's broker connection
let device: string;
let account: Account | undefined;

const openTheVault = (): Vault => vaultIn(folder, keyring);

/** Starts the program on the profile. */
function begin(): Account {
  const opened = openState(openTheVault(), silent, silent);
  const identity = readIdentity(opened.identity);
  if (identity === undefined) throw new Error('the profile has no identity');
  return accountAt(broker.target(device).url, identity, opened);
}

async function published(): Promise<Bytes | undefined> {
  const bounds = { timeoutMs: 3000, mostPayloads: 1, mostBytes: 64_000 };
  const part = await reader.readDirectory(userTag(address), { devices: [device] }, bounds);
  return part === 'timeout' ? undefined : part.chains.get(device);
}

const devicesIn = (payload: Bytes): readonly string[] => {
  const chain = reopenChain(payload, address);
  return typeof chain === 'string' ? [chain] : devicesOf(chain).map(({ id }) => id);
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'own-chain-'));
  broker = await embedded('tcp');
  const vault = openTheVault();
  await vault.create();
  const made = makeIdentity(openState(vault, silent, silent), { address, name: 'Anna' }, systemRandom, clock);
  if (made === 'disk') throw new Error('the identity could not be written');
  device = made.deviceId;
  reader = createBrokerConnection({ clock, random: systemRandom, log: quiet });
  reader.onMessage(silent);
  reader.open(broker.target('b'.repeat(26)));
  await vi.waitUntil(() => reader.view().kind === 'online', patient);
});
afterEach(async () => {
  await account?.close('app-closed');
  account = undefined;
  await reader.close();
  await broker.stop();
  rmSync(folder, { recursive: true });
});

test('an account publishes a chain of its one device, and the same chain after a restart of program and broker', async () => {
  account = begin();
  const first = await vi.waitUntil(published, patient);
  expect(devicesIn(first)).toEqual([device]);
  await account.close('app-closed');
  await broker.kill();
  await broker.restart(); // the broker has forgotten everything
  await vi.waitUntil(() => reader.view().kind === 'online', patient);
  account = begin();
  expect(await vi.waitUntil(published, patient)).toEqual(first);
});
