// The other side's device list in one call (protocol §5 rules 1 and 7): read, compared with the pinned one, read again while the call
// is unconfirmed or a newer list was heard of. Until then nobody is called verified.
import { type Bytes, equal } from '../../core/bytes.ts';
import { compareWithPin, type DeviceList } from '../../core/keys/device-list.ts';
import type { ListReading } from '../signalling/directory.ts';
import type { CallDeps } from './call-deps.ts';

const TIMEOUT_MS = 3000;
const RECENT_MS = 60_000;
const AGAIN_MS = 10_000;
/** While it rings: so much later a device that was taken off the list rings no longer. */
const WATCH_EVERY_MS = 3000;
/** How long ANSWER waits at most for the list that is read after the press. */
const DECIDE_MS = 2000;

/** What the directory says of an address before we ring it. */
export type Listing =
  | {
      readonly kind: 'list';
      readonly list: DeviceList;
      readonly isConfirmed: boolean;
      /** It was read before this call: it may have changed a moment ago. */
      readonly isFromMemory: boolean;
    }
  | { readonly kind: 'none' | 'timeout' | 'key-changed' };

type Deps = Pick<CallDeps, 'directory' | 'book' | 'clock'>;

/**
 * The list to ring: read within the last minute, and pinned by this; where none comes in 3 s the one read before, if it is the
 * pinned one, unconfirmed (rule 1). A list that does not follow from the pinned one is a key change. `isAfresh`: none from memory.
 */
export async function listToRing(
  address: string,
  { directory, book, clock }: Deps,
  isAfresh: boolean,
): Promise<Listing> {
  const pin = book.pin(address);
  const beganAtMs = clock.nowMs();
  const reading = await directory.readListFor(address, TIMEOUT_MS, isAfresh ? 0 : RECENT_MS);
  if (reading.kind === 'list') {
    if (book.accept(address, reading.list, clock.nowMs()) !== 'ok') return { kind: 'key-changed' };
    return { kind: 'list', list: reading.list, isConfirmed: true, isFromMemory: reading.readAtMs < beganAtMs };
  }
  // Nothing, or garbage, where a list was pinned: it is withheld.
  const before = await directory.readListFor(address, 0, Number.MAX_SAFE_INTEGER);
  if (pin !== undefined && before.kind === 'list' && compareWithPin(pin, before.list) === 'same') {
    return { kind: 'list', list: before.list, isConfirmed: false, isFromMemory: false }; // it is looked for all the same
  }
  return { kind: reading.kind === 'timeout' || pin !== undefined ? 'timeout' : 'none' };
}

/** What a list means for the identity of this call. */
export type Standing = 'agrees' | 'disagrees' | 'changed' | 'none';

/** The peer of one call against its list. */
export class PeerList {
  readonly #address: string;
  readonly #person: Bytes;
  readonly #cert: () => string | undefined;
  readonly #deps: Deps;
  readonly #onChange: () => void;
  #held = 0;
  #heard = 0;
  #isConfirmed = false;
  #isConflict = false;
  #isRemoved = false;
  #isWatched = false;
  #mayPin = false;
  #list: DeviceList | undefined;
  #isReading = false;
  #isOver = false;
  #cancel: () => void = () => undefined;

  /** `cert` is the certificate text of the peer's device once known; `onChange` is told when confirmation changed. */
  constructor(
    peer: { readonly address: string; readonly person: Bytes; readonly cert: () => string | undefined },
    deps: Deps,
    onChange: () => void,
  ) {
    this.#address = peer.address;
    this.#person = peer.person;
    this.#cert = peer.cert;
    this.#deps = deps;
    this.#onChange = onChange;
  }

  /** Version of the list we hold, 0 for none. */
  get version(): number {
    return this.#held;
  }

  /** The list we hold. */
  get list(): DeviceList | undefined {
    return this.#list;
  }

  /** Whether the list was read, agrees, and nothing newer is known of. */
  get isSettled(): boolean {
    return this.#isConfirmed && !this.#isConflict && this.#held >= this.#heard;
  }

  /** Whether the list read last names another identity, or not the peer's device. */
  get isConflict(): boolean {
    return this.#isConflict;
  }

  /** Whether the peer's device was in the list when it began to ring, and is no more, under the same identity. */
  get isRemoved(): boolean {
    return this.#isRemoved;
  }

  /** Takes a list that was read for this call already. */
  hold(list: DeviceList, isConfirmed: boolean): void {
    this.#held = list.version;
    this.#list = list;
    this.#isConfirmed = isConfirmed;
  }

  /** The peer names its own version: a newer one than we hold is fetched (rule 7). */
  hear(version: number): void {
    this.#heard = Math.max(this.#heard, version);
  }

