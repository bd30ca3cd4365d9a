// Servers of a site as the self-check meets them: trusted or not, telling the time or not, asking for a certificate,
// silent, unreachable.
import { readFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp } from 'node:net';
import { join } from 'node:path';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { WebSocketServer } from 'ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Way } from '../../../src/main/signalling/stream.ts';
import { probeServer } from '../../../src/main/doctor/server-probe.ts';
import { theAuthority } from '../signalling/authority.ts';
import { realClock } from '../signalling/test-clock.ts';
import { listen } from './listening.ts';

const authority = theAuthority();
const trusted: Way = { tls: { roots: [authority.root] } };
const foreign: Way = { tls: {} };
const clock = realClock();
const keys = (file = 'server'): TlsOptions => ({
  cert: readFileSync(join(authority.folder, `${file}.pem`)),
  key: readFileSync(join(authority.folder, `${file}.key`)),
});

function speakWebSocket(server: ReturnType<typeof createHttps>): void {
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'mqtt' });
  onTestFinished(() => sockets.close());
}

describe('probes by TLS', () => {
  it('a trusted server is reached and its certificate reported, and an untrusted server fails', async () => {
    const port = await listen(createTls(keys(), (socket) => socket.on('error', () => undefined)));
    const url = new URL(`mqtts://127.0.0.1:${port}`);
    const probe = await probeServer(url, trusted, clock);
    if (probe.kind !== 'reached' || probe.certificate === undefined) throw new Error(JSON.stringify(probe));
    const { notBeforeMs, notAfterMs } = probe.certificate;
    expect(notBeforeMs).toBeLessThanOrEqual(Date.now());
    expect(notAfterMs - Date.now()).toBeGreaterThan(86_400_000);
    expect(probe.clockOffMs).toBeUndefined();
    expect(await probeServer(url, foreign, clock)).toMatchObject({ kind: 'failed', cause: 'tls' });
  });

  it('a server with an expired certificate fails with the code CERT_HAS_EXPIRED', async () => {
    authority.issue('old', 'localhost', 'subjectAltName=IP:127.0.0.1', [
      '-not_before',
      '20200101000000Z',
      '-not_after',
      '20200102000000Z',
    ]);
    const port = await listen(createTls(keys('old')));
    expect(await probeServer(new URL(`mqtts://127.0.0.1:${port}`), trusted, clock)).toEqual({
      kind: 'failed',
      cause: 'tls',
      code: 'CERT_HAS_EXPIRED',
    });
  });

  it('a server that speaks HTTP is reported with the offset of its clock from this device’s clock', async () => {
    const hourMs = 3_600_000;
    const server = createHttps(keys(), (_request, response) => {
      response.setHeader('date', new Date(Date.now() + hourMs).toUTCString());
      response.end();
    });
    const port = await listen(server);
    const probe = await probeServer(new URL(`https://127.0.0.1:${port}/updates`), trusted, clock);
    if (probe.kind !== 'reached') throw new Error(JSON.stringify(probe));
    expect(Math.abs((probe.clockOffMs ?? 0) - hourMs)).toBeLessThan(5000);
  });

  it('a broker that accepts the upgrade to a WebSocket counts as reached', async () => {
    const server = createHttps(keys());
    speakWebSocket(server);
    const port = await listen(server);
    const probe = await probeServer(new URL(`wss://127.0.0.1:${port}`), trusted, clock);
    expect(probe.kind).toBe('reached');
  });

  it('a broker that refuses the upgrade to a WebSocket fails, and its certificate and its time are still reported', async () => {
    const port = await listen(createHttps(keys(), (_request, response) => response.end()));
    const probe = await probeServer(new URL(`wss://127.0.0.1:${port}`), trusted, clock);
    expect(probe).toMatchObject({
      kind: 'failed',
      certificate: { notAfterMs: expect.any(Number) as number },
      clockOffMs: expect.any(Number) as number,
    });
  });

  it('a server that demands this device’s certificate counts as reached', async () => {
    const server = createHttps({ ...keys(), ca: authority.root, requestCert: true, rejectUnauthorized: true });
    speakWebSocket(server);
    const port = await listen(server);
    expect((await probeServer(new URL(`wss://127.0.0.1:${port}`), trusted, clock)).kind).toBe('reached');
  });
});

describe('servers that offer no TLS', () => {
  it('a listening server is reached, and a refusing, silent or unknown server fails with its own cause', async () => {
    const port = await listen(createTcp());
    expect(await probeServer(new URL(`mqtt://127.0.0.1:${port}`), foreign, clock)).toEqual({ kind: 'reached' });
    expect(await probeServer(new URL('mqtt://127.0.0.1:1'), foreign, clock)).toEqual({
      kind: 'failed',
      cause: 'refused',
      code: 'ECONNREFUSED',
    });
    expect(await probeServer(new URL(`mqtts://127.0.0.1:${port}`), trusted, realClock(50))).toEqual({
      kind: 'failed',
      cause: 'timeout',
      code: 'ETIMEDOUT',
    });
    expect(await probeServer(new URL('mqtts://no.invalid'), trusted, clock)).toMatchObject({
      kind: 'failed',
      cause: 'unreachable',
    });
  });
});
