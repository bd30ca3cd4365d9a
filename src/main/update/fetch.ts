// One HTTPS request as updates need it: no redirect, no cookie, nothing that identifies us, limited in size and time.
// The content is judged by its signature or hash. TLS keeps the transfer private. Only https: is ever used.
import { request, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';

/** How the server is reached and trusted. Without `ca` the runtime's roots count. */
export interface Way {
  readonly ca?: readonly string[]; // PEM
  readonly socket?: Socket; // through a proxy, if one leads there
}

/**
 * Why the file did not arrive. `unreachable`: no whole answer, a status other than 200, or a URL without https: or with
 * a login. `too-large`: more than the limit.
 */
export type FetchFailure = 'unreachable' | 'too-large';

const SILENCE_MS = 30_000;
// Enough for a large package on a slow network; a server that sends byte by byte cannot hold us longer.
const MOST_MS = 2 * 60 * 60 * 1000;

/**
 * Fetches `url` and passes on its content piece by piece, at most `maxBytes`. Resolves when everything was taken or the
 * fetch has failed, after `mostMs` at the latest. If `take` throws, the request ends and the promise rejects with that
 * error.
 */
export async function fetchFile(
  url: URL,
  way: Way,
  maxBytes: number,
  take: (chunk: Uint8Array) => void,
  mostMs = MOST_MS,
): Promise<'fetched' | FetchFailure> {
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return 'unreachable';
  return new Promise((resolve, reject) => {
    const options: RequestOptions & { readonly socket?: Socket } = {
      method: 'GET',
      agent: false,
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'cache-control': 'no-cache' },
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true, // whatever a variable of the environment says
      timeout: SILENCE_MS,
      signal: AbortSignal.timeout(mostMs),
      ...(way.ca !== undefined && { ca: [...way.ca] }),
      ...(way.socket !== undefined && { socket: way.socket }),
    };
    const asked = request(url, options);
    const end = (outcome: 'fetched' | FetchFailure): void => {
      resolve(outcome);
      asked.destroy();
    };
    asked.on('timeout', () => end('unreachable'));
    asked.on('error', () => end('unreachable'));
    asked.on('response', (answer) => {
      if (answer.statusCode !== 200) return end('unreachable');
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) return end('too-large');
        try {
          take(chunk);
        } catch (error) {
          reject(error);
          asked.destroy();
        }
      });
      answer.on('end', () => end('fetched'));
      answer.on('aborted', () => end('unreachable'));
      answer.on('error', () => end('unreachable'));
    });
    asked.end();
  });
}
