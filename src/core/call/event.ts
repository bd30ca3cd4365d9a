// What can happen to a call, region by region: facts with their time, as data. No event carries a secret.
import type { KeysEvent } from './keys-event.ts';
import type { MediaEvent } from './media-event.ts';
import type { MoveEvent } from './move-event.ts';
import type { PageEvent } from './page-event.ts';
import type { RingEvent } from './ring-event.ts';
import type { TrustEvent } from './trust-event.ts';

/** An event type without its time. If the type is a union, each of its members loses the time. */
export type Timeless<E extends { readonly atMs: number }> = E extends unknown ? Omit<E, 'atMs'> : never;

/** Something that happened; `atMs` in ms since 1970. */
export type CallEvent = { readonly atMs: number } & (
  | RingEvent
  | PageEvent
  | MediaEvent
  | KeysEvent
  | MoveEvent
  | TrustEvent
);
