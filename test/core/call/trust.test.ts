// The trust in a peer during a call, as a table: what is known × event. A cell says what became of the code, until when
// the peer must be verified, and the effects. The region ignores an event without a cell. Further tests say which calls
// policy and trust book end in each state of the ring, and how long people have to verify.
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { EndReason } from '../../../src/core/call/end-reason.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import { type CallState, FRESH, wakeAtMs } from '../../../src/core/call/state.ts';
import { transition } from '../../../src/core/call/transition.ts';
import { stepTrust } from '../../../src/core/call/trust.ts';
import {
  type CodeState,
  FRESH_TRUST,
  type Marked,
  markedOf,
  type TrustFacts,
  type TrustState,
  trustWakeAtMs,
  VERIFY_MS,
} from '../../../src/core/call/trust-state.ts';
import { judged, NOW, PINNED, READINGS, rings, runningUntil, trusting } from './trust-facts.ts';

const LATER = NOW + 9000;
const voice = { judgements: judged('voice-to-verify') };
const mismatch = { code: { kind: 'mismatch' } } as const;

const states = {
  unknown: FRESH_TRUST,
  pinned: trusting({}),
  'code right, not marked': trusting({}, { code: { kind: 'unmarked', why: 'key-changed' } }),
  'pinned, organisation not asked': trusting({ judgements: judged('refuse'), by: 'by-address' }),
  unconfirmed: trusting({ peer: 'unconfirmed' }),
  changed: trusting({ book: 'changed' }),
  verified: trusting({ book: 'verified', ...voice }),
  confirmed: trusting({ book: 'verified' }, { code: { kind: 'confirmed', atMs: NOW - 10, last: 'confirmed' } }),
  'to be verified': trusting(voice, runningUntil(LATER)),
  'code wrong': trusting({ book: 'verified' }, mismatch),
} as const satisfies Record<string, TrustState>;
type StateName = keyof typeof states;

const events = {
  'judged: pinned': { kind: 'judged', facts: PINNED, atMs: NOW },
  'judged: verified': { kind: 'judged', facts: { ...PINNED, book: 'verified', ...voice }, atMs: NOW },
  'judged: to verify': { kind: 'judged', facts: { ...PINNED, ...voice }, atMs: NOW },
  'judged: no video': { kind: 'judged', facts: { ...PINNED, allowsVideo: false }, atMs: NOW },
  'judged: refused': { kind: 'judged', facts: { ...PINNED, judgements: judged('refuse') }, atMs: NOW },
  'organisation-asked': { kind: 'organisation-asked', atMs: NOW },
  'code right': { kind: 'code-typed', isRight: true, atMs: NOW },
  'code wrong': { kind: 'code-typed', isRight: false, atMs: NOW },
  'code-marked': { kind: 'code-marked', atMs: NOW },
  'code-unmarked': { kind: 'code-unmarked', why: 'disk', atMs: NOW },
  'time, early': { kind: 'time', atMs: LATER - 1 },
  'time, late': { kind: 'time', atMs: LATER },
  'hang-up': { kind: 'hang-up', atMs: NOW },
} as const satisfies Record<string, CallEvent>;
type EventName = keyof typeof events;

/** The code and the timer afterwards, the effects and the raised events. */
type Row = readonly [state: string, effects: string];
const free = 'code open';
const timed = `${free}, until ${NOW + VERIFY_MS}`;
const over = 'end verification-required';
const failed = 'silence, silenced';
const unmarked = 'code unmarked: disk';
const changed = 'code unmarked: key-changed';
const uncompared: Partial<Record<EventName, Row>> = {
  'judged: pinned': [free, 'tighten'],
  'judged: verified': [free, 'tighten'],
  'judged: to verify': [timed, 'tighten, pictures off'],
  'judged: no video': [free, 'tighten, pictures off'],
  'judged: refused': [free, over],
  'organisation-asked': [free, ''],
  'code wrong': ['code mismatch', failed],
  'code-marked': [`code confirmed ${NOW}`, 'tell-verified'],
  'code-unmarked': [unmarked, ''],
};
const freely: Partial<Record<EventName, Row>> = { ...uncompared, 'code right': [free, 'mark-verified'] };

