// Who claims an address of which nobody is pinned (protocol §2, directory): kept with the day on which this device first saw them, so that
// who came later can be told from who was there before. Choosing one of several is asked about by main itself: it decides who is called.
import * as v from 'valibot';
import type { RefusalCode } from '../../contract/failure.ts';
import type { OrganisationMark } from '../../contract/managed.ts';
import { type Bytes, fromB64u, toB64u } from '../../core/bytes.ts';
import { unwrap } from '../../core/assert.ts';
import { canonicalAddress } from '../../core/keys/address.ts';
import { personFingerprint } from '../../core/keys/fingerprint.ts';
import { b64uOf } from '../../core/signal/field.ts';
import type { Clock } from '../app/clock.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { Confirmations } from '../organisation/confirmations.ts';
import { provenDevice } from '../organisation/proven-device.ts';
import type { Store } from '../vault/store.ts';
import type { People, PeerPerson, Sight } from './people.ts';

// Strangers decide how many there are. Who was seen first stays, so that a flood makes nobody forgotten who was there before it.
const MOST_CLAIMS = 16;
const MOST_ADDRESSES = 10_000;
const WRITE_AFTER_MS = 10_000;
const LOOK = { timeoutMs: 3000, maxAgeMs: 60_000 };

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const KeptAddress = v.strictObject({
  address: v.string(),
  /** Whom the address means has to be chosen. */
  isOpen: v.boolean(),
  claims: v.array(v.strictObject({ person: b64uOf(32), firstSeenMs: count })),
  /** How many more there were when it was last read. */
  more: count,
});
type KeptAddress = v.InferOutput<typeof KeptAddress>;

/** Claims in sealed state, the address that changed last at the end. */
export const KeptClaims = v.strictObject({ addresses: v.array(KeptAddress) });
export type KeptClaims = v.InferOutput<typeof KeptClaims>;

/** Somebody who claims an address. */
export interface Claim {
  /** The person id, 32 bytes. */
  readonly person: Bytes;
  /** When this device first saw them, in ms since 1970. */
  readonly firstSeenMs: number;
  /** What the organisation says of all their devices, as far as they were read since the start. */
  readonly organisation: OrganisationMark;
}

/** An address that several persons claim while nobody is pinned, those first seen first; of `more` others nothing is kept. */
export interface AddressClaims {
  readonly address: string;
  readonly claims: readonly Claim[];
  readonly more: number;
}

/** What is asked of the trust book: whether this is a contact's address, who is pinned there or in dispute, and to forget that. */
interface KnownPeople {
  readonly contact: (address: string) => object | undefined;
  readonly pin: (address: string) => { readonly person: Bytes; readonly sinceMs: number } | undefined;
  readonly forget: (address: string, atMs: number) => 'forgotten' | 'not-known' | 'disk';
  readonly isDisputed: (address: string) => boolean;
}

/** What claims are made of. */
export interface ClaimsParts {
  readonly people: People;
  readonly opened: { readonly book: KnownPeople; readonly claims: Store<KeptClaims> };
  readonly confirmations: Pick<Confirmations, 'markOfDevice'>;
  readonly consent: AskConsent;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly onDisk: () => void;
  readonly onChange: () => void;
}

/** Claims, until the vault is locked. */
export interface Claims {
  /** The same people; whoever is found where nobody is pinned is remembered. */
  readonly people: People;
  /** The addresses where the person has to choose. */
  readonly list: () => readonly AddressClaims[];
  /**
   * Pins the one of those who claim the address who has this person id, b64u, once the person has said yes in main's own dialog.
   * `unknown-person`: they are not found there now, or the server did not answer; `key-changed`: somebody is pinned there meanwhile.
   */
  readonly choose: (address: string, person: string) => Promise<'done' | RefusalCode>;
  /**
   * Forgets who is pinned at this address, and that they were verified, once the person has said yes in main's own dialog. That they were
   * known, and since when, is told where they then claim the address among others. `unknown-contact`: nobody is pinned there.
   */
  readonly forget: (address: string) => Promise<'done' | RefusalCode>;
  /** Nothing is written and nobody is pinned from here on; a question that is being asked is taken away. */
  readonly close: () => void;
}

