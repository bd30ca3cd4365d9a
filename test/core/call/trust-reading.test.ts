// What readings of the peer change, as tables. Each cell is for a state of a call and one reading, and says what is
// known next, which effects and events follow, and when the next reading is due. Further tests say when people are read
// at all, and what ANSWER and CONFIRM wait for.
import { describe, expect, it, test } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import { type CallState, FRESH, wakeAtMs } from '../../../src/core/call/state.ts';
import { transition } from '../../../src/core/call/transition.ts';
import { stepReading } from '../../../src/core/call/trust-reading.ts';
import {
  isConfirmed,
  knownOf,
  type PeerReading,
  type PeerSeen,
  settlementOf,
  type ListVerdict,
  listVerdictOf,
  UNREAD,
} from '../../../src/core/call/trust-reading-state.ts';
import type { TrustState } from '../../../src/core/call/trust-state.ts';
import type { Bare } from './bare.ts';
import { admitting } from './placed.ts';
import { judged, NOW, PINNED, READINGS, rings, runningUntil, SEEN, trusting } from './trust-facts.ts';

const { settled, unconfirmed } = READINGS;
const due: PeerReading = { ...unconfirmed, again: { kind: 'due', atMs: NOW } };
const asked: PeerReading = { ...settled, last: { kind: 'asked' } };
const callee = { ...rings.live, role: 'callee' } as const;

const seen = {
  nothing: { kind: 'nothing' },
  'somebody else, who is pinned': { kind: 'other' },
  agrees: SEEN,
  'unknown to the directory': { ...SEEN, isConfirmed: false },
  'an older state': { ...SEEN, isOlder: true },
  'an older state without the device': { ...SEEN, isOlder: true, isListed: false },
  'another person': { ...SEEN, isTheirs: false },
  'the device removed': { ...SEEN, isListed: false },
  'another version': { ...SEEN, speaks: false },
  'a dispute': { ...SEEN, isConfirmed: false, isDisputed: true },
  'lacks the named head': { ...SEEN, hasHeard: false },
} as const satisfies Record<string, PeerSeen>;
type SeenName = keyof typeof seen;

function say(effect: Effect): string {
  switch (effect.kind) {
    case 'read-peer':
      return `read ${effect.cause} within ${effect.timeoutMs}`;
    case 'hold-peer':
      return effect.from === 'book' ? 'hold the pinned' : 'hold';
    default:
      return effect.kind.replace('-peer', '');
  }
}

const raisedBy = (raised: readonly CallEvent[] = []): readonly string[] =>
  raised.map((event) => ('reason' in event ? `${event.kind} ${event.reason}` : event.kind));

function known({ again, peer }: PeerReading): string {
  const name = knownOf(peer);
  return [
    isConfirmed(name) ? 'confirmed' : name,
    ...(name === peer.kind ? [] : [peer.kind]),
    ...(name === 'behind' ? ['behind'] : []),
    ...(again.kind === 'due' ? [`due in ${again.atMs - NOW}`] : []),
  ].join(', ');
}

/** The next knowledge; the effects and raised events. */
type Row = readonly [known: string, asked: string];

function row(reading: PeerReading, bare: Bare, ring: RingState): Row | undefined {
  const call: CallState = { ...FRESH, ring, trust: trusting({}, { reading }) };
  const step = stepReading(reading, { ...bare, atMs: NOW }, { before: call, now: call });
  return step && [known(step.next), [...step.effects.map(say), ...raisedBy(step.raised)].join(', ')];
}

const situations = {
  'rings here, settled': [rings.ringing, settled],
  'rings here, unconfirmed': [rings.ringing, unconfirmed],
  'busy was sent': [rings.busy, settled],
  'calling, settled': [rings.calling, settled],
  'calling, unconfirmed': [rings.calling, unconfirmed],
  'live, accepted here, unconfirmed': [callee, unconfirmed],
  'live, placed here, unconfirmed': [rings.live, unconfirmed],
} as const satisfies Record<string, readonly [RingState, PeerReading]>;
type SituationName = keyof typeof situations;

