// What can happen to the ring region, from placing or INVITE to the end, as facts. They come from a person, the peer's
// messages (opened and checked), the directory, policy, other calls, the page, the network and the clock. Whoever makes
// an event has already dropped what was not genuine.
import type { CancelReason, EndReasonOnWire } from '../signal/message.ts';
import type { EndReason } from './end-reason.ts';
import type { ListVerdict } from './trust-reading-state.ts';
import type { DeviceJudged, Knock } from './welcome.ts';
import type { CalleeKnown, CalleeSeen } from './ring-callee.ts';

/** Something that happened. `ttlMs`: how much of INVITE's ttl is left. */
export type RingEvent =
  | { readonly kind: 'place'; readonly hasAllowedPath: boolean } // by a person; `Knock` explains the allowed path
  | { readonly kind: 'callee-read'; readonly callee: CalleeSeen } // the result of the reading before the callee is rung
  // The callee's devices accept another INVITE of ours after this time; 0: now.
  | { readonly kind: 'turn'; readonly waitMs: number }
  // Policy's decision about each device it was asked about.
  | { readonly kind: 'callee-judged'; readonly nr: number; readonly devices: readonly DeviceJudged[] }
  | { readonly kind: 'callee-known'; readonly callee: CalleeKnown } // what is known of the callee after ringing began
  | { readonly kind: 'rang'; readonly device: string } // EARLY ringing
  | { readonly kind: 'busy'; readonly device: string } // EARLY busy
  | { readonly kind: 'declined'; readonly device: string } // EARLY decline
  | { readonly kind: 'lost'; readonly device: string; readonly reason: EndReason } // this leg has failed
  | { readonly kind: 'answered'; readonly device: string } // a valid ANSWER
  // A genuine ANSWER that cannot be used (protocol §5 rule 10).
  | { readonly kind: 'answer-unusable'; readonly device: string }
  | { readonly kind: 'described' } // the page gave the description that ANSWER or CONFIRM needs
  | { readonly kind: 'ready' } // a valid READY
  // The CONFIRM does not open the commitment of its INVITE, or the content of CONFIRM or READY cannot be used.
  | { readonly kind: 'confirm-unusable'; readonly what: 'opening' | 'content' }
  // `isEarlier`: the peer holds an earlier head of our chain than we do. This device has known the newest head for
  // `hasMs`.
  | { readonly kind: 'own-head-compared'; readonly isEarlier: boolean; readonly hasMs: number }
  // An INVITE came, and its sender has the keys that the INVITE names. `isDrained`: nothing queued at the broker is
  // still to come.
  | { readonly kind: 'invited'; readonly device: string; readonly isDrained: boolean }
  | { readonly kind: 'caller-checked'; readonly verdict: ListVerdict } // the caller was read
  | { readonly kind: 'drained' } // everything queued at the broker has arrived
  | { readonly kind: 'knocked'; readonly knock: Knock } // the organisation was asked, and these are the current facts
  | {
      readonly kind: 'cleared'; // it may ring, and there is room for it
      readonly silenced: boolean; // by do not disturb, or because it continues a moved call
      readonly isVisual: boolean; // shown without sound: of a stranger, or continues a moved call
      readonly ttlMs: number;
    }
  | { readonly kind: 'refused'; readonly reason: EndReason } // the call must not ring (any longer) or be answered
  // The call could ring, but this device has no room for it, or somebody better known calls.
  | { readonly kind: 'no-room'; readonly ttlMs: number }
  // The call is accepted. `viaRelay`: it is accepted automatically (protocol §5 rules 8, 15).
  | { readonly kind: 'accept'; readonly media: 'audio' | 'video'; readonly viaRelay: boolean }
  | { readonly kind: 'decline' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'cancelled'; readonly reason: CancelReason } // EARLY cancel
  | { readonly kind: 'confirmed' } // CONFIRM whose opening was checked
  | { readonly kind: 'connected' } // with the authenticated DTLS fingerprint
  | { readonly kind: 'disconnected' }
  // This machine has lost an address. `addresses` are those that remain.
  | { readonly kind: 'network'; readonly change: 'lost'; readonly addresses: readonly string[] }
  // This machine has gained an address, or the broker is back.
  | { readonly kind: 'network'; readonly change: 'found' | 'broker' }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'glare' } // the peer's call to us survives instead
  | { readonly kind: 'peer-ended'; readonly reason: EndReasonOnWire }
  | { readonly kind: 'removed' } // this device was removed: a call without an ANSWER ends
  | { readonly kind: 'fault'; readonly reason: EndReason } // something was found that ends the call
  | { readonly kind: 'time'; readonly offline?: boolean }; // `offline`: we have no broker connection ourselves
