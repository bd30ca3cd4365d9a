// The screen or window that the person at this device shares in a call, as data (docs/decisions/0079). media-share.ts
// decides what ends the sharing.
//
//   none ──a person has chosen──▶ chosen ──the page is given the picture, once──▶ handed ──it is captured──▶ on
//     ▲                             │                                               │                        │
//     └── a person stops it; a hold, a lock, policy, or a wrong code; the page is gone; the shared screen or
//         window is gone or cannot be captured; the peer shares
//   If a capture with sound fails, `handed` becomes `chosen` once more, without the sound.

/** What can be shared: a whole screen, or one window. */
export type ShareKind = 'screen' | 'window';

/** What policy lets a person share. */
export type SharingAllowed = 'none' | 'window' | 'all';

/** A screen or window to share: `id` is the engine's name for it, `name` the system's. */
export interface ShareSource {
  readonly kind: ShareKind;
  readonly id: string;
  readonly name: string;
}

/**
 * What becomes of the computer's sound: it was not chosen, the page is to capture it, it is sent, or why it is not. If
 * the system's sound includes what this program plays, no sound is sent: the peer would hear their own voice
 * (docs/decisions/0098).
 */
export type ShareSound = 'none' | 'asked' | 'on' | 'own-sound' | 'failed';

/** Why sharing ended without anybody here stopping it. */
export type ShareEnd =
  | 'closed' // the shared window or screen is gone
  | 'failed' // the picture could not be captured
  | 'held'
  | 'locked' // the screen is locked, or the machine sleeps
  | 'policy'
  | 'page' // the page that captured it is gone
  | 'peer'; // the peer shares now

/** How far sharing has come. Times in ms since 1970. */
export type Share =
  | { readonly kind: 'none'; readonly why?: ShareEnd }
  | { readonly kind: 'chosen' | 'handed'; readonly source: ShareSource; readonly sound: ShareSound }
  | { readonly kind: 'on'; readonly source: ShareSource; readonly sound: ShareSound; readonly sinceMs: number };

/** What a person sees about sharing. `sound`: what became of the computer's sound, if it was chosen. */
export type SharingSeen =
  | {
      readonly kind: 'starting' | 'on' | 'paused';
      readonly what: ShareKind;
      readonly name: string;
      readonly sound?: Exclude<ShareSound, 'none' | 'asked'>;
    }
  | { readonly kind: 'over'; readonly why: ShareEnd };

/** Nothing is shared. */
export const UNSHARED: Share = { kind: 'none' };

/** Whether policy lets a source of this kind be shared. */
export function allowsShare(allowed: SharingAllowed, kind: ShareKind): boolean {
  return allowed === 'all' || (allowed === 'window' && kind === 'window');
}

/** Whether the page is to capture the computer's sound, or goes on sending it. */
export function hasSound(share: Share): boolean {
  return share.kind !== 'none' && (share.sound === 'asked' || share.sound === 'on');
}