const soon = 'due in 3000';
const later = 'due in 10000';
const refused = 'judge, refused directory-conflict';
const removed = 'judge, refused device-removed';
const table: Record<SituationName, Record<SeenName, Row>> = {
  // While a call rings here, an older state changes nothing (5.1.30).
  'rings here, settled': {
    nothing: [`confirmed, ${soon}`, ''],
    'somebody else, who is pinned': [`confirmed, disagrees, ${soon}`, refused],
    agrees: [`confirmed, ${soon}`, 'hold, judge'],
    'unknown to the directory': [`confirmed, ${soon}`, ''], // what the directory returned before still counts
    'an older state': [`confirmed, ${soon}`, ''],
    'an older state without the device': [`confirmed, ${soon}`, ''],
    'another person': [`confirmed, disagrees, ${soon}`, refused],
    'the device removed': [`confirmed, removed, ${soon}`, removed],
    'another version': [`confirmed, disagrees, ${soon}`, refused],
    'a dispute': [`unconfirmed, ${soon}`, 'hold, judge'],
    'lacks the named head': [`confirmed, behind, ${soon}`, 'hold, judge'],
  },
  'rings here, unconfirmed': {
    nothing: [`unconfirmed, ${soon}`, ''],
    'somebody else, who is pinned': [`unconfirmed, disagrees, ${soon}`, refused],
    agrees: [`confirmed, ${soon}`, 'hold, judge'],
    'unknown to the directory': [`unconfirmed, ${soon}`, 'hold, judge'],
    'an older state': [`unconfirmed, ${soon}`, ''],
    'an older state without the device': [`unconfirmed, ${soon}`, ''],
    'another person': [`unconfirmed, disagrees, ${soon}`, refused],
    'the device removed': [`unconfirmed, removed, ${soon}`, removed],
    'another version': [`unconfirmed, disagrees, ${soon}`, refused],
    'a dispute': [`unconfirmed, ${soon}`, 'hold, judge'],
    'lacks the named head': [`confirmed, behind, ${soon}`, 'hold, judge'],
  },
  'busy was sent': {
    nothing: [`confirmed, ${later}`, ''],
    'somebody else, who is pinned': [`confirmed, disagrees, ${later}`, refused],
    agrees: [`confirmed, ${later}`, 'hold, judge'],
    'unknown to the directory': [`confirmed, ${later}`, ''],
    'an older state': [`confirmed, ${later}`, 'hold, judge'],
    'an older state without the device': [`confirmed, removed, ${later}`, removed],
    'another person': [`confirmed, disagrees, ${later}`, refused],
    'the device removed': [`confirmed, removed, ${later}`, removed],
    'another version': [`confirmed, disagrees, ${later}`, refused],
    'a dispute': [`unconfirmed, ${later}`, 'hold, judge'],
    'lacks the named head': [`confirmed, behind, ${later}`, 'hold, judge'],
  },
  // Here no reading ends an outgoing call: the ring region decides which devices ring.
  'calling, settled': {
    nothing: [`confirmed, ${later}`, ''],
    'somebody else, who is pinned': [`confirmed, disagrees, ${later}`, 'judge'],
    agrees: [`confirmed, ${later}`, 'hold, judge'],
    'unknown to the directory': [`confirmed, ${later}`, ''],
    'an older state': [`confirmed, ${later}`, 'hold, judge'],
    'an older state without the device': [`confirmed, removed, ${later}`, 'judge'],
    'another person': [`confirmed, disagrees, ${later}`, 'judge'],
    'the device removed': [`confirmed, removed, ${later}`, 'judge'],
    'another version': [`confirmed, disagrees, ${later}`, 'judge'],
    'a dispute': [`unconfirmed, ${later}`, 'hold, judge'],
    'lacks the named head': [`confirmed, behind, ${later}`, 'hold, judge'],
  },
  'calling, unconfirmed': {
    nothing: [`unconfirmed, ${later}`, ''],
    'somebody else, who is pinned': [`unconfirmed, disagrees, ${later}`, 'judge'],
    agrees: [`confirmed, ${later}`, 'hold, judge'],
    'unknown to the directory': [`unconfirmed, ${later}`, 'hold, judge'],
    'an older state': [`confirmed, ${later}`, 'hold, judge'],
    'an older state without the device': [`unconfirmed, removed, ${later}`, 'judge'],
    'another person': [`unconfirmed, disagrees, ${later}`, 'judge'],
    'the device removed': [`unconfirmed, removed, ${later}`, 'judge'],
    'another version': [`unconfirmed, disagrees, ${later}`, 'judge'],
    'a dispute': [`unconfirmed, ${later}`, 'hold, judge'],
    'lacks the named head': [`confirmed, behind, ${later}`, 'hold, judge'],
  },
  // Once ANSWER has left, a removed device stays in a call that was accepted here. A person has accepted, so a peer who
  // is confirmed later is pinned.
  'live, accepted here, unconfirmed': {
    nothing: [`unconfirmed, ${later}`, ''],
    'somebody else, who is pinned': [`unconfirmed, disagrees, ${later}`, 'judge'],
    agrees: [`confirmed, ${later}`, 'hold, pin, judge'],
    'unknown to the directory': [`unconfirmed, ${later}`, 'hold, judge'],
    'an older state': [`confirmed, ${later}`, 'hold, pin, judge'],
    'an older state without the device': [`unconfirmed, removed, ${later}`, 'judge'],
    'another person': [`unconfirmed, disagrees, ${later}`, 'judge'],
    'the device removed': [`unconfirmed, removed, ${later}`, 'judge'],
    'another version': [`unconfirmed, disagrees, ${later}`, 'judge'],
    'a dispute': [`unconfirmed, ${later}`, 'hold, judge'],
    'lacks the named head': [`confirmed, behind, ${later}`, 'hold, pin, judge'],
  },
  // A caller pins nobody here: that was decided when the callee was looked up.
  'live, placed here, unconfirmed': {
    nothing: [`unconfirmed, ${later}`, ''],
    'somebody else, who is pinned': [`unconfirmed, disagrees, ${later}`, 'judge'],
    agrees: [`confirmed, ${later}`, 'hold, judge'],
    'unknown to the directory': [`unconfirmed, ${later}`, 'hold, judge'],
    'an older state': [`confirmed, ${later}`, 'hold, judge'],
    'an older state without the device': [`unconfirmed, removed, ${later}`, 'judge'],
    'another person': [`unconfirmed, disagrees, ${later}`, 'judge'],
    'the device removed': [`unconfirmed, removed, ${later}`, 'judge'],
    'another version': [`unconfirmed, disagrees, ${later}`, 'judge'],
    'a dispute': [`unconfirmed, ${later}`, 'hold, judge'],
    'lacks the named head': [`confirmed, behind, ${later}`, 'hold, judge'],
  },
};

