// What can happen to the media of a call, and what the media region asks for. The events are reports of page and
// worker, messages of the peer, decisions of a person or of policy, and what this or another region raises.
import type { CandidateField } from '../signal/field.ts';
import type { Session } from '../signal/message.ts';
import type { DescribingMessage, NamedCandidate, PathRules } from './media-path.ts';
import type { RestartMessage } from './media-restarts-state.ts';
import type { Measured, PictureStep, ScreenStep } from './media-picture.ts';
import type { ShareSound, ShareSource, SharingAllowed } from './media-share-state.ts';
import type { PerStream } from './media-stalls.ts';
import type { DeviceCause, HeldFor, MediaDevice, Switched, SwitchChange, TalkKey } from './media-switches.ts';

/** Something that happened. */
export type MediaEvent =
  // By a person, or by the program for them, as when a second call puts this one on hold.
  | { readonly kind: 'switched'; readonly change: SwitchChange }
  | { readonly kind: 'talk'; readonly by: TalkKey } // by a person who begins to hold a key down
  // The key was released, or its release can no longer be noticed. Nothing happens if `by` names another key than the
  // one held.
  | { readonly kind: 'talk-over'; readonly by?: TalkKey }
  | { readonly kind: 'held-for'; readonly what: HeldFor } // what the call is held for now
  | { readonly kind: 'peer-switched'; readonly state: Switched } // the peer's `media`, in order
  | { readonly kind: 'key-frame-asked'; readonly stream: 1 | 2 } // the peer's `key-frame`
  // Policy allows sending and showing pictures, or no longer allows it.
  | { readonly kind: 'pictures'; readonly isAllowed: boolean }
  | { readonly kind: 'sharing-allowed'; readonly what: SharingAllowed } // by policy, as it is now
  // By a person, in a page that belongs to main. `sound`: the computer's sound is to be shared, too.
  | { readonly kind: 'share-chosen'; readonly source: ShareSource; readonly sound: boolean }
  | { readonly kind: 'share-handed' } // the page asked for the picture, and main hands it over
  // The page captures the picture. `sound`: what became of the computer's sound, if it was asked for.
  | { readonly kind: 'share-captured'; readonly sound: Exclude<ShareSound, 'none' | 'asked'> }
  // The page lost the picture, or could not capture it.
  | { readonly kind: 'share-lost'; readonly why: 'closed' | 'failed' }
  | { readonly kind: 'share-sound-lost' } // the page lost the computer's sound, or cannot send it
  // By a person, or because the screen is locked or the machine sleeps.
  | { readonly kind: 'share-stopped'; readonly why?: 'locked' }
  // A device that should run does not run.
  | { readonly kind: 'no-device'; readonly device: MediaDevice; readonly cause: DeviceCause }
  | { readonly kind: 'text-typed'; readonly line: number } // by a person, into this line of ours
  | { readonly kind: 'announced' } // raised by the keys region: `media` leaves under new keys
  | { readonly kind: 'silenced' } // a wrong code was typed
  // A page is to make the connection, as the first or as a replacement.
  | ({ readonly kind: 'path-opened' } & PathOpening)
  | ({ readonly kind: 'rules' } & PathRules) // policy as it is now
  | ({ readonly kind: 'local-description' } & Described)
  | { readonly kind: 'local-candidates'; readonly list: readonly NamedCandidate[] }
  | {
      readonly kind: 'connection';
      readonly state: 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';
      readonly fingerprint: string; // of the live certificate of the peer, '' while unknown
      readonly pair?: string | undefined; // our user fragment in the candidate pair that is now in use
    }
  | ({ readonly kind: 'measured' } & Measurement) // by the page, once a second
  | { readonly kind: 'frames'; readonly opened: PerStream } // how many the worker has opened in the whole call
  | { readonly kind: 'path-checked' } // raised here: to check whether the path is up by now
  | { readonly kind: 'held'; readonly isHeld: boolean } // raised here: a side holds the call, or neither does any more
  // The peer's first description, which `acceptedBy` has accepted.
  | ({ readonly kind: 'remote-description'; readonly fingerprint: string } & Described)
  | { readonly kind: 'remote-candidates'; readonly list: readonly NamedCandidate[] }
  | { readonly kind: 'peer-restart'; readonly message: RestartMessage }
  | { readonly kind: 'candidates-leave' } // a `reopen` of ours has left for the first time
  // A `reopen` of ours is repeated, because it may have been lost.
  | { readonly kind: 'describe-again'; readonly message: DescribingMessage }
  // Raised by the ring: addresses have changed, the broker connection is back, or it is time for another restart.
  | { readonly kind: 'restart-asked'; readonly cause: 'network' | 'broker' | 'time' };

/** How a page opens. `offers`, `isVerified` and `viaRelay` are those of `PageOpening` (page-event.ts). */
export interface PathOpening extends PathRules {
  readonly offers: boolean;
  readonly isVerified: boolean;
  readonly viaRelay: boolean;
  readonly hasRelays: boolean;
}

/** A description as it arrived. */
export interface Described {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

/** What the page measured. */
export interface Measurement {
  readonly packetsReceived: PerStream;
  readonly width: number;
  readonly height: number;
  readonly way?: { readonly address: string; readonly answers: number } | undefined;
  readonly line?: Measured | undefined;
}

/** What main tells the page to do. */
export type PageCommand =
  | { readonly kind: 'offer'; readonly iceRestart: boolean }
  | ({ readonly kind: 'describe' } & Described)
  | { readonly kind: 'rollback' }
  | { readonly kind: 'candidates'; readonly list: CandidateField[] }
  | { readonly kind: 'allow-direct' }
  | { readonly kind: 'close' }
  | { readonly kind: 'send'; readonly microphone: boolean; readonly camera: boolean }
  | { readonly kind: 'play'; readonly sound: boolean; readonly camera: boolean }
  | { readonly kind: 'picture'; readonly step: PictureStep }
  | { readonly kind: 'screen'; readonly step: ScreenStep; readonly sound: boolean };

/** One thing to do. */
export type MediaEffect =
  | { readonly kind: 'command'; readonly command: PageCommand }
  | { readonly kind: 'announce'; readonly state: Switched } // `media` to the peer: the whole state
  | {
      readonly kind: 'make-connection';
      readonly offers: boolean;
      readonly relayOnly: boolean;
      readonly camera: boolean;
    }
  | { readonly kind: 'say'; readonly message: Session }
  | { readonly kind: 'send-text'; readonly line: number } // with the text that the line has when it is sent
  // The account at a relay may have expired: the page gets a new one before it gathers candidates anew.
  | { readonly kind: 'renew-relays' }
  | { readonly kind: 'count-anew'; readonly isNewPage: boolean }; // earlier measurements no longer apply
