// An installation without an identity reads an address over a real broker: what it finds, and why it finds nothing.
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Bytes, utf8 } from '../../../src/core/bytes.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { payloadOf } from '../../../src/core/keys/chain.ts';
import type { PolicyValues } from '../../../src/core/policy/table.ts';
import type { BrokerView } from '../../../src/contract/view.ts';
import type { Clock } from '../../../src/main/time/clock.ts';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import { createSlices } from '../../../src/main/time/slices.ts';
import { createFirstLook, type FirstLook, type FirstLookParts } from '../../../src/main/devices/first-look.ts';
import { createBroker } from '../../../src/main/signalling/broker.ts';
import { createBrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { makeAuthority, theAuthority } from '../signalling/authority.ts';
import type { Authority } from '../signalling/openssl-authority.ts';
import { quiet } from '../signalling/test-broker.ts';
import { realClock, systemRandom } from '../signalling/test-clock.ts';
import { address, chainOf } from './two-devices.ts';
import { freePort } from '../../../tools/network/free-port.ts';

const authority = theAuthority();
authority.issue('elsewhere', 'localhost', 'subjectAltName=DNS:broker.example,IP:127.0.0.2');
const showing = (by: Authority, file: string): TlsOptions => ({
  cert: readFileSync(join(by.folder, `${file}.pem`)),
  key: readFileSync(join(by.folder, `${file}.key`)),
});
const [server, elsewhere] = [showing(authority, 'server'), showing(authority, 'elsewhere')];
const other = showing(makeAuthority(), 'server');
const certified: Partial<PolicyValues> = {
  TlsRoots: [authority.root],
  OrganisationRoots: [authority.root],
  EnrolmentUrl: 'https://ca.klinik.example/',
};
const WANTS_ONE: TlsOptions = { requestCert: true, rejectUnauthorized: true, ca: authority.root };
const NOT_AUTHORISED = new Uint8Array([0x20, 3, 0, 0x87, 0]); // CONNACK
const ALERT = new Uint8Array([0x15, 3, 3, 0, 2, 2, 116]); // in clear text: fatal, certificate_required

const clock = realClock();
const quick = realClock(20, 5000); // waits of 5 s or more take a twentieth of their time
const fresh = deviceKeysOf(new Uint8Array(32).fill(8)).id;
const broker = createBroker(quiet, () => true);
const embedded = (): string => {
  const view = broker.view();
  return view.kind === 'running' ? view.url : '';
};

let settings: ReturnType<typeof createSettings>;
let policy: ReturnType<typeof fixedPolicy>;
let own: BrokerView; // this program's own broker
let consents: boolean[]; // the person's answers, in order
let lookBy: (its: Clock) => FirstLook;
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
  lookBy = (its) =>
    createFirstLook({
      settings,
      policy,
      broker: () => own,
      tunnel: () => Promise.resolve(undefined),
      clearBrokers,
      clock: its,
      random: systemRandom,
      slices: createSlices(),
      log: quiet,
    });
  look = lookBy(clock);
});
afterEach(() => broker.stop());

/** Publishes as each of these devices: a chain of its own, or `payload`. */
async function publish(numbers: readonly number[], payload?: Bytes): Promise<void> {
  for (const number of numbers) {
    const keys = deviceKeysOf(new Uint8Array(32).fill(number));
    const connection = createBrokerConnection({ clock, random: systemRandom, log: quiet });
    connection.onMessage(() => undefined);
    connection.open({ device: keys.id, url: embedded() });
    await vi.waitUntil(() => connection.view().kind === 'online');
    expect(await connection.publishChain(userTag(address), payload ?? payloadOf(chainOf(keys)))).toBe('sent');
    await connection.close();
  }
}

async function found(): Promise<number | string> {
  const reading = await look.read(address, fresh);
  return typeof reading === 'string' ? reading : reading.persons.length;
}

/** Listens on a free port of this machine; returns the port. */
function listening(listener: Server): Promise<number> {
  onTestFinished(() => void listener.close());
  return new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () => resolve((listener.address() as AddressInfo).port));
  });
}

const answering = (answer: Uint8Array) => (socket: Socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => socket.end(answer));
};

async function tlsServer(options: TlsOptions, answer = new Uint8Array()): Promise<string> {
  return `mqtts://127.0.0.1:${await listening(createTlsServer(options, answering(answer)))}`;
}

async function tcpServer(answer: Uint8Array): Promise<string> {
  return `mqtt://127.0.0.1:${await listening(createServer(answering(answer)))}`;
}