const table: Record<StateName, Partial<Record<EventName, Row>>> = {
  unknown: {
    'judged: pinned': [free, 'tighten, pictures on'],
    'judged: verified': [timed, 'tighten, pictures on'], // a peer who was not read counts as unverified
    'judged: to verify': [timed, 'tighten, pictures on'], // pictures stay on: the organisation may confirm
    'judged: no video': [free, 'tighten, pictures off'],
    'judged: refused': [free, over],
    'organisation-asked': [free, ''],
    'code wrong': ['code mismatch', failed],
    'code-marked': [`code confirmed ${NOW}`, 'tell-verified'],
    'code-unmarked': [unmarked, ''],
  },
  pinned: freely,
  'code right, not marked': {
    'judged: pinned': [changed, 'tighten'],
    'judged: verified': [changed, 'tighten'],
    'judged: to verify': [`${changed}, until ${NOW + VERIFY_MS}`, 'tighten, pictures off'],
    'judged: no video': [changed, 'tighten, pictures off'],
    'judged: refused': [changed, over],
    'organisation-asked': [changed, ''],
    'code right': [changed, 'mark-verified'],
    'code wrong': ['code mismatch', failed],
    'code-marked': [`code confirmed ${NOW}`, 'tell-verified'],
    'code-unmarked': [unmarked, ''],
  },
  'pinned, organisation not asked': {
    'judged: pinned': [free, 'tighten'],
    'judged: verified': [free, 'tighten'],
    'judged: to verify': [timed, 'tighten'],
    'judged: no video': [free, 'tighten, pictures off'],
    'judged: refused': [free, over],
    'organisation-asked': [free, over],
    'code right': [free, `mark-verified, ${over}`],
    'code wrong': ['code mismatch', `${failed}, ${over}`],
    'code-marked': [`code confirmed ${NOW}`, `tell-verified, ${over}`],
    'code-unmarked': [unmarked, over],
  },
  unconfirmed: { ...uncompared, 'judged: verified': [timed, 'tighten, pictures off'] },
  changed: uncompared,
  verified: { ...freely, 'code wrong': [`code mismatch, until ${NOW + VERIFY_MS}`, `${failed}, pictures off`] },
  confirmed: {
    'judged: pinned': [`code confirmed ${NOW - 10}`, 'tighten'],
    'judged: verified': [`code confirmed ${NOW - 10}`, 'tighten'],
    'judged: to verify': [`code confirmed ${NOW - 10}, until ${NOW + VERIFY_MS}`, 'tighten, pictures off'],
    'judged: no video': [`code confirmed ${NOW - 10}`, 'tighten, pictures off'],
    'judged: refused': [`code confirmed ${NOW - 10}`, over],
    'organisation-asked': [`code confirmed ${NOW - 10}`, ''],
    'code right': [`code confirmed ${NOW - 10}`, 'mark-verified, was marked'],
    'code wrong': ['code mismatch', failed],
    'code-marked': [`code confirmed ${NOW}`, 'tell-verified'],
    'code-unmarked': [`code confirmed ${NOW - 10}`, ''],
  },
  'to be verified': {
    'judged: pinned': [free, 'tighten, pictures on'],
    'judged: verified': [free, 'tighten, pictures on'],
    'judged: to verify': [`${free}, until ${LATER}`, 'tighten'],
    'judged: no video': [free, 'tighten'],
    'judged: refused': [free, over],
    'organisation-asked': [`${free}, until ${LATER}`, ''],
    'code right': [`${free}, until ${LATER}`, 'mark-verified'],
    'code wrong': [`code mismatch, until ${LATER}`, failed],
    'code-marked': [`code confirmed ${NOW}, until ${LATER}`, 'tell-verified'],
    'code-unmarked': [`${unmarked}, until ${LATER}`, ''],
    'time, late': [`${free}, until ${LATER}`, over],
  },
  // Verified in the trust book or not: a person who has typed a wrong code cannot know who is at the other end.
  'code wrong': {
    'judged: pinned': ['code mismatch', 'tighten'],
    'judged: verified': [`code mismatch, until ${NOW + VERIFY_MS}`, 'tighten, pictures off'],
    'judged: to verify': [`code mismatch, until ${NOW + VERIFY_MS}`, 'tighten, pictures off'],
    'judged: no video': ['code mismatch', 'tighten, pictures off'],
    'judged: refused': ['code mismatch', over],
    'organisation-asked': ['code mismatch', ''],
    'code-unmarked': ['code mismatch', ''],
  },
};

