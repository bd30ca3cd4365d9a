// The ICE restarts of a path as data (protocol §5 rules 9, 11; §9): the one in progress, the one that is owed, and what
// was answered.
//
//   current   none ──wanted──▶ describing ──our page has described──▶ offered ──their answer──▶ none
//             none ──their offer──▶ answering ──our page has described──▶ none
//             After 15 s each of these three states becomes none, and an offer of ours is rolled back.
//   owed      nothing ──a constant rate must wait for a restart──▶ constant-rate ──the call is live──▶ nothing
//             A call that may use only relays at first begins with `direct` owed instead of nothing.
//   answered  nothing ──our page has described an answer──▶ answered ──the next offer of either side──▶ nothing
import type { Session } from '../signal/message.ts';
import { NEVER_ASKED, type Paced } from './pace.ts';

/** A `restart` of either side. */
export type RestartMessage = Extract<Session, { kind: 'restart' }>;

/** The restart in progress. `offer`: the description in the peer's offer, as it arrived. */
export type Restart =
  | { readonly kind: 'none' }
  | { readonly kind: 'describing'; readonly untilMs: number }
  | { readonly kind: 'offered'; readonly message: RestartMessage; readonly untilMs: number }
  | { readonly kind: 'answering'; readonly offer: string; readonly untilMs: number };

/** The peer's newest offer and our answer, which a repeat of that offer gets again. */
export type Answered =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'answered'; readonly offer: string; readonly answer: RestartMessage };

/** The restarts of a path. Times in ms since 1970. */
export interface Restarts {
  readonly current: Restart;
  /** The restart in progress predates a change of the addresses or of the rate, so another one follows. */
  readonly isAnotherDue: boolean;
  /**
   * What needs a restart once the call is live: `direct` looks for a direct path once, `constant-rate` puts the rate
   * into force.
   */
  readonly owed: 'nothing' | 'direct' | 'constant-rate';
  readonly peerOffers: Paced<RestartMessage>;
  readonly answered: Answered;
  /** The description in the peer's newest answer that was taken. */
  readonly heard: string | undefined;
  readonly agreedAtMs: number | undefined;
}

/** No restart is in progress. */
export const NO_RESTART: Restart = { kind: 'none' };
/** No answer is stored for a repeated offer. */
export const NOT_ANSWERED: Answered = { kind: 'nothing' };

/** No restart was made yet; `owed` is needed later. */
export function firstRestarts(owed: Restarts['owed']): Restarts {
  return {
    current: NO_RESTART,
    isAnotherDue: false,
    owed,
    peerOffers: NEVER_ASKED,
    answered: NOT_ANSWERED,
    heard: undefined,
    agreedAtMs: undefined,
  };
}

/** A new page replaces the old one, whose restart in progress ends. What was answered stays known. */
export function restartsInNewPage(restarts: Restarts): Restarts {
  return { ...restarts, current: NO_RESTART, isAnotherDue: false, peerOffers: NEVER_ASKED };
}

/** When the restarts want a `time` event next. */
export function restartsWakeAtMs({ current, peerOffers }: Restarts): number | undefined {
  const due = [
    ...(current.kind === 'none' ? [] : [current.untilMs]),
    ...(peerOffers.kind === 'waiting' ? [peerOffers.dueAtMs] : []),
  ];
  return due.length === 0 ? undefined : Math.min(...due);
}
