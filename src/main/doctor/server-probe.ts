// Connects to one of the organisation's servers as the program does: through the proxy, with policy's trust. Reports
// how far the connection got, when the certificate is valid, and the server's time. Apart from what opens a connection
// (proxy, TLS, WebSocket), this probe sends only a HEAD, and that only to URLs of `https:` and `wss:`.
import { request } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Duplex } from 'node:stream';
import type { Clock } from '../time/clock.ts';
import { authorityOf, endpointOf } from '../signalling/endpoint.ts';
import type { ConnectionCause } from '../../contract/connection-view.ts';
import { causeOfError, wantsCertificate } from '../signalling/connection-cause.ts';
import { openStream, type Way } from '../signalling/stream.ts';
import { errorCode } from '../vault/files.ts';

/** What the server told before the connection failed or was closed. `clockOffMs`: the server's time minus ours. */
interface Told {
  readonly certificate?: { readonly notBeforeMs: number; readonly notAfterMs: number };
  readonly clockOffMs?: number;
}

/** How far the connection got. `code`: that of the error, `ETIMEDOUT` after ten seconds, or `unknown`. */
export type ServerProbe =
  | ({ readonly kind: 'reached' } & Told)
  | ({ readonly kind: 'failed'; readonly cause: ConnectionCause; readonly code: string } & Told);

const WHOLE_MS = 10_000;
const TIME_MS = 2000; // a broker may answer only an upgrade
const MAX_BYTES = 4096;

/** Connects to a broker or, by `https:`, to another server of policy. Takes ten seconds at most. */
export async function probeServer(url: URL, way: Way, clock: Clock): Promise<ServerProbe> {
  const opening = new AbortController();
  let isLate = false;
  let told: Told = {};
  const cancel = clock.after(WHOLE_MS, () => {
    isLate = true;
    opening.abort();
  });
  try {
    await reach(url, way, clock, opening.signal, (more) => (told = { ...told, ...more }));
    return { kind: 'reached', ...told };
  } catch (error) {
    if (isLate) return { kind: 'failed', cause: 'timeout', code: 'ETIMEDOUT', ...told };
    const code = errorCode(error) ?? 'unknown';
    // Without the device's certificate we get no further. A server that demands it behaves as it should.
    if (wantsCertificate(error) && way.tls.clientCertificate?.() === undefined) return { kind: 'reached', ...told };
    return { kind: 'failed', cause: causeOfError(error) ?? 'unreachable', code, ...told };
  } finally {
    cancel();
  }
}

async function reach(
  url: URL,
  way: Way,
  clock: Clock,
  signal: AbortSignal,
  onTold: (told: Told) => void,
): Promise<void> {
  if (url.protocol === 'mqtt:' || url.protocol === 'ws:') {
    (await openStream(url, way, MAX_BYTES, signal)).destroy();
    return;
  }
  // First TLS alone: the certificate counts even if the server does not tell the time.
  const line = await openStream(new URL(`mqtts://${authorityOf(endpointOf(url))}`), way, MAX_BYTES, signal);
  const certificate = certificateOf(line);
  if (certificate !== undefined) onTold({ certificate });
  const speaksHttp = url.protocol !== 'mqtts:';
  const clockOffMs = speaksHttp ? await askTime(url, line, clock, signal) : undefined;
  if (clockOffMs !== undefined) onTold({ clockOffMs });
  line.destroy();
  if (url.protocol === 'wss:') (await openStream(url, way, MAX_BYTES, signal)).destroy();
}

function certificateOf(line: Duplex): { readonly notBeforeMs: number; readonly notAfterMs: number } | undefined {
  const shown = line instanceof TLSSocket ? line.getPeerX509Certificate() : undefined;
  return shown && { notBeforeMs: Date.parse(shown.validFrom), notAfterMs: Date.parse(shown.validTo) };
}

/** The `Date` in the response to a HEAD minus our time, in ms. Undefined if none arrives in time. */
function askTime(url: URL, line: Duplex, clock: Clock, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const asked = request({
      method: 'HEAD',
      path: url.pathname,
      headers: { host: authorityOf(endpointOf(url)) },
      createConnection: () => line,
      maxHeaderSize: MAX_BYTES,
      signal,
    });
    const settle = (offMs: number | undefined): void => {
      cancel();
      resolve(offMs);
    };
    const cancel = clock.after(TIME_MS, () => {
      settle(undefined);
      asked.destroy();
    });
    asked.once('response', (answer) => {
      const toldMs = Date.parse(answer.headers.date ?? '');
      settle(Number.isFinite(toldMs) ? toldMs - clock.nowMs() : undefined);
      asked.destroy();
    });
    asked.once('error', () => settle(undefined)); // the server does not speak HTTP
    asked.once('close', () => settle(undefined));
    asked.end();
  });
}
