// The next links that a device signs for its own person (protocol §2): what is to change, and what the chosen chain lacks of what was
// said before. A removal that finds no room behind the last link is put on an earlier one, where it counts before what it takes off.
import { unwrap } from '../../core/assert.ts';
import { beginningOf, type Chain, membersOf } from '../../core/keys/chain.ts';
import { type Change, extendChainSteps } from '../../core/keys/chain-build.ts';
import { dropsOf, membersAfter, takeOver } from '../../core/keys/chain-choice.ts';
import type { ChainFault } from '../../core/keys/chain-rules.ts';
import type { Member, Signer } from '../../core/keys/member.ts';
import { changesToMake } from '../../core/keys/own-changes.ts';
import type { Steps } from '../../core/steps.ts';
import { choose, type Held } from '../people/held.ts';
import { follow, type OwnHeld, ownOf } from './kept-chain.ts';

const MAX_DROPPED = 65;
/** Each link makes up to 7 adds and 65 removals again; what is not made again now is with the next reading. */
const MOST_AGAIN = 20;

/** What a device wants said of its person: members to add bring their join. */
export interface OwnChange {
  readonly add?: readonly Member[];
  readonly drop?: readonly string[];
  readonly proto?: readonly number[];
}

/** Who signs: a device id, its key `d`, and the time in s since 1970. */
export interface Author {
  readonly id: string;
  readonly signer: Signer;
  readonly at: number;
}

/** Why there is no link: the chain has no room for it, or it would break a rule (a removed member, a key that occurs already, a false join). */
export type NoLink = 'room' | 'invalid';

/** What is held once everything is said again that the chain lacks; unchanged where nothing is, where `author` is out, and where there is no room. */
export function* sayAgainSteps(own: OwnHeld, author: Author): Steps<OwnHeld> {
  let now = own;
  for (let count = 0; count < MOST_AGAIN; count++) {
    const { chain, dropped } = now.held;
    const missing = changesToMake(ownOf(author.id, now), chain.links, dropped);
    if (missing === undefined) return now;
    const { add, drop, proto } = missing;
    const whole = yield* signSteps(now, { add, drop, ...(proto !== undefined && { proto }) }, author);
    // A removal must not fail because there is no room for somebody else.
    const isApart = typeof whole === 'string' && add.length > 0 && drop.length > 0;
    const next = isApart ? yield* signSteps(now, { drop }, author) : whole;
    if (typeof next === 'string') return now;
    now = next;
  }
  return now;
}

/** What is held with a link of `author`, who is in, that says `change`; the same object where the chain says all of it already. */
export function* saySteps(own: OwnHeld, change: OwnChange, author: Author): Steps<OwnHeld | NoLink> {
  const { chain, dropped } = own.held;
  const removed = new Set(dropped.map(({ id }) => id));
  const members = new Map(membersOf(chain).map((member) => [member.id, member]));
  const add = (change.add ?? []).filter(({ id }) => !members.has(id));
  if (add.some(({ id }) => removed.has(id))) return 'invalid';
  const drop = (change.drop ?? []).filter((id) => !dropsOf(chain.links).includes(id));
  const me = members.get(author.id);
  const isSaid = me?.kind === 'device' && me.proto.join() === change.proto?.join();
  const proto = change.proto === undefined || isSaid ? {} : { proto: change.proto };
  if (add.length === 0 && drop.length === 0 && !('proto' in proto)) return own;
  return yield* signSteps(own, { add, drop, ...proto }, author);
}

function* signSteps(own: OwnHeld, change: OwnChange, author: Author): Steps<OwnHeld | NoLink> {
  const longer = yield* extendChainSteps(own.held.chain, changeBy(author, change), author.signer);
  if (typeof longer !== 'string') return behind(own, longer, author);
  const { add = [], drop = [] } = change;
  const isEarlier = noLinkOf(longer) === 'room' && add.length === 0 && drop.length > 0;
  return isEarlier ? yield* dropEarlierSteps(own, drop, author) : noLinkOf(longer);
}

function changeBy({ id, at }: Author, change: OwnChange): Change {
  return { by: id, at, ...change };
}

function behind(own: OwnHeld, chain: Chain, { id }: Author): OwnHeld {
  return follow(id, own, { chain, dropped: takeOver(own.held.dropped, [chain.links], ownOf(id, own).made) });
}

/** Why a link that breaks this rule is none. */
export function noLinkOf(fault: ChainFault): NoLink {
  return fault === 'size' || fault === 'room' || fault === 'members' ? 'room' : 'invalid';
}

// The removals that lie behind the earlier link are said again with it: on this branch nobody would uphold them. Members come first, of
// whom one link drops all: a thief who fills the chain with ids that never were members must not keep out its own removal.
function* dropEarlierSteps(own: OwnHeld, drop: readonly string[], author: Author): Steps<OwnHeld | NoLink> {
  const { chain, dropped } = own.held;
  for (let count = chain.links.length - 1; count > 0; count--) {
    const beginning = beginningOf(chain, count);
    const members = membersAfter(beginning.links);
    if (!members.has(author.id)) return 'room';
    const gone = new Set(dropsOf(beginning.links));
    const missing = [...new Set([...drop, ...dropped.map(({ id }) => id)])].filter((id) => !gone.has(id));
    const most = [...missing.filter((id) => members.has(id)), ...missing.filter((id) => !members.has(id))];
    const change = changeBy(author, { drop: most.slice(0, MAX_DROPPED) });
    const fork = yield* extendChainSteps(beginning, change, author.signer);
    if (typeof fork === 'string') continue;
    const held = chosenOver(own.held, fork, own, author);
    if (held !== undefined) return follow(author.id, own, held);
  }
  return 'room';
}

// Only a removal that counts at once helps: one that loses against what it should take off would have to be made again for ever.
function chosenOver(held: Held, fork: Chain, own: OwnHeld, { id }: Author): Held | undefined {
  const choice = choose(held, [fork], ownOf(id, own));
  const last = unwrap(fork.links.at(-1), 'a chain has a link');
  return choice.kind === 'chosen' && choice.held.chain.links.includes(last) ? choice.held : undefined;
}
