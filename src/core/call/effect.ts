// What the call machine asks for, as data. `main/calls` performs the effects in order. No effect carries a secret: the
// code that performs it holds the secrets.
import type { KeysEffect } from './keys-event.ts';
import type { MediaEffect } from './media-event.ts';
import type { MoveEffect } from './move-event.ts';
import type { PageEffect } from './page-event.ts';
import type { RingEffect } from './ring-effect.ts';
import type { TrustEffect } from './trust-event.ts';

/** One thing to do. */
export type Effect =
  | RingEffect
  | PageEffect
  | MediaEffect
  | KeysEffect
  | MoveEffect
  | TrustEffect
  | { readonly kind: 'note'; readonly event: string }; // logs an event that did not fit; networks reorder
