// What anybody may send and what costs us to read, INVITEs and words of missed calls, waits here for its turn (protocol §5 rules 2 and
// 14). Whoever has an account at the broker can send any number of them, under any sender's name where the broker does not bind it: so
// they wait in a bounded place, senders take turns, and those that may be of somebody known come first.
import type { Clock } from '../../time/clock.ts';

const KNOWN_IN_TURN = 3;

/** How much waits, and what is done with it. */
export interface QueueOptions<T> {
  readonly everyMs: number; // from one reading to the next
  readonly most: number; // that wait
  readonly mostOfSender: number;
  /** Whether a device is known to be a contact's. */
  readonly isKnown: (device: string) => boolean;
  readonly isSame: (one: T, other: T) => boolean;
  /** Gets each when it is its turn. */
  readonly read: (from: string, one: T) => void;
}

/** Senders one after the other, devices of contacts before all others but for every fourth turn. */
export interface SenderQueue<T> {
  /**
   * Keeps one until it is its turn; at once where nothing was read just now. `lost` where there is no room: then it is, or the newest
   * of a sender who is known less or has more there.
   */
  readonly put: (from: string, one: T) => 'kept' | 'lost';
  /** Whether one of this sender's that is so waits here. */
  readonly some: (from: string, isSo: (one: T) => boolean) => boolean;
  /** Forgets all that waits. */
  readonly close: () => void;
}

/** An empty queue. */
export function createSenderQueue<T>(clock: Pick<Clock, 'after'>, options: QueueOptions<T>): SenderQueue<T> {
  const { everyMs, isKnown, isSame, most, mostOfSender, read } = options;
  const waiting = new Map<string, T[]>(); // by sender, whose turn it is first
  let count = 0;
  let cancel: (() => void) | undefined; // there while the pause after a reading runs
  let knownInTurn = 0; // one after the other

  function drop(sender: string, those: T[]): void {
    those.pop();
    count--;
    if (those.length === 0) waiting.delete(sender);
  }

  // Whoever has most there gives way first, but nobody known to one who is not.
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
    // A name may be forged: under that of somebody known nobody else is kept out for good.
    const isOthersTurn = knownInTurn >= KNOWN_IN_TURN && other !== undefined;
    const sender = isOthersTurn ? other : (known ?? other);
    knownInTurn = sender === known ? knownInTurn + 1 : 0;
    const those = sender === undefined ? undefined : waiting.get(sender);
    const one = those?.shift();
    if (sender === undefined || those === undefined || one === undefined) return;
    count--;
    waiting.delete(sender);
    if (those.length > 0) waiting.set(sender, those); // behind all others
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
