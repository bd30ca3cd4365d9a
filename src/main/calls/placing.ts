// Placing a call: why it is refused, and what happens to a call that is already on. The call itself looks up whom it
// rings.
import type { Bytes } from '../../core/bytes.ts';
import { parseAddress } from '../../core/keys/address.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Reply } from '../../contract/ipc.ts';
import type { Media, Trust } from '../../contract/view.ts';
import type { Admission } from './inbox/admission.ts';
import type { CallSide } from './call-signalling.ts';
import type { Call } from './call.ts';
import type { CallDeps } from './call-deps.ts';
import type { InHand } from './in-hand.ts';
import { createInvitePace } from './inbox/invite-limits.ts';
import { hasNoAllowedPath } from './media-choice.ts';
import type { Whom } from './ring/whom.ts';

interface PlacingParts {
  readonly deps: CallDeps;
  readonly admission: Admission;
  readonly inHand: InHand;
  readonly make: (side: CallSide) => Call;
}

const refusal = (code: RefusalCode) => ({ ok: false, code }) as const;

/**
 * Returns the function that places a call and replies with its id, as `Desk.place` says. `offered` is the id of a call
 * that another device of ours offers.
 */
export function createPlacing({
  deps,
  admission,
  inHand,
  make,
}: PlacingParts): (address: string, media: Media, whom: Whom, offered?: Bytes) => Reply<string> {
  const { clock, random, transport } = deps;
  const pace = createInvitePace(clock);

  return (address, media, whom, offered) => {
    if (parseAddress(address) === undefined) return refusal('bad-address');
    const out = deps.own.whyOut();
    if (out !== undefined) return refusal(out);
    if (address === deps.own.address) return refusal('own-address');
    // An offered call is continued here only if no other call is on.
    const isMoved = offered !== undefined && inHand.on().length > 0;
    const crowd = isMoved ? 'call-exists' : inHand.whyNotBeside(address);
    if (crowd !== undefined) return refusal(crowd);
    if (deps.book.trustOf(address).kind === 'changed') return refusal('key-changed');
    // The book says nothing about another person who claims the address.
    const trust: Trust = whom.kind === 'claimant' ? { kind: 'new' } : deps.book.trustOf(address);
    const objection = admission.place(address, media, trust) ?? pace.whyNotCall(address, trust);
    if (objection !== undefined) return refusal(objection);
    if (transport.view().kind !== 'online') return refusal('not-connected');
    const call = make({ direction: 'out', address, callId: offered ?? random(16), media, pace, whom });
    inHand.take(call);
    const hasAllowedPath = !hasNoAllowedPath(deps.mediaChoice());
    if (hasAllowedPath) inHand.only(call, 'hold'); // from here on nobody in a held call hears what is said here
    call.dispatch({ kind: 'place', hasAllowedPath, atMs: clock.nowMs() });
    return { ok: true, value: call.id };
  };
}
