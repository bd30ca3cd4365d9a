// The way through an HTTP proxy: CONNECT (RFC 9110 §9.3.6), and from there on bytes of the broker only. No credentials, ever:
// a proxy that wants some is a cause to be told, not a reason to ask the person for a password.
import { type ClientRequest, request, type RequestOptions } from 'node:http';
import { request as requestSecurely } from 'node:https';
import type { Socket } from 'node:net';
import { authorityOf, type Endpoint } from './endpoint.ts';
import { linkFault } from './link-cause.ts';

/** A proxy; `isSecure`: it is spoken to by TLS itself. */
export interface Proxy extends Endpoint {
  readonly isSecure: boolean;
}

/**
 * A line through a proxy to where this address leads, or undefined where the straight way is to be taken. Rejects with an
 * `ERR_PROXY…` code where the proxy cannot be reached or says no.
 */
export type Tunnel = (url: URL, signal?: AbortSignal) => Promise<Socket | undefined>;

/** Asks this proxy for a line to the target. A proxy that cannot reach the target is `ENETUNREACH`, not its own fault. */
export function openTunnel(
  proxy: Proxy,
  target: Endpoint,
  roots: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<Socket> {
  const authority = authorityOf(target);
  const options: RequestOptions = {
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: authority,
    headers: { host: authority },
    agent: false,
    ...(signal !== undefined && { signal }),
  };
  return new Promise((resolve, reject) => {
    const asked = proxy.isSecure ? askSecurely(options, roots) : request(options);
    asked.on('error', (error) => {
      reject(linkFault('ERR_PROXY', error.message));
    });
    asked.once('connect', (answer, socket: Socket, head) => {
      const status = answer.statusCode ?? 0;
      if (status >= 200 && status < 300 && head.length === 0) {
        socket.setNoDelay(true);
        socket.on('error', () => undefined); // its `close` is heard by who uses it
        resolve(socket);
        return;
      }
      socket.destroy();
      const isFar = status >= 502 && status <= 504;
      reject(linkFault(isFar ? 'ENETUNREACH' : `ERR_PROXY_${status}`, 'the proxy opens no line'));
    });
    asked.once('response', () => {
      reject(linkFault('ERR_PROXY', 'the proxy does not know CONNECT'));
      asked.destroy();
    });
    asked.end();
  });
}

function askSecurely(options: RequestOptions, roots: readonly string[] | undefined): ClientRequest {
  return requestSecurely({
    ...options,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(roots !== undefined && { ca: [...roots] }),
  });
}
