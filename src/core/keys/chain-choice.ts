// Which chain of a person counts (protocol §2, decision 0043): one pure choice, made by peers and by own devices alike, from the chain
// held, the removals taken over and the chains read. No clock is involved, and no signature is checked here: chains come in verified, as
// far as `countedLinks` says.
import { unwrap } from '../assert.ts';
import type { Bytes } from '../bytes.ts';
import {
  areBeside,
  chainTo,
  type ChoiceLink,
  compareHashes,
  endsOf,
  isSameHash,
  liesBefore,
  type Place,
  treeOf,
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
  const { places, ends } = treeOf([held, ...read]);
  const { counted, cut } = countedPlaces(places, ends[0], dropped);
  const disputed = (): Choice<L> => ({ kind: 'disputed', branches: branchesOf(counted), cut });
  const standing = standingPlaces(counted) ?? [];
  const branches = branchesOf(standing);
  const [links] = branches;
  if (links === undefined) return disputed();

  const removals = takeOver(dropped, branches, own?.made);
  const removed = new Set(removals.map(({ id }) => id));
  const after = membersAfter(links);
  const isOwnIn = own !== undefined && after.has(own.id) && !removed.has(own.id);
  // Removals were taken over from links that have fallen since, or are kept back. What a device dropped itself it drops again.
  const said = standing.map(({ link }) => link);
  const contradicted = new Set(dropped.map(({ id }) => id).filter((id) => after.has(id)));
  for (const id of contradicted.size === 0 ? [] : dropsOf(isOwnIn ? [...said, ...own.made] : said))
    contradicted.delete(id);
  if (contradicted.size > 0 && counted.length > held.length) return disputed();

  const members = new Set([...after.keys()].filter((id) => !removed.has(id)));
  if (![...members].some((id) => after.get(id) === 'device')) return disputed();
  return { kind: 'chosen', links, dropped: removals, members, cut };
}

/** Those of some chains that are no beginning of another one, in the order in which they count; all are of the first one's person. */
export function branchesAmong<L extends ChoiceLink>(chains: readonly (readonly L[])[]): readonly (readonly L[])[] {
  return branchesOf(treeOf(chains).places);
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
  const counted = new Set(countedPlaces(places, ends[0], dropped).counted);
  let place = ends[1];
  while (place !== undefined && !counted.has(place)) place = place.parent;
  return place?.depth ?? 0;
}

/** The places that count, those before a place coming before it, and the first link of each part that does not. */
function countedPlaces<L extends ChoiceLink>(
  places: readonly Place<L>[],
  holder: Place<L> | undefined,
  dropped: readonly Removal[],
): { readonly counted: readonly Place<L>[]; readonly cut: readonly L[] } {
  const authors = new Set(places.map(({ link: { link } }) => link.by));
  const removals = dropped.filter(({ id }) => authors.has(id));
  const isCut = ({ link: { hash, link } }: Place<L>): boolean =>
    removals.some(({ id, signed }) => id === link.by && !signed.some((each) => isSameHash(each, hash)));

  const counted = new Set<Place<L>>();
  const cut: L[] = [];
  for (const place of places) {
    if (place.parent !== undefined && !counted.has(place.parent)) continue;
    const isHeld = holder !== undefined && liesBefore(place, holder);
    if (isHeld || !isCut(place)) counted.add(place);
    else cut.push(place.link);
  }
  return { counted: [...counted], cut: cut.toSorted((a, b) => compareHashes(a.hash, b.hash)) };
}

/**
 * The places that stand, or undefined where links hit each other in a circle. A link hits those beside it that are signed by an id that
 * it drops. It stands when what lies before it stands and nothing hits it but what has fallen; it falls when what lies before it has
 * fallen or something that stands hits it.
 */
function standingPlaces<L extends ChoiceLink>(counted: readonly Place<L>[]): readonly Place<L>[] | undefined {
  const droppers = new Map<string, Place<L>[]>(counted.map(({ link: { link } }) => [link.by, []]));
  for (const place of counted) for (const id of place.link.link.drop) droppers.get(id)?.push(place);
  const hittersOf = (place: Place<L>): readonly Place<L>[] =>
    (droppers.get(place.link.link.by) ?? []).filter((dropper) => areBeside(dropper, place));
  const verdicts: (boolean | undefined)[] = []; // by the number of a place
  const stands = (place: Place<L>): boolean | undefined => verdicts[place.first];
  let open = counted.map((place) => ({ place, hitters: hittersOf(place) }));
  for (let before = 0; before !== open.length;) {
    before = open.length;
    open = open.filter(({ place, hitters }) => {
      const isGround = place.parent === undefined || stands(place.parent);
      if (isGround === false || hitters.some((hitter) => stands(hitter) === true)) verdicts[place.first] = false;
      else if (isGround === true && hitters.every((hitter) => stands(hitter) === false)) verdicts[place.first] = true;
      return stands(place) === undefined;
    });
  }
  return open.length > 0 ? undefined : counted.filter((place) => stands(place) === true);
}

/** The chains that end in `places`, those that count before others first. */
function branchesOf<L extends ChoiceLink>(places: readonly Place<L>[]): readonly (readonly L[])[] {
  return endsOf(places).map(chainTo).toSorted(compareChains);
}

/** Negative where `a` counts before `b`: it drops somebody sooner behind the divergence, or else its first link there has the smaller hash. */
function compareChains(a: readonly ChoiceLink[], b: readonly ChoiceLink[]): number {
  const fork = a.findIndex(
    ({ hash }, i) => !isSameHash(hash, unwrap(b[i], 'neither is a beginning of the other').hash),
  );
  const linksToDrop = (chain: readonly ChoiceLink[]): number => {
    const at = chain.findIndex(({ link }, i) => i >= fork && link.drop.length > 0);
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  const hashOf = (chain: readonly ChoiceLink[]): Bytes => unwrap(chain[fork], 'the chains diverge').hash;
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
  const named = new Set([...(chains[0] ?? []), ...made].flatMap(({ link }) => [...link.drop, ...idsOf(link.add)]));
  const removals = new Map<string, Removal>();
  const take = (id: string, link: Bytes, signed: readonly Bytes[]): void => {
    const before = removals.get(id);
    if (before !== undefined) removals.set(id, { ...before, signed: shared(before.signed, signed) });
    else if (removals.size < MOST_REMOVALS || named.has(id)) removals.set(id, { id, link, signed });
  };
  for (const { id, link, signed } of dropped) take(id, link, signed);
  const seen = new Set<ChoiceLink>();
  for (const chain of chains) {
    const signed = new Map<string, readonly Bytes[]>();
    for (const each of chain) {
      const { hash, link } = each;
      // Branches share their beginning.
      if (!seen.has(each)) for (const id of link.drop) take(id, hash, signed.get(id) ?? []);
      seen.add(each);
      signed.set(link.by, [...(signed.get(link.by) ?? []), hash]);
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
