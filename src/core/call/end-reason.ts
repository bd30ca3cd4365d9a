// Why a call ends, and what the peer is told about it (protocol §5). These are codes only; src/text has the texts.
// This file also decides which ends count as a failed secure call. An attacker in the middle, who makes the two
// security codes differ, would try to end the call in a way that looks ordinary.
import type { CancelReason, EndReasonOnWire } from '../signal/message.ts';

/** Every reason for which a call can end. The list of the same name in the contract explains most of them. */
export type EndReason =
  | 'hung-up'
  | 'peer-hung-up'
  | 'declined'
  | 'busy'
  | 'cancelled'
  | 'answered-elsewhere'
  | 'declined-elsewhere'
  | 'transferred'
  | 'offer-over'
  | 'glare'
  | 'no-answer'
  | 'unreachable'
  | 'unknown-address'
  | 'too-many-claims'
  | 'several-persons'
  | 'not-connected'
  | 'key-changed'
  | 'directory-conflict'
  | 'device-removed'
  | 'version'
  | 'secure-setup-failed'
  | 'tampered'
  | 'fingerprint'
  | 'media-keys'
  | 'worker-lost'
  | 'page-lost'
  | 'no-transform'
  | 'no-device'
  | 'code-mismatch'
  | 'connection-lost'
  | 'connect-timeout'
  | 'timeout'
  | 'error'
  | 'app-closed'
  | 'app-locked'
  | 'not-allowed'
  | 'verification-required'
  | 'relay-required';

// Between ANSWER and READY these ends are shown as they are. All others are shown as a failed secure call.
const SPEAKS_FOR_ITSELF: readonly EndReason[] = [
  'hung-up',
  'peer-hung-up',
  'app-closed',
  'app-locked',
  'not-allowed',
  'verification-required',
  'relay-required',
  'answered-elsewhere',
  'declined-elsewhere',
  'glare',
  'tampered',
  'fingerprint',
  'device-removed',
  'worker-lost',
  'page-lost',
  'no-transform',
  'no-device',
];
// These ends are shown as they are and count as a failed secure call all the same. An attacker who relays the call has
// its keys, can forge a hang-up of the peer, and would do so in each call whose security codes differ. The person reads
// that the peer hung up, but the count of failed calls exposes the attack (docs/decisions/0039).
const COUNTS_ALL_THE_SAME: readonly EndReason[] = ['peer-hung-up', 'tampered', 'fingerprint', 'device-removed'];

/**
 * How an end between ANSWER and READY is shown, and whether it counts as a failed secure call (protocol §5 rule 5).
 * ring.ts does not count a hang-up of a verified peer.
 */
export function whileSecuring(reason: EndReason): { readonly reason: EndReason; readonly counts: boolean } {
  if (!SPEAKS_FOR_ITSELF.includes(reason)) return { reason: 'secure-setup-failed', counts: true };
  return { reason, counts: COUNTS_ALL_THE_SAME.includes(reason) };
}

/** The reason in our `end` message. */
export function onWire(reason: EndReason): EndReasonOnWire {
  switch (reason) {
    case 'hung-up':
    case 'app-closed':
    case 'app-locked':
    case 'not-allowed':
    case 'verification-required':
    case 'relay-required':
    case 'code-mismatch':
      return 'hangup';
    case 'tampered':
    case 'fingerprint':
    case 'media-keys':
    case 'transferred':
      return reason;
    case 'connection-lost':
    case 'connect-timeout':
    case 'timeout':
    case 'secure-setup-failed':
      return 'timeout';
    default:
      return 'error';
  }
}

/** The reason in our `cancel` to the callee's devices when the call ends here. */
export function onCancel(reason: EndReason): CancelReason {
  switch (reason) {
    case 'declined':
      return 'declined-elsewhere';
    case 'glare':
      return 'glare';
    case 'no-answer':
    case 'unreachable':
    case 'not-connected': // the time ran out while our own broker connection was lost
    case 'timeout':
      return 'timeout';
    default:
      return 'hangup';
  }
}

/** What an `end` from the peer means here. */
export function fromWire(reason: EndReasonOnWire): EndReason {
  return reason === 'hangup' ? 'peer-hung-up' : reason;
}

/** What a `cancel` from the caller means here, before or after our ANSWER has left. */
export function fromCancel(reason: CancelReason, answer: 'before' | 'after'): EndReason {
  switch (reason) {
    case 'hangup':
      return answer === 'before' ? 'cancelled' : 'peer-hung-up';
    case 'timeout':
      return 'no-answer';
    default:
      return reason;
  }
}
