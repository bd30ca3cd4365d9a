// Accounts at a real broker: what an account learns about its contacts, and when, while nobody calls.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userTag } from '../../../src/core/keys/address.ts';
import { type Chain, payloadOf } from '../../../src/core/keys/chain.ts';
import { type Change, extendChain } from '../../../src/core/keys/chain-build.ts';
import type { DeviceKeys } from '../../../src/core/keys/identity.ts';
import { joinDevice } from '../../../src/core/keys/member.ts';
import type { Account } from '../../../src/main/app/account.ts';
import { makeIdentity } from '../../../src/main/devices/identity.ts';
import { beginPerson, signerOf } from '../../../src/main/devices/kept-chain.ts';
import { openState, type Opened } from '../../../src/main/app/opened.ts';
import { pinOf } from '../../../src/main/people/person-pin.ts';
import { createBrokerConnection, type BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { heldOf } from '../devices/two-devices.ts';
import { embedded, quiet, type TestBroker } from '../signalling/test-broker.ts';
import { realClock, skippingClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';
import { accountAt, vaultIn } from './account-rig.ts';

const anna = { address: 'anna@klinik.example', name: 'Anna' };
const ben = { address: 'ben@klinik.example', name: 'Ben' };
const patient = { timeout: 20_000 };
const silent = (): void => undefined;
let folder: string;
let broker: TestBroker;
const accounts: Account[] = [];
const connections: BrokerConnection[] = [];

/** Sets up a person who then stays connected to the broker. `know` changes the book before the account begins. */
async function begin(
  person: typeof anna,
  know: (book: Opened['book']) => void = silent,
  clock = realClock(),
  onContactNews = silent,
): Promise<Account> {
  const vault = vaultIn(join(folder, person.name), new FakeKeyring());
  await vault.create();
  const opened = openState(vault, silent, silent);
  const identity = makeIdentity(opened, person, systemRandom, realClock());
  if (identity === 'disk') throw new Error('the identity could not be written');
  know(opened.book);
  const account = accountAt(broker.target(identity.deviceId).url, identity, opened, { clock, onContactNews });
  accounts.push(account);
  return account;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contacts-'));
  broker = await embedded('tcp');
});
afterEach(async () => {
  for (const account of accounts.splice(0)) await account.close('app-closed');
  for (const connection of connections.splice(0)) await connection.close();
  await broker.stop();
  rmSync(folder, { recursive: true });
});

test('a contact who sets up later is shown as online without a wait for the next reading of all contacts', async () => {
  const first = await begin(anna, (book) => book.add(ben.address, ben.name));
  await vi.waitUntil(() => first.connection().kind === 'online', patient);
  expect(first.presenceOf(ben.address)).toBe('unknown');
  const second = await begin(ben);
  await vi.waitUntil(() => first.presenceOf(ben.address) === 'online', patient);
  expect(second.connection().kind).toBe('online');
});

test('an account that loses the network announces once that the view of its contacts may have changed', async () => {
  let news = 0;
  const account = await begin(anna, silent, realClock(), () => void news++);
  const before = news;
  account.networkChanged('lost'); // this account is not connected yet, so nobody’s presence changes
  expect(news).toBe(before + 1);
});

describe('contacts who remove a device', () => {
  const desk = deviceKeysOf(new Uint8Array(32).fill(7));
  const laptop = deviceKeysOf(new Uint8Array(32).fill(8));
  const alone = beginPerson(anna.address, desk, 1000).held.chain;
  const both = extended(alone, desk, { add: [joinDevice(alone.person, laptop.s, signerOf(laptop), [1])] });
  const without = extended(both, desk, { drop: [laptop.id] });
  let publish: (by: DeviceKeys, chain: Chain) => Promise<void>;

  function extended(chain: Chain, by: DeviceKeys, change: Omit<Change, 'by' | 'at'>): Chain {
    const longer = extendChain(chain, { by: by.id, at: 2, ...change }, signerOf(by));
    if (typeof longer === 'string') throw new Error(longer);
    return longer;
  }

  /** A broker connection of one of Anna's devices. */
  async function connectionOf(device: DeviceKeys): Promise<BrokerConnection> {
    const connection = createBrokerConnection({ clock: realClock(), random: systemRandom, log: quiet });
    connections.push(connection);
    connection.onMessage(silent);
    connection.open(broker.target(device.id));
    await vi.waitUntil(() => connection.view().kind === 'online', patient);
    return connection;
  }

  beforeEach(async () => {
    const [desks, laptops] = await Promise.all([connectionOf(desk), connectionOf(laptop)]);
    publish = async (by, chain) => {
      const connection = by === desk ? desks : laptops;
      const sent = await connection.publishChain(userTag(anna.address), payloadOf(chain));
      if (sent !== 'sent') throw new Error(sent);
    };
    // Only the last request of a reading finds the laptop. So the first reading is over once the laptop is known.
    await publish(desk, alone);
    await publish(laptop, both);
  });

  test('a permanently connected account learns of a contact’s removed device by reading the device list 20 minutes later', async () => {
    const clock = skippingClock();
    let book: Opened['book'] | undefined;
    const know = (bens: Opened['book']): void => {
      book = bens;
      bens.add(anna.address, anna.name);
      bens.pinNew(anna.address, pinOf(heldOf(alone), clock.nowMs()));
      bens.markVerified(anna.address, alone.person, clock.nowMs());
    };
    const account = await begin(ben, know, clock);
    const devices = (): readonly string[] => account.devicesOf(anna.address).map(({ device }) => device);
    await vi.waitUntil(() => devices().includes(laptop.id), patient); // the first reading comes with the connection
    await publish(desk, without);
    expect(devices()).toEqual([desk.id, laptop.id]); // nothing has been read since
    const connection = account.connection();
    clock.skip(20 * 60_000);
    await vi.waitUntil(() => devices().length === 1, patient);
    expect(devices()).toEqual([desk.id]);
    expect(book?.pin(anna.address)?.held.dropped.map(({ id }) => id)).toEqual([laptop.id]);
    expect(book?.trustOf(anna.address).kind).toBe('verified');
    expect(account.connection()).toEqual(connection); // the connection was never replaced
    expect(account.desk.views()).toEqual([]);
  });
});