const names = Object.keys(seen) as SeenName[];
const cells = Object.keys(situations).flatMap((situation) =>
  names.map((name) => [situation as SituationName, name] as const),
);

describe('readings of a peer', () => {
  it.each(cells)('a reading of a peer counts as the table says: %s × %s', (situation, name) => {
    const [ring, reading] = situations[situation];
    const step = row(
      { ...reading, again: { kind: 'asked' } },
      { kind: 'peer-read', cause: 'again', seen: seen[name] },
      ring,
    );
    expect(step).toEqual(table[situation][name]);
  });
});

describe('readings before ringing', () => {
  const first: Record<SeenName, Row> = {
    nothing: ['unconfirmed', ''],
    'somebody else, who is pinned': ['unconfirmed, disagrees', ''],
    agrees: ['confirmed', 'hold'],
    'unknown to the directory': ['unconfirmed', 'hold'],
    'an older state': ['confirmed', 'hold'],
    // As far as this device knows, the peer's device never belonged to that person.
    'an older state without the device': ['unconfirmed, disagrees', ''],
    'another person': ['unconfirmed, disagrees', ''],
    'the device removed': ['unconfirmed, disagrees', ''],
    'another version': ['unconfirmed, disagrees', ''],
    'a dispute': ['unconfirmed', 'hold'],
    'lacks the named head': ['confirmed, behind', 'hold'],
  };
  const verdicts: Record<SeenName, ListVerdict | undefined> = {
    nothing: undefined,
    'somebody else, who is pinned': 'disagrees',
    agrees: 'agrees',
    'unknown to the directory': 'unconfirmed',
    'an older state': 'agrees',
    'an older state without the device': 'disagrees',
    'another person': 'disagrees',
    'the device removed': 'disagrees',
    'another version': 'version',
    'a dispute': 'changed',
    'lacks the named head': 'agrees',
  };

  it.each(names)('a reading before ringing gives the list verdict of the table and pins nobody: %s', (name) => {
    const event = { kind: 'peer-read', cause: 'check', seen: seen[name] } as const;
    expect(row(unconfirmed, event, rings.checking)).toEqual(first[name]);
    expect(listVerdictOf(seen[name])).toBe(verdicts[name]);
  });

  it('a device that only the second check finds counts as the caller’s', () => {
    const event = { kind: 'peer-read', cause: 'check', seen: SEEN } as const;
    expect(row({ ...unconfirmed, peer: { kind: 'disagrees', known: 'unconfirmed' } }, event, rings.checking)).toEqual([
      'confirmed',
      'hold',
    ]);
  });
});

