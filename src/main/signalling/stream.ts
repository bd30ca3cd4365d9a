// The byte stream under MQTT: TCP, TLS, WebSocket or secure WebSocket, by the scheme of the URL, direct or through a
// proxy. Trust is set explicitly, so that no variable of the environment decides it. Nagle is off everywhere: with it a
// round trip costs 41 ms instead of 0.3 ms.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import type * as library from 'ws';
import type { Clock } from '../time/clock.ts';
import { endpointOf } from './endpoint.ts';
import { connectionFault, wantsCertificate } from './connection-cause.ts';
import { pinOf } from './pin.ts';
import type { Tunnel } from './proxy.ts';
import { systemRoots } from './system-roots.ts';

/** A certificate of ours with its chain, and its private key, as PEM texts. */
export interface ClientCertificate {
  readonly certPem: string;
  readonly keyPem: string;
}

/** Whom to trust, and as whom to connect. */
export interface TlsOptions {
  /** The trusted roots as PEM texts. If there are none, the system's. */
  readonly roots?: readonly string[];
  /**
   * The allowed public keys of the broker: SHA-256 of the SubjectPublicKeyInfo, in base64 (RFC 7469 §2.4). If there are
   * none, any key that the roots vouch for is allowed.
   */
  readonly pins?: readonly string[];
  /** Called for every connection, because certificates are renewed. */
  readonly clientCertificate?: () => ClientCertificate | undefined;
}

/** How a stream is opened. */
export interface Way {
  readonly tls: TlsOptions;
  readonly tunnel?: Tunnel;
}

const SCHEMES: readonly string[] = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];
const ALIASES: Readonly<Record<string, string>> = { 'tcp:': 'mqtt:', 'ssl:': 'mqtts:', 'tls:': 'mqtts:' };
const REACH_TIMEOUT_MS = 10_000;

// Set explicitly: otherwise a variable of the environment (NODE_TLS_REJECT_UNAUTHORIZED) would decide it.
const STRICT = { rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;

/**
 * Parses the URL of a broker. Its scheme is `mqtt`, `mqtts`, `ws` or `wss`; `tcp`, `tls` and `ssl` are translated.
 * Undefined if the scheme is another, or if the URL has a user or a fragment.
 */
export function parseBrokerUrl(text: string): URL | undefined {
  const scheme = /^[a-z]+:/i.exec(text)?.[0].toLowerCase();
  if (scheme === undefined) return undefined;
  const url = parseUrl(text.replace(/^[a-z]+:/i, ALIASES[scheme] ?? scheme));
  if (url === undefined || !SCHEMES.includes(url.protocol) || url.hostname === '') return undefined;
  if (url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
  return url;
}

/** Whether the connection to this URL is protected by TLS. */
export function isSecure(url: URL): boolean {
  return url.protocol === 'mqtts:' || url.protocol === 'wss:';
}

/**
 * Opens the stream. When the promise resolves, the broker is reached, and trusted if TLS is used. Only this was sent:
 * CONNECT to a proxy, TLS and the WebSocket's upgrade. Rejects with an error; connection-cause.ts names the cause of
 * most. An error that demands a certificate comes only from a trusted server. `maxBytes` limits a WebSocket message.
 */
export async function openStream(url: URL, way: Way, maxBytes: number, signal: AbortSignal): Promise<Duplex> {
  const { host, port } = endpointOf(url);
  const pins = way.tls.pins ?? [];
  if (pins.length > 0 && !isSecure(url))
    throw connectionFault('ERR_TLS_PIN', 'policy pins a key, and a connection without TLS shows none');
  // A large library that most brokers do not need.
  const ws = url.protocol === 'ws:' || url.protocol === 'wss:' ? await import('ws') : undefined;
  const tunnel = await way.tunnel?.(url, signal);
  const line = tunnel ?? connectTcp({ host, port, noDelay: true });
  if (tunnel === undefined) await opened(line, 'connect', signal);
  let stream: Socket = line;
  if (isSecure(url)) {
    const secure = connectTls({ ...tlsOptions(host, way.tls), socket: line });
    await opened(secure, 'secureConnect', signal).catch((error: unknown) => {
      // This error came before the server had proven who it is, so anybody on the network may have sent it.
      throw wantsCertificate(error)
        ? connectionFault('ERR_TLS_UNPROVEN', 'refused before the server was believed')
        : error;
    });
    if (pins.length > 0 && !pins.includes(shownPin(secure))) {
      secure.destroy();
      throw connectionFault('ERR_TLS_PIN', 'the broker shows a key that policy does not name');
    }
    stream = secure;
  }
  return ws === undefined ? stream : await upgraded(ws, url, stream, maxBytes, signal);
}

/** Whether this broker can be reached and trusted now: opens a stream, sends nothing on it, and closes it. */
export async function isReachable(url: URL, way: Way, clock: Clock): Promise<boolean> {
  const opening = new AbortController();
  const cancel = clock.after(REACH_TIMEOUT_MS, () => opening.abort());
  try {
    const stream = await openStream(url, way, 1, opening.signal);
    stream.destroy();
    return true;
  } catch {
    return false; // the reason does not matter: we are connected elsewhere
  } finally {
    cancel();
  }
}

function tlsOptions(host: string, tls: TlsOptions): ConnectionOptions {
  const roots = tls.roots === undefined || tls.roots.length === 0 ? systemRoots() : tls.roots;
  const own = tls.clientCertificate?.();
  return {
    host,
    ...(isIP(host) === 0 && { servername: host }),
    ...(roots !== undefined && { ca: [...roots] }),
    ...(own !== undefined && { cert: own.certPem, key: own.keyPem }),
    ...STRICT,
  };
}

function shownPin(secure: TLSSocket): string {
  const certificate = secure.getPeerX509Certificate();
  return certificate === undefined ? '' : pinOf(certificate);
}

/** Waits for this event. The `error` listener stays: a later error does not throw, and `close` follows it. */
function opened(stream: Duplex, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => void stream.destroy(connectionFault('ERR_ABORTED', 'not wanted any more'));
    const settle = (): void => signal.removeEventListener('abort', abort);
    stream.on('error', (error) => {
      settle();
      reject(error);
    });
    stream.once('close', () => {
      settle();
      reject(connectionFault('ECONNRESET', 'closed before it was open'));
    });
    stream.once(event, () => {
      settle();
      resolve();
    });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

async function upgraded(
  { WebSocket, createWebSocketStream }: typeof library,
  url: URL,
  line: Socket,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Duplex> {
  // The connection exists and, for wss:, is already TLS: the library decides nothing about it.
  const options = { createConnection: () => line, perMessageDeflate: false, maxPayload: maxBytes };
  const socket = new WebSocket(url, ['mqtt'], options);
  const stream = createWebSocketStream(socket);
  socket.on('close', () => stream.destroy());
  const open = opened(stream, 'upgraded', signal);
  socket.once('open', () => stream.emit('upgraded'));
  // Something answers that is not a broker: a gateway without a broker behind it, or a page that demands a login.
  socket.once('unexpected-response', (request) => {
    stream.destroy(connectionFault('ECONNREFUSED', 'the server does not speak WebSocket here'));
    request.destroy();
  });
  try {
    await open;
  } catch (error) {
    line.destroy();
    throw error;
  }
  return stream;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    // A person typed it, so an invalid URL is expected.
    return undefined;
  }
}
