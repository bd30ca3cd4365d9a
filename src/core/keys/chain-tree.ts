// All chains of a person that a reader holds, as one tree: chains that share a link share its place. A link's hash
// covers the link before it, so comparing hashes is enough.
import type { Bytes } from '../bytes.ts';
import { Pace, runSteps, type Steps } from '../steps.ts';

/** The part of a link that the choice of a chain needs. `hash` is the SHA-256 of its bytes. A `SignedLink` is one. */
export interface ChoiceLink {
  readonly hash: Bytes;
  readonly link: {
    readonly by: string;
    readonly add: readonly { readonly kind: 'device' | 'recovery'; readonly id: string }[];
    readonly drop: readonly string[];
  };
}

/** A link at its place in the tree, with its predecessor and successors. */
export interface Place<L extends ChoiceLink> {
  readonly link: L;
  readonly parent: Place<L> | undefined;
  /** The links directly behind it: several where chains diverge, none at the end of a chain. */
  readonly children: readonly Place<L>[];
  /** How many links the chain that ends here has. */
  readonly depth: number;
  /**
   * `first`: the number of this place in depth-first order, from 0. `last`: the highest number among this place and its
   * descendants.
   */
  readonly first: number;
  readonly last: number;
}

interface Growing<L extends ChoiceLink> extends Place<L> {
  readonly parent: Growing<L> | undefined;
  readonly children: Growing<L>[];
  first: number;
  last: number;
}

/** Every link of some chains at its place, and the last place of each chain. */
export interface Tree<L extends ChoiceLink> {
  /** In the order of `first`: parents before children. */
  readonly places: readonly Place<L>[];
  /** One for each chain, in order. Undefined for a chain whose first link differs from that of the first chain. */
  readonly ends: readonly (Place<L> | undefined)[];
}

/** The tree of the first of `chains` and of all others that share its first link. `chains` must not be empty. */
export function treeOf<L extends ChoiceLink>(chains: readonly (readonly L[])[]): Tree<L> {
  return runSteps(treeSteps(chains, new Pace()));
}

/** `treeOf` in steps of `pace`: a unit for each link and for each place with which it may have to be compared. */
export function* treeSteps<L extends ChoiceLink>(chains: readonly (readonly L[])[], pace: Pace): Steps<Tree<L>> {
  const beginnings: Growing<L>[] = [];
  const ends: (Growing<L> | undefined)[] = [];
  for (const chain of chains) {
    let end: Growing<L> | undefined;
    for (const link of chain) {
      const siblings: Growing<L>[] = end?.children ?? beginnings;
      if (pace.isDue(1 + siblings.length)) yield;
      let place = siblings.find((sibling) => isSameHash(sibling.link.hash, link.hash));
      if (place === undefined) {
        if (end === undefined && beginnings.length > 0) break;
        place = { link, parent: end, children: [], depth: (end?.depth ?? 0) + 1, first: 0, last: 0 };
        siblings.push(place);
      }
      end = place;
    }
    ends.push(end);
  }
  const places: Growing<L>[] = [];
  const number = (place: Growing<L>): void => {
    place.first = places.push(place) - 1;
    place.children.forEach(number);
    place.last = places.length - 1;
  };
  beginnings.forEach(number);
  return { places, ends };
}

/** Whether `a` lies before `b` in a chain, or is the same place. */
export function liesBefore<L extends ChoiceLink>(a: Place<L>, b: Place<L>): boolean {
  return a.first <= b.first && b.first <= a.last;
}

/** Whether two places lie on different branches. */
export function areBeside<L extends ChoiceLink>(a: Place<L>, b: Place<L>): boolean {
  return !liesBefore(a, b) && !liesBefore(b, a);
}

/** The chain that ends here. */
export function chainTo<L extends ChoiceLink>(place: Place<L>): readonly L[] {
  const links: L[] = [];
  for (let each: Place<L> | undefined = place; each !== undefined; each = each.parent) links.push(each.link);
  return links.toReversed();
}

/** Those of `places` that are not the parent of another one. */
export function endsOf<L extends ChoiceLink>(places: readonly Place<L>[]): readonly Place<L>[] {
  const parents = new Set(places.map(({ parent }) => parent));
  return places.filter((place) => !parents.has(place));
}

/** Compares bytes from the left. Hashes are public, so the duration may depend on them. */
export function compareHashes(a: Bytes, b: Bytes): number {
  for (let at = 0; at < a.length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether two hashes are the same. */
export function isSameHash(a: Bytes, b: Bytes): boolean {
  return a === b || compareHashes(a, b) === 0;
}
