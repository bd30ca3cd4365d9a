// The way through an HTTP proxy: CONNECT (RFC 9110 §9.3.6), and from there on bytes of the broker only. A proxy is told a name and a
// password only after it has asked for them by Basic (RFC 7617), and only those that the person has given for this very proxy.
import { type ClientRequest, request, type RequestOptions } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { isIP, type Socket } from 'node:net';
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

/** A name and a password for a proxy. */
export interface ProxyAccount {
  readonly username: string;
  readonly password: string;
}

/** What a proxy said of logins: `isBasic`: it takes a name and a password. */
export interface ProxyAsks {
  readonly proxy: Proxy;
  readonly isBasic: boolean;
  readonly outcome: 'wanted' | 'refused' | 'accepted';
}

/** With what a proxy is asked: whose roots vouch for it (none: the system's), and which account it is told if it asks by Basic. */
export interface TunnelOptions {
  readonly roots?: readonly string[] | undefined;
  readonly account?: ProxyAccount | undefined;
  /** It asked for a login: called once what came of that is known. */
  readonly onAsked?: (asks: ProxyAsks) => void;
  readonly signal?: AbortSignal | undefined;
}

const WANTS_LOGIN = 407;

/**
 * Asks this proxy for a line to the target. A proxy that cannot reach the target is `ENETUNREACH`, not its own fault; one that wants a
 * login is `ERR_PROXY_407`.
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
  return linkFault(isFar ? 'ENETUNREACH' : `ERR_PROXY_${status}`, 'the proxy opens no line');
}

/** Whether one of these challenges (RFC 9110 §11.6.1, one header each or several in one) is Basic. */
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
      reject(linkFault('ERR_PROXY', error.message));
    });
    asked.once('connect', (answer, socket: Socket, head) => {
      const status = answer.statusCode ?? 0;
      if (status >= 200 && status < 300 && head.length === 0) {
        socket.setNoDelay(true);
        socket.on('error', () => undefined); // its `close` is heard by who uses it
        resolve({ kind: 'open', socket });
        return;
      }
      socket.destroy();
      resolve({ kind: 'refused', status, challenges: answer.headersDistinct['proxy-authenticate'] ?? [] });
    });
    asked.once('response', () => {
      reject(linkFault('ERR_PROXY', 'the proxy does not know CONNECT'));
      asked.destroy();
    });
    asked.end();
  });
}

// RFC 7617 §2: UTF-8 is what its `charset` parameter allows to be asked for, and what proxies take.
function basicOf({ username, password }: ProxyAccount): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function askSecurely(options: RequestOptions, roots: readonly string[] | undefined): ClientRequest {
  return requestSecurely({
    ...options,
    // Else Node takes the name from the Host header, and with that a certificate of the target for one of the proxy.
    servername: isIP(options.host ?? '') === 0 ? (options.host ?? '') : '',
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(roots !== undefined && { ca: [...roots] }),
  });
}
