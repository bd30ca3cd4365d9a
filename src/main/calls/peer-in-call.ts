// The person at the other end of one call (protocol §5 rules 1 and 7): looked up, compared with whom the call is bound to, looked up
// again while the call is unconfirmed or something newer was heard of. Until then nobody is called verified.
import { type Bytes, equal } from '../../core/bytes.ts';
import type { Head } from '../../core/signal/head.ts';
import type { Invited } from '../people/address-reading.ts';
import type { PeerPerson, Sight } from '../people/people.ts';
import type { CallDeps } from './call-deps.ts';
import { speaksWith } from './ring/ringable.ts';

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
  | { readonly kind: 'none' | 'crowded' | 'timeout' | 'key-changed' | 'several' };

type Deps = Pick<CallDeps, 'people' | 'book' | 'clock' | 'own'>;

/**
 * Whom to ring: the person as read within the last minute, and pinned by this; where nothing comes in 3 s the pinned one as held,
 * unconfirmed (rule 1). Nobody is there only where two readings, one after the other, find nobody. `isAfresh`: the second one, or nothing
 * from memory.
 */
export async function personToRing(address: string, deps: Deps, isAfresh: boolean): Promise<Callee> {
  const { people, book, clock } = deps;
  const beganAtMs = clock.nowMs();
  const sight = await people.look(address, { timeoutMs: TIMEOUT_MS, maxAgeMs: isAfresh ? 0 : RECENT_MS });
  if (sight.kind === 'changed') return { kind: 'key-changed' };
  if (sight.kind === 'person') {
    const { isConfirmed, peer, readAtMs } = sight;
    if (people.pin(peer, clock.nowMs()) === 'changed') return { kind: 'key-changed' };
    return { kind: 'person', peer, isConfirmed, isFromMemory: readAtMs < beganAtMs };
  }
  if (sight.kind === 'several') return { kind: 'several' };
  // Nothing of theirs where somebody is pinned: it is withheld.
  const held = people.held(address);
  if (held !== undefined) return { kind: 'person', peer: held, isConfirmed: false, isFromMemory: false }; // looked for all the same
  if (sight.kind === 'timeout' || book.pin(address) !== undefined) return { kind: 'timeout' };
  // Whoever is setting up now publishes a chain first, and a moment later the hint without which RabbitMQ's readers do not find it.
  // Of names that a flood has put into the hint others are drawn the next time.
  if (!isAfresh) return personToRing(address, deps, true);
  return { kind: sight.kind === 'crowded' ? 'crowded' : 'none' };
}

/**
 * What a look-up means for the person this call is bound to, and for their device. `unconfirmed`: the directory has brought nothing of
 * them; `version`: the device is theirs, and another version of the protocol is the highest that both speak.
 */
export type Standing = 'agrees' | 'unconfirmed' | 'disagrees' | 'version' | 'changed';

/** Whom a call is bound to. */
export interface BoundTo {
  readonly address: string;
  readonly person: Bytes;
  /** The id of the peer's device, once known. */
  readonly device: () => string | undefined;
  /** What INVITE said, where the peer calls. */
  readonly invited?: Invited;
}

/** The peer of one call. */
export class PeerInCall {
  readonly #address: string;
  readonly #person: Bytes;
  readonly #device: () => string | undefined;
  readonly #invited: Invited | undefined;
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

