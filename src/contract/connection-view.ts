// The connection to the broker as a person sees it.
import * as v from 'valibot';

const timeMs = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * Why the connection waits. `no-certificate`: the broker, which has proven itself, demands a certificate from this
 * device (RFC 8446 §4.4.2.4). `proxy-login`: a proxy demands a name and a password, or has refused those that it
 * got. `protocol`: the broker sends packets that are too large or that no broker may send.
 */
const ConnectionCause = v.picklist([
  'refused',
  'unreachable',
  'tls',
  'no-certificate',
  'timeout',
  'taken-over',
  'not-authorised',
  'proxy',
  'proxy-login',
  'protocol',
]);
export type ConnectionCause = v.InferOutput<typeof ConnectionCause>;

/** The broker connection. `since` and `retryAt` in ms since 1970. */
export const ConnectionView = v.variant('kind', [
  v.strictObject({ kind: v.literal('off') }),
  v.strictObject({ kind: v.literal('unallowed'), url: v.string() }), // without TLS, and the person has not agreed
  v.strictObject({ kind: v.literal('connecting'), url: v.string() }),
  v.strictObject({ kind: v.literal('online'), url: v.string(), since: timeMs }),
  v.strictObject({ kind: v.literal('waiting'), url: v.string(), retryAt: timeMs, cause: ConnectionCause }),
]);
export type ConnectionView = v.InferOutput<typeof ConnectionView>;

/**
 * Whether others on the network can read messages to this broker: the scheme is `mqtt:` or `ws:`, and the host is not
 * this machine. Only the host in the URL decides; a name that merely looks like this machine's is not this machine.
 */
export function isSentInClear(url: string): boolean {
  const host = /^(?:mqtt|ws):\/\/(\[[^\]]*\]|[^/?#:]*)/i.exec(url)?.[1];
  return host !== undefined && !/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(host);
}
