// The next links that a device signs for its own person (protocol §2): what is to change, and what was signed before
// and is missing from the chosen chain. A removal that finds no room behind the last link is put behind an earlier
// link, if the removal counts there.
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
/**
 * The most links that sign missing statements again. Each adds up to 7 devices and a recovery key, and drops up to 65
 * ids. The rest follows with the next reading.
 */
const MOST_AGAIN = 20;

/** What a device wants to change about its person. Members to add bring their join signature. */
export interface OwnChange {
  readonly add?: readonly Member[];
  readonly drop?: readonly string[];
  readonly proto?: readonly number[];
}

/** The signer: a device id, its key `d`, and the time in s since 1970. */
export interface Author {
  readonly id: string;
  readonly signer: Signer;
  readonly at: number;
}

/**
 * Why there is no link: the chain has no room, or the link would break a rule (for example a removed member, a
 * repeated key, a false join signature).
 */
export type NoLink = 'room' | 'invalid';

/**
 * What is held after everything that the chain lacks was signed again, as far as there is room. Unchanged if nothing is
 * missing or `author` is no member.
 */
export function* sayAgainSteps(own: OwnHeld, author: Author): Steps<OwnHeld> {
  let now = own;
  for (let count = 0; count < MOST_AGAIN; count++) {
    const { chain, dropped } = now.held;
    const missing = changesToMake(ownOf(author.id, now), chain.links, dropped);
    if (missing === undefined) return now;
    const { add, drop, proto } = missing;
    const whole = yield* signSteps(now, { add, drop, ...(proto !== undefined && { proto }) }, author);
    // A removal must not fail because there is no room for an addition.
    const isApart = typeof whole === 'string' && add.length > 0 && drop.length > 0;
    const next = isApart ? yield* signSteps(now, { drop }, author) : whole;
    if (typeof next === 'string') return now;
    now = next;
  }
  return now;
}

/**
 * What is held with a link that says `change`, signed by the member `author`. The same object if the chain already says
 * all of it.
 */
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

/** Why a link with this fault cannot be made. */
export function noLinkOf(fault: ChainFault): NoLink {
  return fault === 'size' || fault === 'room' || fault === 'members' ? 'room' : 'invalid';
}

// The new link repeats the removals that were made behind the earlier link, because this branch would otherwise lack
// them. Of the ids to remove, members come first, so that one link has room for all of these. Otherwise a thief could
// fill the link with ids that never were members, and so prevent the thief's own removal.
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

// Only a removal that counts at once helps: a removal that loses against the links that it should remove would have to
// be repeated for ever.
function chosenOver(held: Held, fork: Chain, own: OwnHeld, { id }: Author): Held | undefined {
  const choice = choose(held, [fork], ownOf(id, own));
  const last = unwrap(fork.links.at(-1), 'a chain has a link');
  return choice.kind === 'chosen' && choice.held.chain.links.includes(last) ? choice.held : undefined;
}
