// A second implementation of the rule of protocol §2, link by link as in the text and without regard to speed. The
// search compares the product's choice with that of this implementation. The search must also detect each mutation of
// the rule.
import { membersAfter, MOST_REMOVALS, type Removal } from '../../../../src/core/keys/chain-choice.ts';
import type { ChoiceLink } from '../../../../src/core/keys/chain-tree.ts';
import { toHex } from '../../../../src/core/bytes.ts';
import type { OwnLink } from '../../../../src/core/keys/own-changes.ts';
import type { Rule } from './readers.ts';

type Chain = readonly OwnLink[];

export type Mutation =
  /** Links of removed keys count like others. */
  | 'no cut'
  /** No link makes another one fall, and only the removals in the chosen branch are taken over. */
  | 'hash before removal'
  /** Removals are taken over from all chains that were read, even from those that did not count. */
  | 'removals from chains never held'
  /** Every member of the chain is a member, removed or not. */
  | 'removed members count'
  /** A removed key is cut off everywhere, even if its links come before the removal. */
  | 'cut before a removal'
  /** A removal that was taken over and no longer counts is silently ignored. */
  | 'contradictions are not told'
  /** If links drop each other in a circle, the links before the circle count. */
  | 'circles are not told'
  /** A removal is stored only while the counting chain or a link of the reader's own names its id. */
  | 'removals of others are forgotten'
  /** The second removal of an id does not change which links still count. */
  | 'the first removal of an id decides';

const keyOf = ({ hash }: ChoiceLink): string => toHex(hash);
const keysOf = (chain: Chain): readonly string[] => chain.map(keyOf);

/** A link, and the chain up to and including it. */
interface Placed {
  readonly link: OwnLink;
  readonly path: readonly OwnLink[];
}

const isBefore = (a: OwnLink, b: Placed): boolean => keysOf(b.path).includes(keyOf(a));
const areBeside = (a: Placed, b: Placed): boolean => !isBefore(a.link, b) && !isBefore(b.link, a);

/** The rule, or the rule with this mutation. */
export function referenceRule(mutation?: Mutation): Rule {
  return (held, dropped, read, own) => {
    const known = [held, ...read.filter((chain) => keyOf(chain[0]!) === keyOf(held[0]!))];
    const places = (chains: readonly Chain[]): readonly Placed[] => {
      const all = chains.flatMap((chain) => chain.map((link, i): Placed => ({ link, path: chain.slice(0, i + 1) })));
      return [...new Map(all.map((place) => [keyOf(place.link), place])).values()];
    };
    const everything = places(known);

    const isCut = (place: Placed): boolean =>
      mutation !== 'no cut' &&
      !keysOf(held).includes(keyOf(place.link)) &&
      dropped.some(({ id, signed }) => {
        const isLate = mutation === 'cut before a removal' || !signed.map(toHex).includes(keyOf(place.link));
        return id === place.link.link.by && isLate;
      });
    const isOut = (place: Placed, isBad: (each: Placed) => boolean): boolean =>
      place.path.some((_, i) => isBad({ link: place.path[i]!, path: place.path.slice(0, i + 1) }));
    const counted = everything.filter((place) => !isOut(place, isCut));
    const cut = everything.filter(
      (place) => isCut(place) && !isOut({ ...place, path: place.path.slice(0, -1) }, isCut),
    );

    const standing = new Set<Placed>();
    const fallen = new Set<Placed>();
    const hittersOf = (place: Placed): readonly Placed[] =>
      mutation === 'hash before removal'
        ? []
        : counted.filter((hitter) =>
            place.path.some((link, i) => {
              const target = { link, path: place.path.slice(0, i + 1) };
              return hitter.link.link.drop.includes(link.link.by) && areBeside(hitter, target);
            }),
          );
    for (let size = -1; size < standing.size + fallen.size;) {
      size = standing.size + fallen.size;
      for (const place of counted) {
        const hitters = hittersOf(place);
        if (hitters.some((hitter) => standing.has(hitter))) fallen.add(place);
        else if (hitters.every((hitter) => fallen.has(hitter))) standing.add(place);
      }
    }
    const pathsOf = (all: readonly Placed[]): readonly Chain[] =>
      all
        .filter((place) => !all.some((other) => other !== place && isBefore(place.link, other)))
        .map(({ path }) => path);
    const disputed = {
      kind: 'disputed',
      branches: pathsOf(counted).toSorted(compareBranches),
      cut: cut.map(({ link }) => link),
    } as const;
    if (standing.size + fallen.size < counted.length && mutation !== 'circles are not told') return disputed;

    const branches = pathsOf([...standing]).toSorted(compareBranches);
    const links = branches[0]!;
    const sources =
      mutation === 'removals from chains never held' ? known : mutation === 'hash before removal' ? [links] : branches;
    const most = mutation === 'removals of others are forgotten' ? 0 : MOST_REMOVALS;
    const isOneEnough = mutation === 'the first removal of an id decides';
    const named = [...links, ...(own?.made ?? [])].flatMap(({ link }) => [
      ...link.drop,
      ...link.add.map(({ id }) => id),
    ]);
    const removals = merged([...dropped, ...sources.flatMap(removalsIn)], isOneEnough).filter(
      ({ id }, at) => at < most || named.includes(id),
    );
    const removed = new Set(mutation === 'removed members count' ? [] : removals.map(({ id }) => id));
    const after = membersAfter(links);
    const upholders =
      own !== undefined && after.has(own.id) && !removed.has(own.id) ? [...branches, own.made] : branches;
    const upheld = new Set(upholders.flat().flatMap(({ link }) => link.drop));
    const isOnlyHeld = counted.length === held.length && links.length === held.length;
    const isContradicted = dropped.some(({ id }) => removed.has(id) && after.has(id) && !upheld.has(id));
    if (isContradicted && !isOnlyHeld && mutation !== 'contradictions are not told') return disputed;
    const members = new Set([...after.keys()].filter((id) => !removed.has(id)));
    if (![...members].some((id) => after.get(id) === 'device')) return disputed;
    return { kind: 'chosen', links, dropped: removals, members, cut: disputed.cut };
  };
}