describe('the reading for which ANSWER and CONFIRM wait', () => {
  const answering: Partial<Record<SeenName, Row>> = {
    nothing: [`confirmed, ${soon}`, 'pin, judge'], // what was read before the person accepted decides
    agrees: [`confirmed, ${soon}`, 'hold, pin, judge'],
    'unknown to the directory': [`confirmed, ${soon}`, 'pin, judge'],
    'an older state without the device': [`confirmed, ${soon}`, 'pin, judge'],
    'another person': [`confirmed, disagrees, ${soon}`, refused],
    'the device removed': [`confirmed, removed, ${soon}`, removed],
    'a dispute': [`unconfirmed, ${soon}`, 'hold, judge'],
  };
  const opening: Partial<Record<SeenName, Row>> = {
    nothing: [`unconfirmed, ${later}`, 'judge'], // since ANSWER, no reading has found the peer
    agrees: [`confirmed, ${later}`, 'hold, judge'],
    'unknown to the directory': [`unconfirmed, ${later}`, 'judge'],
    'another person': [`confirmed, disagrees, ${later}`, 'judge'],
    'the device removed': [`confirmed, removed, ${later}`, 'judge, fault device-removed'],
    'a dispute': [`unconfirmed, ${later}`, 'hold, judge'],
  };
  it.each(Object.keys(answering) as SeenName[])(
    'the reading for which ANSWER waits counts as the table says: %s',
    (name) => {
      const event = { kind: 'peer-read', cause: 'last', seen: seen[name] } as const;
      expect(row(asked, event, rings.answering)).toEqual(answering[name]);
    },
  );

  it.each(Object.keys(opening) as SeenName[])(
    'the reading for which CONFIRM waits counts as the table says: %s',
    (name) => {
      const event = { kind: 'peer-read', cause: 'last', seen: seen[name] } as const;
      expect(row(asked, event, rings.opening)).toEqual(opening[name]);
    },
  );

  it('the reading for which ANSWER waits does not pin an unconfirmed peer', () => {
    const event = { kind: 'peer-read', cause: 'last', seen: seen.nothing } as const;
    expect(row({ ...unconfirmed, last: { kind: 'asked' } }, event, rings.answering)).toEqual([
      `unconfirmed, ${soon}`,
      'judge',
    ]);
  });
});

