// What can happen to the media of a call, and what they ask for. Facts of the page, words of the peer, what a person and policy say.
import type { Measured, PictureStep } from './media-picture.ts';
import type { DeviceCause, MediaDevice, Switched, SwitchChange } from './media-switches.ts';

/** Something that happened. */
export type MediaEvent =
  | { readonly kind: 'switched'; readonly change: SwitchChange } // by a person, or for them: a second call holds this one
  | { readonly kind: 'peer-switched'; readonly state: Switched } // the peer's `media`, none older than one before it
  | { readonly kind: 'pictures'; readonly isAllowed: boolean } // policy lets them be sent and shown, or no longer
  | { readonly kind: 'no-device'; readonly device: MediaDevice; readonly cause: DeviceCause } // one that is to run does not
  | ({ readonly kind: 'line' } & Measured) // the page has measured it
  | { readonly kind: 'announced' } // `media` left with new keys
  | { readonly kind: 'silenced' } // a wrong code was typed
  | { readonly kind: 'held'; readonly isHeld: boolean }; // raised here: either side holds the call, or neither does any more

/** What the page is told to do. */
export type PageCommand =
  | { readonly kind: 'send'; readonly microphone: boolean; readonly camera: boolean }
  | { readonly kind: 'play'; readonly sound: boolean; readonly camera: boolean }
  | { readonly kind: 'picture'; readonly step: PictureStep };

/** One thing to do. */
export type MediaEffect =
  | { readonly kind: 'command'; readonly command: PageCommand }
  | { readonly kind: 'announce'; readonly state: Switched } // `media` to the peer: the whole state
  | { readonly kind: 'count-anew' }; // silence until now says nothing of frames that do not open