  /** `onChange` is told when confirmation changed. */
  constructor({ address, person, device, invited }: BoundTo, deps: Deps, onChange: () => void) {
    this.#address = address;
    this.#person = person;
    this.#device = device;
    this.#invited = invited;
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

  /** Whether what was read last is another person, has not the peer's device, or has it with another version of the protocol. */
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

  /**
   * Callee, before it rings: the caller, from the directory or as read within the last minute, and by what INVITE brought. A device that
   * nothing shows to be theirs disagrees: anybody can name an address and a person.
   */
  async check(): Promise<Standing> {
    const sight = await this.#look(TIMEOUT_MS, RECENT_MS);
    const standing = this.#take(sight) ?? 'disagrees';
    const isFresh = sight.kind === 'person' && sight.readAtMs >= this.#deps.clock.nowMs();
    if (standing !== 'disagrees' || isFresh) return standing;
    return this.#take(await this.#look(TIMEOUT_MS, 0)) ?? standing; // a device added just now
  }

  /**
   * Caller, when a device has answered: whether the same person still has it. Where nothing comes in 3 s the call is unconfirmed until
   * something does.
   */
  async look(): Promise<'listed' | 'removed' | 'none'> {
    this.#cancel();
    const standing = await this.#read(TIMEOUT_MS);
    if (this.#isOver) return 'none';
    if (standing === undefined) this.#isConfirmed = false;
    this.#onChange();
    this.#later();
    if (standing === undefined) return 'none';
    if (!this.#isConflict) return 'listed';
    return this.#isRemoved ? 'removed' : 'none';
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
   * What is known of the address has changed, by whatever was read: while it rings the pinned person as held now counts for this call
   * too. A removal by a device that nobody here knew is found only after the first answer of a look-up.
   */
  follow(): void {
    const rings = this.#isWatched || this.#device() === undefined;
    if (this.#isOver || !rings || this.#peer === undefined) return;
    const held = this.#deps.people.held(this.#address);
    if (held !== undefined && held !== this.#peer) {
      this.#takePeer({ kind: 'person', peer: held, isConfirmed: this.#isConfirmed, readAtMs: 0 });
    }
    this.#onChange();
  }

  /**
   * Callee, when a person has accepted: resolves when the peer was read after the press, and is pinned unless that disagrees. Where
   * nothing comes in two seconds, what was read before decides.
   */
  async decide(): Promise<void> {
    this.#cancel();
    const standing = await this.#read(DECIDE_MS);
    if (this.#isOver) return;
    if (!this.#isConflict) this.pin();
    if (standing !== undefined) this.#onChange();
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
    const standing = await this.#read(TIMEOUT_MS);
    if (this.#isOver) return;
    if (standing !== undefined) this.#onChange();
    this.#later();
  }

  #later(): void {
    this.#cancel();
    if (this.#isOver) return;
    this.#cancel = this.#deps.clock.after(this.#isWatched ? WATCH_EVERY_MS : AGAIN_MS, () => this.settle());
  }

  #look(timeoutMs: number, maxAgeMs: number): Promise<Sight> {
    const invited = this.#invited;
    return this.#deps.people.look(this.#address, {
      timeoutMs,
      maxAgeMs,
      ...(invited === undefined ? {} : { invited }),
    });
  }

  async #read(timeoutMs: number): Promise<Standing | undefined> {
    this.#isReading = true;
    const sight = await this.#look(timeoutMs, 0);
    this.#isReading = false;
    return this.#isOver ? undefined : this.#take(sight);
  }

  /** What this sight means, or undefined where it says nothing of the person. */
  #take(sight: Sight): Standing | undefined {
    if (sight.kind === 'person' || sight.kind === 'changed') return this.#takePeer(sight);
    // The address is pinned to somebody else than who calls; a caller has pinned whom it rings.
    if (sight.kind !== 'other' || this.#invited === undefined) return undefined;
    this.#isConflict = true;
    return 'disagrees';
  }

  #takePeer(sight: Extract<Sight, { kind: 'person' | 'changed' }>): Standing | undefined {
    const { peer } = sight;
    const id = this.#device();
    const device = peer.devices.find((each) => each.id === id);
    const isListed = id === undefined || device !== undefined;
    const isTheirs = equal(peer.person, this.#person);
    // Older than what this call began to ring by: nobody was removed by it, whoever serves it.
    const isOlder = isTheirs && this.#peer?.relation(peer.head) === 'earlier';
    if (this.#isWatched && this.#isConfirmed && isOlder) return undefined;
    this.#isRemoved = isTheirs && !isListed && this.#peer !== undefined;
    this.#isConflict = !isTheirs || !isListed;
    if (this.#isConflict) return 'disagrees';
    if (device !== undefined && !speaksWith(this.#deps, device)) {
      this.#isConflict = true;
      return 'version';
    }
    const isConfirmed = sight.kind === 'person' && sight.isConfirmed;
    // What the directory has confirmed before does not become less by its silence.
    if (this.#isConfirmed && sight.kind === 'person' && !isConfirmed) return undefined;
    this.#peer = peer;
    this.#isConfirmed = isConfirmed;
    if (this.#mayPin && isConfirmed) this.#deps.people.pin(peer, this.#deps.clock.nowMs());
    if (sight.kind === 'changed') return 'changed';
    return isConfirmed ? 'agrees' : 'unconfirmed';
  }
}
