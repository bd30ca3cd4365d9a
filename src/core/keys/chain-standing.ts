// Which links of a tree of chains count, and which of those stand (protocol §2.6.1, §2.6.2). The work is done in steps:
// a reader may hold thousands of links, and each may drop 65 ids.
import { type Bytes, toHex } from '../bytes.ts';
import type { Pace, Steps } from '../steps.ts';
import { areBeside, type ChoiceLink, compareHashes, liesBefore, type Place } from './chain-tree.ts';

/** A removal as it cuts links: the removed id, and the hashes of its links that still count. */
interface Removal {
  readonly id: string;
  readonly signed: readonly Bytes[];
}

/**
 * `counted`: the places that count, parents before children. `cut`: the first link of each part that does not count.
 */
export interface Counted<L extends ChoiceLink> {
  readonly counted: readonly Place<L>[];
  readonly cut: readonly L[];
}

/**
 * Which of `places` count for a reader that holds the chain ending in `holder` and has accepted the removals in
 * `dropped`.
 */
export function* countedSteps<L extends ChoiceLink>(
  places: readonly Place<L>[],
  holder: Place<L> | undefined,
  dropped: readonly Removal[],
  pace: Pace,
): Steps<Counted<L>> {
  const removals = new Map<string, Removal[]>();
  for (const removal of dropped) put(removals, removal.id, removal);
  // For each removal whose id has signed links here: the hashes of the links of that id that still count.
  const left = new Map<Removal, ReadonlySet<string>>();
  const leaves = (removal: Removal, { hash }: L): boolean => {
    if (removal.signed.length === 0) return false;
    const hashes = left.get(removal) ?? new Set(removal.signed.map(toHex));
    left.set(removal, hashes);
    return hashes.has(toHex(hash));
  };
  const counted = new Set<Place<L>>();
  const cut: L[] = [];
  for (const place of places) {
    if (pace.isDue()) yield;
    const { link, parent } = place;
    if (parent !== undefined && !counted.has(parent)) continue;
    const isHeld = holder !== undefined && liesBefore(place, holder);
    const isCut = !isHeld && (removals.get(link.link.by) ?? []).some((removal) => !leaves(removal, link));
    if (isCut) cut.push(link);
    else counted.add(place);
  }
  return { counted: [...counted], cut: cut.toSorted((a, b) => compareHashes(a.hash, b.hash)) };
}

/**
 * The places that stand, or undefined if links hit each other in a circle. A link hits the links of other branches that
 * were signed by an id it drops. A link stands when its predecessor stands and every link that hits it has fallen. It
 * falls when its predecessor has fallen or a standing link hits it.
 */
export function* standingSteps<L extends ChoiceLink>(
  counted: readonly Place<L>[],
  pace: Pace,
): Steps<readonly Place<L>[] | undefined> {
  const signedBy = new Map<string, Place<L>[]>();
  const targets = new Map<Place<L>, readonly Place<L>[]>();
  // By the number of a place: how many undecided links could make it fall, that is, its parent and the links that hit
  // it.
  const undecided: number[] = [];
  for (const place of counted) {
    put(signedBy, place.link.link.by, place);
    undecided[place.first] = place.parent === undefined ? 0 : 1;
    if (pace.isDue()) yield;
  }
  const count = ({ first }: Place<L>, change: 1 | -1): number => (undecided[first] = (undecided[first] ?? 0) + change);
  for (const place of counted) {
    const { drop } = place.link.link;
    const signed = drop.flatMap((id) => signedBy.get(id) ?? []);
    const hit = signed.filter((each) => areBeside(place, each));
    for (const each of hit) count(each, 1);
    if (hit.length > 0) targets.set(place, hit);
    if (pace.isDue(1 + drop.length + signed.length)) yield;
  }

  const verdicts: (boolean | undefined)[] = []; // by the number of a place
  const decided: Place<L>[] = [];
  const decide = (place: Place<L>, stands: boolean): void => {
    if (verdicts[place.first] !== undefined) return;
    verdicts[place.first] = stands;
    decided.push(place);
  };
  for (const place of counted) if (undecided[place.first] === 0) decide(place, true);
  for (const place of decided) {
    const stands = verdicts[place.first] === true;
    const hit = targets.get(place) ?? [];
    // A link that stands makes the links it hits fall. A link that falls makes its children fall.
    const [bound, freed] = stands ? [hit, place.children] : [place.children, hit];
    for (const each of bound) if (undecided[each.first] !== undefined) decide(each, false);
    for (const each of freed) if (count(each, -1) === 0) decide(each, true);
    if (pace.isDue(1 + hit.length)) yield;
  }
  return decided.length < counted.length ? undefined : counted.filter(({ first }) => verdicts[first] === true);
}

function put<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}