describe('first looks at an address', () => {
  test('a first look finds nobody, one person or several, and leaves the broker afterwards', async () => {
    settings.set({ brokerUrl: embedded() });
    expect(await found()).toBe(0);
    await publish([1]);
    expect(await found()).toBe(1);
    await publish([2]);
    expect(await found()).toBe(2);
    await vi.waitUntil(() => broker.view().kind === 'running' && (broker.view() as { clients: number }).clients === 0);
  });

  test('a first look uses this program’s own broker if no other is set', async () => {
    own = broker.view();
    expect(await found()).toBe(0);
  });

  test('a first look reports that no broker is configured', async () => {
    expect(await found()).toBe('no-server');
  });

  test('a first look reports that the broker cannot be reached', async () => {
    settings.set({ brokerUrl: `mqtt://127.0.0.1:${await freePort()}` });
    look = lookBy(quick);
    expect(await found()).toBe('server-silent');
  });

  test('a first look waits for a broker that starts a moment later', async () => {
    const url = embedded();
    const port = Number(new URL(url).port);
    await broker.stop();
    settings.set({ brokerUrl: url });
    const finding = found();
    await broker.start({ host: '127.0.0.1', port });
    expect(await finding).toBe(0);
  });

  test('a first look reports a refusal by the broker', async () => {
    settings.set({ brokerUrl: embedded(), brokerUsername: 'somebody' });
    expect(await found()).toBe('server-refused');
  });

  test('a first look uses a broker without TLS only after the person’s consent', async () => {
    settings.set({ brokerUrl: embedded().replace('127.0.0.1', 'localhost') });
    consents = [false, true];
    expect(await found()).toBe('server-in-clear');
    expect(await found()).toBe(0);
  });

  test('a first look that can read only a part of the directory, and finds nobody in that part, reports the directory as silent', async () => {
    settings.set({ brokerUrl: embedded() });
    await publish(
      Array.from({ length: 41 }, (_, at) => at + 10), // a wildcard returns 40 at most
      utf8('{}'),
    );
    expect(await found()).toBe('directory-silent');
  });
});

describe('first looks of devices that get a certificate by policy', () => {
  beforeEach(() => policy.set(certified));

  test.each<[string, TlsOptions]>([
    ['that this device does not trust', { ...WANTS_ONE, ...other }],
    ['whose certificate has another name', { ...WANTS_ONE, ...elsewhere }],
    [
      'that demands a certificate before it has proven itself (TLS 1.2)',
      { ...WANTS_ONE, ...server, maxVersion: 'TLSv1.2' },
    ],
    ['that is untrusted and demands no certificate', { ...other }],
  ])('a first look under a certificate policy reports a refusal for a broker %s', async (_title, options) => {
    settings.set({ brokerUrl: await tlsServer(options) });
    expect(await found()).toBe('server-refused');
  });

  test('a first look under a certificate policy reports a refusal if an unproven broker demands a certificate', async () => {
    settings.set({ brokerUrl: (await tcpServer(ALERT)).replace('mqtt:', 'mqtts:') });
    expect(await found()).toBe('server-refused');
  });

  test('a first look under a certificate policy reports a refusal for a broker whose key differs from the pinned key', async () => {
    policy.set({ ...certified, BrokerCertificatePins: [btoa('x'.repeat(32))] });
    settings.set({ brokerUrl: await tlsServer({ ...WANTS_ONE, ...server }) });
    expect(await found()).toBe('server-refused');
  });

  test('a first look reports this device as uncertified if a trusted broker demands a certificate that policy can provide', async () => {
    settings.set({ brokerUrl: await tlsServer({ ...WANTS_ONE, ...server }) });
    expect(await found()).toBe('uncertified');
    policy.set({ EnrolmentUrl: '' }); // and no certificate can be obtained
    expect(await found()).toBe('server-refused');
  });

  test('a first look that a broker turns away reports this device as uncertified, or a refusal once a user name is set', async () => {
    const url = await tlsServer(server, NOT_AUTHORISED);
    settings.set({ brokerUrl: url });
    expect(await found()).toBe('uncertified');
    settings.set({ brokerUsername: 'anna' });
    expect(await found()).toBe('server-refused');
  });

  test('a first look that a broker without TLS turns away reports a refusal, since no certificate helps there', async () => {
    settings.set({ brokerUrl: await tcpServer(NOT_AUTHORISED) });
    expect(await found()).toBe('server-refused');
  });

  test('a first look under a certificate policy reports an unreachable broker as silent', async () => {
    settings.set({ brokerUrl: `mqtts://127.0.0.1:${await freePort()}` });
    look = lookBy(quick);
    expect(await found()).toBe('server-silent');
  });
});
