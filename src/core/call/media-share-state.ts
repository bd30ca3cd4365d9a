// The screen or window that a person here shares in a call, as data (docs/decisions/0079). What ends it is decided in media-share.ts.
//
//   none ──a person has chosen──▶ chosen ──the page asks, and is given it once──▶ handed ──it is captured──▶ on
//     ▲                             │                                               │                        │
//     └── a person stops it, a hold, a lock, policy, a wrong code, a page that is lost, a window that is closed, the peer shares

/** What can be shared: a whole screen, or one window. */
export type ShareKind = 'screen' | 'window';

/** What of it policy lets a person share. */
export type SharingAllowed = 'none' | 'window' | 'all';

/** What a person has chosen: `id` as the engine names it, `name` as the system does. */
export interface ShareSource {
  readonly kind: ShareKind;
  readonly id: string;
  readonly name: string;
}

/** Why it is over, where nobody here has stopped it. */
export type ShareEnd =
  | 'closed' // the window is gone, or the screen
  | 'failed' // it could not be captured
  | 'held'
  | 'locked' // the screen is locked, or the machine sleeps
  | 'policy'
  | 'page' // the page that captured it is lost
  | 'peer'; // who shares now

/** How far sharing has come. Times in ms since 1970. */
export type Share =
  | { readonly kind: 'none'; readonly why?: ShareEnd }
  | { readonly kind: 'chosen' | 'handed'; readonly source: ShareSource }
  | { readonly kind: 'on'; readonly source: ShareSource; readonly sinceMs: number };

/** What a person sees of it. */
export type SharingSeen =
  | { readonly kind: 'starting' | 'on' | 'paused'; readonly what: ShareKind; readonly name: string }
  | { readonly kind: 'over'; readonly why: ShareEnd };

/** Nothing is shared. */
export const UNSHARED: Share = { kind: 'none' };

/** Whether policy lets this be shared. */
export function allowsShare(allowed: SharingAllowed, kind: ShareKind): boolean {
  return allowed === 'all' || (allowed === 'window' && kind === 'window');
}
