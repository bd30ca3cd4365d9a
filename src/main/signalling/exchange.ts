// One HTTPS request to a server named by policy, and its response or why there is none, for enrolment and for lending
// relay accounts. No redirect is followed, no connection is kept open. The whole takes at most 30 s, and the response
// at most 64 KiB.
import { request as startRequest, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Bytes } from '../../core/bytes.ts';
import { causeOfError } from './connection-cause.ts';
import type { Tunnel } from './proxy.ts';
import type { ClientCertificate } from './stream.ts';

/** The request. */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL; // https
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly client?: ClientCertificate;
}

/** The response; header names in lower case. */
export interface ExchangeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Bytes;
}

/**
 * Sends one request. `tls`: the server is not who it should be, or does not accept us. `unreachable`: every other
 * failure.
 */
export type Exchange = (request: ExchangeRequest) => Promise<ExchangeAnswer | 'unreachable' | 'tls'>;

/** How servers are reached and trusted, by policy at the time of the request. */
export interface ExchangeOptions {
  /** The trusted roots as PEM texts: only these, even if there are none. Undefined: the runtime's. */
  readonly roots: () => readonly string[] | undefined;
  /** The path through a proxy, if there is one. */
  readonly tunnel?: Tunnel;
  /** The limit for the whole exchange, 30 s by default. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
const MOST_BYTES = 65_536;

/** Exchanges over Node's HTTPS. */
export function createExchange({ roots, tunnel, timeoutMs = TIMEOUT_MS }: ExchangeOptions): Exchange {
  return async ({ method, url, headers, body, client }) => {
    const ca = roots();
    const signal = AbortSignal.timeout(timeoutMs);
    let socket: Socket | undefined;
    try {
      socket = await tunnel?.(url, signal);
    } catch (error) {
      return causeOf(error);
    }
    const options: RequestOptions & { readonly socket?: Socket } = {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
      agent: false,
      signal,
      // Set explicitly: otherwise a variable of the environment would decide it.
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(ca !== undefined && { ca: [...ca] }),
      ...(client !== undefined && { cert: client.certPem, key: client.keyPem }),
      ...(socket !== undefined && { socket }),
    };
    return new Promise((resolve) => {
      const request = startRequest(url, options, (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > MOST_BYTES) request.destroy();
          else chunks.push(chunk);
        });
        response.once('error', (error) => resolve(causeOf(error)));
        response.once('end', () => {
          const plain = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as const);
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(plain),
            body: new Uint8Array(Buffer.concat(chunks)),
          });
        });
      });
      request.once('error', (error) => resolve(causeOf(error)));
      request.once('close', () => resolve('unreachable')); // ended without a response
      request.end(body);
    });
  };
}

function causeOf(error: unknown): 'unreachable' | 'tls' {
  return causeOfError(error) === 'tls' ? 'tls' : 'unreachable';
}
