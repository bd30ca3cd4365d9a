// A person decides for one side of a dispute (protocol §2.7; decision 0059): which sides there are, and what a
// reader holds who has decided for one. Nothing is asked and nothing is written here.
import { unwrap } from '../../core/assert.ts';
import { type Bytes, equal, toB64u, toHex } from '../../core/bytes.ts';
import { type Chain, devicesOf, membersOf, sharedLinks } from '../../core/keys/chain.ts';
import type { SignedLink } from '../../core/keys/link.ts';
import { removalsAfterDecision } from '../../core/keys/own-changes.ts';
import type { Steps } from '../../core/steps.ts';
import { type Choice, chooseSteps, firstHeld, type Held } from './held.ts';

/** A branch of a dispute that a person can decide for. */
export interface Side {
  /** The branch. */
  readonly chain: Chain;
  /** Its name: b64u of the hash of its last link. */
  readonly name: string;
  /** Its devices that some other side has not; where it is the only side, those that are not held. */
  readonly devices: readonly string[];
  /** The reader has followed it so far, and not every other one as well. */
  readonly isFollowed: boolean;
  /** What is held once it was decided for. */
  readonly decided: Held;
  /** Who has signed links of other sides that hit it. */
  readonly against: readonly string[];
}

// Each costs a choice among everything that was read, and a thief can publish as many as a reading takes.
const MOST_SIDES = 16;

/** What there is to decide. */
export interface Sides {
  /** Sixteen at most, and the one asked for; the one followed so far first, then by who of those known longest has signed in them. */
  readonly sides: readonly Side[];
  /** How many branches were not looked at. */
  readonly more: number;
}

/** Which sides to find first. */
export interface SidesWish {
  /** When a device was first seen here, in ms since 1970; undefined where that is not known. */
  readonly firstSeenMs: (device: string) => number | undefined;
  /** The name of a side that is found wherever it stands. */
  readonly name?: string;
}

/**
 * The sides between which the person of a reader has to decide; none where what was read is not disputed. Of branches with the same
 * members there is one. A branch is no side if deciding for it would leave no fewer disputed than before, unless that is so of all.
 */
export function* sidesOfSteps(held: Held, read: readonly Chain[], wish: SidesWish): Steps<Sides> {
  return yield* sidesInSteps(yield* chooseSteps(held, read), held, read, wish);
}

/**
 * The sides where a dispute waits for a decision, `choice` being what is chosen by now: the branches where that is disputed. Where the devices say one thing by now,
 * which may be because the rest is withheld, that is one, and the side followed so far another if it is not the same. `isPinned`: `held`
 * is what the reader went by, and not only what it would begin with. Never none.
 */
export function* sidesNowSteps(
  held: Held,
  choice: Choice,
  read: readonly Chain[],
  isPinned: boolean,
  wish: SidesWish,
): Steps<Sides> {
  if (choice.kind === 'disputed') return yield* sidesInSteps(choice, held, read, wish);
  const next = choice.held;
  const mine: Held[] = !isPinned || equal(headOf(held.chain), headOf(next.chain)) ? [] : [staying(held, read)];
  const all = [...mine, next];
  const sides = all.map((decided) => {
    const { chain } = decided;
    const present = presentIds(decided);
    return {
      chain,
      name: nameOf(chain),
      devices: present.filter((id) => all.length === 1 || all.some((each) => !presentIds(each).includes(id))),
      isFollowed: isPinned && equal(headOf(chain), headOf(held.chain)),
      decided,
      against: [],
    };
  });
  return { sides, more: 0 };
}

/** What a reader holds who stays with `held` against what was read: no link counts that drops a device of it. */
function staying(held: Held, read: readonly Chain[]): Held {
  const present = new Set(presentIds(held));
  const hits = read.flatMap(({ links }) => {
    const shared = sharedLinks(held.chain, { links });
    return links.find(({ link }, index) => index >= shared && link.drop.some((id) => present.has(id))) ?? [];
  });
  return decide(held, held.chain, hits);
}

/**
 * The sides as those meet them who know nothing of the person yet: a device that was removed and objects is one, though `held` has its
 * removal. Deciding is for who holds `held`.
 */
export function* sidesAfreshSteps(held: Held, read: readonly Chain[], wish: SidesWish): Steps<Sides> {
  const choice = yield* chooseSteps(firstHeld(held.chain), [held.chain, ...read]);
  return yield* sidesInSteps(choice, held, read, wish);
}

