// One HTTPS request to a server of policy, and its answer or why there is none: enrolment and the lending of relay accounts. No
// redirect is followed, nothing is kept open, the whole takes 30 s at most and the answer is 64 KiB at most.
import { request as startRequest, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Bytes } from '../../core/bytes.ts';
import { causeOfError } from './link-cause.ts';
import type { Tunnel } from './proxy.ts';
import type { ClientCertificate } from './stream.ts';

/** What is asked. */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL; // https
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly client?: ClientCertificate;
}

/** What came back; headers in lower case. */
export interface ExchangeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Bytes;
}

/** Asks once. `tls`: the server is not who it should be, or does not take us. */
export type Exchange = (request: ExchangeRequest) => Promise<ExchangeAnswer | 'unreachable' | 'tls'>;

/** How servers are reached and trusted, as policy has it at the moment of asking. */
export interface ExchangeOptions {
  /** PEM texts: these only, also where there is none. Undefined: the runtime's. */
  readonly roots: () => readonly string[] | undefined;
  /** The way through a proxy, where there is one. */
  readonly tunnel?: Tunnel;
  /** For the whole of one exchange; 30 s. */
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
      // Said aloud: unsaid, a variable of the environment would decide it.
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
      request.once('close', () => resolve('unreachable')); // ended without an answer
      request.end(body);
    });
  };
}

function causeOf(error: unknown): 'unreachable' | 'tls' {
  return causeOfError(error) === 'tls' ? 'tls' : 'unreachable';
}
