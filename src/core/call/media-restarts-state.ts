// The restarts of a path as data (protocol §5 rules 9, 11; §9): the one that is on its way, one that is owed, and what was said of them.
//
//   current   none ──wanted──▶ describing ──our page has described──▶ offered ──their answer──▶ none
//             none ──their offer──▶ answering ──our page has described──▶ none
//             After 15 s each of them is none again, and what was ours is rolled back.
//   owed      nothing, or direct where the call opened by relays for now ──a constant rate cannot be had yet──▶ constant-rate
//             any ──the call is live──▶ nothing
//   answered  nothing ──our page has described an answer──▶ answered ──another offer of theirs, or one of ours──▶ nothing
import type { Session } from '../signal/message.ts';
import { NEVER_ASKED, type Paced } from './pace.ts';

/** A `restart` of either side. */
export type RestartMessage = Extract<Session, { kind: 'restart' }>;

/** The restart that is on its way. `offer`: the description in the peer's, as it came. */
export type Restart =
  | { readonly kind: 'none' }
  | { readonly kind: 'describing'; readonly untilMs: number }
  | { readonly kind: 'offered'; readonly message: RestartMessage; readonly untilMs: number }
  | { readonly kind: 'answering'; readonly offer: string; readonly untilMs: number };

/** Whether the peer's newest offer, said again, gets the answer that it had. */
export type Answered =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'answered'; readonly offer: string; readonly answer: RestartMessage };

/** The restarts of a path. Times in ms since 1970. */
export interface Restarts {
  readonly current: Restart;
  /** What is on its way knows an address that is gone: another one follows. */
  readonly isAnotherDue: boolean;
  /** What one is made for once the call is live: a direct path is looked for once, a constant rate is in force from then on. */
  readonly owed: 'nothing' | 'direct' | 'constant-rate';
  readonly peerOffers: Paced<RestartMessage>;
  readonly answered: Answered;
  /** The description in the peer's newest answer that was taken. */
  readonly heard: string | undefined;
  readonly agreedAtMs: number | undefined;
}

/** None is on its way. */
export const NO_RESTART: Restart = { kind: 'none' };
/** No offer gets an answer that it had. */
export const NOT_ANSWERED: Answered = { kind: 'nothing' };

/** None was made yet, and this is owed. */
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

/** Another page takes the place of one: what is on its way is gone with it, and what was said goes on being known. */
export function restartsInNewPage(restarts: Restarts): Restarts {
  return { ...restarts, current: NO_RESTART, isAnotherDue: false, peerOffers: NEVER_ASKED };
}

/** When they want a `time` event next. */
export function restartsWakeAtMs({ current, peerOffers }: Restarts): number | undefined {
  const due = [
    ...(current.kind === 'none' ? [] : [current.untilMs]),
    ...(peerOffers.kind === 'waiting' ? [peerOffers.dueAtMs] : []),
  ];
  return due.length === 0 ? undefined : Math.min(...due);
}