describe('changes in the trust book', () => {
  const held = (found: PeerSeen) => ({ kind: 'peer-held', seen: found }) as const;

  it.each([
    ['while a call rings here', rings.ringing, 'none'],
    ['while ANSWER waits for a reading', rings.answering, 'asked'],
    ['while the callee is looked up', rings.looking, 'none'],
    ['while the callee’s devices ring', rings.calling, 'none'],
    ['while CONFIRM waits for a reading', rings.opening, 'asked'],
  ] as const)('a change in the trust book counts %s', (_title, ring, kind) => {
    const last = { kind };
    expect(row({ ...settled, last }, held(SEEN), ring)).toEqual(['confirmed', 'hold the pinned, judge']);
    // A change in the trust book confirms nobody: only a reading does.
    expect(row({ ...unconfirmed, last }, held(SEEN), ring)).toEqual(['unconfirmed', 'hold the pinned, judge']);
    expect(row({ ...settled, last }, held(seen.nothing), ring)).toEqual(['confirmed', 'judge']);
    expect(row({ ...UNREAD, last }, held(SEEN), ring)).toEqual(['unread', '']);
  });

  it('a removal in the trust book ends a ringing call of the removed device', () => {
    expect(row(settled, held(seen['the device removed']), rings.ringing)).toEqual(['confirmed, removed', removed]);
  });

  it.each(['asked', 'read', 'none'] as const)(
    'a removal in the trust book stops CONFIRM, whatever the state of the reading for which CONFIRM waits: %s',
    (kind) => {
      const event = held(seen['the device removed']);
      expect(row({ ...settled, last: { kind } }, event, rings.opening)).toEqual([
        'confirmed, removed',
        'judge, fault device-removed',
      ]);
    },
  );

  it.each([rings.checking, rings.busy, rings.answered, rings.live, rings.reconnecting])(
    'a change in the trust book does not affect a call whose ring is $kind',
    (ring) => {
      expect(row(settled, held(seen['the device removed']), ring)).toEqual(['confirmed', '']);
    },
  );
});

const at = (call: CallState, bare: Bare, atMs = NOW): ReturnType<typeof transition> =>
  transition(call, { ...bare, atMs });
const reads = (effects: readonly Effect[]): readonly string[] =>
  effects.filter(({ kind }) => kind === 'read-peer').map(say);
const inRing = (ring: RingState, reading: PeerReading, more: Partial<TrustState> = {}): CallState => ({
  ...FRESH,
  ring,
  trust: trusting({}, { reading, ...more }),
});

describe('readings of the callee', () => {
  const turn = { kind: 'admitting', admitted: undefined, turn: 'now' } as const;
  const looking = inRing({ ...rings.looking, step: turn }, UNREAD);
  const found = (isConfirmed: boolean, isFromMemory: boolean) =>
    at(looking, { kind: 'peer-found', isConfirmed, isFromMemory });
  const listed = { kind: 'callee-judged', nr: 1, devices: admitting(['a']) } as const;

  it('a callee found in memory is read again at once, and not a second time when their devices begin to ring', () => {
    const { call, effects } = found(true, true);
    expect(reads(effects)).toEqual(['read again within 3000']);
    expect(reads(at(call, listed).effects)).toEqual([]); // one reading at a time
  });

  it('a callee whose devices ring is read every ten seconds until settled', () => {
    const first = at(found(false, false).call, listed);
    expect(reads(first.effects)).toEqual(['read again within 3000']);
    const silent = at(first.call, { kind: 'peer-read', cause: 'again', seen: seen.nothing }).call;
    expect(wakeAtMs(silent)).toBe(NOW + 10_000);
    const second = at(silent, { kind: 'time' }, NOW + 10_000);
    expect(reads(second.effects)).toEqual(['read again within 3000']);
    const read = at(second.call, { kind: 'peer-read', cause: 'again', seen: SEEN }, NOW + 10_000).call;
    const over = at(read, { kind: 'time' }, NOW + 20_000);
    expect(reads(over.effects)).toEqual([]);
    expect(over.call.trust.reading.again).toEqual({ kind: 'none' });
  });

  it('a callee whom a reading for this call has settled is not read again', () => {
    expect(reads(at(found(true, false).call, listed).effects)).toEqual([]);
  });

  it('a callee whose reading contradicts the call is not read again', () => {
    const call = inRing(rings.calling, { ...due, peer: { kind: 'disagrees', known: 'unconfirmed' } });
    expect(reads(at(call, { kind: 'time' }).effects)).toEqual([]);
  });

  it('a callee who answers is read, and is not settled while the head that they named is unknown here', () => {
    const { call, effects } = at(inRing(rings.calling, settled), { kind: 'answered', device: 'a' });
    expect(reads(effects)).toEqual(['read last within 3000']);
    const behind = at(call, { kind: 'head-heard', isKnown: false }).call;
    expect(settlementOf(behind.trust.reading)).toBe('unconfirmed');
    expect(settlementOf(at(behind, { kind: 'head-heard', isKnown: true }).call.trust.reading)).toBe('settled');
  });
});

