// Who claims an address besides the pinned person, or where nobody is pinned (protocol §2.10). Each claimant is stored
// with the time at which this device first saw them, so that a later one can be told from an earlier one. Main itself
// asks the person before one of several is chosen, since the choice decides who is called. Main asks too before a
// pinned person is forgotten or a contact is removed for good.
import type { RefusalCode } from '../../contract/failure.ts';
import type { OrganisationMark } from '../../contract/managed.ts';
import { verifiedSince } from '../../contract/verified-since.ts';
import type { Trust } from '../../contract/view.ts';
import { type Bytes, fromB64u, toB64u } from '../../core/bytes.ts';
import { unwrap } from '../../core/assert.ts';
import { canonicalAddress } from '../../core/keys/address.ts';
import { personFingerprint } from '../../core/keys/fingerprint.ts';
import type { Clock } from '../time/clock.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { ConsentQuestion } from '../desktop/consent-question.ts';
import { provenDevice, type ProvenDevice } from '../../core/organisation/proven-device.ts';
import type { Store } from '../vault/store.ts';
import { type KeptClaim, type KeptClaims, keepClaims } from './kept-claims.ts';
import type { People, PeerPerson, Sight } from './people.ts';

const LOOK = { timeoutMs: 3000, maxAgeMs: 60_000 };
const MOST_SHOWN = 16;
const AFRESH = { timeoutMs: 3000, maxAgeMs: 0 };

/** Somebody who claims an address. */
export interface Claim {
  /** The person id, 32 bytes. */
  readonly person: Bytes;
  /** When this device first saw them, in ms since 1970. */
  readonly firstSeenMs: number;
  /** What the organisation says about all their devices, as far as they were read since the start. */
  readonly organisation: OrganisationMark;
}

/** An address claimed by persons who are not pinned there, the first seen first. `more` others are not listed. */
export interface AddressClaims {
  readonly address: string;
  readonly claims: readonly Claim[];
  readonly more: number;
}

/**
 * What is asked of the trust book: whether the address is a contact's, who is pinned there, and how well that person
 * is known. The book also forgets a pin.
 */
interface KnownPeople {
  readonly contact: (address: string) => object | undefined;
  readonly pin: (address: string) => { readonly person: Bytes; readonly sinceMs: number } | undefined;
  readonly trustOf: (address: string) => Trust;
  readonly forget: (address: string, atMs: number) => 'forgotten' | 'not-known' | 'verified' | 'disk';
  readonly removeForGood: (address: string, atMs: number) => 'removed' | 'unknown' | 'disk';
  readonly isDisputed: (address: string) => boolean;
}

/** What claims are made of. */
export interface ClaimsParts {
  readonly people: People;
  readonly opened: { readonly book: KnownPeople; readonly claims: Store<KeptClaims> };
  /** What the organisation says about devices, as far as it is known. */
  readonly confirmations: { readonly markOfDevice: (device: ProvenDevice) => OrganisationMark };
  readonly consent: AskConsent;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly onDisk: () => void;
  readonly onChange: () => void;
}

/** Claims, until the vault is locked. */
export interface Claims {
  /**
   * The same people. A look-up where nobody is pinned also remembers the persons found, if there are several, or if the
   * address is a contact's or has stored claimants. `replace` remembers who was replaced.
   */
  readonly people: People;
  /** The addresses for which the person has to choose. */
  readonly list: () => readonly AddressClaims[];
  /**
   * Pins the claimant of the address with this person id (b64u), after the person agreed in main's own dialog.
   * `unknown-person`: they are not found there now, or the server did not answer. `key-changed`: somebody was pinned
   * there meanwhile, or a dispute waits.
   */
  readonly choose: (address: string, person: string) => Promise<'done' | RefusalCode>;
  /**
   * Reads who else claims the address of a pinned person, the first seen first. None if nobody does, or nobody is
   * pinned any more. A person who was pinned there earlier is among them if they still claim it.
   */
  readonly others: (address: string) => Promise<AddressClaims | 'timeout'>;
  /**
   * Forgets who is pinned at this address, after the person agreed in main's own dialog. If they claim the address
   * again later, it is shown that they were known, and since when. `unknown-contact`: nobody is pinned there, and no
   * dispute is noted. `person-verified`: they were verified.
   */
  readonly forget: (address: string) => Promise<'done' | RefusalCode>;
  /** Removes this contact and, like `forget`, whoever is pinned there, even if they were verified. */
  readonly removeForGood: (address: string) => Promise<'done' | RefusalCode>;
  /** Writes and pins nothing more, and closes a question that is being asked. */
  readonly close: () => void;
}

