// What the ring region asks for, from placing or INVITE to the end.
import type { CancelReason, Early, EndReasonOnWire } from '../signal/message.ts';
import type { EndReason } from './end-reason.ts';
import type { Refusal } from './welcome.ts';

/** One thing to do. */
export type RingEffect =
  // Asks the organisation, waits for its answer only if that answer decides, and gathers the current facts.
  | { readonly kind: 'ask-welcome' }
  // Policy has refused the caller, or every device of the callee.
  | { readonly kind: 'note-refusal'; readonly why: Refusal }
  // As far as this region knows, the call may ring. room.ts and successors.ts decide what happens to it beside others.
  | { readonly kind: 'may-ring'; readonly agrees: boolean; readonly isVisual: boolean }
  // Reads the callee from the directory. If not afresh, a reading of the last minute will do.
  | { readonly kind: 'read-callee'; readonly isAfresh: boolean }
  // Asks policy about each of these devices.
  | { readonly kind: 'judge-callee'; readonly nr: number; readonly devices: readonly string[] }
  | { readonly kind: 'ask-turn' } // asks when the callee's devices accept another INVITE of ours
  | { readonly kind: 'compare-callee' } // compares what is known of the callee with the list by which they are rung
  | { readonly kind: 'ring-by-newest' } // from now on rings by the newest list, and pins the person as in that list
  | { readonly kind: 'invite'; readonly devices: readonly string[] }
  | { readonly kind: 'cancel'; readonly devices: readonly string[]; readonly reason: CancelReason }
  // Sends these devices notes of a missed call (protocol §5 rule 14), after the `cancel`.
  | { readonly kind: 'leave-notes'; readonly devices: readonly string[] }
  | { readonly kind: 'early'; readonly device: string; readonly message: Exclude<Early['kind'], 'cancel'> }
  | { readonly kind: 'take-answer'; readonly device: string } // caller: the session begins, the page gets the offer
  | { readonly kind: 'send-answer' }
  | { readonly kind: 'send-confirm' }
  | { readonly kind: 'repeat-confirm' }
  | { readonly kind: 'send-ready' }
  | { readonly kind: 'send-end'; readonly reason: EndReasonOnWire }
  | { readonly kind: 'forget' } // every key of the call, early keys too
  | { readonly kind: 'close-media' }
  | { readonly kind: 'count-failed'; readonly reason: EndReason } // a failed secure call (protocol §5 rule 5)
  | {
      readonly kind: 'conclude'; // into the history and the security record
      readonly hasRung: boolean; // it rang or was placed here, or found us busy; false: it ended while being checked
      readonly reason: EndReason;
      readonly durationMs: number;
      readonly isAnswered: boolean; // it came in and was accepted here
    }
  // Both sides hold the code: compares the head of our chain with the one that the peer holds (protocol §5 rule 7).
  | { readonly kind: 'compare-own-head' }
  | { readonly kind: 'tell-old-chain' }; // warns a person that the peer is served an old chain of ours