describe('heads that the peer names', () => {
  const named = (reading: PeerReading, isKnown: boolean): string | undefined =>
    row(reading, { kind: 'head-heard', isKnown }, rings.opening)?.[0];

  it('an unknown head does not affect an unread or unconfirmed peer', () => {
    expect([named(UNREAD, false), named(unconfirmed, false)]).toEqual(['unread', 'unconfirmed']);
  });

  it('an unknown head counts for a peer whom the directory knows, even while a reading contradicts the call', () => {
    const removed = { ...settled, peer: { kind: 'removed', known: 'settled' } } as const;
    const behind = { ...settled, peer: { kind: 'removed', known: 'behind' } } as const;
    expect([named(removed, false), named(behind, true)]).toEqual(['confirmed, removed, behind', 'confirmed, removed']);
    const silent = { kind: 'peer-read', cause: 'again', seen: seen['unknown to the directory'] } as const;
    expect(row(behind, silent, rings.calling)?.[0]).toBe(`confirmed, behind, ${later}`);
  });
});

describe('readings of the caller', () => {
  it('a caller who was not read yet is unconfirmed', () => {
    const { call } = at(FRESH, { kind: 'invited', device: 'a', isDrained: true });
    expect(known(call.trust.reading)).toBe('unconfirmed');
  });

  it('the caller is read when ringing begins, and again three seconds after a reading arrived', () => {
    const cleared = { kind: 'cleared', silenced: false, isVisual: false, ttlMs: 45_000 } as const;
    const first = at(inRing(rings.checking, settled), cleared);
    expect(reads(first.effects)).toEqual(['read again within 3000']);
    const read = at(first.call, { kind: 'peer-read', cause: 'again', seen: SEEN }).call;
    expect(wakeAtMs(read)).toBe(NOW + 3000);
    expect(reads(at(read, { kind: 'time' }, NOW + 2999).effects)).toEqual([]);
    expect(reads(at(read, { kind: 'time' }, NOW + 3000).effects)).toEqual(['read again within 3000']);
  });

  it('after the person accepts, the caller is read, and no other reading begins meanwhile', () => {
    const { call, effects } = at(inRing(rings.ringing, { ...settled, again: { kind: 'asked' } }), {
      kind: 'accept',
      media: 'audio',
      viaRelay: false,
    });
    expect(reads(effects)).toEqual(['read last within 2000']);
    const late = at(call, { kind: 'peer-read', cause: 'again', seen: SEEN }).call;
    const due = at(late, { kind: 'time' }, NOW + 3000);
    expect(reads(due.effects)).toEqual([]);
    expect(due.call.trust.reading.again).toEqual({ kind: 'none' });
  });

  it('the next reading is due only once both running readings have arrived', () => {
    const both: PeerReading = { ...asked, again: { kind: 'asked' } };
    const { call } = at(inRing(rings.answering, both), { kind: 'peer-read', cause: 'last', seen: SEEN });
    expect(call.trust.reading.again).toEqual({ kind: 'asked' });
    expect(wakeAtMs(at(call, { kind: 'peer-read', cause: 'again', seen: SEEN }).call)).toBe(NOW + 3000);
  });

  it('a settled caller is no longer read from ANSWER on', () => {
    const call = inRing(rings.answered, { ...due, peer: { kind: 'settled' } });
    expect(reads(at(call, { kind: 'time' }).effects)).toEqual([]);
    const unsettled = inRing(rings.answered, due);
    expect(reads(at(unsettled, { kind: 'time' }).effects)).toEqual(['read again within 3000']);
  });
});