/** Every removal of a chain, link by link. */
function removalsIn(chain: Chain): readonly Removal[] {
  return chain.flatMap(({ hash, link }, at) =>
    link.drop.map((id) => {
      const signed = chain.filter((before, i) => i < at && before.link.by === id).map((before) => before.hash);
      return { id, link: hash, signed };
    }),
  );
}

/**
 * One removal for each id, ordered by each id's first removal. A link counts if all removals of its author allow
 * it.
 */
function merged(removals: readonly Removal[], isFirstEnough: boolean): readonly Removal[] {
  const ids = [...new Set(removals.map(({ id }) => id))];
  return ids.map((id) => {
    const [first, ...others] = removals.filter((removal) => removal.id === id);
    const isLeft = (hash: Removal['link']): boolean =>
      isFirstEnough || others.every(({ signed }) => signed.map(toHex).includes(toHex(hash)));
    return { ...first!, signed: first!.signed.filter(isLeft) };
  });
}

/** The order of branches (protocol §2.6.3). */
export function compareBranches(a: Chain, b: Chain): number {
  const fork = a.findIndex((link, i) => b[i] === undefined || keyOf(link) !== keyOf(b[i]));
  const drop = (chain: Chain): number => {
    const at = chain.slice(fork).findIndex(({ link }) => link.drop.length > 0);
    return at < 0 ? chain.length + 1000 : at;
  };
  const [x, y] = [drop(a), drop(b)];
  if (x !== y && Math.min(x, y) < 1000) return x - y;
  return keyOf(a[fork]!) < keyOf(b[fork]!) ? -1 : 1;
}

/**
 * The first draft of the rule: a branch is thrown away as a whole because of one link by a key that another branch
 * drops, a branch without removed members is preferred, and a removal is known by its id alone.
 */
export const draftedRule: Rule = (held, dropped, read) => {
  const takeOver = (before: readonly Removal[], chains: readonly Chain[]): readonly Removal[] =>
    merged([...before, ...chains.flatMap(removalsIn)], false);
  const removed = new Set(dropped.map(({ id }) => id));
  const same = read.filter((chain) => keyOf(chain[0]!) === keyOf(held[0]!));
  const forkOf = (a: Chain, b: Chain): number => {
    const at = a.findIndex((link, i) => b[i] === undefined || keyOf(link) !== keyOf(b[i]));
    return at < 0 ? a.length : at;
  };
  const cut: OwnLink[] = [];
  const counted = same.map((chain) => {
    const at = chain.findIndex(({ link }, i) => i >= forkOf(chain, held) && removed.has(link.by));
    if (at >= 0) cut.push(chain[at]!);
    return at < 0 ? chain : chain.slice(0, at);
  });
  const chains = [...new Map([held, ...counted].map((chain) => [keyOf(chain.at(-1)!), chain])).values()];
  const branches = chains.filter(
    (chain) => !chains.some((other) => other !== chain && forkOf(chain, other) === chain.length),
  );
  const dropsBehind = (branch: Chain, other: Chain): readonly string[] =>
    branch.slice(forkOf(branch, other)).flatMap(({ link }) => link.drop);
  const chosen = (links: Chain, removals: readonly Removal[]) => {
    const ids = new Set(removals.map(({ id }) => id));
    const members = new Set([...membersAfter(links).keys()].filter((id) => !ids.has(id)));
    return { kind: 'chosen', links, dropped: removals, members, cut } as const;
  };
  const disputed = { kind: 'disputed', branches, cut } as const;
  if (branches.length === 1) return chosen(branches[0]!, takeOver(dropped, branches));
  const sound = branches.filter((branch) =>
    branches.every((other) => {
      const drops = dropsBehind(other, branch);
      return other === branch || !branch.slice(forkOf(branch, other)).some(({ link }) => drops.includes(link.by));
    }),
  );
  const clean = sound.filter((branch) =>
    [...membersAfter(branch).keys()].every(
      (id) =>
        !removed.has(id) && branches.every((other) => other === branch || !dropsBehind(other, branch).includes(id)),
    ),
  );
  const byHash = (a: Chain, b: Chain): number => (keyOf(a[forkOf(a, b)]!) < keyOf(b[forkOf(b, a)]!) ? -1 : 1);
  const [best] = clean.toSorted(byHash);
  if (best !== undefined) return chosen(best, takeOver(dropped, [best]));
  const upheld = sound.flat().flatMap(({ link }) => link.drop);
  const isUpheld = (branch: Chain): boolean =>
    [...membersAfter(branch).keys()].every((id) => !removed.has(id) || upheld.includes(id));
  const [smallest] = sound.toSorted(byHash);
  if (smallest === undefined || !sound.every(isUpheld)) return disputed;
  const choice = chosen(smallest, takeOver(dropped, sound));
  return choice.members.size === 0 ? disputed : choice;
};
