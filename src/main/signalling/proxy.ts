// A connection through an HTTP proxy: CONNECT (RFC 9110 §9.3.6), and from then on only bytes of the target. A proxy
// gets a name and a password only after asking for them by Basic (RFC 7617), and only those that the person has entered
// for this very proxy.
import { type ClientRequest, request, type RequestOptions } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { authorityOf, type Endpoint } from './endpoint.ts';
import { connectionFault } from './connection-cause.ts';

/** A proxy. `isSecure`: the proxy itself is reached by TLS. */
export interface Proxy extends Endpoint {
  readonly isSecure: boolean;
}

/**
 * A connection through a proxy to this URL, or undefined if the connection should be direct. Rejects with an
 * `ERR_PROXY…` code if the proxy cannot be reached or refuses, and with `ENETUNREACH` if it cannot reach the target.
 */
export type Tunnel = (url: URL, signal?: AbortSignal) => Promise<Socket | undefined>;

/** A name and a password for a proxy. */
export interface ProxyAccount {
  readonly username: string;
  readonly password: string;
}

/** What a proxy said about logins. `isBasic`: the proxy accepts a name and a password. */
export interface ProxyAsks {
  readonly proxy: Proxy;
  readonly isBasic: boolean;
  readonly outcome: 'wanted' | 'refused' | 'accepted';
}

/**
 * How a proxy is asked: which roots vouch for it (none: the runtime's), and which account it gets if it asks by Basic.
 */
export interface TunnelOptions {
  readonly roots?: readonly string[] | undefined;
  readonly account?: ProxyAccount | undefined;
  /** The proxy asked for a login. Called once the result is known. */
  readonly onAsked?: (asks: ProxyAsks) => void;
  readonly signal?: AbortSignal | undefined;
}

const WANTS_LOGIN = 407;

/**
 * Asks this proxy for a connection to the target. Rejects with one of these codes. `ENETUNREACH`: the proxy cannot
 * reach the target, which is not the fault of the proxy. `ERR_PROXY_` and a status: the proxy refuses; 407 means that
 * it demands a login. `ERR_PROXY`: the proxy cannot be reached, or does not know CONNECT.
 */
export async function openTunnel(proxy: Proxy, target: Endpoint, options: TunnelOptions = {}): Promise<Socket> {
  const { account, onAsked = () => undefined } = options;
  const first = await connectBy(proxy, target, options);
  if (first.kind === 'open') return first.socket;
  if (first.status !== WANTS_LOGIN) throw refusal(first.status);
  const isBasic = asksBasic(first.challenges);
  if (account === undefined || !isBasic) {
    onAsked({ proxy, isBasic, outcome: 'wanted' });
    throw refusal(first.status);
  }
  const second = await connectBy(proxy, target, options, account);
  if (second.kind === 'open') {
    onAsked({ proxy, isBasic, outcome: 'accepted' });
    return second.socket;
  }
  if (second.status === WANTS_LOGIN) onAsked({ proxy, isBasic, outcome: 'refused' });
  throw refusal(second.status);
}

function refusal(status: number): Error {
  const isFar = status >= 502 && status <= 504;
  return connectionFault(isFar ? 'ENETUNREACH' : `ERR_PROXY_${status}`, 'the proxy opens no connection');
}

/** Whether one of these challenges is Basic (RFC 9110 §11.7.1, one header each or several in one). */
export function asksBasic(challenges: readonly string[]): boolean {
  return challenges.some((text) => /(?:^|,)\s*basic(?:[\s,]|$)/i.test(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')));
}

type Answered =
  | { readonly kind: 'open'; readonly socket: Socket }
  | { readonly kind: 'refused'; readonly status: number; readonly challenges: readonly string[] };

function connectBy(
  proxy: Proxy,
  target: Endpoint,
  { roots, signal }: TunnelOptions,
  account?: ProxyAccount,
): Promise<Answered> {
  const authority = authorityOf(target);
  const options: RequestOptions = {
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: authority,
    headers: { host: authority, ...(account !== undefined && { 'proxy-authorization': basicOf(account) }) },
    agent: false,
    ...(signal !== undefined && { signal }),
  };
  return new Promise((resolve, reject) => {
    const asked = proxy.isSecure ? askSecurely(options, roots) : request(options);
    asked.on('error', (error) => {
      reject(connectionFault('ERR_PROXY', error.message));
    });
    asked.once('connect', (answer, socket: Socket, head) => {
      const status = answer.statusCode ?? 0;
      if (status >= 200 && status < 300 && head.length === 0) {
        socket.setNoDelay(true);
        socket.on('error', () => undefined); // the user of the socket handles its `close`
        resolve({ kind: 'open', socket });
        return;
      }
      socket.destroy();
      resolve({ kind: 'refused', status, challenges: answer.headersDistinct['proxy-authenticate'] ?? [] });
    });
    asked.once('response', () => {
      reject(connectionFault('ERR_PROXY', 'the proxy does not know CONNECT'));
      asked.destroy();
    });
    asked.end();
  });
}

// RFC 7617 §2: UTF-8 is what the `charset` parameter can ask for, and what proxies accept.
function basicOf({ username, password }: ProxyAccount): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function askSecurely(options: RequestOptions, roots: readonly string[] | undefined): ClientRequest {
  return requestSecurely({
    ...options,
    // Without this, Node would take the name from the Host header. That header names the target, so the target's
    // certificate would be accepted in place of the proxy's.
    servername: isIP(options.host ?? '') === 0 ? (options.host ?? '') : '',
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(roots !== undefined && { ca: [...roots] }),
  });
}