  /** Callee, before it rings: the caller's list, from the directory or read within the last minute. */
  async check(): Promise<Standing> {
    const reading = await this.#deps.directory.readListFor(this.#address, TIMEOUT_MS, RECENT_MS);
    if (reading.kind !== 'list') {
      const pin = this.#deps.book.pin(this.#address);
      // Without a list only the pinned identity may ring: anybody can name an address.
      return pin === undefined || equal(pin.person, this.#person) ? 'none' : 'disagrees';
    }
    let standing = this.#take(reading.list);
    if (standing === 'disagrees' && reading.readAtMs < this.#deps.clock.nowMs()) {
      const fresh = await this.#deps.directory.readListFor(this.#address, TIMEOUT_MS, 0); // a device added just now
      if (fresh.kind === 'list') standing = this.#take(fresh.list);
    }
    return standing;
  }

  /**
   * Caller, when a device has answered: whether the newest list of this identity still names it. Where none comes in 3 s the call is
   * unconfirmed until one does.
   */
  async look(): Promise<'listed' | 'removed' | 'none'> {
    this.#cancel();
    const reading = await this.#read(TIMEOUT_MS);
    if (this.#isOver) return 'none';
    const isList = reading.kind === 'list';
    if (!isList) this.#isConfirmed = false;
    this.#onChange();
    this.#later();
    if (isList && this.#isConflict && equal(reading.list.uik, this.#person)) return 'removed';
    return isList && !this.#isConflict ? 'listed' : 'none';
  }

  /** Caller, who rings by a list that was read before: it is read once more, beside that. Where none comes, it is as recent as it was. */
  renew(): void {
    void this.#readAgain();
  }

  /** Callee, while it rings and until ANSWER leaves: the list is read again every three seconds. */
  watch(): void {
    this.#isWatched = true;
    this.settle();
  }

  /** ANSWER leaves, and what is taken off the list from here on stays in the call; or it rings no more. */
  unwatch(): void {
    this.#isWatched = false;
  }

  /**
   * Callee, when a person has accepted: resolves when the list was read after the press, and is pinned unless it disagrees. Where none
   * comes in two seconds, what was read before decides.
   */
  async decide(): Promise<void> {
    this.#cancel();
    const reading = await this.#read(DECIDE_MS);
    if (this.#isOver) return;
    if (!this.#isConflict) this.pin();
    if (reading.kind === 'list') this.#onChange();
    this.#later();
  }

  /** A person has accepted: the list is pinned, now or when it is read. */
  pin(): void {
    this.#mayPin = true;
    if (this.#list === undefined || !this.#isConfirmed) return;
    this.#deps.book.accept(this.#address, this.#list, this.#deps.clock.nowMs());
  }

  /** Reads the list again, now and every 10 s, until the call is settled or over; while it is watched, as often as that says. */
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
    const reading = await this.#read(TIMEOUT_MS);
    if (this.#isOver) return;
    if (reading.kind === 'list') this.#onChange();
    this.#later();
  }

  #later(): void {
    this.#cancel();
    if (this.#isOver) return;
    this.#cancel = this.#deps.clock.after(this.#isWatched ? WATCH_EVERY_MS : AGAIN_MS, () => this.settle());
  }

  async #read(timeoutMs: number): Promise<ListReading> {
    this.#isReading = true;
    const reading = await this.#deps.directory.readListFor(this.#address, timeoutMs, 0);
    this.#isReading = false;
    if (!this.#isOver && reading.kind === 'list') this.#take(reading.list);
    return reading;
  }

  #take(list: DeviceList): Standing {
    const cert = this.#cert();
    const isListed = cert === undefined || list.devices.some(({ signed }) => signed.cert === cert);
    const pin = this.#deps.book.pin(this.#address);
    const comparison = pin === undefined ? 'newer' : compareWithPin(pin, list);
    if (comparison !== 'same' && comparison !== 'newer') {
      // Seen from the directory itself, so it is a change of what was pinned and not a stranger's word.
      this.#deps.book.noteChange(this.#address, comparison, this.#deps.clock.nowMs());
    }
    const isTheirs = equal(list.uik, this.#person);
    // Older than the one that this call began to ring by: nobody was taken off by it, whoever serves it.
    if (this.#isWatched && this.#isConfirmed && isTheirs && list.version < this.#held) return 'none';
    this.#isRemoved = isTheirs && !isListed && this.#isConfirmed;
    this.#isConflict = !isTheirs || !isListed;
    if (this.#isConflict) return 'disagrees';
    this.#held = list.version;
    this.#list = list;
    this.#isConfirmed = true;
    if (this.#mayPin) this.#deps.book.accept(this.#address, list, this.#deps.clock.nowMs());
    return comparison === 'same' || comparison === 'newer' ? 'agrees' : 'changed';
  }
}
