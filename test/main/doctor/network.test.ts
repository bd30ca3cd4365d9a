// What the network check and the test of one's own relay report about the network of a site: a real Mosquitto,
// a real coturn, a proxy and an interceptor.
import { readFileSync } from 'node:fs';
import { createServer as createTcp } from 'node:net';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DoctorCheck, DoctorReport } from '../../../src/contract/managed.ts';
import { endpointOf } from '../../../src/main/signalling/endpoint.ts';
import { openTunnel } from '../../../src/main/signalling/proxy.ts';
import { printedNetwork } from '../../../src/main/doctor/doctor-command.ts';
import { networkReport, type NetworkParts } from '../../../src/main/doctor/network.ts';
import { createSupport, type SupportParts } from '../../../src/main/doctor/support.ts';
import type { TrialOutcome } from '../../../src/main/doctor/trial-call.ts';
import { withRelay } from '../../../tools/network/relay.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { theAuthority } from '../signalling/authority.ts';
import { MOSQUITTO, mosquitto } from '../signalling/mosquitto.ts';
import { embedded, type TestBroker } from '../signalling/test-broker.ts';
import { realClock, systemRandom } from '../signalling/test-clock.ts';
import { testProxy } from '../signalling/test-proxy.ts';
import { listen } from './listening.ts';
import { freePort } from '../../../tools/network/free-port.ts';

const authority = theAuthority();

function look(
  brokers: readonly string[],
  values: Parameters<typeof fixedPolicy>[0] = {},
  more: Partial<NetworkParts> = {},
): Promise<DoctorReport> {
  return networkReport({
    clock: realClock(),
    random: systemRandom,
    policy: fixedPolicy({ TlsRoots: [authority.root], ...values }),
    brokers: () => brokers,
    tunnel: () => Promise.resolve(undefined),
    trialCall: () => Promise.resolve({ kind: 'carried', milliseconds: 80 }),
    clientCertificate: () => undefined,
    connection: () => ({ kind: 'off' }),
    ownRelay: () => undefined,
    isRelayWanted: () => false,
    ...more,
  });
}

const of = (id: DoctorCheck['id'], { checks }: DoctorReport): readonly DoctorCheck[] =>
  checks.filter((check) => check.id === id);
const codes = (id: DoctorCheck['id'], report: DoctorReport): readonly string[] =>
  of(id, report).map(({ finding }) => finding);

const urlOf = (broker: TestBroker): string => broker.target('x').url;

describe.skipIf(MOSQUITTO === undefined)('checks of a Mosquitto', () => {
  it('a Mosquitto that requires passwords answers a greeting that names no account', async () => {
    const broker = await mosquitto('wss', []);
    onTestFinished(broker.stop);
    const [server] = of('server', await look([urlOf(broker)]));
    expect(server).toMatchObject({ finding: 'server-good', facts: { server: 'broker-1', mqtt: 'answers' } });
    expect(server?.facts['milliseconds']).toBeGreaterThanOrEqual(0);
  });

  it('a Mosquitto that requires certificates is good and counts as not asked, although this device has a certificate', async () => {
    const broker = await mosquitto('mqtts', []);
    onTestFinished(broker.stop);
    const certificate = { certPem: readFileSync(join(authority.folder, 'server.pem'), 'utf8'), keyPem: '' };
    const keyPem = readFileSync(join(authority.folder, 'server.key'), 'utf8');
    const own = { clientCertificate: () => ({ ...certificate, keyPem }) };
    const [server] = of('server', await look([urlOf(broker)], {}, own));
    expect(server).toMatchObject({ finding: 'server-good', facts: { mqtt: 'not-asked' } });
  });
});

describe('checks of each server', () => {
  it('each server is reported by its position or by the name of its policy, and without its host', async () => {
    const broker = await embedded('tcp');
    onTestFinished(broker.stop);
    const report = await look(['mqtt://127.0.0.1:1', urlOf(broker), 'mqtts://no.invalid'], {
      UpdateFeedUrl: 'https://127.0.0.1:1/updates',
      EnrolmentUrl: 'https://127.0.0.1:1/est',
      TurnCredentialsUrl: 'https://127.0.0.1:1/relays',
    });
    expect(of('server', report).map(({ finding, facts }) => [facts['server'], finding])).toEqual([
      ['broker-1', 'server-refused'],
      ['broker-2', 'server-good'],
      ['broker-3', 'server-name'],
      ['UpdateFeedUrl', 'server-refused'],
      ['EnrolmentUrl', 'server-refused'],
      ['TurnCredentialsUrl', 'server-refused'],
    ]);
    expect(JSON.stringify(report)).not.toMatch(/127\.0|invalid/);
  });

  it('a server that speaks another protocol is reported as mute', async () => {
    const port = await listen(createTcp((socket) => socket.on('data', () => socket.end('HTTP/1.1 400 no\r\n\r\n'))));
    expect(codes('server', await look([`mqtt://127.0.0.1:${port}`]))).toEqual(['server-mute']);
  });

  it('an intercepted TLS connection to a server is reported in English and German', async () => {
    const [cert, key] = ['server.pem', 'server.key'].map((file) => readFileSync(join(authority.folder, file)));
    const port = await listen(createTls({ cert, key }));
    const report = await look([`mqtts://127.0.0.1:${port}`], { TlsRoots: [] });
    expect(codes('server', report)).toEqual(['server-opened']);
    expect(printedNetwork(report, 'text', 'en').text).toContain('The TLS connection is intercepted on the way');
    expect(printedNetwork(report, 'text', 'de').text).toContain('Die TLS-Verbindung wird unterwegs aufgebrochen');
  });
});

