// Which chain of a person counts (protocol §2, decision 0043): one pure choice, made by peers and by own devices alike, from the chain
// held, the removals taken over and the chains read. No clock is involved, and no signature is checked here: chains come in verified, as
// far as `countedLinks` says. A link's hash covers the link before it, so two chains that share a link share everything before it.
//
// Two chains diverge behind the last link that both have. The links of one behind that point are *beside* those of the other.
import { unwrap } from '../assert.ts';
import type { Bytes } from '../bytes.ts';

/** What the choice looks at in a link; `hash` is the SHA-256 of its bytes. A `SignedLink` is one. */
export interface ChoiceLink {
  readonly hash: Bytes;
  readonly link: {
    readonly by: string;
    readonly add: readonly { readonly kind: 'device' | 'recovery'; readonly id: string }[];
    readonly drop: readonly string[];
  };
}

/** A removal that a reader has taken over: the id, and the hash of the link that drops it. Only an act of a person takes it back. */
export interface Removal {
  readonly id: string;
  readonly link: Bytes;
}

/** What a choice ends in. `cut`: the first link of every part that did not count, signed by a removed key; to be noted. */
export type Choice<L extends ChoiceLink> =
  | {
      readonly kind: 'chosen';
      readonly links: readonly L[];
      /** All removals taken over, those from before the choice first. */
      readonly dropped: readonly Removal[];
      /** The members after the last link that are not removed; at least one is a device. */
      readonly members: ReadonlySet<string>;
      readonly cut: readonly L[];
    }
  /** The reader keeps its chain and its removals. The branches are what its person has to be shown. */
  | { readonly kind: 'disputed'; readonly branches: readonly (readonly L[])[]; readonly cut: readonly L[] };

/**
 * Chooses among the chain held, which has its first link at least, and valid chains that were read; those of other persons are left
 * out. Order and repetition of `read` do not matter, and choosing again among the same chains changes nothing.
 */
export function chooseChain<L extends ChoiceLink>(
  held: readonly L[],
  dropped: readonly Removal[],
  read: readonly (readonly L[])[],
): Choice<L> {
  const known = [held, ...read.filter((chain) => sharedLength(chain, held) > 0)];
  const counted = known.map((chain) => chain.slice(0, countedLinks(held, dropped, chain, known)));
  const cut = distinct(known.flatMap((chain, i) => chain.slice(counted[i]?.length).slice(0, 1)));
  const branches = longest(counted);
  const disputed: Choice<L> = { kind: 'disputed', branches: branches.toSorted(compareBranches), cut };

  const standing = standingBranches(branches)?.toSorted(compareBranches);
  const links = standing?.[0];
  if (standing === undefined || links === undefined) return disputed;

  const after = membersAfter(links);
  // Taken over from a link that has fallen since, or is kept back, while the chain still names the member.
  const upheld = new Set(standing.flatMap(dropsOf));
  const isContradicted = dropped.some(({ id }) => after.has(id) && !upheld.has(id));
  const isNews = branches.length > 1 || links.length > held.length;
  if (isContradicted && isNews) return disputed;

  const removals = takeOver(dropped, standing);
  const removed = new Set(removals.map(({ id }) => id));
  const members = new Set([...after.keys()].filter((id) => !removed.has(id)));
  if (![...members].some((id) => after.get(id) === 'device')) return disputed;
  return { kind: 'chosen', links, dropped: removals, members, cut };
}

/**
 * How many first links of `chain` count for this reader: those before the first that a removed key has signed beside its removal. The
 * rest need not be verified. `known` are all chains at hand; one of them shows that a link lies before a removal and not beside it.
 */
export function countedLinks(
  held: readonly ChoiceLink[],
  dropped: readonly Removal[],
  chain: readonly ChoiceLink[],
  known: readonly (readonly ChoiceLink[])[],
): number {
  const isBefore = (at: number, removal: Bytes): boolean =>
    known.some(
      (other) => sharedLength(other, chain) > at && other.some(({ hash }, i) => i > at && isSame(hash, removal)),
    );
  for (let at = sharedLength(chain, held); at < chain.length; at++) {
    const by = chain[at]?.link.by;
    if (dropped.some(({ id, link }) => id === by && !isBefore(at, link))) return at;
  }
  return chain.length;
}

