// Two accounts at a real broker: what the contact list of one says of the other.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Account } from '../../../src/main/app/account.ts';
import { makeIdentity } from '../../../src/main/app/identity.ts';
import { openState } from '../../../src/main/app/opened.ts';
import { embedded, type TestBroker } from '../signalling/test-broker.ts';
import { realClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';
import { accountAt, vaultIn } from './account-rig.ts';

const anna = { address: 'anna@klinik.example', name: 'Anna' };
const ben = { address: 'ben@klinik.example', name: 'Ben' };
const patient = { timeout: 20_000 };
const silent = (): void => undefined;
let folder: string;
let broker: TestBroker;
const accounts: Account[] = [];

/** Sets a person up, who is at the broker from then on; `contact` is in the book before. */
async function begin(person: typeof anna, contact?: typeof anna): Promise<Account> {
  const vault = vaultIn(join(folder, person.name), new FakeKeyring());
  await vault.create();
  const opened = openState(vault, silent, silent);
  const identity = makeIdentity(opened, person, systemRandom, realClock());
  if (identity === 'disk') throw new Error('the disk is not full');
  if (contact !== undefined) opened.book.add(contact.address, contact.name);
  const account = accountAt(broker.target(identity.deviceId).url, identity, opened);
  accounts.push(account);
  return account;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contacts-'));
  broker = await embedded('tcp');
});
afterEach(async () => {
  for (const account of accounts.splice(0)) await account.close('app-closed');
  await broker.stop();
  rmSync(folder, { recursive: true });
});

test('a contact who sets up later is shown as online as soon as they are published', async () => {
  const first = await begin(anna, ben);
  await vi.waitUntil(() => first.link().kind === 'online', patient);
  expect(first.presenceOf(ben.address)).toBe('unknown');
  const second = await begin(ben);
  await vi.waitUntil(() => first.presenceOf(ben.address) === 'online', patient);
  expect(second.link().kind).toBe('online');
});
