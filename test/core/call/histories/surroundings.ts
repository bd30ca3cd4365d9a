// What the parts of a history see of the world around them, and the messages between its devices.
import type { PageDescription } from '../../../../src/core/call/page-state.ts';
import type { CancelReason, MoveEnd } from '../../../../src/core/signal/message.ts';
import type { Happening } from './happenings.ts';
import type { Sealed } from './keys.ts';
import type { Agenda, Broker } from './network.ts';
import type { Networks } from './networks.ts';

/** A message from one device to another in a history, under a call's id. */
export type Word =
  | { readonly kind: 'invite'; readonly isVideo: boolean }
  | { readonly kind: 'ringing' | 'busy' | 'decline' }
  | { readonly kind: 'cancel'; readonly reason: CancelReason }
  | { readonly kind: 'answer' | 'confirm'; readonly description: PageDescription }
  | { readonly kind: 'ready' }
  | { readonly kind: 'move'; readonly device: string } // the peer's device, which the other device must call
  | { readonly kind: 'move-end'; readonly reason: MoveEnd['reason'] }
  | Sealed;

/** The world, as a device and its calls see it. */
export interface Surroundings {
  readonly agenda: Agenda;
  readonly roll: (n: number) => number;
  readonly broker: Pick<Broker, 'isAway'>;
  readonly networks: Networks;
  /** Sends a message through the broker. */
  readonly say: (from: string, to: string, id: string, word: Word) => void;
  /** Reports a change in a call that its pages may notice. Each page notices it after a delay of its own. */
  readonly changed: (id: string) => void;
  /** Notes that a trouble occurred, or that a property applied. */
  readonly count: (what: Happening) => void;
}
