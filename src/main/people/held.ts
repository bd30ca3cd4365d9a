// What a reader holds of a person (protocol §2.6, §2.7): the chain that counts, the accepted removals and the overruled
// links; how a reading changes that, and how sealed state stores it.
import * as v from 'valibot';
import { unwrap } from '../../core/assert.ts';
import { type Bytes, equal, fromB64u, toB64u } from '../../core/bytes.ts';
import {
  beginningOf,
  type Chain,
  type ParsedChain,
  payloadOf,
  hasSameLink,
  reopenChain,
} from '../../core/keys/chain.ts';
import {
  areSameRemovals,
  chooseSteps as chainSteps,
  countedLinks,
  type Own,
  type Removal,
} from '../../core/keys/chain-choice.ts';
import type { SignedLink } from '../../core/keys/link.ts';
import { b64uOf } from '../../core/signal/field.ts';
import { runSteps, type Steps } from '../../core/steps.ts';

/**
 * The chain that counts for this reader, and the removals that it holds: a removed id is no member, whatever a chain
 * says.
 */
export interface Held {
  readonly chain: Chain;
  readonly dropped: readonly Removal[];
  /**
   * Hashes of links against which this reader's person has decided (protocol §2.7): a chain counts only up to the link
   * before the first of them. None of them is in `chain`.
   */
  readonly overruled?: readonly Bytes[];
}

/**
 * The result of a choice. `cut`: the first link of every part that did not count because a removed device signed that
 * link.
 */
export type Choice =
  /** `held` is held from now on, `before` was held until now. */
  | { readonly kind: 'chosen'; readonly before: Held; readonly held: Held; readonly cut: readonly SignedLink[] }
  /** `held` is unchanged. The person must be shown the branches, of which the preferred one is first. */
  | {
      readonly kind: 'disputed';
      readonly held: Held;
      readonly branches: readonly Chain[];
      readonly cut: readonly SignedLink[];
    };

/** Whether a choice still fits a reader who holds `held` now: it was made from `held`, or resulted in `held`. */
export function isChoiceFor(choice: Choice, held: Held): boolean {
  return choice.held === held || (choice.kind === 'chosen' && choice.before === held);
}

/**
 * Chooses (decision 0043) among the held chain and the verified chains of the same person that were read. `own` is
 * present if the reader is a device of this person.
 */
export function choose(held: Held, read: readonly Chain[], own?: Own<SignedLink>): Choice {
  return runSteps(chooseSteps(held, read, own));
}

/** `choose` in steps, because other people's chains decide how long a choice takes. */
export function* chooseSteps(held: Held, read: readonly Chain[], own?: Own<SignedLink>): Steps<Choice> {
  const known = [held.chain, ...read];
  const chains: (readonly SignedLink[])[] = [];
  for (const chain of read) {
    if (held.overruled !== undefined) yield;
    chains.push(chain.links.slice(0, linksNotOverruled(held, chain)));
  }
  const choice = yield* chainSteps(held.chain.links, held.dropped, chains, own);
  if (choice.kind === 'disputed') {
    return { kind: 'disputed', held, branches: choice.branches.map((links) => chainOf(links, known)), cut: choice.cut };
  }
  const { links, dropped, cut } = choice;
  return { kind: 'chosen', before: held, held: { ...held, chain: chainOf(links, known), dropped }, cut };
}

// The result is at least one: a first link drops nobody, so no decision was made against it.
function linksNotOverruled({ overruled = [] }: Held, { links }: Pick<ParsedChain, 'links'>): number {
  const first = links.findIndex(({ hash }) => overruled.some((each) => equal(each, hash)));
  return first < 0 ? links.length : first;
}

// A choice is always the beginning of a chain it was given.
function chainOf(links: readonly SignedLink[], known: readonly Chain[]): Chain {
  const chain = known.find((each) => hasSameLink(each, { links }, links.length));
  return beginningOf(unwrap(chain, 'a choice ends in links that it was given'), links.length);
}

/** Whether two readers hold the same chain and the same removals. */
export function isSameHeld(one: Held, other: Held): boolean {
  const { length } = one.chain.links;
  const isSameChain = length === other.chain.links.length && hasSameLink(one.chain, other.chain, length);
  return isSameChain && areSameRemovals(one.dropped, other.dropped);
}

/** How many first links of `chain` can count for a reader who holds `held` of the same person, at least one. */
export function linksToVerify(held: Held, chain: ParsedChain): number {
  return Math.min(countedLinks(held.chain.links, held.dropped, chain.links), linksNotOverruled(held, chain));
}

/** What a reader who knows nothing of a person holds of a verified chain: its first link, and no removal. */
export function firstHeld(chain: Chain): Held {
  return { chain: beginningOf(chain, 1), dropped: [] };
}

/**
 * `Held` in sealed state: the payload of the chain, each removal with its link and the links signed before it, and the
 * overruled links; all bytes in b64u.
 */
export const KeptHeld = v.strictObject({
  chain: v.string(),
  dropped: v.array(v.strictObject({ id: v.string(), link: b64uOf(32), signed: v.array(b64uOf(32)) })),
  overruled: v.exactOptional(v.array(b64uOf(32))),
});
export type KeptHeld = v.InferOutput<typeof KeptHeld>;

/** `held` as sealed state stores it. */
export function keepHeld({ chain, dropped, overruled }: Held): KeptHeld {
  const removals = dropped.map(({ id, link, signed }) => ({ id, link: toB64u(link), signed: signed.map(toB64u) }));
  const kept = { chain: toB64u(payloadOf(chain)), dropped: removals };
  return overruled === undefined ? kept : { ...kept, overruled: overruled.map(toB64u) };
}

/**
 * What was stored for `address`, or undefined if it is not a chain of this address. Signatures are not checked, so
 * this is only for our own state.
 */
export function readHeld({ chain, dropped, overruled }: KeptHeld, address: string): Held | undefined {
  const payload = fromB64u(chain);
  const read = payload === undefined ? 'form' : reopenChain(payload, address);
  if (typeof read === 'string') return undefined;
  const hashOf = (text: string): Bytes => unwrap(fromB64u(text), 'checked by b64uOf');
  const removals = dropped.map(({ id, link, signed }) => ({ id, link: hashOf(link), signed: signed.map(hashOf) }));
  const held = { chain: read, dropped: removals };
  return overruled === undefined ? held : { ...held, overruled: overruled.map(hashOf) };
}