/** Claims over these people. */
export function createClaims(parts: ClaimsParts): Claims {
  const { people, clock } = parts;
  const { book, claims: store } = parts.opened;
  const closing = new AbortController();
  const read = new Map<string, PeerPerson>(); // since the start, by address and person
  const kept = new Map(store.read()?.addresses.map((each) => [each.address, each]));
  let isDue = false;

  const isPinned = (address: string): boolean => book.pin(address) !== undefined;

  function keep(address: string, next: KeptAddress | undefined): void {
    const before = kept.get(address);
    if (closing.signal.aborted || JSON.stringify(before) === JSON.stringify(next)) return;
    kept.delete(address);
    if (next !== undefined) kept.set(address, next); // last, and so the newest
    const [oldest] = kept.keys();
    if (kept.size > MOST_ADDRESSES && oldest !== undefined) kept.delete(oldest);
    if (!isDue) clock.after(WRITE_AFTER_MS, write); // contacts are read one after the other
    isDue = true;
    if (before?.isOpen === true || next?.isOpen === true) parts.onChange();
  }

  function write(): void {
    if (!isDue || closing.signal.aborted) return;
    isDue = false;
    if (store.write({ addresses: [...kept.values()] }) === 'disk') parts.onDisk();
  }

  function see(address: string, persons: readonly PeerPerson[], isOpen: boolean): void {
    const before = kept.get(address)?.claims ?? [];
    const known = new Set(before.map(({ person }) => person));
    const firstSeenMs = clock.nowMs();
    const names = persons.map(({ person }) => toB64u(person));
    const added = names.filter((person) => !known.has(person)).map((person) => ({ person, firstSeenMs }));
    const claims = [...before, ...added];
    if (isOpen) for (const peer of persons) read.set(keyOf(address, peer.person), peer);
    const more = Math.max(0, claims.length - MOST_CLAIMS);
    keep(address, { address, isOpen, claims: claims.slice(0, MOST_CLAIMS), more });
  }

  function take(address: string, sight: Sight): void {
    if (isPinned(address)) keep(address, undefined);
    else if (sight.kind === 'several') see(address, sight.claims, true);
    else if (sight.kind === 'person' && isRemembered(address)) see(address, [sight.peer], false);
  }

  const isRemembered = (address: string): boolean => kept.has(address) || book.contact(address) !== undefined;

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
    const consent = await parts.consent({ kind: 'choose-person', address, digits }, closing.signal);
    if (consent !== 'yes' || closing.signal.aborted) return consent === 'asked-lately' ? consent : 'cancelled';
    if (people.pin(found, clock.nowMs()) === 'changed') return 'key-changed';
    keep(address, undefined);
    // Of somebody whose devices contradict each other the first link is held so far: that is noted before anybody is called.
    await people.look(address, LOOK);
    return 'done';
  }

  async function forget(typed: string): Promise<'done' | RefusalCode> {
    const address = canonicalAddress(typed) ?? typed; // of an older rule, perhaps
    const asked = book.pin(address);
    if (asked === undefined && !book.isDisputed(address)) return 'unknown-contact';
    const consent = await parts.consent({ kind: 'forget-person', address }, closing.signal);
    if (consent !== 'yes' || closing.signal.aborted) return consent === 'asked-lately' ? consent : 'cancelled';
    const outcome = book.forget(address, clock.nowMs());
    if (outcome !== 'forgotten') return outcome === 'disk' ? outcome : 'unknown-contact';
    if (asked === undefined) return 'done';
    const claims = [{ person: toB64u(asked.person), firstSeenMs: asked.sinceMs }];
    keep(address, { address, isOpen: false, claims, more: 0 });
    return 'done';
  }

  const known: People = {
    ...people,
    look: async (address, options) => {
      const sight = await people.look(address, options);
      // Who calls may name any address: what is kept is about those whom this person knows or calls.
      if (options.invited === undefined) take(address, sight);
      return sight;
    },
    glance: async (address, options) => {
      const peer = await people.glance(address, options);
      if (typeof peer === 'string' || !isRemembered(address) || isPinned(address)) return peer;
      if (kept.get(address)?.isOpen !== true) see(address, [peer], false); // one of several is no news
      return peer;
    },
  };

  return {
    people: known,
    list: () =>
      [...kept.values()]
        .filter(({ address, isOpen }) => isOpen && !isPinned(address))
        .map(({ address, claims, more }) => ({
          address,
          more,
          claims: claims.map(({ person, firstSeenMs }) => {
            const id = unwrap(fromB64u(person), 'checked by the schema');
            return { person: id, firstSeenMs, organisation: markOf(address, id) };
          }),
        })),
    choose,
    forget,
    close: () => {
      write();
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
