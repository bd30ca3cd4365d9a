// What can happen to the moving of a call, and what that asks for. Devices by id, calls by id in hex; whoever makes an event has drawn
// the ids in it, and whoever performs an effect seals it.
import type { MoveEnd } from '../signal/message.ts';
import type { Place } from '../signal/place.ts';

/** Something that happened to the moving of this call. */
export type MoveEvent =
  | { readonly kind: 'move'; readonly device: string; readonly call: string; readonly voidCall: string } // a person offers it to this device
  | { readonly kind: 'dismiss-move' } // a person takes that back, or has read what came of it
  | { readonly kind: 'move-unsent'; readonly call: string } // the offer did not leave, or the broker did not take it
  | {
      readonly kind: 'move-answered'; // MOVE-END of the device that was asked
      readonly device: string;
      readonly call: string;
      readonly reason: 'refused' | 'unanswered' | 'taken';
    }
  | { readonly kind: 'move-announced'; readonly device: string; readonly call: string; readonly place: Place } // `transfer` of the peer
  | { readonly kind: 'move-followed'; readonly device: string; readonly call: string } // the announced call has come, and goes on with this one
  | { readonly kind: 'follows'; readonly call: string } // this call goes on with that one of ours, which the peer moves by it
  | { readonly kind: 'taken-over'; readonly device: string } // this call was begun by taking what that device of ours offers
  | { readonly kind: 'offer-over'; readonly device: string } // MOVE-END of that device: there is nothing left to go on with
  | { readonly kind: 'took-place' }; // this call is live, and the one that the peer has moved has ended

/** One thing to do about it. */
export type MoveEffect =
  | { readonly kind: 'announce-move'; readonly device: string; readonly call: string } // `transfer` to the peer
  | { readonly kind: 'offer-move'; readonly device: string; readonly call: string } // MOVE to our device
  | { readonly kind: 'tell-taken'; readonly device: string } // MOVE-END to the device of ours that offered this call: it is live here
  | {
      readonly kind: 'tell-move-end'; // MOVE-END to our device that was asked
      readonly device: string;
      readonly call: string;
      readonly reason: MoveEnd['reason'];
    };
