// The person at the other end of one call (protocol §5 rules 1 and 7): looked up, compared with whom the call is bound to, looked up
// again while the call is unconfirmed or something newer was heard of. Until then nobody is called verified.
import { type Bytes, equal } from '../../core/bytes.ts';
import type { Head } from '../../core/signal/head.ts';
import { peerIn, type PeerPerson, type Sight } from '../people/people.ts';
import type { CallDeps } from './call-deps.ts';

const TIMEOUT_MS = 3000;
const RECENT_MS = 60_000;
const AGAIN_MS = 10_000;
/** While it rings: so much later a device that was removed rings no longer. */
const WATCH_EVERY_MS = 3000;
/** How long ANSWER waits at most for the look-up that begins with the press. */
const DECIDE_MS = 2000;

/** What looking an address up before we ring it came to. */
export type Callee =
  | {
      readonly kind: 'person';
      readonly peer: PeerPerson;
      readonly isConfirmed: boolean;
      /** Read before this call: it may have changed a moment ago. */
      readonly isFromMemory: boolean;
    }
  | { readonly kind: 'none' | 'timeout' | 'key-changed' };

type Deps = Pick<CallDeps, 'people' | 'book' | 'clock'>;

/**
 * Whom to ring: the person as read within the last minute, and pinned by this; where nothing comes in 3 s the pinned one as held,
 * unconfirmed (rule 1). `isAfresh`: nothing from memory.
 */
export async function personToRing(address: string, { people, book, clock }: Deps, isAfresh: boolean): Promise<Callee> {
  const beganAtMs = clock.nowMs();
  const sight = await people.look(address, { timeoutMs: TIMEOUT_MS, maxAgeMs: isAfresh ? 0 : RECENT_MS });
  if (sight.kind === 'changed') return { kind: 'key-changed' };
  if (sight.kind === 'person') {
    const { isConfirmed, peer, readAtMs } = sight;
    if (people.pin(peer, clock.nowMs()) === 'changed') return { kind: 'key-changed' };
    return { kind: 'person', peer, isConfirmed, isFromMemory: readAtMs < beganAtMs };
  }
  // Nothing, or garbage, where somebody is pinned: it is withheld.
  const held = people.held(address);
  if (held !== undefined) return { kind: 'person', peer: held, isConfirmed: false, isFromMemory: false }; // looked for all the same
  return { kind: sight.kind === 'timeout' || book.pin(address) !== undefined ? 'timeout' : 'none' };
}

/** What a look-up means for the person this call is bound to. */
export type Standing = 'agrees' | 'disagrees' | 'changed' | 'none';

/** The peer of one call. */
export class PeerInCall {
  readonly #address: string;
  readonly #person: Bytes;
  readonly #device: () => string | undefined;
  readonly #deps: Deps;
  readonly #onChange: () => void;
  #peer: PeerPerson | undefined;
  #heard: Head | undefined;
  #isConfirmed = false;
  #isConflict = false;
  #isRemoved = false;
  #isWatched = false;
  #mayPin = false;
  #isReading = false;
  #isOver = false;
  #cancel: () => void = () => undefined;

  /** `device` is the id of the peer's device once known; `onChange` is told when confirmation changed. */
  constructor(
    bound: { readonly address: string; readonly person: Bytes; readonly device: () => string | undefined },
    deps: Deps,
    onChange: () => void,
  ) {
    this.#address = bound.address;
    this.#person = bound.person;
    this.#device = bound.device;
    this.#deps = deps;
    this.#onChange = onChange;
  }

  /** The person as we hold them. */
  get peer(): PeerPerson | undefined {
    return this.#peer;
  }

  /** Whether the person was read, agrees, and nothing newer is known of. */
  get isSettled(): boolean {
    const isNewest = this.#heard === undefined || this.#peer?.relation(this.#heard) !== 'unknown';
    return this.#isConfirmed && !this.#isConflict && isNewest;
  }

  /** Whether what was read last is another person, or has not the peer's device. */
  get isConflict(): boolean {
    return this.#isConflict;
  }

  /** Whether the same person had the peer's device when it began to ring, and has it no more. */
  get isRemoved(): boolean {
    return this.#isRemoved;
  }

  /** Takes the person as looked up for this call already. */
  hold(peer: PeerPerson, isConfirmed: boolean): void {
    this.#peer = peer;
    this.#isConfirmed = isConfirmed;
  }

  /** The peer names the head of its own devices: one that we do not know is read (rule 7). Null says nothing. */
  hear(head: Head | null): void {
    if (head !== null) this.#heard = head;
  }

