// Words of missed calls that wait to be read (protocol §5 rule 14). Whoever has an account at the broker can send any number of them,
// under any sender's name where the broker does not bind it: so they never take a reading from an INVITE, wait in a bounded place, and
// those that may be genuine come first.
import { equal } from '../../core/bytes.ts';
import type { Envelope } from '../../core/signal/envelope.ts';
import type { Clock } from '../app/clock.ts';

type WordEnvelope = Extract<Envelope, { kind: 'missed' }>;

const READ_EVERY_MS = 200; // five Noise reads a second, beside the twenty of INVITE
const MOST_WAITING = 256;
const MOST_OF_SENDER = 32;
/** No genuine word is longer: two certificates' worth of JSON, padded, and Noise around it. */
export const MOST_WORD_BYTES = 4096;

/** Words in turn: senders one after the other, devices of contacts before all others. */
export interface WordQueue {
  /** Keeps a word until it is its turn; where there is no room it, or one of a sender less known, is lost. */
  readonly put: (from: string, envelope: WordEnvelope) => void;
  /** Forgets all that waits. */
  readonly close: () => void;
}

/** An empty queue; `read` gets each word when it is its turn, `isKnown` says whether a device is known to be a contact's. */
export function createWordQueue(
  clock: Pick<Clock, 'after'>,
  isKnown: (device: string) => boolean,
  read: (from: string, envelope: WordEnvelope) => void,
): WordQueue {
  const waiting = new Map<string, WordEnvelope[]>(); // by sender, whose turn it is first
  let count = 0;
  let cancel: (() => void) | undefined; // there while the pause after a reading runs

  function drop(sender: string, words: WordEnvelope[]): void {
    words.pop();
    count--;
    if (words.length === 0) waiting.delete(sender);
  }

  // Whoever has most there gives way first, but nobody known to one who is not.
  function makeRoom(isNewKnown: boolean, mostOfNew: number): boolean {
    let worst: { readonly sender: string; readonly words: WordEnvelope[]; readonly isOther: boolean } | undefined;
    for (const [sender, words] of waiting) {
      const isOther = !isKnown(sender);
      if (!isOther && !isNewKnown) continue;
      const isWorse = worst === undefined || (isOther === worst.isOther ? words.length > worst.words.length : isOther);
      if (isWorse) worst = { sender, words, isOther };
    }
    if (worst === undefined) return false;
    const mayTake = (worst.isOther && isNewKnown) || worst.words.length > mostOfNew + 1;
    if (mayTake) drop(worst.sender, worst.words);
    return mayTake;
  }

  function next(): void {
    cancel = undefined;
    const [first] = [...waiting.keys()].filter(isKnown);
    const sender = first ?? waiting.keys().next().value;
    const words = sender === undefined ? undefined : waiting.get(sender);
    const envelope = words?.shift();
    if (sender === undefined || words === undefined || envelope === undefined) return;
    count--;
    waiting.delete(sender);
    if (words.length > 0) waiting.set(sender, words); // behind all others
    cancel = clock.after(READ_EVERY_MS, next);
    read(sender, envelope);
  }

  return {
    put: (from, envelope) => {
      const words = waiting.get(from) ?? [];
      const isThere = words.some(({ callId, noise }) => equal(callId, envelope.callId) && equal(noise, envelope.noise));
      if (isThere || words.length >= MOST_OF_SENDER) return;
      if (count >= MOST_WAITING && !makeRoom(isKnown(from), words.length)) return;
      words.push(envelope);
      waiting.set(from, words);
      count++;
      if (cancel === undefined) next();
    },
    close: () => {
      cancel?.();
      cancel = undefined;
      waiting.clear();
      count = 0;
    },
  };
}
