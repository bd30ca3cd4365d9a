// The look at an address over a real broker, by an installation that is nobody: what it finds, and why it finds nothing.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Bytes, utf8 } from '../../../src/core/bytes.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { payloadOf } from '../../../src/core/keys/chain.ts';
import type { BrokerView } from '../../../src/contract/view.ts';
import { createSettings, defaultSettings } from '../../../src/main/app/settings.ts';
import { createSlices } from '../../../src/main/app/slices.ts';
import { createFirstLook, type FirstLook, type FirstLookParts } from '../../../src/main/devices/first-look.ts';
import { createBroker } from '../../../src/main/signalling/broker.ts';
import { createLink } from '../../../src/main/signalling/link.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { freePort, quiet } from '../signalling/test-broker.ts';
import { realClock, systemRandom } from '../signalling/test-clock.ts';
import { address, chainOf } from './two-devices.ts';

const ROOT = '-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----'; // only that there is one
const clock = realClock(20, 5000); // who does not come is not waited for as long as a person would
const fresh = deviceKeysOf(new Uint8Array(32).fill(8)).id;
const broker = createBroker(quiet, () => true);
const embedded = (): string => {
  const view = broker.view();
  return view.kind === 'running' ? view.url : '';
};

let settings: ReturnType<typeof createSettings>;
let policy: ReturnType<typeof fixedPolicy>;
let own: BrokerView; // the broker of this program
let consents: boolean[]; // answers of the person, in their order
let look: FirstLook;
beforeEach(async () => {
  await broker.start({ host: '127.0.0.1', port: 0 });
  policy = fixedPolicy();
  settings = createSettings(defaultSettings(['de']), {}, policy);
  own = { kind: 'stopped' };
  consents = [];
  let isAllowed = false;
  const clearBrokers: FirstLookParts['clearBrokers'] = {
    renew: () => undefined,
    mayUse: (url) => url.includes('127.0.0.1') || isAllowed,
    answered: () => {
      isAllowed ||= consents.shift() ?? false;
      return Promise.resolve();
    },
  };
  look = createFirstLook({
    settings,
    policy,
    broker: () => own,
    tunnel: () => Promise.resolve(undefined),
    clearBrokers,
    clock,
    random: systemRandom,
    slices: createSlices(),
    log: quiet,
  });
});
afterEach(() => broker.stop());

/** Publishes as these devices; what is no chain counts for nothing. */
async function publish(numbers: readonly number[], payload?: Bytes): Promise<void> {
  for (const number of numbers) {
    const keys = deviceKeysOf(new Uint8Array(32).fill(number));
    const link = createLink({ clock, random: systemRandom, log: quiet });
    link.onMessage(() => undefined);
    link.open({ device: keys.id, url: embedded() });
    await vi.waitUntil(() => link.view().kind === 'online');
    expect(await link.publishChain(userTag(address), payload ?? payloadOf(chainOf(keys)))).toBe('sent');
    await link.close();
  }
}

async function found(): Promise<number | string> {
  const reading = await look.read(address, fresh);
  return typeof reading === 'string' ? reading : reading.persons.length;
}

describe('a first look', () => {
  test('finds nobody, one, or several, and is gone from the broker afterwards', async () => {
    settings.set({ brokerUrl: embedded() });
    expect(await found()).toBe(0);
    await publish([1]);
    expect(await found()).toBe(1);
    await publish([2]);
    expect(await found()).toBe(2);
    await vi.waitUntil(() => broker.view().kind === 'running' && (broker.view() as { clients: number }).clients === 0);
  });

  test('uses the broker of this very program where no other one is set', async () => {
    own = broker.view();
    expect(await found()).toBe(0);
  });

  test('says that there is no server to ask', async () => {
    expect(await found()).toBe('no-server');
  });

  test('says that the server is not reached', async () => {
    settings.set({ brokerUrl: `mqtt://127.0.0.1:${await freePort()}` });
    expect(await found()).toBe('server-silent');
  });

  test('waits for a server that comes a moment later', async () => {
    const url = embedded();
    const port = Number(new URL(url).port);
    await broker.stop();
    settings.set({ brokerUrl: url });
    const finding = found();
    await broker.start({ host: '127.0.0.1', port });
    expect(await finding).toBe(0);
  });

  test('says at once that the server does not let it in', async () => {
    settings.set({ brokerUrl: embedded(), brokerUsername: 'somebody' });
    expect(await found()).toBe('server-refused');
  });

  test('says that only a certificate opens the server, where policy has one for this device', async () => {
    policy.set({ OrganisationRoots: [ROOT], EnrolmentUrl: 'https://ca.klinik.example/' });
    settings.set({ brokerUrl: embedded(), brokerUsername: 'somebody' });
    expect(await found()).toBe('uncertified');
    settings.set({ brokerUrl: `mqtt://127.0.0.1:${await freePort()}`, brokerUsername: '' });
    expect(await found()).toBe('server-silent'); // a certificate opens nothing that is not there
  });

  test('goes on with a server in clear once the person has said yes, and not after a no', async () => {
    settings.set({ brokerUrl: embedded().replace('127.0.0.1', '127.0.0.2') });
    consents = [false, true];
    expect(await found()).toBe('server-in-clear');
    expect(await found()).not.toBe('server-in-clear');
  });

  test('does not take a part of the directory for all of it: nobody among that says nothing about the rest', async () => {
    settings.set({ brokerUrl: embedded() });
    await publish(
      Array.from({ length: 41 }, (_, at) => at + 10), // as many as a wildcard may bring are 40
      utf8('{}'),
    );
    expect(await found()).toBe('directory-silent');
  });
});
