// A temporary account at the organisation's relays, as a server lends it (draft-uberti-behave-turn-rest-00): a name, a
// password, its lifetime, and the relays. The secret that makes such accounts stays with the server.
import * as v from 'valibot';
import { isOfForm } from '../../core/policy/form.ts';
import type { ClientCertificate } from '../signalling/stream.ts';
import type { Exchange } from '../signalling/exchange.ts';

/** An account and its relays. `untilMs` is by our own clock, and seven days ahead at most. */
export interface RelayAccount {
  readonly servers: readonly string[]; // RFC 7065, at least one
  readonly username: string;
  readonly password: string;
  readonly untilMs: number;
}

/** Why there is no account: no answer or a fault of the server, no trusted TLS, refused, or unusable content. */
export type LendingFailure = 'unreachable' | 'tls' | 'refused' | 'unusable';

const MOST_SERVERS = 8; // as in policy TurnServers
const MOST_MS = 7 * 86_400_000;
const LEAST_SECONDS = 60; // a server that lends for less would be asked all the time

const Text = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(512),
  v.check((text) => isOfForm('text', text)),
);
const Answer = v.object({
  username: Text,
  password: Text,
  ttl: v.pipe(v.number(), v.integer(), v.minValue(LEAST_SECONDS)),
  uris: v.pipe(v.array(v.string()), v.maxLength(64)),
});

/** Asks the server at `address` once, as the device with this certificate. */
export async function borrowAccount(
  address: string,
  exchange: Exchange,
  client: ClientCertificate | undefined,
  nowMs: number,
): Promise<RelayAccount | LendingFailure> {
  // Policy has checked the form of `address`, but that form lets some host names through that no URL may have.
  if (!URL.canParse(address)) return 'unreachable';
  const url = new URL(address);
  url.hash = '';
  if (!url.searchParams.has('service')) url.searchParams.set('service', 'turn'); // §2.1 of the draft
  const headers = { accept: 'application/json' };
  const answer = await exchange({ method: 'GET', url, headers, ...(client !== undefined && { client }) });
  if (typeof answer === 'string') return answer;
  if (answer.status !== 200) return answer.status >= 500 ? 'unreachable' : 'refused';
  return readAccount(answer.body, nowMs) ?? 'unusable';
}

/**
 * The account in an answer. Relays that policy could not name are skipped, and so are relays after the eighth.
 * Undefined if the answer has another form or names no usable relay.
 */
export function readAccount(body: Uint8Array, nowMs: number): RelayAccount | undefined {
  const read = v.safeParse(Answer, jsonOf(body));
  if (!read.success) return undefined;
  const { username, password, ttl, uris } = read.output;
  const servers = uris.filter((uri) => uri.length <= 512 && isOfForm('turn-url', uri)).slice(0, MOST_SERVERS);
  if (servers.length === 0) return undefined;
  return { servers, username, password, untilMs: nowMs + Math.min(ttl * 1000, MOST_MS) };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