  /** Callee, before it rings: the caller, from the directory or as read within the last minute. */
  async check(): Promise<Standing> {
    const sight = await this.#look(TIMEOUT_MS, RECENT_MS);
    const peer = peerIn(sight);
    if (peer === undefined) {
      const pin = this.#deps.book.pin(this.#address);
      // Where nothing is read only the pinned person may ring: anybody can name an address.
      return pin === undefined || equal(pin.person, this.#person) ? 'none' : 'disagrees';
    }
    const standing = this.#take(sight, peer);
    const isFresh = sight.kind === 'person' && sight.readAtMs >= this.#deps.clock.nowMs();
    if (standing !== 'disagrees' || isFresh) return standing;
    const again = await this.#look(TIMEOUT_MS, 0); // a device added just now
    const found = peerIn(again);
    return found === undefined ? standing : this.#take(again, found);
  }

  /**
   * Caller, when a device has answered: whether the same person still has it. Where nothing comes in 3 s the call is unconfirmed until
   * something does.
   */
  async look(): Promise<'listed' | 'removed' | 'none'> {
    this.#cancel();
    const peer = peerIn(await this.#read(TIMEOUT_MS));
    if (this.#isOver) return 'none';
    if (peer === undefined) this.#isConfirmed = false;
    this.#onChange();
    this.#later();
    if (peer === undefined) return 'none';
    if (!this.#isConflict) return 'listed';
    return equal(peer.person, this.#person) ? 'removed' : 'none';
  }

  /** Caller, who rings by what was read before: it is read once more, beside that. Where nothing comes, it is as recent as it was. */
  renew(): void {
    void this.#readAgain();
  }

  /** Callee, while it rings and until ANSWER leaves: the person is read again every three seconds. */
  watch(): void {
    this.#isWatched = true;
    this.settle();
  }

  /** ANSWER leaves, and a device that is removed from here on stays in the call; or it rings no more. */
  unwatch(): void {
    this.#isWatched = false;
  }

  /**
   * Callee, when a person has accepted: resolves when the peer was read after the press, and is pinned unless that disagrees. Where
   * nothing comes in two seconds, what was read before decides.
   */
  async decide(): Promise<void> {
    this.#cancel();
    const sight = await this.#read(DECIDE_MS);
    if (this.#isOver) return;
    if (!this.#isConflict) this.pin();
    if (peerIn(sight) !== undefined) this.#onChange();
    this.#later();
  }

  /** A person has accepted: the peer is pinned, now or when it is read. */
  pin(): void {
    this.#mayPin = true;
    if (this.#peer === undefined || !this.#isConfirmed) return;
    this.#deps.people.pin(this.#peer, this.#deps.clock.nowMs());
  }

  /** Reads the person again, now and every 10 s, until the call is settled or over; while it is watched, as often as that says. */
  settle(): void {
    this.#cancel();
    if (this.#isOver || (this.isSettled && !this.#isWatched) || this.#isConflict || this.#isReading) return;
    void this.#readAgain();
  }

  /** The call is over. */
  stop(): void {
    this.#isOver = true;
    this.#cancel();
  }

  async #readAgain(): Promise<void> {
    const sight = await this.#read(TIMEOUT_MS);
    if (this.#isOver) return;
    if (peerIn(sight) !== undefined) this.#onChange();
    this.#later();
  }

  #later(): void {
    this.#cancel();
    if (this.#isOver) return;
    this.#cancel = this.#deps.clock.after(this.#isWatched ? WATCH_EVERY_MS : AGAIN_MS, () => this.settle());
  }

  #look(timeoutMs: number, maxAgeMs: number): Promise<Sight> {
    return this.#deps.people.look(this.#address, { timeoutMs, maxAgeMs });
  }

  async #read(timeoutMs: number): Promise<Sight> {
    this.#isReading = true;
    const sight = await this.#look(timeoutMs, 0);
    this.#isReading = false;
    const peer = peerIn(sight);
    if (!this.#isOver && peer !== undefined) this.#take(sight, peer);
    return sight;
  }

  #take(sight: Sight, peer: PeerPerson): Standing {
    const device = this.#device();
    const isListed = device === undefined || peer.devices.some(({ id }) => id === device);
    const isTheirs = equal(peer.person, this.#person);
    // Older than what this call began to ring by: nobody was removed by it, whoever serves it.
    const isOlder = isTheirs && this.#peer?.relation(peer.head) === 'earlier';
    if (this.#isWatched && this.#isConfirmed && isOlder) return 'none';
    this.#isRemoved = isTheirs && !isListed && this.#isConfirmed;
    this.#isConflict = !isTheirs || !isListed;
    if (this.#isConflict) return 'disagrees';
    this.#peer = peer;
    this.#isConfirmed = sight.kind !== 'person' || sight.isConfirmed;
    if (this.#mayPin) this.#deps.people.pin(peer, this.#deps.clock.nowMs());
    return sight.kind === 'changed' ? 'changed' : 'agrees';
  }
}
