// Asks a TURN server for an allocation and gives it back to the server at once (RFC 8656 §7, §8): a relay that grants
// none carries no call. The probe asks only relays that policy or the person names, or that came with an account
// that the organisation's server lends (relays/lent-account.ts). It uses the relay's account and stores no answer.
import { type Bytes, concat, uint, utf8 } from '../../core/bytes.ts';
import type { Clock, Random } from '../time/clock.ts';
import { turnServerOf } from '../relays/turn-server.ts';
import { causeOfError } from '../signalling/connection-cause.ts';
import { answers, errorCodeOf, longTermKey, stunAttribute, stunRequest, stunType, type StunMessage } from './stun.ts';
import { openTurnConnection } from './turn-connection.ts';

/** The result. `code` is the number of the server's error (RFC 8489 §14.8, RFC 8656 §19). */
export interface TurnOutcome {
  readonly kind: 'allocated' | 'unreachable' | 'tls' | 'not-authorised' | 'refused';
  readonly by: 'udp' | 'tcp' | 'tls' | 'unknown';
  readonly code?: number;
}

/** The account to ask with. */
export interface TurnAccount {
  readonly username: string;
  readonly password: string;
}

// The server's demand to prove knowledge of the password, and the key for the proof (RFC 8489 §9.2).
interface Challenge {
  readonly realm: Bytes;
  readonly nonce: Bytes;
  readonly key: Bytes;
}

const WHOLE_MS = 6000;
const AGAIN_MS = 500; // doubled each time (RFC 8489 §6.2.1)
const MOST_TRIES = 3;
const ID_BYTES = 12;
const UDP = concat(uint(1, 17), new Uint8Array(3)); // REQUESTED-TRANSPORT: protocol 17, RFFU
const UNAUTHENTICATED = 401;
const STALE_NONCE = 438;
const WRONG_CREDENTIALS = 441;

/** Asks the server at this URL for a relayed UDP address. Takes six seconds at most. */
export function probeTurn(url: string, account: TurnAccount, clock: Clock, random: Random): Promise<TurnOutcome> {
  const server = turnServerOf(url);
  if (server === undefined) return Promise.resolve({ kind: 'unreachable', by: 'unknown' });
  return new Promise((resolve) => {
    let challenge: Challenge | undefined;
    let asked: Bytes | undefined; // the open transaction
    let tries = 0;
    let isOver = false;
    let cancelAgain: () => void = () => undefined;
    const cancelWhole = clock.after(WHOLE_MS, () => end('unreachable'));
    const connection = openTurnConnection(server, {
      onMessage: hear,
      onFailed: (error) => end(causeOfError(error) === 'tls' ? 'tls' : 'unreachable'),
    });
    ask();

    function end(kind: TurnOutcome['kind'], code?: number): void {
      if (isOver) return;
      isOver = true;
      cancelWhole();
      cancelAgain();
      connection.close();
      resolve({ kind, by: server?.by ?? 'unknown', ...(code !== undefined && { code }) });
    }

    function request(type: number, first: readonly [number, Uint8Array]): Bytes {
      asked = random(ID_BYTES);
      if (challenge === undefined) return stunRequest(type, asked, [first]);
      const { realm, nonce, key } = challenge;
      const proof = [
        [stunAttribute.username, utf8(account.username)],
        [stunAttribute.realm, realm],
        [stunAttribute.nonce, nonce],
      ] as const;
      return stunRequest(type, asked, [first, ...proof], key);
    }

    function ask(): void {
      tries++;
      say(request(stunType.allocate, [stunAttribute.requestedTransport, UDP]), AGAIN_MS);
    }

    function say(bytes: Bytes, againMs: number): void {
      cancelAgain();
      connection.send(bytes);
      if (connection.isLossy) cancelAgain = clock.after(againMs, () => say(bytes, 2 * againMs));
    }

    function hear(message: StunMessage): void {
      if (isOver || asked === undefined || !answers(message, asked)) return;
      if (message.type === stunType.allocateSuccess) allocated(message);
      else if (message.type === stunType.allocateError) refused(message, errorCodeOf(message) ?? 0);
    }

    function allocated(message: StunMessage): void {
      // An answer that does not prove knowledge of the password comes from somebody else.
      const isGenuine = challenge !== undefined && message.isFrom(challenge.key);
      if (!isGenuine || !message.attributes.has(stunAttribute.relayedAddress)) return end('refused');
      // A lifetime of 0 gives the allocation back.
      connection.send(request(stunType.refresh, [stunAttribute.lifetime, uint(4, 0)]));
      end('allocated');
    }

    function refused(message: StunMessage, code: number): void {
      const isAsked = (code === UNAUTHENTICATED && challenge === undefined) || code === STALE_NONCE;
      const realm = message.attributes.get(stunAttribute.realm);
      const nonce = message.attributes.get(stunAttribute.nonce);
      if (isAsked && realm !== undefined && nonce !== undefined && tries < MOST_TRIES) {
        const key = longTermKey(account.username, new TextDecoder().decode(realm), account.password);
        challenge = { realm, nonce, key };
        return ask();
      }
      return end(code === UNAUTHENTICATED || code === WRONG_CREDENTIALS ? 'not-authorised' : 'refused', code);
    }
  });
}
