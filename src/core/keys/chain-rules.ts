// The rules by which a link may follow those before it (protocol §2): who signs it, whom it adds and drops, how long a
// chain may get. Signatures are not checked here: a rule costs microseconds and a signature milliseconds, and a
// stranger chooses how many links there are.
import { toHex } from '../bytes.ts';
import type { Link } from './link.ts';
import { hasOwnId, type Member } from './member.ts';
import { isSmallOrderAgreementKey, isSmallOrderSigningKey } from './small-order.ts';

/** How many devices a person may have. */
export const MAX_DEVICES = 64;
/** How many links a chain may have. */
export const MAX_LINKS = 128;
/** How many bytes the payload of a chain may have. */
export const MAX_PAYLOAD_BYTES = 64_000;
// The limits are lower for links by which a device adds devices: a thief who fills a chain with such links leaves room
// for removing the thief's device and for a recovery.
/** The highest number of a link with which a device may add a device. A recovery key may add one later. */
export const LAST_ADDING_LINK = 112;
/** How many bytes the payload that ends with such a link may have. */
export const MAX_ADDING_BYTES = 40_000;

/** Why a chain is refused: the first rule that one of its links breaks (protocol §2). */
export type ChainFault =
  /** More than 64,000 bytes or 128 links. */
  | 'size'
  /** Not the canonical JSON of a chain. */
  | 'form'
  /** The chain is for another address than the one for which it was read. */
  | 'address'
  /** `n` or `prev` does not follow from the link before. */
  | 'order'
  /** An id is not the hash of its keys. */
  | 'id'
  /** The author of a link is not a member, or the author of the first link is not its device. */
  | 'author'
  /** A link drops an id twice, drops an id that was dropped before, or drops a member that it adds. */
  | 'drop'
  /** A link adds a present member or a dropped id, adds a member twice, or adds a recovery key that is not last. */
  | 'add'
  /** A key occurs a second time in the chain, or is of small order. */
  | 'key'
  /** A device drops itself, or a recovery key does not. */
  | 'own-drop'
  /** The highest protocol version of a device falls, or a link of a recovery key lists versions. */
  | 'proto'
  /** A link changes nothing. */
  | 'nothing'
  /** A link leaves fewer than 1 or more than 64 devices, or two recovery keys. */
  | 'members'
  /** A device adds a device in the space reserved for removals and recoveries. */
  | 'room'
  /** The signature of a link or of a joining member is wrong. */
  | 'signature';

/** The members of a chain while its links are applied one after the other. */
export class Membership {
  #members: readonly Member[] = [];
  readonly #dropped = new Set<string>();
  readonly #agreementKeys = new Set<string>();
  readonly #signingKeys = new Set<string>();

  /** The members after the last link, in the order in which they were added, each device with its newest `proto`. */
  get members(): readonly Member[] {
    return this.#members;
  }

  /**
   * Applies the next link. The payload that ends with it has `size` bytes. Returns the rule that the link breaks, if
   * any; then this object must not be used any more.
   */
  apply(link: Link, size: number): ChainFault | undefined {
    const author = link.n === 1 ? link.add[0] : this.#member(link.by);
    const fault =
      (author?.id === link.by ? undefined : 'author') ??
      this.#faultOfDrops(link) ??
      this.#faultOfAdds(link) ??
      faultOfAuthor(link, author);
    if (fault !== undefined) return fault;
    const isKept = ({ id }: Member): boolean => !link.drop.includes(id);
    this.#members = [...this.#members.map((member) => withProto(member, link)).filter(isKept), ...link.add];
    for (const id of link.drop) this.#dropped.add(id);
    return this.#faultOfCount() ?? faultOfSize(link, size, author);
  }

  #member(id: string): Member | undefined {
    return this.#members.find((member) => member.id === id);
  }

  // An id that is not a member may be dropped: the removal of a device that was added on another branch must not get
  // lost with that branch.
  #faultOfDrops({ add, drop }: Link): ChainFault | undefined {
    const isNew = (id: string): boolean =>
      this.#member(id) !== undefined || (!this.#dropped.has(id) && !add.some((member) => member.id === id));
    return new Set(drop).size === drop.length && drop.every(isNew) ? undefined : 'drop';
  }

  #faultOfAdds({ add }: Link): ChainFault | undefined {
    if (!add.every(hasOwnId)) return 'id';
    const isNew = ({ id }: Member, index: number): boolean =>
      this.#member(id) === undefined && !this.#dropped.has(id) && add.findIndex((other) => other.id === id) === index;
    const isInOrder = add.every((member, index) => member.kind === 'device' || index === add.length - 1);
    if (!add.every(isNew) || !isInOrder) return 'add';
    return add.every((member) => this.#isFresh(member)) ? undefined : 'key';
  }

  // Keys of dropped members count too: otherwise a removed device could come back under another id.
  #isFresh(member: Member): boolean {
    const d = toHex(member.d);
    if (this.#signingKeys.has(d) || isSmallOrderSigningKey(member.d)) return false;
    this.#signingKeys.add(d);
    if (member.kind === 'recovery') return true;
    const s = toHex(member.s);
    if (this.#agreementKeys.has(s) || isSmallOrderAgreementKey(member.s)) return false;
    this.#agreementKeys.add(s);
    return true;
  }

  #faultOfCount(): ChainFault | undefined {
    const devices = this.#members.filter(({ kind }) => kind === 'device').length;
    const isValid = devices >= 1 && devices <= MAX_DEVICES && this.#members.length - devices <= 1;
    return isValid ? undefined : 'members';
  }
}

function faultOfAuthor({ n, by, proto, add, drop }: Link, author: Member | undefined): ChainFault | undefined {
  // A recovery key that stayed a member could sign again, and whoever copied the paper would keep control.
  if (drop.includes(by) !== (author?.kind === 'recovery')) return 'own-drop';
  const before = author?.kind === 'device' ? author.proto : undefined;
  if (proto !== undefined && (before === undefined || Math.max(...proto) < Math.max(...before))) return 'proto';
  const isOtherProto = proto !== undefined && proto.join() !== before?.join();
  return n > 1 && add.length === 0 && drop.length === 0 && !isOtherProto ? 'nothing' : undefined;
}

function withProto(member: Member, { by, proto }: Link): Member {
  return member.kind === 'device' && member.id === by && proto !== undefined ? { ...member, proto } : member;
}

function faultOfSize({ n, add }: Link, size: number, author: Member | undefined): ChainFault | undefined {
  if (size > MAX_PAYLOAD_BYTES) return 'size';
  const isAdding = author?.kind === 'device' && add.some(({ kind }) => kind === 'device');
  return isAdding && (n > LAST_ADDING_LINK || size > MAX_ADDING_BYTES) ? 'room' : undefined;
}
