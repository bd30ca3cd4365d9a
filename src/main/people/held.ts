// What a reader holds of a person (protocol §2, directory): the chain that counts and the removals taken over; how it changes by what was
// read, and how sealed state keeps it.
import * as v from 'valibot';
import { unwrap } from '../../core/assert.ts';
import { type Bytes, equal, fromB64u, toB64u } from '../../core/bytes.ts';
import {
  beginningOf,
  type Chain,
  type ParsedChain,
  payloadOf,
  reopenChain,
  sharedLinks,
} from '../../core/keys/chain.ts';
import { areSameRemovals, chooseChain, countedLinks, type Own, type Removal } from '../../core/keys/chain-choice.ts';
import type { SignedLink } from '../../core/keys/link.ts';
import { b64uOf } from '../../core/signal/field.ts';

/** The chain that counts for this reader, and every removal that it has taken over: a removed id is no member, whatever a chain says. */
export interface Held {
  readonly chain: Chain;
  readonly dropped: readonly Removal[];
  /** Hashes of links against which this reader's person has decided (rule 8): a chain counts up to the first of them. None is in `chain`. */
  readonly overruled?: readonly Bytes[];
}

/** What choosing came to. `cut`: of the chains given, the first link of each part that did not count, signed by a removed device. */
export type Choice =
  | { readonly kind: 'chosen'; readonly held: Held; readonly cut: readonly SignedLink[] }
  /** `held` is unchanged; the branches, the preferred one first, are what the person has to be shown. */
  | {
      readonly kind: 'disputed';
      readonly held: Held;
      readonly branches: readonly Chain[];
      readonly cut: readonly SignedLink[];
    };

/**
 * Chooses (decision 0043) among the chain held and verified chains of the same person that were read. `own` is there where the reader is
 * a device of this person.
 */
export function choose(held: Held, read: readonly Chain[], own?: Own<SignedLink>): Choice {
  const known = [held.chain, ...read];
  const choice = chooseChain(
    held.chain.links,
    held.dropped,
    read.map((chain) => chain.links.slice(0, linksNotOverruled(held, chain))),
    own,
  );
  if (choice.kind === 'disputed') {
    return { kind: 'disputed', held, branches: choice.branches.map((links) => chainOf(links, known)), cut: choice.cut };
  }
  const { links, dropped, cut } = choice;
  return { kind: 'chosen', held: { ...held, chain: chainOf(links, known), dropped }, cut };
}

// At least one: a first link drops nobody, so that nobody has decided against it.
function linksNotOverruled({ overruled = [] }: Held, { links }: Pick<ParsedChain, 'links'>): number {
  const first = links.findIndex(({ hash }) => overruled.some((each) => equal(each, hash)));
  return first < 0 ? links.length : first;
}

// A choice ends in first links of a chain that it was given.
function chainOf(links: readonly SignedLink[], known: readonly Chain[]): Chain {
  const chain = known.find((each) => sharedLinks(each, { links }) === links.length);
  return beginningOf(unwrap(chain, 'a choice ends in links that it was given'), links.length);
}

/** Whether two readers hold the same. */
export function isSameHeld(one: Held, other: Held): boolean {
  const { links } = one.chain;
  const isSameChain = links.length === other.chain.links.length && sharedLinks(one.chain, other.chain) === links.length;
  return isSameChain && areSameRemovals(one.dropped, other.dropped);
}

/** How many first links of `chain` can count for who holds `held` of the same person, at least one. */
export function linksToVerify(held: Held, chain: ParsedChain): number {
  return Math.min(countedLinks(held.chain.links, held.dropped, chain.links), linksNotOverruled(held, chain));
}

/** What a reader who knows nothing of a person holds of a verified chain: its first link, and no removal. */
export function firstHeld(chain: Chain): Held {
  return { chain: beginningOf(chain, 1), dropped: [] };
}

/** `Held` in sealed state: the payload of the chain, and each removal with its link and those signed before, all bytes in b64u. */
export const KeptHeld = v.strictObject({
  chain: v.string(),
  dropped: v.array(v.strictObject({ id: v.string(), link: b64uOf(32), signed: v.array(b64uOf(32)) })),
  overruled: v.exactOptional(v.array(b64uOf(32))),
});
export type KeptHeld = v.InferOutput<typeof KeptHeld>;

/** `held` as sealed state keeps it. */
export function keepHeld({ chain, dropped, overruled }: Held): KeptHeld {
  const removals = dropped.map(({ id, link, signed }) => ({ id, link: toB64u(link), signed: signed.map(toB64u) }));
  const kept = { chain: toB64u(payloadOf(chain)), dropped: removals };
  return overruled === undefined ? kept : { ...kept, overruled: overruled.map(toB64u) };
}

/** What was kept for `address`, or undefined where it is not a chain of this address. Signatures are not checked: only for our own state. */
export function readHeld({ chain, dropped, overruled }: KeptHeld, address: string): Held | undefined {
  const payload = fromB64u(chain);
  const read = payload === undefined ? 'form' : reopenChain(payload, address);
  if (typeof read === 'string') return undefined;
  const hashOf = (text: string): Bytes => unwrap(fromB64u(text), 'checked by b64uOf');
  const removals = dropped.map(({ id, link, signed }) => ({ id, link: hashOf(link), signed: signed.map(hashOf) }));
  const held = { chain: read, dropped: removals };
  return overruled === undefined ? held : { ...held, overruled: overruled.map(hashOf) };
}