/** Claims over these people. */
export function createClaims(parts: ClaimsParts): Claims {
  const { people, clock } = parts;
  const { book } = parts.opened;
  const closing = new AbortController();
  const read = new Map<string, PeerPerson>(); // since the start, by address and person
  const kept = keepClaims(parts.opened.claims, clock, parts.onDisk, parts.onChange);
  const isPinned = (address: string): boolean => book.pin(address) !== undefined;

  function see(address: string, persons: readonly PeerPerson[], isOpen: boolean): void {
    if (isOpen || isPinned(address)) for (const peer of persons) read.set(keyOf(address, peer.person), peer);
    kept.see(
      address,
      persons.map(({ person }) => person),
      isOpen,
    );
  }

  function take(address: string, sight: Sight): void {
    const pin = book.pin(address);
    if (pin !== undefined) kept.pinned(address, pin.person);
    else if (sight.kind === 'several') see(address, sight.claims, true);
    else if (sight.kind === 'person' && isRemembered(address)) see(address, [sight.peer], false);
  }

  const isRemembered = (address: string): boolean =>
    kept.get(address) !== undefined || book.contact(address) !== undefined;

  function markOf(address: string, person: Bytes): OrganisationMark {
    const peer = read.get(keyOf(address, person));
    const marks = (peer?.devices ?? []).map((device) =>
      parts.confirmations.markOfDevice(provenDevice({ address, person }, device)),
    );
    const [first] = marks;
    const isOne = first !== undefined && marks.every(({ kind }) => kind === first.kind);
    return isOne ? first : { kind: 'none' };
  }

  async function choose(typed: string, person: string): Promise<'done' | RefusalCode> {
    const address = canonicalAddress(typed);
    if (address === undefined) return 'bad-address';
    if (isPinned(address)) return 'key-changed';
    const sight = await people.look(address, LOOK);
    take(address, sight);
    const found = personIn(sight, person);
    if (found === undefined || closing.signal.aborted) return 'unknown-person';
    const { digits } = personFingerprint(found.person, address);
    const refused = await ask({ kind: 'choose-person', address, digits });
    if (refused !== undefined) return refused;
    if (people.pin(found, clock.nowMs()) === 'changed') return 'key-changed';
    kept.pinned(address, found.person);
    // If this person's devices contradict each other, only the first link is held so far. This look notes the dispute
    // before anybody is called.
    await people.look(address, LOOK);
    return 'done';
  }

  async function forget(typed: string): Promise<'done' | RefusalCode> {
    const address = canonicalAddress(typed) ?? typed; // an address stored under an older rule, perhaps
    const asked = book.pin(address);
    if (asked === undefined && !book.isDisputed(address)) return 'unknown-contact';
    if (verifiedSince(book.trustOf(address)) !== undefined) return 'person-verified';
    const refused = await ask({ kind: 'forget-person', address });
    if (refused !== undefined) return refused;
    const outcome = book.forget(address, clock.nowMs());
    if (outcome === 'verified') return 'person-verified'; // verified while the question was open
    if (outcome !== 'forgotten') return outcome === 'disk' ? outcome : 'unknown-contact';
    if (asked !== undefined) kept.remember(address, asked.person, asked.sinceMs);
    return 'done';
  }

  async function removeForGood(typed: string): Promise<'done' | RefusalCode> {
    const address = canonicalAddress(typed) ?? typed;
    if (book.contact(address) === undefined) return 'unknown-contact';
    const refused = await ask({ kind: 'remove-person', address });
    if (refused !== undefined) return refused;
    const pin = book.pin(address);
    const outcome = book.removeForGood(address, clock.nowMs());
    if (outcome !== 'removed') return outcome === 'disk' ? outcome : 'unknown-contact';
    if (pin !== undefined) kept.remember(address, pin.person, pin.sinceMs);
    return 'done';
  }

  async function others(typed: string): Promise<AddressClaims | 'timeout'> {
    const address = canonicalAddress(typed) ?? typed;
    const found = await people.others(address, AFRESH);
    if (found === 'timeout' || closing.signal.aborted) return 'timeout';
    if (!isPinned(address)) return { address, claims: [], more: 0 };
    const before = new Map(kept.get(address)?.claims.map(({ person, firstSeenMs }) => [person, firstSeenMs]));
    if (found.length > 0) see(address, found, false);
    const claims = found
      .map(({ person }) => toB64u(person))
      .map((person) => ({ person, firstSeenMs: before.get(person) ?? clock.nowMs() }))
      .toSorted((a, b) => a.firstSeenMs - b.firstSeenMs);
    const shown = claims.slice(0, MOST_SHOWN).map((each) => claimOf(address, each));
    return { address, claims: shown, more: claims.length - shown.length };
  }

  async function ask(question: ConsentQuestion): Promise<'asked-lately' | 'cancelled' | undefined> {
    const consent = await parts.consent(question, closing.signal);
    if (consent === 'yes' && !closing.signal.aborted) return undefined;
    return consent === 'asked-lately' ? consent : 'cancelled';
  }

  function claimOf(address: string, { person, firstSeenMs }: KeptClaim): Claim {
    const id = unwrap(fromB64u(person), 'checked by the schema');
    return { person: id, firstSeenMs, organisation: markOf(address, id) };
  }

  const known: People = {
    ...people,
    look: async (address, options) => {
      const sight = await people.look(address, options);
      // A caller may name any address: only claims about people whom this person knows or calls are stored.
      if (options.invited === undefined && options.claimant === undefined) take(address, sight);
      return sight;
    },
    glance: async (address, options) => {
      const peer = await people.glance(address, options);
      if (typeof peer === 'string' || !isRemembered(address) || isPinned(address)) return peer;
      // finding one claimant must not close an open choice
      if (kept.get(address)?.isOpen !== true) see(address, [peer], false);
      return peer;
    },
    replace: (peer, replaced, atMs) => {
      const before = book.pin(peer.address);
      const outcome = people.replace(peer, replaced, atMs);
      if (outcome !== 'replaced' || before === undefined) return outcome;
      kept.remember(peer.address, replaced, before.sinceMs);
      kept.pinned(peer.address, peer.person);
      return outcome;
    },
  };

  return {
    people: known,
    list: () =>
      kept
        .all()
        .filter(({ address, isOpen }) => isOpen && !isPinned(address))
        .map(({ address, claims, more }) => ({
          address,
          more,
          claims: claims.map((each) => claimOf(address, each)),
        })),
    choose,
    others,
    forget,
    removeForGood,
    close: () => {
      kept.close();
      closing.abort();
    },
  };
}

function personIn(sight: Sight, person: string): PeerPerson | undefined {
  const found = sight.kind === 'several' ? sight.claims : sight.kind === 'person' ? [sight.peer] : [];
  return found.find((each) => toB64u(each.person) === person);
}

function keyOf(address: string, person: Bytes): string {
  return `${toB64u(person)} ${address}`;
}
