// Which chain of a person counts (protocol §2.6, decision 0043): one pure choice, made by peers and by own devices alike, from the chain
// held, the removals taken over and the chains read. No clock is involved, and no signature is checked here: chains come in verified, as
// far as `countedLinks` says.
import { unwrap } from '../assert.ts';
import type { Bytes } from '../bytes.ts';
import { Pace, runSteps, type Steps } from '../steps.ts';
import { countedSteps, standingSteps } from './chain-standing.ts';
import {
  chainTo,
  type ChoiceLink,
  compareHashes,
  endsOf,
  isSameHash,
  type Place,
  treeOf,
  treeSteps,
} from './chain-tree.ts';

/** So many removals a reader never gives up. Further ones it keeps as long as the chain that counts names the id (decision 0058). */
export const MOST_REMOVALS = 128;

/** A removal that a reader has taken over, one for each id. Only an act of a person takes back one of the first `MOST_REMOVALS`. */
export interface Removal {
  readonly id: string;
  /** The hash of the link by which it was taken over first. */
  readonly link: Bytes;
  /** The hashes of all links that still count of it: signed, in the same chain, before every link by which it was taken over. */
  readonly signed: readonly Bytes[];
}

/** The device that chooses for its own person: its id, and every link that it ever signed. */
export interface Own<L extends ChoiceLink> {
  readonly id: string;
  readonly made: readonly L[];
}

/** What a choice ends in. `cut`: the first link of every part that did not count, signed by a removed key; to be noted. */
export type Choice<L extends ChoiceLink> =
  | {
      readonly kind: 'chosen';
      readonly links: readonly L[];
      /** The removals held from now on, those from before the choice first. */
      readonly dropped: readonly Removal[];
      /** The members after the last link that are not removed; at least one is a device. */
      readonly members: ReadonlySet<string>;
      readonly cut: readonly L[];
    }
  /** The reader keeps its chain and its removals. The branches are what its person has to be shown. */
  | { readonly kind: 'disputed'; readonly branches: readonly (readonly L[])[]; readonly cut: readonly L[] };

/**
 * Chooses among the chain held, which has its first link at least, and valid chains that were read; those of other persons are left
 * out. Order and repetition of `read` do not matter, and choosing again among the same chains changes nothing unless a removal was given
 * up. `own` is there where the reader is a device of this person.
 */
export function chooseChain<L extends ChoiceLink>(
  held: readonly L[],
  dropped: readonly Removal[],
  read: readonly (readonly L[])[],
  own?: Own<L>,
): Choice<L> {
  return runSteps(chooseSteps(held, dropped, read, own));
}

/** `chooseChain` in steps of a `Pace`: whoever publishes the chains decides how many links and ids a choice has to look at. */
export function* chooseSteps<L extends ChoiceLink>(
  held: readonly L[],
  dropped: readonly Removal[],
  read: readonly (readonly L[])[],
  own?: Own<L>,
): Steps<Choice<L>> {
  const pace = new Pace();
  const { places, ends } = yield* treeSteps([held, ...read], pace);
  const { counted, cut } = yield* countedSteps(places, ends[0], dropped, pace);
  const disputed = function* (): Steps<Choice<L>> {
    return { kind: 'disputed', branches: yield* branchesSteps(counted, pace), cut };
  };
  const standing = (yield* standingSteps(counted, pace)) ?? [];
  const branches = yield* branchesSteps(standing, pace);
  const [links] = branches;
  if (links === undefined) return yield* disputed();

  const removals = yield* takeOverSteps(dropped, branches, own?.made, pace);
  const removed = new Set(removals.map(({ id }) => id));
  const after = membersAfter(links);
  const isOwnIn = own !== undefined && after.has(own.id) && !removed.has(own.id);
  // Removals were taken over from links that have fallen since, or are kept back. What a device dropped itself it drops again.
  const said = standing.map(({ link }) => link);
  const contradicted = new Set(dropped.map(({ id }) => id).filter((id) => after.has(id)));
  for (const { link } of isOwnIn ? [...said, ...own.made] : said) {
    if (contradicted.size === 0) break;
    for (const id of link.drop) contradicted.delete(id);
    if (pace.isDue(1 + link.drop.length)) yield;
  }
  if (contradicted.size > 0 && counted.length > held.length) return yield* disputed();

  const members = new Set([...after.keys()].filter((id) => !removed.has(id)));
  if (![...members].some((id) => after.get(id) === 'device')) return yield* disputed();
  return { kind: 'chosen', links, dropped: removals, members, cut };
}

/** Those of some chains that are no beginning of another one, in the order in which they count; all are of the first one's person. */
export function branchesAmong<L extends ChoiceLink>(chains: readonly (readonly L[])[]): readonly (readonly L[])[] {
  return runSteps(branchesSteps(treeOf(chains).places, new Pace()));
}

/**
 * How many first links of `chain` count for this reader: those before the first that a removed key has signed beside its removal. The
 * rest need not be verified. A chain of another person has none.
 */
