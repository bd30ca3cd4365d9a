// What can happen to the ring, talk and end of a call, as facts. They come from a person, the peer's messages (opened and checked),
// the page and the clock; whoever makes one has already dropped what was not genuine.
import type { CancelReason, EndReasonOnWire } from '../signal/message.ts';
import type { EndReason } from './end-reason.ts';
import type { Standing } from './trust-reading-state.ts';
import type { DeviceJudged, Knock } from './welcome.ts';
import type { CalleeKnown, CalleeSeen } from './ring-callee.ts';

/** Something that happened; `ttlMs` as in INVITE. */
export type RingEvent =
  | { readonly kind: 'place'; readonly hasAllowedPath: boolean } // a person calls; media may take a path, as of a Knock
  | { readonly kind: 'callee-read'; readonly callee: CalleeSeen } // looked up before they are rung
  | { readonly kind: 'turn'; readonly waitMs: number } // their devices take another INVITE of ours after so long; 0: now
  | { readonly kind: 'callee-judged'; readonly nr: number; readonly devices: readonly DeviceJudged[] } // what policy says of each that was asked about
  | { readonly kind: 'callee-known'; readonly callee: CalleeKnown } // what is known of the callee since they are rung
  | { readonly kind: 'rang'; readonly device: string } // EARLY ringing
  | { readonly kind: 'busy'; readonly device: string } // EARLY busy
  | { readonly kind: 'declined'; readonly device: string } // EARLY decline
  | { readonly kind: 'lost'; readonly device: string; readonly reason: EndReason } // this leg can lead nowhere any more
  | { readonly kind: 'answered'; readonly device: string } // a valid ANSWER
  | { readonly kind: 'answer-unusable'; readonly device: string } // a genuine ANSWER that cannot be used (protocol §5 rule 10)
  | { readonly kind: 'described' } // the page gave the description that ANSWER or CONFIRM needs
  | { readonly kind: 'ready' } // a valid READY
  | { readonly kind: 'confirm-unusable'; readonly what: 'opening' | 'content' } // what came as CONFIRM or READY: it opens another commitment, or says nothing that can be used
  | { readonly kind: 'own-head-compared'; readonly isEarlier: boolean; readonly hasMs: number } // the peer holds an earlier head of our devices than ours, which is known here so long
  | { readonly kind: 'invited'; readonly device: string; readonly isDrained: boolean } // INVITE whose sender has the keys that it names; of no backlog, or the whole of that has come
  | { readonly kind: 'caller-checked'; readonly standing: Standing } // the caller was read
  | { readonly kind: 'drained' } // what waited at the broker has come
  | { readonly kind: 'knocked'; readonly knock: Knock } // the organisation was asked, and this is what counts now
  | {
      readonly kind: 'cleared'; // the caller's device is theirs, backlog drained
      readonly silenced: boolean; // by do not disturb
      readonly isSoundless: boolean; // an unknown caller: shown and not heard
      readonly ttlMs: number;
    }
  | { readonly kind: 'refused'; readonly reason: EndReason } // it must not ring
  | { readonly kind: 'engaged'; readonly ttlMs: number } // it could ring, and this person is in a call, or somebody better known calls
  | { readonly kind: 'accept'; readonly media: 'audio' | 'video'; readonly viaRelay: boolean } // a person accepts, or rules 8 and 15 do (`viaRelay`)
  | { readonly kind: 'decline' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'cancelled'; readonly reason: CancelReason } // EARLY cancel
  | { readonly kind: 'confirmed' } // CONFIRM whose opening was checked
  | { readonly kind: 'connected' } // and the DTLS fingerprint is the authenticated one
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'network'; readonly change: 'lost'; readonly addresses: readonly string[] } // an address of this machine is gone; these are left
  | { readonly kind: 'network'; readonly change: 'found' | 'link' } // there are more addresses than before, or the broker is back
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'glare' } // the peer's call to us goes on instead
  | { readonly kind: 'peer-ended'; readonly reason: EndReasonOnWire }
  | { readonly kind: 'removed' } // another device of ours has removed this one: what is not agreed on ends
  | { readonly kind: 'fault'; readonly reason: EndReason } // something found out that ends the call
  | { readonly kind: 'time'; readonly offline?: boolean }; // `offline`: we ourselves have no link to the broker
