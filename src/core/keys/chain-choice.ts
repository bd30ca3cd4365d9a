// Which chain of a person counts (protocol §2.6, decision 0043). The choice is a pure function of the chain held, the
// removals accepted so far and the chains read. On a device of the person, it also depends on the links that this
// device signed. The choice uses no clock and checks no signature: chains arrive verified, as far as `countedLinks`
// demands.
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

/**
 * How many removals a reader never gives up: the first that it accepted. It keeps a further removal only while the
 * chosen chain or one of the reader's own links names the removed id (decision 0058).
 */
export const MOST_REMOVALS = 128;

/**
 * A removal that a reader has accepted, one for each id. Only an act of a person takes back one of the first
 * `MOST_REMOVALS`.
 */
export interface Removal {
  readonly id: string;
  /** The hash of the link by which it was first accepted. */
  readonly link: Bytes;
  /**
   * The hashes of all links of the removed id that still count: signed in the same chain, before every link that
   * removes it.
   */
  readonly signed: readonly Bytes[];
}

/** A device that chooses for its own person: its id, and every link that it ever signed. */
export interface Own<L extends ChoiceLink> {
  readonly id: string;
  readonly made: readonly L[];
}

/**
 * The result of a choice. `cut`: the first link of every part that did not count because a removed id signed that link;
 * to be recorded.
 */
export type Choice<L extends ChoiceLink> =
  | {
      readonly kind: 'chosen';
      readonly links: readonly L[];
      /** The removals held from now on. Those held before the choice come first. */
      readonly dropped: readonly Removal[];
      /** The members after the last link, without removed ones. At least one is a device. */
      readonly members: ReadonlySet<string>;
      readonly cut: readonly L[];
    }
  /** The reader keeps its chain and its removals. The person must be shown the branches. */
  | { readonly kind: 'disputed'; readonly branches: readonly (readonly L[])[]; readonly cut: readonly L[] };

/**
 * Chooses among the chain held, which has at least its first link, and valid chains that were read; chains of other
 * persons are ignored. The order and repetition of `read` do not matter. Choosing again among the same chains changes
 * nothing unless a removal was given up. `own` is present if the reader is a device of this person.
 */
export function chooseChain<L extends ChoiceLink>(
  held: readonly L[],
  dropped: readonly Removal[],
  read: readonly (readonly L[])[],
  own?: Own<L>,
): Choice<L> {
  return runSteps(chooseSteps(held, dropped, read, own));
}

/** `chooseChain` in steps of a `Pace`: the publisher of chains decides how many links and ids a choice must look at. */
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
  // A removal held before contradicts the chosen chain if its id is a member there and no standing link drops it: the
  // link that did has fallen or is withheld. A device's own removals contradict nothing, because it makes them again.
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

/**
 * The given chains without those that are the beginning of another one, in the order in which they count. Chains of
 * another person than the first chain's are left out.
 */
export function branchesAmong<L extends ChoiceLink>(chains: readonly (readonly L[])[]): readonly (readonly L[])[] {
  return runSteps(branchesSteps(treeOf(chains).places, new Pace()));
}

/**
 * How many links at the beginning of `chain` count for this reader. Links shared with the chain held count. Behind
 * those, a link that a removed id signed counts only if it is among `signed` of its removal, and no link counts behind
 * one that does not. Links that do not count need not be verified. In a chain of another person, no link counts.
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

/** A chain, and the indices of its links that drop an id. */
interface Branch<L extends ChoiceLink> {
  readonly links: readonly L[];
  readonly droppers: readonly number[];
}

/** The chains that end in `places`, in the order in which they count. */
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

/**
 * Negative if `a` counts before `b`: `a` drops an id sooner after the divergence, or neither drops one sooner and
 * the first link of `a` there has the smaller hash.
 */
function compareBranches<L extends ChoiceLink>(a: Branch<L>, b: Branch<L>): number {
  // Equal links are the same object: the one read first.
  const fork = a.links.findIndex((link, at) => link !== b.links[at]);
  const linksToDrop = ({ droppers }: Branch<L>): number => droppers.find((at) => at >= fork) ?? Number.MAX_SAFE_INTEGER;
  const hashOf = ({ links }: Branch<L>): Bytes => unwrap(links[fork], 'neither is a beginning of the other').hash;
  return linksToDrop(a) - linksToDrop(b) || compareHashes(hashOf(a), hashOf(b));
}

/**
 * `dropped`, followed by what else is dropped in `chains`, of which the first counts. Beyond `MOST_REMOVALS`, a removal
 * is kept only if its id is added or dropped by the first chain or by a link that the reader has `made` itself.
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
      // Branches share their beginning, so its removals are taken over once.
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

/**
 * Whether a reader has the same removals as before, in the same order. Of `signed` only the number is compared, because
 * `signed` can only lose hashes.
 */
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
