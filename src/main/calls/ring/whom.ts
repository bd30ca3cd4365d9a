// Whom an outgoing call rings (protocol §5 rule 1), and how it may change the pin. An address alone means the person
// pinned there or, if nobody is pinned, the person found there, who is then pinned. A call to a claimant, another
// person who claims the address, pins nobody. Only a code compared in that call replaces the pinned person.
import { type Bytes, equal } from '../../../core/bytes.ts';
import { verifiedSince } from '../../../contract/verified-since.ts';
import type { Book } from '../../contacts/book.ts';
import type { People } from '../../people/people.ts';

/** Whom a call is placed to. Person ids of 32 bytes. */
export type Whom =
  /**
   * The person that the address means: the pinned one, or the only one found or confirmed there, who is pinned by this
   * call.
   */
  | { readonly kind: 'address' }
  /** A call that another device of ours offers: only this device of exactly this person. */
  | { readonly kind: 'device'; readonly person: Bytes; readonly device: string }
  /**
   * Another person, who claims the address of `replaces`. `replaces` is verified, and stays pinned unless the code is
   * compared in this call.
   */
  | { readonly kind: 'claimant'; readonly person: Bytes; readonly replaces: Bytes };

/**
 * The people as a call to `whom` looks them up. For a claimant every look-up concerns the claimant only and
 * changes no pin: the call is with the person asked for, never with the one that the address means.
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

/** A call to `person`, who claims the address of somebody verified. Undefined if no other person is verified there. */
export function toCompare(
  { pin, trustOf }: Pick<Book, 'pin' | 'trustOf'>,
  address: string,
  person: Bytes,
): Whom | undefined {
  const pinned = pin(address);
  if (pinned === undefined || verifiedSince(trustOf(address)) === undefined) return undefined;
  return equal(pinned.person, person) ? undefined : { kind: 'claimant', person, replaces: pinned.person };
}

/** Whether this call is with the person that the address means, and not with a claimant. */
export function isWithMeant(call: { readonly address: string; readonly whom: Whom }, address: string): boolean {
  return call.address === address && call.whom.kind !== 'claimant';
}
