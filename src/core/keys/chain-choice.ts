// Which chain of a person counts (protocol §2, decision 0043): one pure choice, made by peers and by own devices alike, from the chain
// held, the removals taken over and the chains read. No clock is involved, and no signature is checked here: chains come in verified, as
// far as `countedLinks` says.
import { unwrap } from '../assert.ts';
import { type Bytes, toHex } from '../bytes.ts';
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

/** A removal that a reader has taken over. Only an act of a person takes it back. */
export interface Removal {
  readonly id: string;
  /** The hash of the link that drops it. */
  readonly link: Bytes;
  /** The hashes of the links that it had signed before that one, in the same chain: all that still count of it. */
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
 * out. Order and repetition of `read` do not matter, and choosing again among the same chains changes nothing. `own` is there where the
 * reader is a device of this person.
 */
export function chooseChain<L extends ChoiceLink>(
  held: readonly L[],
  dropped: readonly Removal[],
  read: readonly (readonly L[])[],
  own?: Own<L>,
): Choice<L> {
  const { places, ends } = treeOf([held, ...read]);
  const { counted, cut } = countedPlaces(places, ends[0], dropped);
  const disputed: Choice<L> = { kind: 'disputed', branches: endsOf(counted).map(chainTo).toSorted(compareChains), cut };
  const standing = standingPlaces(counted);
  const [links] = endsOf(standing ?? [])
    .map(chainTo)
    .toSorted(compareChains);
  if (standing === undefined || links === undefined) return disputed;

  const removals = takeOver(dropped, endsOf(standing).map(chainTo));
  const removed = new Set(removals.map(({ id }) => id));
  const after = membersAfter(links);
  const isOwnIn = own !== undefined && after.has(own.id) && !removed.has(own.id);
  // Removals were taken over from links that have fallen since, or are kept back. What a device dropped itself it drops again.
  const said = standing.map(({ link }) => link);
  const upheld = new Set(dropsOf(isOwnIn ? [...said, ...own.made] : said));
  const isContradicted = dropped.some(({ id }) => after.has(id) && !upheld.has(id));
  if (isContradicted && counted.length > held.length) return disputed;

  const members = new Set([...after.keys()].filter((id) => !removed.has(id)));
  if (![...members].some((id) => after.get(id) === 'device')) return disputed;
  return { kind: 'chosen', links, dropped: removals, members, cut };
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
  const removals = new Map<string, Removal[]>(dropped.map(({ id }) => [id, []]));
  for (const removal of dropped) removals.get(removal.id)?.push(removal);
  const isCut = ({ link: { hash, link } }: Place<L>): boolean =>
    removals.get(link.by)?.some(({ signed }) => !signed.some((each) => isSameHash(each, hash))) ?? false;

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
  const droppers = new Map<string, Place<L>[]>();
  for (const place of counted) {
    for (const id of place.link.link.drop) droppers.set(id, [...(droppers.get(id) ?? []), place]);
  }
  const hittersOf = (place: Place<L>): readonly Place<L>[] =>
    (droppers.get(place.link.link.by) ?? []).filter((dropper) => areBeside(dropper, place));
  const stands = new Map<Place<L> | undefined, boolean>([[undefined, true]]);
  let open = counted.map((place) => ({ place, hitters: hittersOf(place) }));
  for (let before = 0; before !== open.length;) {
    before = open.length;
    open = open.filter(({ place, hitters }) => {
      const isGround = stands.get(place.parent);
      if (isGround === false || hitters.some((hitter) => stands.get(hitter) === true)) stands.set(place, false);
      else if (isGround === true && hitters.every((hitter) => stands.get(hitter) === false)) stands.set(place, true);
      return !stands.has(place);
    });
  }
  return open.length > 0 ? undefined : counted.filter((place) => stands.get(place) === true);
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

/** `dropped`, and behind it what is dropped besides in `chains`. */
export function takeOver(dropped: readonly Removal[], chains: readonly (readonly ChoiceLink[])[]): readonly Removal[] {
  const removals = [...dropped];
  const known = new Set(dropped.map(nameOf));
  for (const chain of chains) {
    for (const [at, { hash, link }] of chain.entries()) {
      for (const id of link.drop) {
        if (known.has(nameOf({ id, link: hash }))) continue;
        known.add(nameOf({ id, link: hash }));
        const signed = chain.slice(0, at).filter((before) => before.link.by === id);
        removals.push({ id, link: hash, signed: signed.map((before) => before.hash) });
      }
    }
  }
  return removals;
}

function nameOf({ id, link }: Pick<Removal, 'id' | 'link'>): string {
  return `${id} ${toHex(link)}`;
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