export function countedLinks(
  held: readonly ChoiceLink[],
  dropped: readonly Removal[],
  chain: readonly ChoiceLink[],
): number {
  const { places, ends } = treeOf([held, chain]);
  const counted = new Set(runSteps(countedSteps(places, ends[0], dropped, new Pace())).counted);
  let place = ends[1];
  while (place !== undefined && !counted.has(place)) place = place.parent;
  return place?.depth ?? 0;
}

/** A chain, and the indices of its links that drop somebody. */
interface Branch<L extends ChoiceLink> {
  readonly links: readonly L[];
  readonly droppers: readonly number[];
}

/** The chains that end in `places`, those that count before others first. */
function* branchesSteps<L extends ChoiceLink>(
  places: readonly Place<L>[],
  pace: Pace,
): Steps<readonly (readonly L[])[]> {
  const branches: Branch<L>[] = [];
  for (const end of endsOf(places)) {
    const links = chainTo(end);
    branches.push({ links, droppers: links.flatMap(({ link }, at) => (link.drop.length > 0 ? [at] : [])) });
    if (pace.isDue(links.length)) yield;
  }
  return branches.toSorted(compareBranches).map(({ links }) => links);
}

/** Negative where `a` counts before `b`: it drops somebody sooner behind the divergence, or else its first link there has the smaller hash. */
function compareBranches<L extends ChoiceLink>(a: Branch<L>, b: Branch<L>): number {
  const fork = a.links.findIndex((link, at) => link !== b.links[at]); // a link has one place, with the object that was read first
  const linksToDrop = ({ droppers }: Branch<L>): number => droppers.find((at) => at >= fork) ?? Number.MAX_SAFE_INTEGER;
  const hashOf = ({ links }: Branch<L>): Bytes => unwrap(links[fork], 'neither is a beginning of the other').hash;
  return linksToDrop(a) - linksToDrop(b) || compareHashes(hashOf(a), hashOf(b));
}

/**
 * `dropped`, and behind it what is dropped besides in `chains`, the first of which counts. Beyond `MOST_REMOVALS` those are kept whose id
 * that chain adds or drops, or a link that the reader has `made` itself.
 */
export function takeOver(
  dropped: readonly Removal[],
  chains: readonly (readonly ChoiceLink[])[],
  made: readonly ChoiceLink[] = [],
): readonly Removal[] {
  return runSteps(takeOverSteps(dropped, chains, made, new Pace()));
}

function* takeOverSteps(
  dropped: readonly Removal[],
  chains: readonly (readonly ChoiceLink[])[],
  made: readonly ChoiceLink[] = [],
  pace: Pace,
): Steps<readonly Removal[]> {
  const named = new Set([...(chains[0] ?? []), ...made].flatMap(({ link }) => [...link.drop, ...idsOf(link.add)]));
  const removals = new Map<string, Removal>();
  const take = (id: string, link: Bytes, signed: readonly Bytes[]): void => {
    const before = removals.get(id);
    if (before !== undefined) removals.set(id, { ...before, signed: shared(before.signed, signed) });
    else if (removals.size < MOST_REMOVALS || named.has(id)) removals.set(id, { id, link, signed: [...signed] });
  };
  for (const { id, link, signed } of dropped) {
    take(id, link, signed);
    if (pace.isDue(1 + signed.length)) yield;
  }
  const seen = new Set<ChoiceLink>();
  for (const chain of chains) {
    const signed = new Map<string, Bytes[]>();
    for (const each of chain) {
      const { hash, link } = each;
      if (pace.isDue()) yield;
      // Branches share their beginning.
      for (const id of seen.has(each) ? [] : link.drop) {
        const before = signed.get(id) ?? [];
        take(id, hash, before);
        if (pace.isDue(1 + before.length)) yield;
      }
      seen.add(each);
      const before = signed.get(link.by);
      if (before === undefined) signed.set(link.by, [hash]);
      else before.push(hash);
    }
  }
  return [...removals.values()];
}

function shared(some: readonly Bytes[], others: readonly Bytes[]): readonly Bytes[] {
  return some.filter((hash) => others.some((other) => isSameHash(hash, other)));
}

function idsOf(members: readonly { readonly id: string }[]): readonly string[] {
  return members.map(({ id }) => id);
}

/** Whether two readers have taken over the same removals in the same order. */
export function areSameRemovals(some: readonly Removal[], others: readonly Removal[]): boolean {
  const isSame = (one: Removal, other: Removal | undefined): boolean =>
    one.id === other?.id && isSameHash(one.link, other.link) && one.signed.length === other.signed.length;
  return some.length === others.length && some.every((one, at) => isSame(one, others[at]));
}

/** Every id that is dropped in `links`, in their order. */
export function dropsOf(links: readonly ChoiceLink[]): readonly string[] {
  return links.flatMap(({ link }) => link.drop);
}

/** The members after the last link, in the order in which they were added. */
export function membersAfter(links: readonly ChoiceLink[]): ReadonlyMap<string, 'device' | 'recovery'> {
  const members = new Map<string, 'device' | 'recovery'>();
  for (const { link } of links) {
    for (const id of link.drop) members.delete(id);
    for (const { id, kind } of link.add) members.set(id, kind);
  }
  return members;
}
