// What a decision of the person does to their own chain (protocol §2.7; decision 0059): an objection to the removal of
// this device, or the choice of one side where devices contradict each other. Pure except for the signatures.
import { equal } from '../../core/bytes.ts';
import { beginningOf, type Chain, membersOf } from '../../core/keys/chain.ts';
import { extendChainSteps } from '../../core/keys/chain-build.ts';
import type { SignedLink } from '../../core/keys/link.ts';
import { removalsAfterDecision } from '../../core/keys/own-changes.ts';
import type { Steps } from '../../core/steps.ts';
import type { Side } from '../people/decision.ts';
import { follow, type OwnHeld } from './kept-chain.ts';
import { type Author, type NoLink, noLinkOf, saySteps } from './own-links.ts';

/** Who removed a device: another device of its person, or the recovery code. */
export interface Remover {
  readonly id: string;
  readonly kind: 'device' | 'recovery';
}

/** The position of the link that drops `device`, and who signed that link. Undefined if there is none. */
export function removalIn({ links, members }: Chain, device: string): (Remover & { readonly at: number }) | undefined {
  const at = links.findIndex(({ link }) => link.drop.includes(device));
  const id = links[at]?.link.by;
  const remover = members[at - 1]?.find((member) => member.id === id);
  return remover && { id: remover.id, kind: remover.kind, at };
}

/**
 * What `author`, a removed device, holds once its person has objected: the chain from before the removal, with a link
 * by `author` that drops its remover. `not-removed`: the held chain does not drop `author`. `NoLink`: why that
 * link cannot be made.
 */
export function* objectSteps(own: OwnHeld, author: Author): Steps<OwnHeld | 'not-removed' | NoLink> {
  const { chain, dropped } = own.held;
  const removal = removalIn(chain, author.id);
  if (removal === undefined) return 'not-removed';
  const before = beginningOf(chain, removal.at);
  const change = { by: author.id, at: author.at, drop: [removal.id] };
  const next = yield* extendChainSteps(before, change, author.signer);
  if (typeof next === 'string') return noLinkOf(next);
  return follow(author.id, own, { ...own.held, chain: next, dropped: removalsAfterDecision(next.links, dropped) });
}

/**
 * What `author` holds once its person has decided for `side`. Members of the side may have signed links on the other
 * side, against this one. If `author` is itself a member, it drops these members, so that readers need not decide about
 * them again. Links that `author` itself signed against the side are not repeated.
 */
export function* decideSteps(own: OwnHeld, side: Side, author: Author): Steps<OwnHeld | NoLink> {
  const { overruled = [] } = side.decided;
  const isOverruled = ({ hash }: SignedLink): boolean => overruled.some((each) => equal(each, hash));
  const { held, lost } = follow(author.id, own, side.decided);
  const decided = { held, lost: lost.filter((link) => !isOverruled(link)) };
  const members = membersOf(held.chain).map(({ id }) => id);
  if (!members.includes(author.id)) return decided;
  const drop = side.against.filter((id) => id !== author.id && members.includes(id));
  return drop.length === 0 ? decided : yield* saySteps(decided, { drop }, author);
}
