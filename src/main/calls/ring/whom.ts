// Whom a call that is placed here rings (protocol §5 rule 1), and what may become of the pin by it. An address alone means whoever is
// pinned there; a call to somebody else who claims it pins nobody, and only the code compared in it puts them in the other one's place.
import { type Bytes, equal } from '../../../core/bytes.ts';
import { verifiedSince } from '../../../contract/verified-since.ts';
import type { Book } from '../../contacts/book.ts';
import type { People } from '../../people/people.ts';

/** Whom a call is placed to. Person ids of 32 bytes. */
export type Whom =
  /** Whoever the address means: the pinned person, or the only one who is found there, who is pinned by it. */
  | { readonly kind: 'address' }
  /** A call that another device of ours offers: only this device of exactly this person. */
  | { readonly kind: 'device'; readonly person: Bytes; readonly device: string }
  /** Somebody else who claims the address of the verified `replaces`, who stays pinned unless the code is compared in this call. */
  | { readonly kind: 'claimant'; readonly person: Bytes; readonly replaces: Bytes };

/**
 * The people as a call to `whom` looks them up. For a claimant each look is about them, and nothing is pinned or taken from who is
 * pinned: the identity of the call is what was asked for, never what the address means.
 */
export function peopleFor(whom: Whom, people: People): People {
  if (whom.kind !== 'claimant') return people;
  const { person } = whom;
  return {
    ...people,
    look: async (address, options) => people.look(address, { ...options, claimant: person }),
    held: () => undefined,
    pin: () => 'ok',
  };
}

/** A call to `person`, who claims the address of somebody verified; undefined where nobody verified is pinned there, or this very person is. */
export function toCompare(
  { pin, trustOf }: Pick<Book, 'pin' | 'trustOf'>,
  address: string,
  person: Bytes,
): Whom | undefined {
  const pinned = pin(address);
  if (pinned === undefined || verifiedSince(trustOf(address)) === undefined) return undefined;
  return equal(pinned.person, person) ? undefined : { kind: 'claimant', person, replaces: pinned.person };
}

/** Whether this call is with whoever the address means, and not with somebody else who claims it. */
export function isWithMeant(call: { readonly address: string; readonly whom: Whom }, address: string): boolean {
  return call.address === address && call.whom.kind !== 'claimant';
}
