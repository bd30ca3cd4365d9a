// Which brokers the connection trusts, by root, pinned key, name and date. A broker that is not trusted is refused
// before a byte of MQTT is sent. Also that a reconnect reads our own certificate anew.
import { X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { policies } from '../../../src/core/policy/table.ts';
import { createLog } from '../../../src/main/log.ts';
import { createBrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { pinOf } from '../../../src/main/signalling/pin.ts';
import type { TlsOptions } from '../../../src/main/signalling/stream.ts';
import { guideCommand } from '../../../tools/guide-recipe.ts';
import { makeAuthority, theAuthority } from './authority.ts';
import { ANNA, BERT, until } from './connection-scene.ts';
import { causeOf, connectTo, onlineAt } from './connection-rig.ts';
import type { Authority } from './openssl-authority.ts';
import { embedded } from './test-broker.ts';
import { realClock, systemRandom } from './test-clock.ts';
import { embeddedPort, tlsFront, type TlsFront } from './tls-front.ts';

const certificateOf = (authority: Authority, file: string): X509Certificate =>
  new X509Certificate(readFileSync(join(authority.folder, `${file}.pem`)));

const ours = 'subjectAltName=IP:127.0.0.1,DNS:localhost';

/**
 * The result with these TLS options: the cause of failure, how many bytes the broker received, and whether the
 * connection was ever online.
 */
async function outcomeOf(front: TlsFront, tls: TlsOptions) {
  const { connection, views } = connectTo({ device: ANNA, url: front.url, tls });
  const cause = await causeOf(connection);
  return { cause, said: front.received(), wasOnline: views.some((view) => view.kind === 'online') };
}
const DISTRUST = { cause: 'tls', said: 0, wasOnline: false };

/** Whether a connection with these TLS options succeeds. */
const connects = async (front: TlsFront, tls: TlsOptions): Promise<boolean> =>
  (await onlineAt(connectTo({ device: ANNA, url: front.url, tls }).connection)) === front.url;

describe('trusted roots', () => {
  test('a broker is trusted if its certificate chains to a root that policy names, and refused otherwise', async () => {
    const [authority, foreign] = [theAuthority(), makeAuthority()];
    const front = await tlsFront(authority);
    expect(await outcomeOf(front, { roots: [foreign.root] })).toEqual(DISTRUST);
    expect(await connects(front, { roots: [foreign.root, authority.root] })).toBe(true);
  });

  test('the system’s roots, including those an administrator added, count only if policy names none', async () => {
    const authority = theAuthority();
    const front = await tlsFront(authority);
    vi.resetModules(); // the module reads the system's roots only once
    vi.stubEnv('SSL_CERT_FILE', join(authority.folder, 'authority.pem'));
    const { systemRoots } = await import('../../../src/main/signalling/system-roots.ts');
    const roots = systemRoots() ?? [];
    vi.unstubAllEnvs();
    const fingerprints = roots.map((pem) => new X509Certificate(pem).fingerprint256);
    expect(fingerprints).toContain(certificateOf(authority, 'authority').fingerprint256);
    // If policy names roots that cannot be read, the system's roots do not replace them.
    expect(await outcomeOf(front, { roots: policies.TlsRoots.strict })).toEqual(DISTRUST);
    expect(await connects(front, { roots: [] })).toBe(true);
  });

  test('an expired certificate is refused', async () => {
    const authority = theAuthority();
    authority.issue('expired', 'localhost', ours, '-not_before 20240101000000Z -not_after 20240201000000Z'.split(' '));
    expect(await outcomeOf(await tlsFront(authority, 'expired'), { roots: [authority.root] })).toEqual(DISTRUST);
  });

  test('a certificate for another name is refused', async () => {
    const authority = theAuthority();
    authority.issue('elsewhere', 'localhost', 'subjectAltName=DNS:broker.example,IP:127.0.0.2');
    expect(await outcomeOf(await tlsFront(authority, 'elsewhere'), { roots: [authority.root] })).toEqual(DISTRUST);
  });
});

describe('pinned keys', () => {
  test('a broker is refused if its key matches no pin, and trusted if it matches one of several', async () => {
    const authority = theAuthority();
    const front = await tlsFront(authority);
    authority.issue('next', 'localhost', ours);
    const [now, next] = ['server', 'next'].map((file) => pinOf(certificateOf(authority, file)));
    expect(await outcomeOf(front, { roots: [authority.root], pins: [next ?? ''] })).toEqual(DISTRUST);
    expect(await connects(front, { roots: [authority.root], pins: [next ?? '', now ?? ''] })).toBe(true);
  });

  test('a renewed certificate with the pinned key is trusted, and a pin of the authority’s key alone is not enough', async () => {
    const authority = theAuthority();
    const front = await tlsFront(authority);
    const root = pinOf(certificateOf(authority, 'authority'));
    expect(await outcomeOf(front, { roots: [authority.root], pins: [root] })).toEqual(DISTRUST);
    const pin = pinOf(certificateOf(authority, 'server'));
    authority.openssl(...'req -new -key server.key -subj /CN=localhost -out renewed.csr'.split(' '));
    authority.openssl(
      ...'x509 -req -in renewed.csr -CA authority.pem -CAkey authority.key -days 1 -extfile server.ext -out renewed.pem'.split(
        ' ',
      ),
    );
    authority.openssl('pkey', '-in', 'server.key', '-out', 'renewed.key');
    front.show(authority, 'renewed');
    expect(await connects(front, { roots: [authority.root], pins: [pin] })).toBe(true);
  });

  test('the log names the error code of a failed pin and not the broker’s address', async () => {
    const authority = theAuthority();
    const front = await tlsFront(authority);
    const lines: string[] = [];
    const log = createLog('info', (_level, line) => lines.push(line));
    const connection = createBrokerConnection({ clock: realClock(), random: systemRandom, log });
    connection.onMessage(() => undefined);
    onTestFinished(() => connection.close());
    const pins = [pinOf(certificateOf(authority, 'authority'))];
    connection.open({ device: ANNA, url: front.url, tls: { roots: [authority.root], pins } });
    expect(await causeOf(connection)).toBe('tls');
    expect(lines.join('\n')).toContain('ERR_TLS_PIN');
    expect(lines.join('\n')).not.toMatch(/127\.0\.0\.1|mqtts:/);
  });

  test('a broker with a pinned key is refused if its certificate chains to no trusted root', async () => {
    const [authority, foreign] = [theAuthority(), makeAuthority()];
    const front = await tlsFront(foreign);
    expect(
      await outcomeOf(front, { roots: [authority.root], pins: [pinOf(certificateOf(foreign, 'server'))] }),
    ).toEqual(DISTRUST);
  });

  test('a broker without TLS is not contacted if keys are pinned', async () => {
    const broker = await embedded('tcp');
    const { url } = broker.target(ANNA);
    const { connection } = connectTo({
      device: ANNA,
      url,
      tls: { pins: [pinOf(certificateOf(theAuthority(), 'server'))] },
    });
    expect(await causeOf(connection)).toBe('tls');
    await broker.stop();
    connection.retryNow();
    expect(await causeOf(connection)).toBe('tls'); // nobody listens there any more, so a contact would end as `refused`
  });

  test.each(['de', 'en'] as const)('the guide’s command (%s) computes the pin', (language) => {
    const authority = theAuthority();
    const command = guideCommand('brokers', 'openssl x509', language).replace(
      '/etc/mosquitto/siegel/server.pem',
      'server.pem',
    );
    const pin = execFileSync('sh', ['-c', command], { cwd: authority.folder, encoding: 'utf8' }).trim();
    expect(pin).toBe(pinOf(certificateOf(authority, 'server')));
  });
});

describe('our own certificate', () => {
  test('our certificate is read anew at a reconnect, and a message being sent at that time still arrives', async () => {
    const authority = theAuthority();
    const port = await embeddedPort();
    const front = await tlsFront(authority, 'server', port);
    const of = (device: string) => authority.tlsOf(device).clientCertificate?.();
    let current: string | undefined;
    const roots = [authority.root];
    const tls = { roots, clientCertificate: () => (current === undefined ? undefined : of(current)) };
    const { connection } = connectTo({ device: ANNA, url: front.url, username: ANNA, tls });
    await onlineAt(connection);
    const bert = connectTo({ device: BERT, url: `mqtt://127.0.0.1:${port}` });
    await onlineAt(bert.connection);
    expect(front.names).toEqual(['']);
    current = ANNA;
    const sending = connection.send(BERT, utf8('on its way'), 30);
    connection.reconnect();
    expect(await sending).toBe('sent');
    await until(() => expect(bert.heard).toContain('on its way'));
    await until(() => expect(front.names).toEqual(['', ANNA]));
    await onlineAt(connection);
  });
});
