// What the machine asks for, as data; main/calls performs it in order. No effect carries a secret: whoever performs one has them.
import type { CancelReason, Early, EndReasonOnWire } from '../signal/message.ts';
import type { EndReason } from './end-reason.ts';
import type { Role } from './state.ts';

/** One thing to do. */
export type Effect =
  | { readonly kind: 'read-callee' } // the callee's devices
  | { readonly kind: 'invite'; readonly devices: readonly string[] }
  | { readonly kind: 'cancel'; readonly devices: readonly string[]; readonly reason: CancelReason }
  | { readonly kind: 'early'; readonly device: string; readonly message: Exclude<Early['kind'], 'cancel'> }
  | { readonly kind: 'open-media'; readonly role: Role }
  | { readonly kind: 'take-answer'; readonly device: string } // caller: keys of generation 0, describe the offer
  | { readonly kind: 'send-answer' }
  | { readonly kind: 'send-confirm' }
  | { readonly kind: 'repeat-confirm' }
  | { readonly kind: 'send-ready' }
  | { readonly kind: 'grant'; readonly direction: 'open' | 'seal' }
  | { readonly kind: 'speak' } // our microphone opens, and the camera if wanted
  | { readonly kind: 'play' } // the peer may be heard and seen
  | { readonly kind: 'restart-ice'; readonly cause: 'network' | 'link' | 'time' } // addresses have changed, the broker is back, or it is time
  | { readonly kind: 'send-end'; readonly reason: EndReasonOnWire }
  | { readonly kind: 'forget' } // every key of the call, early keys too
  | { readonly kind: 'close-media' }
  | { readonly kind: 'count-failed' } // a failed secure call (protocol §5 rule 5)
  | { readonly kind: 'conclude'; readonly reason: EndReason; readonly durationMs: number } // into the history
  | { readonly kind: 'note'; readonly event: string }; // an event that did not fit: networks reorder
