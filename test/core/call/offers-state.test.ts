// Calls that our other devices offer. The table below says for each shown offer and each event what is shown next, and
// which message the other device gets.
import { describe, expect, test } from 'vitest';
import {
  isShown,
  NO_OFFERS,
  OFFER_MS,
  type OfferAnswer,
  type OfferedCall,
  offerOf,
  type OffersEvent,
  type OffersState,
  offersWakeAtMs,
  stepOffers,
} from '../../../src/core/call/offers-state.ts';

const NOW = 1_000_000;
const offer = (call: string, from = 'phone'): OfferedCall => ({
  from,
  call,
  address: 'anna@a.example',
  device: 'd',
  person: Uint8Array.of(1),
});
const answer = (call: string, reason: OfferAnswer['reason'], untilMs = NOW + 60_000): OfferAnswer => ({
  to: 'phone',
  call,
  reason,
  untilMs,
});

const states = {
  nothing: NO_OFFERS,
  offered: { ...NO_OFFERS, shown: { kind: 'offered', offer: offer('c'), untilMs: NOW + OFFER_MS } },
  over: { ...NO_OFFERS, shown: { kind: 'over', offer: offer('c'), untilMs: NOW + 120_000 } },
} as const satisfies Record<string, OffersState>;
type StateName = keyof typeof states;

const events = {
  offered: { kind: 'offered', offer: offer('n', 'tablet'), atMs: NOW },
  'over there': { kind: 'over', from: 'phone', call: 'c', reason: 'over', atMs: NOW },
  'withdrawn there': { kind: 'over', from: 'phone', call: 'c', reason: 'withdrawn', atMs: NOW },
  'over, says another device': { kind: 'over', from: 'tablet', call: 'c', reason: 'over', atMs: NOW },
  'over, another call': { kind: 'over', from: 'phone', call: 'x', reason: 'over', atMs: NOW },
  taken: { kind: 'taken', atMs: NOW },
  refused: { kind: 'refused', atMs: NOW },
  'live here': { kind: 'live', to: 'phone', call: 'l', atMs: NOW },
  'broker back': { kind: 'broker-back', atMs: NOW },
  closed: { kind: 'closed', atMs: NOW },
  'time, early': { kind: 'time', atMs: NOW + OFFER_MS - 1 },
  'time, an offer over': { kind: 'time', atMs: NOW + OFFER_MS },
  'time, two minutes': { kind: 'time', atMs: NOW + 120_000 },
} as const satisfies Record<string, OffersEvent>;
type EventName = keyof typeof events;

/** The shown offer with its remaining time, and the messages. */
type Row = readonly [shown: string, told: string];
const newest: Row = [`offered n for ${String(OFFER_MS)}`, ''];
const stays: Readonly<Record<StateName, string>> = {
  nothing: 'none',
  offered: `offered c for ${String(OFFER_MS)}`,
  over: 'over c for 120000',
};
const live = 'phone: taken l';
const table: Record<StateName, Partial<Record<EventName, Row>>> = {
  nothing: { offered: newest, 'live here': ['none', live] },
  offered: {
    offered: [newest[0], 'phone: unanswered c'],
    'over there': [stays.over, ''],
    'withdrawn there': ['none', ''],
    taken: ['none', ''],
    refused: ['none', 'phone: refused c'],
    'live here': [stays.offered, live],
    closed: ['none', 'phone: unanswered c'],
    'time, an offer over': ['none', 'phone: unanswered c'],
    'time, two minutes': ['none', 'phone: unanswered c'],
  },
  over: {
    offered: newest,
    taken: ['none', ''],
    refused: ['none', ''],
    'live here': [stays.over, live],
    closed: ['none', ''],
    'time, two minutes': ['none', ''],
  },
};

function row(state: OffersState, event: OffersEvent): Row {
  const { answers, next } = stepOffers(state, event);
  const { shown } = next;
  return [
    shown.kind === 'none' ? 'none' : `${shown.kind} ${shown.offer.call} for ${String(shown.untilMs - NOW)}`,
    answers.map(({ call, reason, to }) => `${to}: ${reason} ${call}`).join(', '),
  ];
}

const cells = Object.keys(states).flatMap((state) =>
  Object.keys(events).map((event) => [state as StateName, event as EventName] as const),
);

describe('offers of our other devices, state by event', () => {
  test.each(cells)('offers of our other devices are handled as the table says: %s × %s', (state, event) => {
    expect(row(states[state], events[event])).toEqual(table[state][event] ?? [stays[state], '']);
  });
});

describe('times of offers', () => {
  test('an offer can be taken while it is open, and is still shown once it is over', () => {
    const found = Object.values(states).map((state) => [offerOf(state, 'c')?.call, isShown(state, 'c')]);
    expect(found).toEqual([
      [undefined, false],
      ['c', true],
      [undefined, true],
    ]);
    expect([offerOf(states.offered, 'x'), isShown(states.over, 'x')]).toEqual([undefined, false]);
  });

  test('the next timer is due after 45 s for an open offer, and after two minutes for an offer that is over', () => {
    expect(Object.values(states).map(offersWakeAtMs)).toEqual([undefined, NOW + OFFER_MS, NOW + 120_000]);
  });
});

describe('answers to the other device', () => {
  const unsent = (state: OffersState, ...answers: readonly OfferAnswer[]): OffersState =>
    answers.reduce((now, each) => stepOffers(now, { kind: 'unsent', answer: each, atMs: NOW }).next, state);

  test('an unsent answer is sent when the broker connection is back, unless its time has passed', () => {
    expect(stepOffers(states.offered, events.refused).answers).toEqual([answer('c', 'refused')]);
    const waiting = unsent(NO_OFFERS, answer('c', 'refused'), answer('l', 'taken', NOW + 10_000));
    const told = (atMs: number): readonly OfferAnswer[] => stepOffers(waiting, { kind: 'broker-back', atMs }).answers;
    expect(told(NOW + 9999)).toEqual(waiting.unsent);
    expect(told(NOW + 10_000)).toEqual([answer('c', 'refused')]);
    expect(told(NOW + 60_000)).toEqual([]);
    expect(stepOffers(waiting, events['broker back']).next).toEqual(NO_OFFERS);
  });

  test('at most the eight newest answers wait for the broker connection', () => {
    const many = Array.from({ length: 10 }, (_, at) => answer(`c${String(at)}`, 'taken'));
    expect(unsent(states.over, ...many).unsent).toEqual(many.slice(2));
  });

  test('an unknown event of an offer throws', () => {
    const nonsense = { kind: 'nonsense', atMs: NOW } as unknown as OffersEvent;
    expect(() => stepOffers(NO_OFFERS, nonsense)).toThrow('unreachable');
  });
});
