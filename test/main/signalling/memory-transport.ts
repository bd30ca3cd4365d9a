// Retained lists in memory, in a test's hand: to lose, rewind or race them. Only what a directory needs of a Transport.
import type { Bytes } from '../../../src/core/bytes.ts';
import type { Sent, Transport } from '../../../src/main/signalling/transport.ts';

/** A transport that only keeps lists. */
export class MemoryTransport implements Transport {
  readonly lists = new Map<string, Bytes>();
  reads = 0;
  publishes = 0;
  isSilent = false;
  answer: Sent = 'sent';
  /** Runs before each publish takes effect: another device may be faster. */
  beforePublish: () => void = () => undefined;
  /** Runs after each publish took effect: the broker may do as it likes. */
  afterPublish: () => void = () => undefined;

  readonly readList = async (userTag: string) => {
    this.reads++;
    return this.isSilent ? 'timeout' : this.lists.get(userTag);
  };
  readonly publishList = async (userTag: string, bytes: Bytes): Promise<Sent> => {
    this.publishes++;
    if (this.answer !== 'sent') return this.answer;
    this.beforePublish();
    this.lists.set(userTag, bytes);
    this.afterPublish();
    return 'sent';
  };
  readonly readDirectory = async () => 'timeout' as const;
  readonly publishChain = async (): Promise<Sent> => 'not-connected';
  readonly publishHint = async (): Promise<Sent> => 'not-connected';
  readonly readCredential = async () => undefined;
  readonly publishCredential = async (): Promise<Sent> => 'not-connected';
  readonly send = async (): Promise<Sent> => 'not-connected';
  readonly onMessage = (): void => undefined;
  readonly onDrained = (): void => undefined;
  readonly publishPresence = (): void => undefined;
  readonly watchPresence = (): void => undefined;
  readonly view = () => ({ kind: 'off' }) as const;
  readonly onView = (): void => undefined;
}
