// A broker behind TLS whose certificate the test chooses. TLS ends here, and its content goes to a broker without TLS.
// The front records which certificates clients showed, how many bytes they sent inside TLS, and failed TLS handshakes.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Authority } from './openssl-authority.ts';
import { embedded } from './test-broker.ts';
import { freePort } from '../../../tools/network/free-port.ts';

/** A broker by `mqtts` at this address. */
export interface TlsFront {
  readonly url: string;
  /** Common names of the certificates that clients showed, '' for none; one per connection. */
  readonly names: readonly string[];
  /** Bytes of MQTT that clients have sent. */
  readonly received: () => number;
  /** How many TLS handshakes failed, as when a client does not trust the front. */
  readonly refusals: () => number;
  /** Shows another certificate from now on. */
  readonly show: (authority: Authority, file: string) => void;
  readonly start: () => Promise<void>;
  /** Ends the front and every connection. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a front with the certificate `file` of the authority; the front ends with the test. `port` is that of a
 * running broker; without it an embedded broker is started.
 */
export async function tlsFront(authority: Authority, file = 'server', port?: number): Promise<TlsFront> {
  const inner = port ?? (await embeddedPort());
  const outer = await freePort();
  const names: string[] = [];
  const sockets = new Set<TLSSocket>();
  let received = 0;
  let refusals = 0;
  const keys = (by: Authority, name: string) => ({
    cert: readFileSync(join(by.folder, `${name}.pem`)),
    key: readFileSync(join(by.folder, `${name}.key`)),
  });
  const server = createServer({
    ...keys(authority, file),
    ca: authority.root,
    requestCert: true,
    rejectUnauthorized: false,
  });
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    const name = socket.getPeerCertificate().subject?.CN;
    names.push(typeof name === 'string' ? name : '');
    const far = connect({ port: inner, host: '127.0.0.1', noDelay: true });
    socket.on('data', (bytes) => {
      received += bytes.length;
    });
    socket.on('error', () => undefined);
    far.on('error', () => undefined);
    socket.on('close', () => far.destroy());
    far.on('close', () => socket.destroy());
    socket.pipe(far).pipe(socket);
  });
  server.on('tlsClientError', () => refusals++);
  const start = (): Promise<void> => new Promise((resolve) => server.listen(outer, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  await start();
  onTestFinished(stop);
  return {
    url: `mqtts://127.0.0.1:${outer}`,
    names,
    received: () => received,
    refusals: () => refusals,
    show: (by, name) => server.setSecureContext({ ...keys(by, name), ca: by.root }),
    start,
    stop,
  };
}

/** The port of an embedded broker that ends with the test. */
export async function embeddedPort(): Promise<number> {
  const broker = await embedded('tcp');
  onTestFinished(broker.stop);
  return Number(new URL(broker.target('').url).port);
}
