// What a side of a history and its page see of the world around them.
import type { PageDescription } from '../../../../src/core/call/page-state.ts';
import type { CallState } from '../../../../src/core/call/state.ts';
import type { ReadCause } from '../../../../src/core/call/trust-reading-state.ts';
import type { CancelReason } from '../../../../src/core/signal/message.ts';
import type { Bare } from '../bare.ts';
import type { Sealed } from './keys.ts';
import type { Agenda, Broker } from './network.ts';

/** What one device says to another in a history. */
export type Word =
  | { readonly kind: 'invite' }
  | { readonly kind: 'ringing' | 'busy' | 'decline' }
  | { readonly kind: 'cancel'; readonly reason: CancelReason }
  | { readonly kind: 'answer'; readonly description: PageDescription }
  | { readonly kind: 'confirm'; readonly description: PageDescription }
  | { readonly kind: 'ready' }
  | Sealed;

/** A call that something may happen to. */
export interface Called {
  readonly call: CallState;
  readonly dispatch: (event: Bare) => void;
}

/** The world, as a side sees it. */
export interface Surroundings {
  readonly agenda: Agenda;
  readonly roll: (n: number) => number;
  readonly broker: Pick<Broker, 'isAway'>;
  /** The device that has placed the call. */
  readonly caller: string;
  /** Sends a word by the broker. */
  readonly say: (from: string, to: string, word: Word) => void;
  /** The caller looks the callee up. */
  readonly lookUp: (caller: Called) => void;
  /** Policy is asked which of these may ring. */
  readonly admit: (caller: Called, nr: number, devices: readonly string[]) => void;
  /** What is known of the callee is compared with what they are rung by. */
  readonly compare: (caller: Called) => void;
  /** The directory is asked for the peer: what it brings comes within this time. */
  readonly readPeer: (side: Called, cause: ReadCause, timeoutMs: number) => void;
  /** It rings at a callee's. */
  readonly rings: (callee: Called) => void;
  /** Something has changed that pages may notice, each in its time. */
  readonly changed: () => void;
  /** A restart was agreed on: where there is a way, it is found. */
  readonly wayFound: () => void;
}