describe('checks before ANSWER and CONFIRM', () => {
  const judgement = { kind: 'judged', facts: PINNED } as const;
  const last = { kind: 'peer-read', cause: 'last', seen: SEEN } as const;
  const sent = (effects: readonly Effect[]): readonly string[] =>
    effects.map(({ kind }) => kind).filter((kind) => kind === 'send-answer' || kind === 'send-confirm');
  const waiting = {
    'send-answer': inRing({ ...rings.answering, lacks: 'reading' }, asked),
    'send-confirm': inRing({ ...rings.opening, lacks: 'reading' }, asked),
  } as const;
  const both = Object.keys(waiting) as (keyof typeof waiting)[];

  it.each(both)('ANSWER or CONFIRM is sent once the peer was read and judged: %s', (kind) => {
    expect(sent(at(waiting[kind], judgement).effects)).toEqual([]);
    const read = at(waiting[kind], last);
    expect(sent(read.effects)).toEqual([]);
    expect(sent(at(read.call, judgement).effects)).toEqual([kind]);
  });

  it.each(both)('a reading for another purpose does not send ANSWER or CONFIRM: %s', (kind) => {
    const { call } = at(waiting[kind], { ...last, cause: 'again' });
    expect(sent(at(call, judgement).effects)).toEqual([]);
  });

  it.each(both)('ANSWER or CONFIRM is not sent if the judgement ends the call: %s', (kind) => {
    const { call } = at(waiting[kind], last);
    const over = at(call, { kind: 'judged', facts: { ...PINNED, judgements: judged('free', false) } });
    expect(sent(over.effects)).toEqual([]);
    expect(over.call.ring).toMatchObject({ kind: 'ended' });
  });

  it.each(both)('ANSWER or CONFIRM is not sent if the reading for it finds the device removed: %s', (kind) => {
    const { call, effects } = at(waiting[kind], { ...last, seen: seen['the device removed'] });
    expect(sent(effects)).toEqual([]);
    expect(call.ring).toMatchObject({ kind: 'ended', reason: 'device-removed' });
  });

  it.each(['asked', 'none'] as const)(
    'a call ends without CONFIRM if a repeated reading finds the device removed, whatever the state of the reading for CONFIRM: %s',
    (kind) => {
      const call = inRing({ ...rings.opening, lacks: 'description' }, { ...settled, last: { kind } });
      const found = at(call, { kind: 'peer-read', cause: 'again', seen: seen['the device removed'] });
      expect(found.call.ring).toMatchObject({ kind: 'ended', reason: 'device-removed' });
      const described = at(found.call, { kind: 'described' });
      expect(sent([...found.effects, ...described.effects])).toEqual([]);
    },
  );
});

test('a call wakes for its next reading or the end of the verification time, whichever comes first', () => {
  const reading: PeerReading = { ...unconfirmed, again: { kind: 'due', atMs: NOW + 5000 } };
  expect(wakeAtMs(inRing(rings.live, reading))).toBe(NOW + 5000);
  expect(wakeAtMs(inRing(rings.live, reading, runningUntil(NOW + 4000)))).toBe(NOW + 4000);
  expect(wakeAtMs(inRing(rings.live, unconfirmed, runningUntil(NOW + 4000)))).toBe(NOW + 4000);
});
