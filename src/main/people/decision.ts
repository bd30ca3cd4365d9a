// A person decides for one side of a dispute (protocol §2.7; decision 0059): which sides there are, and what a reader
// holds after deciding for one. Nothing is asked and nothing is written here.
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
  /**
   * The side's devices that some other side lacks. If there is only one side: its devices that are not held, or all of
   * them if nothing is disputed any more.
   */
  readonly devices: readonly string[];
  /**
   * Whether the reader has followed this side so far. If the reader has followed all sides of a dispute that goes on,
   * this tells nothing and is false for each of them.
   */
  readonly isFollowed: boolean;
  /** What is held after deciding for this side. */
  readonly decided: Held;
  /** The authors of links on other branches that drop a member who signs on this side. */
  readonly against: readonly string[];
}

// Each side costs a choice among everything that was read, and a thief can publish as many as a reading allows.
const MOST_SIDES = 16;

/** What there is to decide. */
export interface Sides {
  /**
   * At most sixteen, besides the side that was asked for. The side followed so far is first. The others follow in the
   * order of `inTurn`.
   */
  readonly sides: readonly Side[];
  /** How many branches were not examined. */
  readonly more: number;
}

/** Which sides to find first. */
export interface SidesWish {
  /** When a device was first seen here, in ms since 1970. Undefined if that is not known. */
  readonly firstSeenMs: (device: string) => number | undefined;
  /** The name of a side that is always included. */
  readonly name?: string;
}

/**
 * The sides between which the person of a reader has to decide. None if what was read is not disputed. Branches with
 * the same members count as one, apart from the branch that `wish` names. A branch is no side if deciding for it would
 * leave at least as many disputed branches as before, unless that is true of every branch.
 */
export function* sidesOfSteps(held: Held, read: readonly Chain[], wish: SidesWish): Steps<Sides> {
  return yield* sidesInSteps(yield* chooseSteps(held, read), held, read, wish);
}

/**
 * The sides while a dispute waits for a decision. `choice` is what would be chosen now. If it is disputed, its branches
 * are the sides. If the devices agree by now, perhaps because other chains are withheld, the chosen chain is one side,
 * and the chain followed so far is another if it differs. `isPinned`: the reader has followed `held` so far. If not,
 * `held` is only where a new reader would begin. There is always at least one side.
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

/**
 * What a reader holds after staying with `held` against what was read: links that drop a device of `held` do not count.
 */
function staying(held: Held, read: readonly Chain[]): Held {
  const present = new Set(presentIds(held));
  const hits = read.flatMap(({ links }) => {
    const shared = sharedLinks(held.chain, { links });
    return links.find(({ link }, index) => index >= shared && link.drop.some((id) => present.has(id))) ?? [];
  });
  return decide(held, held.chain, hits);
}

/**
 * The sides as found by a reader who knows nothing of the person yet: the side of a removed device that objects is
 * among them, although `held` has the removal. The decision is for a reader who holds `held`.
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
 * The branches in order. The author of a branch is the device already known here that signed last on the branch. In
 * each round every author gets one branch, and authors seen earlier come first. A thief can publish many branches and
 * make them preferred, but can sign them only with stolen or new keys. So nobody's side is crowded out, unless its
 * author is newer here than a great many devices of the thief.
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

/** The result of deciding for a side. `open`: the branches that are still disputed then. */
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
 * What a reader holds after deciding for `side`: that chain, the removals that a decision leaves (protocol §2.7.4),
 * and the overruled links. `hits` are overruled too: links of other branches that remove somebody from the side. No
 * overruled link ever counts again (protocol §2.7.5). Removals alone would not suffice: a member of this side may drop
 * the author of a removal, and a later decision in another dispute can give a removal up.
 */
function decide(held: Held, side: Chain, hits: readonly SignedLink[]): Held {
  const hashes = [...(held.overruled ?? []), ...hits.map(({ hash }) => hash)];
  const overruled = new Map(hashes.map((hash) => [toHex(hash), hash]));
  return { chain: side, dropped: removalsAfterDecision(side.links, held.dropped), overruled: [...overruled.values()] };
}

/** Where `other` first drops a member who signs in `side` after the two diverge. */
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

/** The devices that count for a reader who holds this. */
export function presentIds({ chain, dropped }: Held): readonly string[] {
  return idsOf(chain).filter((id) => !dropped.some((removal) => removal.id === id));
}

function memberKey(chain: Chain): string {
  return membersOf(chain)
    .map(({ id }) => id)
    .toSorted()
    .join();
}
