// What can happen while a call is moved, and what the move region asks for. Devices by id, calls by id in hex. The
// code that makes a `move` event draws its call ids, and the code that performs an effect seals the message.
import type { MoveEnd } from '../signal/message.ts';
import type { Place } from '../signal/place.ts';

/** Something that happened to the moving of this call. */
export type MoveEvent =
  // A person offers the call to another device of theirs, `device`.
  | { readonly kind: 'move'; readonly device: string; readonly call: string; readonly voidCall: string }
  | { readonly kind: 'dismiss-move' } // a person withdraws the offer, or has read the outcome
  | { readonly kind: 'move-unsent'; readonly call: string } // the offer did not leave, or the broker did not accept it
  | {
      readonly kind: 'move-answered'; // MOVE-END of the device that was asked
      readonly device: string;
      readonly call: string;
      readonly reason: 'refused' | 'unanswered' | 'taken';
    }
  // The peer's `transfer`.
  | { readonly kind: 'move-announced'; readonly device: string; readonly call: string; readonly place: Place }
  // The announced call has arrived and continues this one.
  | { readonly kind: 'move-followed'; readonly device: string; readonly call: string }
  | { readonly kind: 'follows'; readonly call: string } // this call continues `call`, which the peer moves
  // This call began by taking an offer of that device of ours.
  | { readonly kind: 'taken-over'; readonly device: string }
  | { readonly kind: 'offer-over'; readonly device: string } // MOVE-END of that device: the offer is over
  | { readonly kind: 'took-place' }; // this call is live, and the moved one has ended

/** One thing to do about moving this call. */
export type MoveEffect =
  | { readonly kind: 'announce-move'; readonly device: string; readonly call: string } // `transfer` to the peer
  | { readonly kind: 'offer-move'; readonly device: string; readonly call: string } // MOVE to our device
  // MOVE-END to the device of ours that offered this call, which is live here now.
  | { readonly kind: 'tell-taken'; readonly device: string }
  | {
      readonly kind: 'tell-move-end'; // MOVE-END to our device that was asked
      readonly device: string;
      readonly call: string;
      readonly reason: MoveEnd['reason'];
    };