describe('checks of a proxy', () => {
  it.each([
    ['open', 'proxy-good', 'server-good'],
    [407, 'proxy-login', 'server-proxy'],
    [403, 'proxy-refuses', 'server-proxy'],
    ['nonsense', 'proxy-unreachable', 'server-proxy'],
  ] as const)('a proxy with the behaviour “%s” is reported as %s', async (behaviour, proxyCode, serverCode) => {
    const broker = await embedded('tcp');
    onTestFinished(broker.stop);
    const proxy = await testProxy(behaviour);
    const tunnel: NetworkParts['tunnel'] = (url, signal) => openTunnel(proxy, endpointOf(url), { signal });
    const report = await look([urlOf(broker)], {}, { tunnel });
    expect([codes('proxy', report), codes('server', report)]).toEqual([[proxyCode], [serverCode]]);
  });
});

it('a coturn gives paths by UDP and TCP, and blocked UDP is reported', async () => {
  await withRelay(async ({ policies }) => {
    const [byUdp = ''] = policies.TurnServers;
    const byTcp = byUdp.replace('udp', 'tcp');
    const all = await look([], { ...policies, TurnServers: [byUdp, byTcp] });
    expect(of('relay-path', all)).toMatchObject([
      { finding: 'path-good', facts: { server: 'turn-1', by: 'udp' } },
      { finding: 'path-good', facts: { server: 'turn-2', by: 'tcp' } },
    ]);
    expect(codes('udp', all)).toEqual(['udp-good']);
    const nowhere = `turn:127.0.0.1:${await freePort()}?transport=udp`;
    const blocked = await look([], { ...policies, TurnServers: [nowhere, byTcp] });
    expect(codes('relay-path', blocked)).toEqual(['path-unreachable', 'path-good']);
    expect(codes('udp', blocked)).toEqual(['udp-blocked']);
  });
});

describe('trial calls', () => {
  it('a trial call is made once through the relays that give a path, under their account, and its duration is reported', async () => {
    await withRelay(async ({ policies }) => {
      const [byUdp = ''] = policies.TurnServers;
      const nowhere = `turn:127.0.0.1:${await freePort()}?transport=udp`;
      const calls: unknown[] = [];
      const report = await look(
        [],
        { ...policies, TurnServers: [nowhere, byUdp] },
        {
          trialCall: (...call) => {
            calls.push(call);
            return Promise.resolve({ kind: 'carried', milliseconds: 80 });
          },
        },
      );
      expect(calls).toEqual([[[byUdp], { username: policies.TurnUsername, password: policies.TurnPassword }]]);
      expect(of('trial-call', report)).toMatchObject([{ finding: 'trial-call-good', facts: { milliseconds: 80 } }]);
    });
  });

  it('a lost or omitted trial call is no fault and does not change the exit code', async () => {
    await withRelay(async ({ policies }) => {
      for (const kind of ['lost', 'not-now'] as const) {
        const report = await look([], policies, { trialCall: () => Promise.resolve({ kind }) });
        expect(codes('trial-call', report)).toEqual([`trial-call-${kind}`]);
        expect(printedNetwork(report, 'text', 'en').code).toBe(0);
      }
    });
  });

  it('no trial call is made if policy changes while the relays are probed', async () => {
    await withRelay(async ({ policies }) => {
      const policy = fixedPolicy({ TlsRoots: [authority.root], ...policies });
      const trialCall = (): never => {
        throw new Error('a trial call under an outdated policy');
      };
      const looking = look([], {}, { policy, trialCall });
      policy.set({ AllowVideo: false });
      expect(codes('trial-call', await looking)).toEqual(['trial-call-not-now']);
    });
  });

  it('no trial call is made without a relay that gives a path', async () => {
    const trialCall = (): never => {
      throw new Error('nothing to call through');
    };
    const nowhere = `turn:127.0.0.1:${await freePort()}?transport=udp`;
    for (const values of [{}, { TurnServers: [nowhere], TurnUsername: 'u', TurnPassword: 'p' }])
      expect(of('trial-call', await look([], values, { trialCall }))).toEqual([]);
  });

  it('the test of one’s own relay includes a trial call once the relay gives a path', async () => {
    await withRelay(async ({ policies: { TurnServers, TurnUsername, TurnPassword } }) => {
      const tested = (kind: TrialOutcome['kind'], password: string) =>
        createSupport({
          ownRelay: () => ({ server: TurnServers[0] ?? '', username: TurnUsername, password }),
          trialCall: () => Promise.resolve(kind === 'carried' ? { kind, milliseconds: 80 } : { kind }),
          clock: realClock(),
          random: systemRandom,
          policy: fixedPolicy({}),
          record: {},
        } as unknown as SupportParts).testRelay();
      expect(await tested('carried', TurnPassword)).toBe('carried');
      expect(await tested('lost', TurnPassword)).toBe('lost');
      expect(await tested('not-now', TurnPassword)).toBe('allocated');
      expect(await tested('carried', 'wrong')).toBe('not-authorised');
    });
  });
});

describe('the exit code', () => {
  it('the network check exits with 0 if all is good, with 1 if there is a fault, and with 2 if nothing could be checked', async () => {
    const broker = await embedded('tcp');
    onTestFinished(broker.stop);
    const good = await look([urlOf(broker)]);
    expect(printedNetwork(good, 'json', 'en').code).toBe(0);
    expect(JSON.parse(printedNetwork(good, 'json', 'en').text)).toEqual(good);
    expect(printedNetwork(await look(['mqtt://127.0.0.1:1']), 'text', 'en').code).toBe(1);
    expect(printedNetwork(await look([]), 'text', 'en').code).toBe(2);
    expect(printedNetwork(await look([], {}, { brokers: () => 'unknown' }), 'text', 'en').code).toBe(2);
  });
});
