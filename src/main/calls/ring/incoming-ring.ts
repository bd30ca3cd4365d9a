// The callee's side until CONFIRM: one leg, our EARLY messages, ANSWER (protocol §5 rules 1, 3, 4). This file turns
// messages into facts for the machine, and decides nothing about the call.
import { unwrap } from '../../../core/assert.ts';
import { type Bytes, fromB64u, toB64u } from '../../../core/bytes.ts';
import type { CallEvent } from '../../../core/call/event.ts';
import type { Envelope } from '../../../core/signal/envelope.ts';
import type { Head } from '../../../core/signal/head.ts';
import type { Early } from '../../../core/signal/message.ts';
import { provenDevice, type ProvenDevice } from '../../../core/organisation/proven-device.ts';
import type { CallDeps } from '../call-deps.ts';
import { believed } from '../../../core/call/glare.ts';
import { type CheckedInvite, invitedBy } from '../inbox/invite-check.ts';
import type { Description } from '../../../core/call/media-path.ts';
import { hasOtherDevice } from '../notes/own-notes.ts';
import { PeerInCall } from '../peer-in-call.ts';
import type { CallSession, CallSessionParts } from '../session/call-session.ts';

const ANSWER_EXPIRY_SECONDS = 20; // protocol §3

/** The one leg of an incoming call. */
export interface IncomingRing {
  readonly peer: PeerInCall;
  readonly person: Bytes;
  readonly callerDevice: string;
  /** The caller's device, by the keys that its handshake has proven. */
  readonly device: ProvenDevice;
  /** The head of our own chain that the caller holds, null for none. */
  readonly ownHeadAsHeld: Head | null;
  readonly say: (message: Exclude<Early['kind'], 'cancel'>) => void;
  readonly receive: (envelope: Extract<Envelope, { kind: 'early' }>) => void;
  /** The call was accepted: sends ANSWER with our SDP offer, and begins the session. */
  readonly answer: (description: Description, parts: CallSessionParts) => CallSession;
  /** CONFIRM was checked: early keys are erased (rule 3). */
  readonly wipeEarly: () => void;
  readonly wipe: () => void;
}

/** The ring of a checked INVITE. `isCalling`: whether a call to an address was placed here and is on. */
export function createIncomingRing(
  { checked, isCalling }: { readonly checked: CheckedInvite; readonly isCalling: (address: string) => boolean },
  deps: CallDeps,
  dispatch: (event: CallEvent) => void,
): IncomingRing {
  const { address, device, expiresAtMs, invite, leg, person } = checked;
  const { clock, own, random, transport } = deps;
  const bound = { address, person, device: () => device.id, invited: invitedBy(checked), heard: invite.own };
  const peer = new PeerInCall(bound, deps, dispatch);

  return {
    peer,
    person,
    callerDevice: leg.callerDevice,
    device: provenDevice({ address, person }, device),
    ownHeadAsHeld: invite.list,
    say: (kind) => {
      const bytes = leg.sealEarly({ kind });
      const leftSeconds = Math.max(1, Math.ceil((expiresAtMs - clock.nowMs()) / 1000));
      if (bytes !== undefined) void transport.send(leg.callerDevice, bytes, leftSeconds);
    },
    receive: (envelope) => {
      const early = leg.openEarly(envelope);
      if (early?.kind !== 'cancel') return;
      const known = { isCalling: isCalling(address), hasOtherDevice: hasOtherDevice(deps) };
      const reason = believed(early.reason, known);
      dispatch({ kind: 'cancelled', reason, atMs: clock.nowMs() });
    },
    answer: ({ sdp, fingerprint }, parts) => {
      const nonce = random(32);
      const bytes = leg.answer(
        {
          kind: 'answer',
          nonce: toB64u(nonce),
          fingerprint,
          sdp,
          list: peer.peer?.head ?? null,
          own: own.head(),
        },
        random,
      );
      void transport.send(leg.callerDevice, bytes, ANSWER_EXPIRY_SECONDS);
      return leg.begin(unwrap(fromB64u(invite.commit), 'checked by the message schema'), nonce, parts);
    },
    wipeEarly: () => leg.wipeEarly(),
    wipe: () => leg.wipe(),
  };
}