function say(effect: Effect): string {
  switch (effect.kind) {
    case 'mark-verified':
      return effect.isMarked ? 'mark-verified, was marked' : 'mark-verified';
    case 'count-failed':
      return `count-failed ${effect.reason}`;
    default:
      return effect.kind;
  }
}

const ends = (raised: readonly CallEvent[] = []): readonly string[] =>
  raised.map((event) => {
    if (event.kind === 'pictures') return `pictures ${event.isAllowed ? 'on' : 'off'}`;
    return event.kind === 'fault' ? `end ${event.reason}` : event.kind;
  });

function sayCode(code: CodeState): string {
  if (code.kind === 'unmarked') return `unmarked: ${code.why}`;
  return code.kind === 'confirmed' ? `confirmed ${code.atMs}` : code.kind;
}

function row(trust: TrustState, event: CallEvent, ring: RingState): Row | undefined {
  const call = { ...FRESH, ring, trust };
  const step = stepTrust(trust, event, { before: call, now: call });
  if (step === undefined) return undefined;
  const { clock, code } = step.next;
  const shown = `code ${sayCode(code)}`;
  return [
    clock.kind === 'stopped' ? shown : `${shown}, until ${clock.untilMs}`,
    [...step.effects.map(say), ...ends(step.raised)].join(', '),
  ];
}

const cells = Object.keys(states).flatMap((state) =>
  Object.keys(events).map((event) => [state as StateName, event as EventName] as const),
);

describe('the trust in a peer during a call', () => {
  it.each(cells)('the trust in a peer changes as the table says: %s × %s', (state, event) => {
    expect(row(states[state], events[event], rings.live)).toEqual(table[state][event]);
  });
});

describe('typed codes', () => {
  it('what became of the newest right code is reported, and a mark saved earlier stays', () => {
    const answers: (Marked | undefined)[] = [];
    let trust: TrustState = states.pinned;
    const call = { ...FRESH, ring: rings.live };
    for (const event of [
      { kind: 'code-unmarked', why: 'key-changed' },
      { kind: 'code-marked' },
      { kind: 'code-unmarked', why: 'disk' },
    ] as const) {
      const seen = { ...call, trust };
      trust = stepTrust(trust, { ...event, atMs: NOW }, { before: seen, now: seen })!.next;
      answers.push(markedOf(trust));
    }
    expect([markedOf(states.pinned), ...answers]).toEqual([undefined, 'key-changed', 'confirmed', 'disk']);
    expect(trust.code).toEqual({ kind: 'confirmed', atMs: NOW, last: 'disk' }); // a saved mark stays
  });

  const unsecured = Object.values(rings).filter(({ kind }) => !['connecting', 'live', 'reconnecting'].includes(kind));

  it.each(unsecured)(
    'a typed code has no effect before both sides hold the code or after the end of the call: $kind',
    (ring) => {
      for (const isRight of [true, false]) {
        expect(row(states.pinned, { kind: 'code-typed', isRight, atMs: NOW }, ring)).toBeUndefined();
      }
    },
  );

  it.each([rings.connecting, rings.live, rings.reconnecting])(
    'a typed code counts once both sides hold the code: $kind',
    (ring) => {
      expect(row(states.pinned, events['code right'], ring)).toEqual([free, 'mark-verified']);
      expect(row(states.pinned, events['code wrong'], ring)).toEqual(['code mismatch', failed]);
    },
  );
});

