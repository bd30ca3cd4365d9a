// Messages that anybody may send and that are expensive to read wait here for their turn: INVITEs and notes of missed
// calls (protocol §5 rules 2 and 14). Any account at the broker can send any number of them, under any sender's name if
// the broker does not check that name. So the queue is bounded, senders take turns, and messages under the name of a
// contact's device come first.
import type { Clock } from '../../time/clock.ts';

const KNOWN_IN_TURN = 3;

/** The size of the queue, and what reads it. */
export interface QueueOptions<T> {
  readonly everyMs: number; // the interval between two readings
  readonly most: number; // how many may wait
  readonly mostOfSender: number;
  /** Whether a device is known to be a contact's. */
  readonly isKnown: (device: string) => boolean;
  readonly isSame: (one: T, other: T) => boolean;
  /** Called with each message when it is its turn. */
  readonly read: (from: string, one: T) => void;
}

/** Serves senders in turn. Devices of contacts come before all others, except for every fourth turn. */
export interface SenderQueue<T> {
  /**
   * Queues a message until its turn, which is at once if nothing was read just now. If the queue is full, it drops the
   * newest message of a sender who is less known or has more in the queue. `lost`: a message was dropped, the new one
   * or another. A message that is queued already is not queued again.
   */
  readonly put: (from: string, one: T) => 'kept' | 'lost';
  /** Whether a queued message of this sender matches. */
  readonly some: (from: string, isSo: (one: T) => boolean) => boolean;
  /** Drops all queued messages. */
  readonly close: () => void;
}

/** An empty queue. */
export function createSenderQueue<T>(clock: Pick<Clock, 'after'>, options: QueueOptions<T>): SenderQueue<T> {
  const { everyMs, isKnown, isSame, most, mostOfSender, read } = options;
  const waiting = new Map<string, T[]>(); // by sender, in the order of their turns
  let count = 0;
  let cancel: (() => void) | undefined; // set during the pause after a reading
  let knownInTurn = 0; // how many known senders in a row

  function drop(sender: string, those: T[]): void {
    those.pop();
    count--;
    if (those.length === 0) waiting.delete(sender);
  }

  // Unknown senders give way first, among equals the one with the most messages. A known sender never gives way to an
  // unknown one.
  function makeRoom(isNewKnown: boolean, mostOfNew: number): boolean {
    let worst: { readonly sender: string; readonly those: T[]; readonly isOther: boolean } | undefined;
    for (const [sender, those] of waiting) {
      const isOther = !isKnown(sender);
      if (!isOther && !isNewKnown) continue;
      const isWorse = worst === undefined || (isOther === worst.isOther ? those.length > worst.those.length : isOther);
      if (isWorse) worst = { sender, those, isOther };
    }
    if (worst === undefined) return false;
    const mayTake = (worst.isOther && isNewKnown) || worst.those.length > mostOfNew + 1;
    if (mayTake) drop(worst.sender, worst.those);
    return mayTake;
  }

  function next(): void {
    cancel = undefined;
    const senders = [...waiting.keys()];
    const [known, other] = [senders.find(isKnown), senders.find((each) => !isKnown(each))];
    // A sender's name may be forged: messages under a known name must not keep all others out.
    const isOthersTurn = knownInTurn >= KNOWN_IN_TURN && other !== undefined;
    const sender = isOthersTurn ? other : (known ?? other);
    knownInTurn = sender === known ? knownInTurn + 1 : 0;
    const those = sender === undefined ? undefined : waiting.get(sender);
    const one = those?.shift();
    if (sender === undefined || those === undefined || one === undefined) return;
    count--;
    waiting.delete(sender);
    if (those.length > 0) waiting.set(sender, those); // at the end of the turns
    cancel = clock.after(everyMs, next);
    read(sender, one);
  }

  return {
    put: (from, one) => {
      const those = waiting.get(from) ?? [];
      if (those.some((other) => isSame(one, other))) return 'kept';
      if (those.length >= mostOfSender) return 'lost';
      const isFull = count >= most;
      if (isFull && !makeRoom(isKnown(from), those.length)) return 'lost';
      those.push(one);
      waiting.set(from, those);
      count++;
      if (cancel === undefined) next();
      return isFull ? 'lost' : 'kept';
    },
    some: (from, isSo) => waiting.get(from)?.some(isSo) === true,
    close: () => {
      cancel?.();
      cancel = undefined;
      waiting.clear();
      count = 0;
    },
  };
}
