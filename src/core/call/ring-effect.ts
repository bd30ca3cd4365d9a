// What the ring, talk and end of a call ask for.
import type { CancelReason, Early, EndReasonOnWire } from '../signal/message.ts';
import type { EndReason } from './end-reason.ts';
import type { Refusal } from './welcome.ts';

/** One thing to do. */
export type RingEffect =
  | { readonly kind: 'ask-welcome' } // the organisation, where its word decides, and what counts at this moment
  | { readonly kind: 'note-refusal'; readonly why: Refusal } // policy has refused who calls, or every device of who is called
  | { readonly kind: 'may-ring'; readonly agrees: boolean; readonly isSoundless: boolean } // the desk says what becomes of it
  | { readonly kind: 'read-callee'; readonly isAfresh: boolean } // by the directory; not afresh: as read within the last minute
  | { readonly kind: 'judge-callee'; readonly nr: number; readonly devices: readonly string[] } // asks policy about each of these devices
  | { readonly kind: 'ask-turn' } // when their devices take another INVITE of ours
  | { readonly kind: 'compare-callee' } // what is known of them now with what they are rung by
  | { readonly kind: 'ring-by-newest' } // what is known of them now is what they are rung by, and is pinned
  | { readonly kind: 'invite'; readonly devices: readonly string[] }
  | { readonly kind: 'cancel'; readonly devices: readonly string[]; readonly reason: CancelReason }
  | { readonly kind: 'leave-words'; readonly devices: readonly string[] } // of a missed call (protocol §5 rule 14), after its `cancel`
  | { readonly kind: 'early'; readonly device: string; readonly message: Exclude<Early['kind'], 'cancel'> }
  | { readonly kind: 'take-answer'; readonly device: string } // caller: keys of generation 0, describe the offer
  | { readonly kind: 'send-answer' }
  | { readonly kind: 'send-confirm' }
  | { readonly kind: 'repeat-confirm' }
  | { readonly kind: 'send-ready' }
  | { readonly kind: 'send-end'; readonly reason: EndReasonOnWire }
  | { readonly kind: 'forget' } // every key of the call, early keys too
  | { readonly kind: 'close-media' }
  | { readonly kind: 'count-failed'; readonly reason: EndReason } // a failed secure call (protocol §5 rule 5)
  | {
      readonly kind: 'conclude'; // into the history
      readonly hasRung: boolean; // or was called; false: it ended while it was checked
      readonly reason: EndReason;
      readonly durationMs: number;
      readonly isAnswered: boolean; // it came in and was taken here
    }
  | { readonly kind: 'compare-own-head' } // both hold the code: which head of our devices the peer holds (protocol §5 rule 7)
  | { readonly kind: 'tell-old-chain' }; // a person, that the peer is served something old of ours
