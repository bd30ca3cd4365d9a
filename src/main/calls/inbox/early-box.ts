// EARLY messages that arrived before their INVITE. A cancel may overtake its INVITE, and only the early keys can show
// whether that cancel is genuine. A few messages are kept unread for a short time. Anybody can fill this box; then the
// oldest messages are dropped. For each sender and call only the first four are kept.
import { type Bytes, toHex } from '../../../core/bytes.ts';
import type { Envelope } from '../../../core/signal/envelope.ts';
import type { Clock } from '../../time/clock.ts';

type EarlyEnvelope = Extract<Envelope, { kind: 'early' }>;

const KEPT_MS = 60_000; // the longest ttl (protocol §4)
const MOST_PER_CALL = 4;
const MOST_SEALED_BYTES = 256 + 16; // one padded block and the tag, which fits every EARLY message

/** EARLY messages of unknown calls, by sender and call id. */
export interface EarlyBox {
  /** Keeps a short envelope for 60 s: the first four of a sender and call, and the newest `most` in all. */
  readonly keep: (from: string, envelope: EarlyEnvelope) => void;
  /** What this sender sent for this call, in order of arrival. The messages are removed from the box. */
  readonly take: (from: string, callId: Bytes) => readonly EarlyEnvelope[];
}

/** An empty box. 64 messages are enough for those that overtake an INVITE. */
export function createEarlyBox({ nowMs }: Pick<Clock, 'nowMs'>, most = 64): EarlyBox {
  let kept: readonly { readonly key: string; readonly envelope: EarlyEnvelope; readonly atMs: number }[] = [];
  const keyOf = (from: string, callId: Bytes): string => `${from}/${toHex(callId)}`;

  return {
    keep: (from, envelope) => {
      if (envelope.sealed.length > MOST_SEALED_BYTES) return;
      const key = keyOf(from, envelope.callId);
      const young = kept.filter(({ atMs }) => nowMs() - atMs < KEPT_MS);
      const isFull = young.filter((entry) => entry.key === key).length >= MOST_PER_CALL;
      kept = isFull ? young : [...young, { key, envelope, atMs: nowMs() }].slice(-most);
    },
    take: (from, callId) => {
      const key = keyOf(from, callId);
      const found = kept.filter((entry) => entry.key === key && nowMs() - entry.atMs < KEPT_MS);
      kept = kept.filter((entry) => entry.key !== key);
      return found.map(({ envelope }) => envelope);
    },
  };
}
