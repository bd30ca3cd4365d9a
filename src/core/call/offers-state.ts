// Calls that other devices of this person offer to this one (protocol §5 rules 15, 16), before a call exists here. This
// is a small machine of its own, one per device.
// An offer starts nothing by itself: it is shown until a person takes or refuses it, its time is up, or the other
// device says that it is over. Only the newest is shown. Device ids, call ids in hex, times in ms since 1970.
//
//   nothing ─offered─▶ offered ─────taken here, or withdrawn by the other device───▶ nothing
//                         ├─ refused, its time is up, a newer offer, the program ends or locks itself ──▶ nothing
//                         │    (the other device is told)
//                         │ the call is over on the other device
//                         ▼
//                       over ──────read, two minutes, a newer offer────────────────▶ nothing
//
//   If our answer to the other device cannot leave, it waits for the broker, for a minute at most.
import { unreachable } from '../assert.ts';
import type { Bytes } from '../bytes.ts';
import type { MoveEnd } from '../signal/message.ts';

/** How long a person is asked. This is shorter than the time for which the peer lets the call in. */
export const OFFER_MS = 45_000;
const OVER_SHOWN_MS = 120_000;
/** How long our answer waits for the broker. The device that has the call waits 75 s for it. */
const UNSENT_MS = 60_000;
const MOST_UNSENT = 8;

/**
 * An offer: the call to place, and the one device and person to place it to. `from` is the device of ours that offers
 * it.
 */
export interface OfferedCall {
  readonly from: string;
  readonly call: string;
  readonly address: string;
  readonly device: string;
  readonly person: Bytes;
}

/** What we tell the device that has offered a call. */
export interface OfferAnswer {
  readonly to: string;
  readonly call: string;
  readonly reason: MoveEnd['reason'];
  /** Until when the answer is still useful. */
  readonly untilMs: number;
}

/** The offers to this device. */
export interface OffersState {
  readonly shown:
    | { readonly kind: 'none' }
    | { readonly kind: 'offered' | 'over'; readonly offer: OfferedCall; readonly untilMs: number };
  readonly unsent: readonly OfferAnswer[];
}

/** Nothing is offered. */
export const NO_OFFERS: OffersState = { shown: { kind: 'none' }, unsent: [] };

/** What can happen to the offers. */
export type OffersEvent = { readonly atMs: number } & (
  | { readonly kind: 'offered'; readonly offer: OfferedCall } // genuine, and its id was not seen before
  // The other device says that the offer is over.
  | { readonly kind: 'over'; readonly from: string; readonly call: string; readonly reason: 'over' | 'withdrawn' }
  | { readonly kind: 'taken' } // by a person here
  | { readonly kind: 'refused' } // by a person here, or a person here has read that the offer is over
  // The call that the device `to` offered is live here.
  | { readonly kind: 'live'; readonly to: string; readonly call: string }
  | { readonly kind: 'unsent'; readonly answer: OfferAnswer } // the broker did not accept the answer
  | { readonly kind: 'broker-back' }
  | { readonly kind: 'closed' } // the program ends or locks itself
  | { readonly kind: 'time' }
);

/** The next state, and what to tell which device. */
export interface OffersStep {
  readonly next: OffersState;
  readonly answers: readonly OfferAnswer[];
}

/** When the machine wants a `time` event; undefined: never. */
export function offersWakeAtMs({ shown }: OffersState): number | undefined {
  return shown.kind === 'none' ? undefined : shown.untilMs;
}

/** The offer of this call, while it can be taken. */
export function offerOf({ shown }: OffersState, call: string): OfferedCall | undefined {
  return shown.kind === 'offered' && shown.offer.call === call ? shown.offer : undefined;
}

/** Whether this call is shown: as an offer, or as one that is over. */
export function isShown({ shown }: OffersState, call: string): boolean {
  return shown.kind !== 'none' && shown.offer.call === call;
}

/** The next state of the offers after an event. */
export function stepOffers(state: OffersState, event: OffersEvent): OffersStep {
  const { atMs } = event;
  switch (event.kind) {
    case 'offered':
      return away(state, 'unanswered', atMs, { kind: 'offered', offer: event.offer, untilMs: atMs + OFFER_MS });
    case 'over':
      return over(state, event);
    case 'taken':
      return { next: { ...state, shown: NOTHING }, answers: [] };
    case 'refused':
      return away(state, 'refused', atMs);
    case 'closed':
      return away(state, 'unanswered', atMs);
    case 'live':
      return { next: state, answers: [answer(event.to, event.call, 'taken', atMs)] };
    case 'unsent':
      return { next: { ...state, unsent: [...state.unsent, event.answer].slice(-MOST_UNSENT) }, answers: [] };
    case 'broker-back':
      return { next: { ...state, unsent: [] }, answers: state.unsent.filter(({ untilMs }) => atMs < untilMs) };
    case 'time': {
      const { shown } = state;
      const isOver = shown.kind !== 'none' && atMs >= shown.untilMs;
      return isOver ? away(state, 'unanswered', atMs) : { next: state, answers: [] };
    }
    default:
      return unreachable(event);
  }
}

const NOTHING = { kind: 'none' } as const;

// Stops showing the offer. If the offer could still be taken, the device that made it is told that it was refused or
// not answered.
function away(
  state: OffersState,
  reason: 'refused' | 'unanswered',
  atMs: number,
  shown: OffersState['shown'] = NOTHING,
): OffersStep {
  const before = state.shown;
  const answers = before.kind === 'offered' ? [answer(before.offer.from, before.offer.call, reason, atMs)] : [];
  return { next: { ...state, shown }, answers };
}

function over(state: OffersState, { atMs, call, from, reason }: Extract<OffersEvent, { kind: 'over' }>): OffersStep {
  const offer = offerOf(state, call);
  if (offer?.from !== from) return { next: state, answers: [] };
  const isWithdrawn = reason === 'withdrawn'; // the call stays on the device that offered it: nothing to say here
  const shown = isWithdrawn ? NOTHING : ({ kind: 'over', offer, untilMs: atMs + OVER_SHOWN_MS } as const);
  return { next: { ...state, shown }, answers: [] };
}

function answer(to: string, call: string, reason: OfferAnswer['reason'], atMs: number): OfferAnswer {
  return { to, call, reason, untilMs: atMs + UNSENT_MS };
}