/** What is known of the peer. `ending` says why a call ends then, in each state of the ring. */
const known = {
  blocked: { judgements: judged('free', false) },
  refused: { judgements: judged('refuse') },
  disputed: { book: 'changed' },
  'disputed and another is pinned': { book: 'changed', isOtherPinned: true },
  'another is pinned': { book: 'new', isOtherPinned: true },
  'verified, where policy requires that': { book: 'verified', judgements: judged('refuse') },
} as const satisfies Record<string, Partial<TrustFacts>>;
const refusedToo = { blocked: 'not-allowed', refused: 'verification-required' } as const;
const ending: Readonly<Record<RingState['kind'], Partial<Record<keyof typeof known, EndReason>>>> = {
  fresh: {},
  looking: { blocked: 'not-allowed' },
  calling: refusedToo,
  opening: refusedToo,
  confirming: refusedToo,
  checking: {},
  ringing: { ...refusedToo, 'another is pinned': 'directory-conflict' },
  busy: {},
  answering: {
    ...refusedToo,
    disputed: 'key-changed',
    'disputed and another is pinned': 'key-changed',
    'another is pinned': 'directory-conflict',
  },
  answered: refusedToo,
  connecting: refusedToo,
  live: refusedToo,
  reconnecting: refusedToo,
  ended: {},
};
const situations = Object.keys(ending).flatMap((ring) =>
  Object.keys(known).map((facts) => [ring as RingState['kind'], facts as keyof typeof known] as const),
);

describe('ends by policy and trust book', () => {
  it.each(situations)(
    'a call in the state %s ends, or goes on, as the table says when this becomes known: %s',
    (ring, facts) => {
      const reason = ending[ring][facts];
      const call = { ...FRESH, ring: rings[ring], trust: states.pinned };
      const event: CallEvent = { kind: 'judged', facts: { ...PINNED, ...known[facts] }, atMs: NOW };
      const step = stepTrust(call.trust, event, { before: call, now: call });
      expect(ends(step?.raised).filter((each) => each.startsWith('end '))).toEqual(
        reason === undefined ? [] : [`end ${reason}`],
      );
    },
  );

  it.each(situations)(
    'a call that reaches the state %s ends, or goes on, as the table says if this is known: %s',
    (ring, facts) => {
      const reason = ending[ring][facts];
      const trust = trusting(known[facts]);
      const before = { ...FRESH, ring: ring === 'fresh' ? rings.looking : rings.fresh, trust };
      const step = stepTrust(
        trust,
        { kind: 'connected', atMs: NOW },
        { before, now: { ...before, ring: rings[ring] } },
      );
      expect(ends(step?.raised)).toEqual(reason === undefined ? [] : [`end ${reason}`]);
    },
  );

  it('an unknown ring state throws', () => {
    const now = { ...FRESH, ring: { kind: 'nonsense' } as unknown as RingState, trust: states.pinned };
    expect(() => stepTrust(states.pinned, events['judged: pinned'], { before: now, now })).toThrow('unreachable');
  });
});

const at = (call: CallState, event: CallEvent): CallState => transition(call, event).call;
const connecting: CallState = { ...FRESH, ring: rings.connecting, trust: trusting(voice) };
const judge = (facts: Partial<TrustFacts>, atMs: number): CallEvent => ({
  kind: 'judged',
  facts: { ...PINNED, ...facts },
  atMs,
});

