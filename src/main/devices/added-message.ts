// The last message of a linking (protocol §13): the existing device reports that the new one is in the chain. It
// arrives after everything is on disk, perhaps when the account already runs, and only says that it is time to read the
// directory.
import { type LinkChannel, readLinkEnvelope } from '../../core/signal/link.ts';
import type { Clock } from '../time/clock.ts';
import { LINKING_MS } from './linking.ts';

/**
 * What remains of a linking on the new device: who will send this last message, and the channel on which it arrives.
 */
export class AddedMessage {
  readonly #from: string;
  readonly #channel: LinkChannel;
  readonly #cancel: () => void;
  #isOver = false;

  /** Takes the channel over, for ten minutes at most. */
  constructor(from: string, channel: LinkChannel, clock: Pick<Clock, 'after'>) {
    this.#from = from;
    this.#channel = channel;
    this.#cancel = clock.after(LINKING_MS, () => this.wipe());
  }

  /** Whether this LINK message is the one that reports the new device as added. That message comes once. */
  isIn(from: string, bytes: Uint8Array): boolean {
    const envelope = readLinkEnvelope(bytes);
    if (this.#isOver || from !== this.#from || envelope === undefined) return false;
    const messages = this.#channel.open(envelope);
    if (messages.length === 0) return false;
    this.wipe(); // no other message is due on this channel
    return messages.some((message) => message !== 'unusable' && message.kind === 'added');
  }

  /** Erases the keys of the channel. Nothing is received afterwards. */
  wipe(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancel();
    this.#channel.wipe();
  }
}
