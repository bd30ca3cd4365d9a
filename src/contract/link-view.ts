// The connection to the broker as a person sees it.
import * as v from 'valibot';

const timeMs = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * Why the connection waits; `no-certificate`: the broker, which has proven itself, wants one of this device (RFC 8446 §4.4.2.4);
 * `proxy-login`: the proxy on the way wants a name and a password, or not these; `protocol`: it sends what is too large or what no broker may send.
 */
const LinkCause = v.picklist([
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
export type LinkCause = v.InferOutput<typeof LinkCause>;

/** Link to the broker. `since` and `retryAt` in ms since 1970. */
export const LinkView = v.variant('kind', [
  v.strictObject({ kind: v.literal('off') }),
  v.strictObject({ kind: v.literal('unallowed'), url: v.string() }), // without TLS, and the person has not said yes to it
  v.strictObject({ kind: v.literal('connecting'), url: v.string() }),
  v.strictObject({ kind: v.literal('online'), url: v.string(), since: timeMs }),
  v.strictObject({ kind: v.literal('waiting'), url: v.string(), retryAt: timeMs, cause: LinkCause }),
]);
export type LinkView = v.InferOutput<typeof LinkView>;

/**
 * Whether what goes to this broker can be read on the way: `mqtt:` or `ws:`, and not to this machine itself. By the address as the
 * link has it; a name that only looks like this machine's is not this machine.
 */
export function isSentInClear(url: string): boolean {
  const host = /^(?:mqtt|ws):\/\/(\[[^\]]*\]|[^/?#:]*)/i.exec(url)?.[1];
  return host !== undefined && !/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(host);
}
