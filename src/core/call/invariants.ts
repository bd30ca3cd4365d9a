// The invariants of a call that its types do not express, each as one sentence. Most span several regions. `transition`
// checks them after each event that changes a call, so they only compare values of the state and compute little. A
// broken invariant is a bug of ours.
import { assert } from '../assert.ts';
import type { Keys } from './keys-state.ts';
import { isHeld } from './media-switches.ts';
import { whyNotShare } from './media-share.ts';
import { openOffer } from './move-state.ts';
import { isInterrupted, workerOf } from './page-state.ts';
import { isAgreed, isSecured } from './ring-state.ts';
import type { CallState } from './state.ts';

/** Throws with the first sentence that is false of this call after an event. */
export function checkInvariants(call: CallState): void {
  if (call.ring.kind === 'ended') {
    checkEnded(call);
    return;
  }
  checkRing(call);
  checkPage(call);
  checkMedia(call);
  if (call.keys.kind === 'agreed') checkKeys(call.keys, call);
}

function checkEnded({ keys, move, page, trust }: CallState): void {
  assert(page.kind === 'closed', 'a call that has ended has no page');
  assert(keys.kind === 'over', 'a call that has ended has no keys');
  assert(trust.clock.kind === 'stopped', 'no clock of a verification runs in a call that has ended');
  assert(openOffer(move) === undefined, 'a call that has ended is offered to nobody');
}

function checkRing({ keys, move, page, ring, trust }: CallState): void {
  const isTalking = ring.kind === 'live' || ring.kind === 'reconnecting';
  const { asked } = move;
  assert(keys.kind === (isAgreed(ring) ? 'agreed' : 'none'), 'keys exist from ANSWER on, and not before');
  assert(isTalking || trust.clock.kind === 'stopped', 'the clock of a verification runs only while people talk');
  assert(asked.kind !== 'moved', 'a call that has not ended has not moved to another device');
  assert(
    isTalking || (asked.kind !== 'offered' && asked.kind !== 'taken'),
    'only a call in which people talk is moved',
  );
  assert(ring.kind !== 'live' || !isInterrupted(page), 'a live call has a connection');
}

function checkPage({ media, page, ring }: CallState): void {
  const isReopened = 'reopening' in page && page.reopening.kind !== 'none';
  const passesFrames = workerOf(page)?.isStill === false;
  const isBroken = isInterrupted(page) || ring.kind === 'reconnecting';
  assert(page.kind !== 'closed', 'a page is closed only by the end of the call');
  assert(!isReopened || isSecured(ring), 'a call is reopened only once both sides hold the code');
  assert(!passesFrames || !isHeld(media.switches), 'no frame passes while either side holds the call');
  assert(!passesFrames || !isBroken, 'no frame passes while the connection is interrupted');
}

function checkMedia({ media, ring, trust }: CallState): void {
  const { kind, share, switches, text } = media;
  const isShared = share.kind !== 'none';
  assert(kind === 'closed' || isSecured(ring), 'nothing leaves before READY or CONFIRM');
  assert(kind === 'silenced' || trust.code.kind !== 'mismatch', 'nothing leaves after a wrong code');
  assert(kind === 'open' || text.unsent.length === 0, 'no text leaves before READY or CONFIRM, nor after a wrong code');
  assert(
    switches.talk.kind === 'none' || (kind === 'open' && switches.local.mute && !isHeld(switches)),
    'a key is held to talk only by a muted person, and only while sound may leave',
  );
  assert(switches.mayVideo || !switches.local.camera, 'no camera is on where pictures may not be sent');
  assert(
    switches.local.screen === (share.kind === 'on'),
    'the switch of the screen is on exactly while a screen is captured',
  );
  assert(
    !isShared || whyNotShare({ media, ring }, share.source.kind) === undefined,
    'only what may be shared is shared',
  );
}

function checkKeys({ generations, grants, role }: Keys, { media, page, ring, trust }: CallState): void {
  const { newest, sending } = generations;
  const { hasWorker, isVoiceOnly, mayOpen, seal, sealing } = grants;
  assert(seal === 'not-yet' || isSecured(ring), 'nothing is sealed before READY or CONFIRM');
  assert(seal === 'silenced' || trust.code.kind !== 'mismatch', 'nothing is sealed after a wrong code');
  assert(!mayOpen || role === 'caller' || isSecured(ring), 'a callee opens nothing before CONFIRM was checked');
  assert(!hasWorker || workerOf(page) !== undefined, 'keys are granted only to a worker that exists');
  assert(isVoiceOnly || media.switches.mayVideo, 'no key of a picture is granted where pictures may not be sent');
  assert(sealing.generation === sending, 'frames are sealed under the generation that is used for sending');
  assert(
    sending <= newest && newest - sending <= 1,
    'the generation used for sending is at most one behind the newest',
  );
}