describe('the verification time', () => {
  it('the verification time ends three minutes after the call became live, even while reconnecting', () => {
    const live = at(connecting, { kind: 'connected', atMs: NOW + 1000 });
    expect(live.trust).toMatchObject(runningUntil(NOW + 181_000));
    expect(wakeAtMs(live)).toBe(NOW + 181_000);
    const broken = at(live, { kind: 'disconnected', atMs: NOW + 180_500 });
    expect(wakeAtMs(broken)).toBe(NOW + 181_000);
    const mended = at(broken, { kind: 'connected', atMs: NOW + 180_900 });
    expect(at(mended, { kind: 'time', atMs: NOW + 180_999 })).toBe(mended);
    for (const call of [broken, mended]) {
      const over = at(call, { kind: 'time', atMs: NOW + 181_000 });
      expect(over.ring).toMatchObject({ kind: 'ended', reason: 'verification-required' });
      expect(wakeAtMs(over)).toBeUndefined();
    }
  });

  it('the verification time starts once and is not extended', () => {
    const live = at(connecting, { kind: 'connected', atMs: NOW });
    expect(at(live, judge(voice, NOW + 9000)).trust).toMatchObject(runningUntil(NOW + VERIFY_MS));
  });

  it('the verification time starts when policy demands verification during a call', () => {
    const live = at({ ...connecting, trust: states.pinned }, { kind: 'connected', atMs: NOW });
    expect(wakeAtMs(live)).toBeUndefined();
    expect(at(live, judge(voice, NOW + 9000)).trust).toMatchObject(runningUntil(NOW + 9000 + VERIFY_MS));
  });

  it('a verification stops the verification time of a running call only if a reading has settled the peer', () => {
    const live = at(connecting, { kind: 'connected', atMs: NOW });
    expect(trustWakeAtMs(at(live, judge({ ...voice, book: 'verified' }, NOW + 9000)).trust)).toBeUndefined();
    const unsettled = { ...live, trust: { ...live.trust, reading: READINGS.unconfirmed } };
    const unread = at(unsettled, judge({ ...voice, book: 'verified' }, NOW + 9000));
    expect(unread.trust).toMatchObject(runningUntil(NOW + VERIFY_MS));
  });

  it('a call ends for want of verification if the verification time and a reconnection expire simultaneously', () => {
    const live = at(connecting, { kind: 'connected', atMs: NOW });
    const broken = at(live, { kind: 'disconnected', atMs: NOW + VERIFY_MS - 30_000 });
    const over = transition(broken, { kind: 'time', atMs: NOW + VERIFY_MS });
    expect(over.call.ring).toMatchObject({ kind: 'ended', reason: 'verification-required' });
    expect(over.effects[0]).toEqual({ kind: 'send-end', reason: 'hangup' });
  });

  it('the verification time stops with a hang-up', () => {
    const live = at(connecting, { kind: 'connected', atMs: NOW });
    expect(wakeAtMs(at(live, { kind: 'hang-up', atMs: NOW + 5 }))).toBeUndefined();
  });
});

describe('ends after a wrong code', () => {
  it('a hang-up after a wrong code is a mismatch here and a hang-up for the peer', () => {
    const live = { ...connecting, ring: rings.live, trust: states.pinned };
    const wrong = at(live, events['code wrong']);
    const { call, effects } = transition(wrong, events['hang-up']);
    expect(call.ring).toMatchObject({ kind: 'ended', reason: 'code-mismatch' });
    expect(effects).toContainEqual({ kind: 'send-end', reason: 'hangup' });
  });

  it('a wrong code is counted after sending has stopped', () => {
    const live = { ...connecting, ring: rings.live, trust: states.pinned };
    const kinds = transition(live, events['code wrong']).effects.map(({ kind }) => kind);
    expect(kinds).toEqual(['silence', 'command', 'count-failed']);
  });

  it('a wrong code ends the call if policy allows calls only with verified people', () => {
    const strict = trusting({ book: 'verified', judgements: judged('refuse') });
    const { call, effects } = transition({ ...connecting, ring: rings.live, trust: strict }, events['code wrong']);
    expect(call.ring).toMatchObject({ kind: 'ended', reason: 'verification-required' });
    const told = effects.map(say).filter((each) => each === 'silence' || each.startsWith('count-failed'));
    expect(told.slice(0, 2)).toEqual(['silence', 'count-failed code-mismatch']);
  });

  it.each([
    ['verified', 'hangup', []],
    ['verified', 'tampered', ['count-failed tampered']],
    ['pinned', 'hangup', ['count-failed peer-hung-up']],
  ] as const)(
    'a call that ends while it is being secured counts as failed unless a verified peer hangs up: %s, the peer sends %s',
    (trust, reason, counted) => {
      const call = { ...FRESH, ring: rings.confirming, trust: states[trust] };
      const { effects } = transition(call, { kind: 'peer-ended', reason, atMs: NOW });
      expect(effects.filter(({ kind }) => kind === 'count-failed').map(say)).toEqual(counted);
    },
  );
});
