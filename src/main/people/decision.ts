// A person decides for one side of a dispute (protocol §2, which chain counts, rule 8; decision 0059): which sides there are, and what a
// reader holds who has decided for one. Nothing is asked and nothing is written here.
import { unwrap } from '../../core/assert.ts';
import { type Bytes, toB64u, toHex } from '../../core/bytes.ts';
import { type Chain, devicesOf, membersOf, sharedLinks } from '../../core/keys/chain.ts';
import { removalsAfterDecision } from '../../core/keys/own-changes.ts';
import { choose, type Held } from './held.ts';

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
}

// Each costs a choice among everything that was read, and a thief can publish as many as a reading takes.
const MOST_SIDES = 16;

/**
 * The sides between which the person of a reader has to decide, the one followed first; none where what was read is not disputed. Of
 * branches with the same members there is one. A branch is no side if deciding for it would leave the question as it was.
 */
export function sidesOf(held: Held, read: readonly Chain[]): readonly Side[] {
  const choice = choose(held, read);
  if (choice.kind === 'chosen') return [];
  const { branches } = choice;
  const distinct = new Map(branches.toReversed().map((chain) => [memberKey(chain), chain]));
  const candidates = branches.filter((chain) => distinct.get(memberKey(chain)) === chain).slice(0, MOST_SIDES);
  const after = candidates.map((chain) => ({ chain, ...afterDecision(held, chain, read) }));
  const settled = after.filter(({ open }) => open.length === 0);
  const moved = after.filter(({ open }) => open.length !== branches.length);
  const sides = settled.length > 0 ? settled : moved;

  const present = sides.length > 1 ? sides.map(({ chain }) => idsOf(chain)) : [presentIds(held)];
  const isFollowed = (chain: Chain): boolean => sharedLinks(chain, held.chain) === held.chain.links.length;
  const isTold = sides.some(({ chain }) => !isFollowed(chain));
  return sides
    .map(({ chain, decided }) => ({
      chain,
      name: toB64u(headOf(chain)),
      devices: idsOf(chain).filter((id) => present.some((ids) => !ids.includes(id))),
      isFollowed: isTold && isFollowed(chain),
      decided,
    }))
    .toSorted((a, b) => Number(b.isFollowed) - Number(a.isFollowed));
}

/** What a reader holds once its person has decided for `side`, and the branches that are disputed then, if any. */
function afterDecision(
  held: Held,
  side: Chain,
  read: readonly Chain[],
): { readonly decided: Held; readonly open: readonly Chain[] } {
  const decided = decide(held, side, read);
  const choice = choose(decided, read);
  return choice.kind === 'chosen' ? { decided: choice.held, open: [] } : { decided, open: choice.branches };
}

/**
 * What a reader holds who decides for `side`: that chain, the removals of rule 8, and that the links of the others which hit it count for
 * nothing any more. Removals alone would not do: who drops the author of a removal may well be a member of the side, and a later decision
 * in another dispute can give a removal up.
 */
function decide(held: Held, side: Chain, others: readonly Chain[]): Held {
  const hits = others.flatMap((other) => {
    const at = firstHit(side, other);
    return at === undefined ? [] : [unwrap(other.links[at], 'it hits').hash];
  });
  const overruled = new Map([...(held.overruled ?? []), ...hits].map((hash) => [toHex(hash), hash]));
  return { chain: side, dropped: removalsAfterDecision(side.links, held.dropped), overruled: [...overruled.values()] };
}

/** Where `other` first drops somebody who signs beside it in `side`. */
export function firstHit(side: Pick<Chain, 'links'>, other: Pick<Chain, 'links'>): number | undefined {
  const shared = sharedLinks(side, other);
  const authors = new Set(side.links.slice(shared).map(({ link }) => link.by));
  const at = other.links.findIndex(({ link }, index) => index >= shared && link.drop.some((id) => authors.has(id)));
  return at < 0 ? undefined : at;
}

function headOf({ links }: Chain): Bytes {
  return unwrap(links.at(-1), 'a chain has a link').hash;
}

function idsOf(chain: Chain): readonly string[] {
  return devicesOf(chain).map(({ id }) => id);
}

function presentIds({ chain, dropped }: Held): readonly string[] {
  return idsOf(chain).filter((id) => !dropped.some((removal) => removal.id === id));
}

function memberKey(chain: Chain): string {
  return membersOf(chain)
    .map(({ id }) => id)
    .toSorted()
    .join();
}