/**
 * What is left of the branches when every link has fallen that a standing one hits; undefined where links hit each other in a circle.
 * A link hits the links beside it that an id signed which it drops, and all that follow them. It stands when nothing hits it but what
 * has fallen.
 */
function standingBranches<L extends ChoiceLink>(
  branches: readonly (readonly L[])[],
): readonly (readonly L[])[] | undefined {
  const unhit = branches.map((branch) => branch.slice(0, lengthBeforeHit(branch, branches)));
  const left = branches.map((branch) => branch.slice(0, lengthBeforeHit(branch, unhit)));
  if (hasFewerLinks(left, branches)) return standingBranches(longest(left));
  return hasFewerLinks(unhit, branches) ? undefined : branches;
}

function hasFewerLinks(chains: readonly (readonly ChoiceLink[])[], than: readonly (readonly ChoiceLink[])[]): boolean {
  return chains.flat().length < than.flat().length;
}

/** How many first links of `branch` no link of `hitters` hits. A beginning of `branch` hits nothing of it. */
function lengthBeforeHit(branch: readonly ChoiceLink[], hitters: readonly (readonly ChoiceLink[])[]): number {
  const hits = hitters.map((hitter) => {
    const fork = sharedLength(branch, hitter);
    const drops = new Set(dropsOf(hitter.slice(fork)));
    return branch.findIndex(({ link }, at) => at >= fork && drops.has(link.by));
  });
  return Math.min(branch.length, ...hits.filter((at) => at >= 0));
}

/** The chains that are no beginning of another one, each once. */
function longest<L extends ChoiceLink>(chains: readonly (readonly L[])[]): readonly (readonly L[])[] {
  return chains.filter(
    (chain, i) =>
      !chains.some((other, j) => sharedLength(chain, other) === chain.length && (other.length > chain.length || j < i)),
  );
}

/** Negative where `a` counts before `b`: it drops somebody sooner behind the divergence, or else its first link there has the smaller hash. */
function compareBranches(a: readonly ChoiceLink[], b: readonly ChoiceLink[]): number {
  const fork = sharedLength(a, b);
  const linksToDrop = (branch: readonly ChoiceLink[]): number => {
    const at = branch.findIndex(({ link }, i) => i >= fork && link.drop.length > 0);
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  const hashOf = (branch: readonly ChoiceLink[]): Bytes => unwrap(branch[fork], 'two branches diverge').hash;
  return linksToDrop(a) - linksToDrop(b) || compareHashes(hashOf(a), hashOf(b));
}

/** `dropped`, and behind it what the chains drop besides. */
export function takeOver(dropped: readonly Removal[], chains: readonly (readonly ChoiceLink[])[]): readonly Removal[] {
  const removals = [...dropped];
  for (const { hash, link } of chains.flat()) {
    for (const id of link.drop) {
      if (!removals.some((one) => one.id === id && isSame(one.link, hash))) removals.push({ id, link: hash });
    }
  }
  return removals;
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

/** How many first links two chains share; 0 where they are two persons'. */
export function sharedLength(a: readonly ChoiceLink[], b: readonly ChoiceLink[]): number {
  let [low, high] = [0, Math.min(a.length, b.length)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isSame(a[middle - 1]?.hash, b[middle - 1]?.hash)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The links, each once, the smallest hash first. */
function distinct<L extends ChoiceLink>(links: readonly L[]): readonly L[] {
  const sorted = links.toSorted((a, b) => compareHashes(a.hash, b.hash));
  return sorted.filter(({ hash }, i) => !isSame(hash, sorted[i - 1]?.hash));
}

/** By the bytes from the left. Hashes are public, so the time that it takes may depend on them. */
function compareHashes(a: Bytes, b: Bytes): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return (a[at] ?? 0) - (b[at] ?? 0);
}

function isSame(a: Bytes | undefined, b: Bytes | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && compareHashes(a, b) === 0);
}