function* sidesInSteps(choice: Choice, held: Held, read: readonly Chain[], wish: SidesWish): Steps<Sides> {
  if (choice.kind === 'chosen') return { sides: [], more: 0 };
  const { branches } = choice;
  const isFollowed = (chain: Chain): boolean => sharedLinks(chain, held.chain) === held.chain.links.length;
  const ordered = inTurn(branches, held, wish).toSorted((a, b) => Number(isFollowed(b)) - Number(isFollowed(a)));
  const distinct = new Map(ordered.toReversed().map((chain) => [memberKey(chain), chain]));
  const candidates = ordered.filter((chain) => distinct.get(memberKey(chain)) === chain || nameOf(chain) === wish.name);
  const looked = candidates.filter((chain, at) => at < MOST_SIDES || nameOf(chain) === wish.name);
  const after: (Decided & { readonly chain: Chain })[] = [];
  for (const chain of looked) {
    after.push({ chain, ...(yield* afterDecisionSteps(held, chain, [held.chain, ...read])) });
  }
  const moved = after.filter(({ open }) => open.length < branches.length);
  const sides = moved.length > 0 ? moved : after;

  const present = sides.length > 1 ? sides.map(({ chain }) => idsOf(chain)) : [presentIds(held)];
  const isTold = sides.some(({ chain }) => !isFollowed(chain));
  const all = sides.map(({ chain, decided, against }) => ({
    chain,
    against,
    name: nameOf(chain),
    devices: idsOf(chain).filter((id) => present.some((ids) => !ids.includes(id))),
    isFollowed: isTold && isFollowed(chain),
    decided,
  }));
  return { sides: all, more: candidates.length - looked.length };
}

/**
 * The branches by who of those known already has signed in them last, one of each in turn, and in each turn those first whose author was
 * seen first. A thief can publish a great many branches, and have them preferred, but sign them with no key but those that the thief has
 * and new ones: nobody else's side is crowded out, unless its author is newer than a great many devices of the thief.
 */
function inTurn(branches: readonly Chain[], { chain }: Held, { firstSeenMs }: SidesWish): readonly Chain[] {
  const common = Math.min(...branches.map((branch) => sharedLinks(unwrap(branches[0], 'there is one'), branch)));
  const known = new Set(
    [chain.members.at(-1), branches[0]?.members[common - 1]].flatMap((all) => all ?? []).map(({ id }) => id),
  );
  const turns = new Map<string | undefined, number>();
  return branches
    .map((branch) => {
      const author = branch.links.findLast(({ link }) => known.has(link.by))?.link.by;
      const turn = turns.get(author) ?? 0;
      turns.set(author, turn + 1);
      const seenMs = (author === undefined ? undefined : firstSeenMs(author)) ?? Number.MAX_SAFE_INTEGER;
      return { branch, turn, seenMs };
    })
    .toSorted((a, b) => a.turn - b.turn || a.seenMs - b.seenMs)
    .map(({ branch }) => branch);
}

/** What a decision for a side leaves: the branches that are disputed then are `open`. */
type Decided = Pick<Side, 'decided' | 'against'> & { readonly open: readonly Chain[] };

/** What a reader holds once its person has decided for `side`. */
function* afterDecisionSteps(held: Held, side: Chain, read: readonly Chain[]): Steps<Decided> {
  const hits = read.flatMap((other) => other.links[firstHit(side, other) ?? other.links.length] ?? []);
  const decided = decide(held, side, hits);
  const against = [...new Set(hits.map(({ link }) => link.by))];
  const choice = yield* chooseSteps(decided, read);
  if (choice.kind === 'disputed') return { decided, against, open: choice.branches };
  return { decided: choice.held, against, open: [] };
}

/**
 * What a reader holds who decides for `side`: that chain, the removals of rule 8, and that the links of the others which hit it count for
 * nothing any more. Removals alone would not do: who drops the author of a removal may well be a member of the side, and a later decision
 * in another dispute can give a removal up.
 */
function decide(held: Held, side: Chain, hits: readonly SignedLink[]): Held {
  const hashes = [...(held.overruled ?? []), ...hits.map(({ hash }) => hash)];
  const overruled = new Map(hashes.map((hash) => [toHex(hash), hash]));
  return { chain: side, dropped: removalsAfterDecision(side.links, held.dropped), overruled: [...overruled.values()] };
}

/** Where `other` first drops somebody who signs beside it in `side`. */
function firstHit(side: Pick<Chain, 'links'>, other: Pick<Chain, 'links'>): number | undefined {
  const shared = sharedLinks(side, other);
  const authors = new Set(side.links.slice(shared).map(({ link }) => link.by));
  const at = other.links.findIndex(({ link }, index) => index >= shared && link.drop.some((id) => authors.has(id)));
  return at < 0 ? undefined : at;
}

function nameOf(chain: Chain): string {
  return toB64u(headOf(chain));
}

function headOf({ links }: Chain): Bytes {
  return unwrap(links.at(-1), 'a chain has a link').hash;
}

function idsOf(chain: Chain): readonly string[] {
  return devicesOf(chain).map(({ id }) => id);
}

/** The devices that count for who holds this. */
export function presentIds({ chain, dropped }: Held): readonly string[] {
  return idsOf(chain).filter((id) => !dropped.some((removal) => removal.id === id));
}

function memberKey(chain: Chain): string {
  return membersOf(chain)
    .map(({ id }) => id)
    .toSorted()
    .join();
}
