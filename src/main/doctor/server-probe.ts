// Reaches for one of the organisation's servers as the program would: through the proxy, with policy's trust. Tells how far it came,
// what the certificate says, and what time the server has. Says nothing of its own beyond a HEAD where HTTP is spoken.
import { request } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Duplex } from 'node:stream';
import type { Clock } from '../time/clock.ts';
import { authorityOf, endpointOf } from '../signalling/endpoint.ts';
import type { LinkCause } from '../../contract/link-view.ts';
import { causeOfError, wantsCertificate } from '../signalling/link-cause.ts';
import { openStream, type Way } from '../signalling/stream.ts';
import { errorCode } from '../vault/files.ts';

/** How far we came. `clockOffMs`: the server's time less ours. `code` is the system's or the library's word. */
export type ServerProbe =
  | {
      readonly kind: 'reached';
      readonly certificate?: { readonly notBeforeMs: number; readonly notAfterMs: number };
      readonly clockOffMs?: number;
    }
  | { readonly kind: 'failed'; readonly cause: LinkCause; readonly code: string };

const WHOLE_MS = 10_000;
const TIME_MS = 2000; // a broker may answer nothing but an upgrade
const MAX_BYTES = 4096;

/** Reaches for a broker or, by `https:`, for another server of policy; takes ten seconds at most. */
export async function probeServer(url: URL, way: Way, clock: Clock): Promise<ServerProbe> {
  const opening = new AbortController();
  let isLate = false;
  const cancel = clock.after(WHOLE_MS, () => {
    isLate = true;
    opening.abort();
  });
  try {
    return { kind: 'reached', ...(await reach(url, way, clock, opening.signal)) };
  } catch (error) {
    if (isLate) return { kind: 'failed', cause: 'timeout', code: 'ETIMEDOUT' };
    const code = errorCode(error) ?? 'unknown';
    // Without the device's certificate we come no further; that the server asks for it is how it should be.
    if (wantsCertificate(error) && way.tls.clientCertificate?.() === undefined) return { kind: 'reached' };
    return { kind: 'failed', cause: causeOfError(error) ?? 'unreachable', code };
  } finally {
    cancel();
  }
}

type Reached = Omit<Extract<ServerProbe, { kind: 'reached' }>, 'kind'>;

async function reach(url: URL, way: Way, clock: Clock, signal: AbortSignal): Promise<Reached> {
  if (url.protocol === 'mqtt:' || url.protocol === 'ws:') {
    (await openStream(url, way, MAX_BYTES, signal)).destroy();
    return {};
  }
  // TLS alone first: its certificate is worth knowing also where what is spoken over it fails.
  const line = await openStream(new URL(`mqtts://${authorityOf(endpointOf(url))}`), way, MAX_BYTES, signal);
  const certificate = certificateOf(line);
  const speaksHttp = url.protocol !== 'mqtts:';
  const clockOffMs = speaksHttp ? await askTime(url, line, clock, signal) : undefined;
  line.destroy();
  if (url.protocol === 'wss:') (await openStream(url, way, MAX_BYTES, signal)).destroy();
  return { ...(certificate !== undefined && { certificate }), ...(clockOffMs !== undefined && { clockOffMs }) };
}

function certificateOf(line: Duplex): { readonly notBeforeMs: number; readonly notAfterMs: number } | undefined {
  const shown = line instanceof TLSSocket ? line.getPeerX509Certificate() : undefined;
  return shown && { notBeforeMs: Date.parse(shown.validFrom), notAfterMs: Date.parse(shown.validTo) };
}

/** The `Date` of the answer to a HEAD, as a difference; undefined where none comes. */
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
    asked.once('error', () => settle(undefined)); // no HTTP there
    asked.once('close', () => settle(undefined));
    asked.end();
  });
}
