// Moving a call: first a table by state and event, then the rules one by one. An event that the table does not name for
// a state changes nothing in this state, except for `follows` and `took-place`.
import { describe, expect, it, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import type { EndReason } from '../../../src/core/call/end-reason.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import type { MoveEffect } from '../../../src/core/call/move-event.ts';
import {
  ANNOUNCED_MS,
  type Announcement,
  announcedNow,
  believesMoved,
  BELIEVED_MS,
  isAnnounced,
  mayBeFollowed,
  mayDismissMove,
  type MoveState,
  moveWakeAtMs,
  movingOf,
  type Offer,
  openOffer,
  UNMOVED,
  VOID_MS,
  voidedNow,
  whyNotMove,
} from '../../../src/core/call/move-state.ts';
import { stepMove } from '../../../src/core/call/move.ts';
import type { Step } from '../../../src/core/call/region.ts';
import { type CallState, FRESH } from '../../../src/core/call/state.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import { FRESH_TRUST, type TrustState } from '../../../src/core/call/trust-state.ts';
import { trusting } from './trust-facts.ts';
import { RUNG } from './placed.ts';

const NOW = 1_000_000;
const ours: Offer = { device: 'd', call: 'c', voidCall: 'v', atMs: NOW - 1000 };
const older: Offer = { device: 'd', call: 'c0', voidCall: 'v0', atMs: NOW - 30_000 };
const theirs: Announcement = { device: 'p', call: 't', atMs: NOW - 1000 };
const said = (offer: Offer) => ({ kind: 'said', offer }) as const;
const takenBackPast = { kind: 'past', offer: ours, isOpen: false } as const;
const stands = { kind: 'stands', announcement: theirs } as const;
const newest = { generation: 1, counter: 5n };

const live: RingState = { kind: 'live', role: 'caller', device: 'a', sinceMs: 0 };
const rings = {
  caller: live,
  callee: { ...live, role: 'callee' },
  'caller, path lost': { ...live, kind: 'reconnecting', brokenAtMs: NOW, restartAtMs: NOW, untilMs: NOW + 1 },
  connecting: { kind: 'connecting', role: 'caller', device: 'a', untilMs: NOW },
} as const satisfies Record<string, RingState>;

const states = {
  unmoved: UNMOVED,
  offered: { ...UNMOVED, asked: { kind: 'offered', offer: ours, untilMs: NOW + 74_000 } },
  taken: { ...UNMOVED, asked: { kind: 'taken', offer: ours, checkAtMs: NOW + 5000 } },
  'failed, open': { ...UNMOVED, asked: { kind: 'failed', offer: ours, isOpen: true, untilMs: NOW + 20_000 } },
  refused: { ...UNMOVED, asked: { kind: 'refused', offer: ours, untilMs: NOW + 20_000 } },
  'past, taken back': { ...UNMOVED, asked: takenBackPast, takenBack: said(ours) },
  announced: { ...UNMOVED, announced: stands, announcedIn: newest },
  'past, taken back, and announced': {
    ...UNMOVED,
    asked: takenBackPast,
    takenBack: said(ours),
    announced: stands,
    announcedIn: newest,
  },
  'offered, an older one taken back': {
    ...UNMOVED,
    asked: { kind: 'offered', offer: ours, untilMs: NOW + 74_000 },
    takenBack: said(older),
  },
} as const satisfies Record<string, MoveState>;
type StateName = keyof typeof states;

const events = {
  move: { kind: 'move', device: 'e', call: 'n', voidCall: 'w', atMs: NOW },
  dismiss: { kind: 'dismiss-move', atMs: NOW },
  unsent: { kind: 'move-unsent', call: 'c', atMs: NOW },
  'unsent, another': { kind: 'move-unsent', call: 'x', atMs: NOW },
  'answered taken': { kind: 'move-answered', device: 'd', call: 'c', reason: 'taken', atMs: NOW },
  'answered refused': { kind: 'move-answered', device: 'd', call: 'c', reason: 'refused', atMs: NOW },
  'answered unanswered': { kind: 'move-answered', device: 'd', call: 'c', reason: 'unanswered', atMs: NOW },
  'answered by another device': { kind: 'move-answered', device: 'e', call: 'c', reason: 'refused', atMs: NOW },
  'answered for another call': { kind: 'move-answered', device: 'd', call: 'x', reason: 'refused', atMs: NOW },
  announced: { kind: 'move-announced', device: 'p', call: 'u', place: { generation: 1, counter: 6n }, atMs: NOW },
  followed: { kind: 'move-followed', device: 'p', call: 't', atMs: NOW },
  follows: { kind: 'follows', call: 'o', atMs: NOW },
  'took-place': { kind: 'took-place', atMs: NOW },
  'broker back': { kind: 'network', change: 'broker', atMs: NOW },
  'address found': { kind: 'network', change: 'found', atMs: NOW },
  'time, early': { kind: 'time', atMs: NOW + 10 },
  'time, late': { kind: 'time', atMs: NOW + 74_000 },
  described: { kind: 'described', atMs: NOW },
} as const satisfies Record<string, CallEvent>;
type EventName = keyof typeof events;

/** The next state, and the effects. */
type Row = readonly [state: string, effects: string];
const offering = 'announce n to e, offer n to e';
const withdrawn = 'end c at d: withdrawn, announce v to d';
const asking: Partial<Record<EventName, Row>> = {
  unsent: ['failed', ''],
  'answered taken': ['taken', ''],
  'answered refused': ['refused', ''],
  'answered unanswered': ['failed', ''],
};

const table: Record<StateName, Partial<Record<EventName, Row>>> = {
  unmoved: { move: ['offered, open n', offering], announced: ['none, announced u', ''] },
  offered: {
    ...asking,
    unsent: ['failed, open c', ''], // the offer may have arrived all the same
    dismiss: ['past, taken back c', withdrawn],
    announced: ['offered, open c, void u', ''],
    'time, late': ['failed, open c', ''],
  },
  taken: {
    ...asking,
    dismiss: ['past', ''],
    announced: ['taken, void u', ''],
    'time, late': ['taken', ''],
  },
  'failed, open': {
    move: ['offered, open n', `end c at d: withdrawn, ${offering}`],
    dismiss: ['past, taken back c', withdrawn],
    announced: ['failed, open c, announced u', ''],
    'time, late': ['past, open c', ''],
  },
  refused: {
    move: ['offered, open n', offering],
    dismiss: ['past', ''],
    announced: ['refused, announced u', ''],
    'time, late': ['past', ''],
  },
  'past, taken back': {
    move: ['offered, open n, taken back c', offering],
    announced: ['past, taken back c, announced u', ''],
    'broker back': ['past, taken back c', withdrawn],
  },
  announced: {
    move: ['offered, open n, void t', offering],
    announced: ['none, announced u, void t', ''],
    followed: ['none', ''],
  },
  'past, taken back, and announced': {
    move: ['offered, open n, taken back c, void t', offering],
    announced: ['past, taken back c, announced u, void t', ''],
    followed: ['past, taken back c', ''],
    // The peer's announcement has voided ours.
    'broker back': ['past, taken back c, announced t', 'end c at d: withdrawn'],
  },
  'offered, an older one taken back': {
    ...asking,
    unsent: ['failed, open c, taken back c0', ''],
    'answered taken': ['taken, taken back c0', ''],
    'answered refused': ['refused, taken back c0', ''],
    'answered unanswered': ['failed, taken back c0', ''],
    dismiss: ['past, taken back c', withdrawn],
    announced: ['offered, open c, taken back c0, void u', ''],
    'time, late': ['failed, open c, taken back c0', ''],
  },
};

function inWords(state: MoveState): string {
  const { announced, asked, origin, takenBack } = state;
  const open = openOffer(state);
  return [
    asked.kind,
    ...(open === undefined ? [] : [`open ${open.call}`]),
    ...(takenBack.kind === 'none' ? [] : [`taken back ${takenBack.offer.call}`]),
    ...(announced.kind === 'none' ? [] : [`announced ${announced.announcement.call}`]),
    ...state.voided.map(({ call }) => `void ${call}`),
    ...(origin.kind === 'follows' ? [`follows ${origin.call}`] : []),
    ...(origin.kind === 'took-place' ? ['took place'] : []),
  ].join(', ');
}

function say(effect: Step<MoveState>['effects'][number]): string {
  const asked = effect as Exclude<MoveEffect, { kind: 'tell-taken' }>;
  const { call, device, kind } = asked;
  if (asked.kind === 'tell-move-end') return `end ${call} at ${device}: ${asked.reason}`;
  return `${kind.replace('-move', '')} ${call} to ${device}`;
}

function step(state: MoveState, event: CallEvent, ring: RingState = rings.caller): Step<MoveState> | undefined {
  const now: CallState = { ...FRESH, ring, move: state };
  return stepMove(state, event, { before: now, now });
}

/** The state after these events. The move region must handle each of them. */
function after(state: MoveState, ring: RingState, ...all: readonly CallEvent[]): MoveState {
  return all.reduce((each, event) => unwrap(step(each, event, ring), event.kind).next, state);
}

const rows = Object.keys(states).flatMap((state) =>
  Object.keys(events).map((event) => [state as StateName, event as EventName] as const),
);

describe('the moving of a call that we placed, state by event', () => {
  it.each(rows)('the move of a call that we placed changes as the table says: %s × %s', (stateName, eventName) => {
    const state: MoveState = states[stateName];
    const done = step(state, events[eventName]);
    const shown = done && [inWords(done.next), done.effects.map(say).join(', ')];
    const whatever: Partial<Record<EventName, string>> = { follows: 'follows o', 'took-place': 'took place' };
    const follow = whatever[eventName];
    expect(shown).toEqual(follow === undefined ? table[stateName][eventName] : [`${inWords(state)}, ${follow}`, '']);
  });
});

const ended = (reason: EndReason): RingState => ({ kind: 'ended', reason, atMs: NOW, sinceMs: 0 });
const over = 'end c at d: over';
const ends: Record<StateName, Record<'hung-up' | 'peer-hung-up' | 'transferred' | 'connection-lost', Row>> = {
  unmoved: each('none', ''),
  offered: { ...each('none', over), transferred: ['moved', ''] },
  taken: { ...each('none', ''), transferred: ['moved', ''] },
  'failed, open': { ...each('none', over), transferred: ['moved', ''] },
  refused: { ...each('none', ''), transferred: ['moved', ''] },
  'past, taken back': { ...each('none', ''), transferred: ['moved', ''] },
  announced: { ...each('none, void t', ''), 'connection-lost': ['none', ''] },
  'past, taken back, and announced': {
    ...each('none, void t', ''),
    transferred: ['moved, void t', ''],
    'connection-lost': ['none', ''],
  },
  'offered, an older one taken back': { ...each('none', over), transferred: ['moved', ''] },
};
function each(state: string, effects: string): (typeof ends)[StateName] {
  const row = [state, effects] as const;
  return { 'hung-up': row, 'peer-hung-up': row, transferred: row, 'connection-lost': row };
}
const endings = Object.entries(ends).flatMap(([state, reasons]) =>
  Object.entries(reasons).map(([reason, row]) => [state as StateName, reason as EndReason, row] as const),
);

describe('the end of a call that is being moved', () => {
  it.each(endings)('the end of a call changes its move as the table says: %s × %s', (stateName, reason, row) => {
    const done = step(states[stateName], { kind: 'time', atMs: NOW }, ended(reason));
    expect(done && [inWords(done.next), done.effects.map(say).join(', ')]).toEqual(row);
    expect(moveWakeAtMs(done?.next ?? states.offered)).toBeUndefined();
  });

  it('the end of a call counts as a move only within 120 s of the offer; later the device that was asked is sent nothing', () => {
    const late = { kind: 'time', atMs: ours.atMs + BELIEVED_MS } as const;
    for (const reason of ['transferred', 'hung-up'] as const) {
      const done = step(states.offered, late, ended(reason));
      expect([done?.next.asked.kind, done?.effects]).toEqual(['none', []]);
    }
    expect(believesMoved(states.refused, late.atMs - 1)).toBe(true);
    expect(believesMoved(states.refused, late.atMs)).toBe(false);
    expect(believesMoved(states.refused, ours.atMs - 1)).toBe(false); // seen from a clock that was set back
    expect(believesMoved(UNMOVED, NOW)).toBe(false);
  });
});

describe('offers to move a call', () => {
  it.each(['offered', 'taken'] as const)('the caller’s move wins over the %s move of the callee', (stateName) => {
    const done = step(states[stateName], events.announced, rings.callee);
    expect(done && [done.next.asked.kind, announcedNow(done.next, NOW)?.call]).toEqual(['failed', 'u']);
    expect(done?.effects.map(say).join(', ')).toBe(stateName === 'offered' ? withdrawn : '');
  });

  it.each([
    ['a live call', rings.caller, UNMOVED, NOW, undefined],
    ['a call that is not live yet', rings.connecting, UNMOVED, NOW, 'unknown-call'],
    ['a call whose path is lost', rings['caller, path lost'], UNMOVED, NOW, 'unknown-call'],
    ['a call that is offered already', rings.caller, states.offered, NOW, 'moving'],
    ['a call that our other device has taken', rings.caller, states.taken, NOW, 'moving'],
    ['a call whose offer the other device refused', rings.caller, states.refused, NOW, undefined],
    ['a call that we placed and the peer is moving', rings.caller, states.announced, NOW, undefined],
    ['a call that the peer placed and is moving', rings.callee, states.announced, NOW, 'moving'],
    [
      'a call whose move the peer announced a minute ago',
      rings.callee,
      states.announced,
      theirs.atMs + ANNOUNCED_MS,
      undefined,
    ],
  ] as const)('a move of a call begins, or is refused with a reason: %s', (_what, ring, move, atMs, why) => {
    expect(whyNotMove({ ...FRESH, ring, move }, atMs)).toBe(why);
    const done = step(move, { ...events.move, atMs }, ring);
    expect(done && openOffer(done.next)?.call).toBe(why === undefined ? 'n' : undefined);
  });
});

describe('calls with a wrong code', () => {
  const trust: TrustState = { ...FRESH_TRUST, code: { kind: 'mismatch' } };

  it('a call with a wrong code is not offered to another device', () => {
    const call: CallState = { ...FRESH, ring: rings.caller, trust };
    expect(whyNotMove(call, NOW)).toBe('code-mismatch');
    expect(stepMove(UNMOVED, events.move, { before: call, now: call })).toBeUndefined();
  });
});

describe('following the peer to another device', () => {
  const good = { ring: rings.caller, trust: trusting({ book: 'verified' }) };

  it.each([
    ['is live', true, good],
    ['has lost its path', true, { ...good, ring: rings['caller, path lost'] }],
    ['is not live yet', false, { ...good, ring: rings.connecting }],
    ['is with a person whom no reading has found', false, { ...good, trust: FRESH_TRUST }],
    ['is with a person whose keys have changed', false, { ...good, trust: trusting({ book: 'changed' }) }],
    ['had a wrong code', false, { ...good, trust: { ...good.trust, code: { kind: 'mismatch' } } }],
  ] as const)('whether the peer may continue a call on another device if the call %s: %s', (_what, isSo, call) => {
    expect(mayBeFollowed(call)).toBe(isSo);
  });
});

describe('calls that our other device has', () => {
  it('a call that our other device took is checked every five seconds and ends as transferred once the path is lost', () => {
    const first = step(states.taken, { kind: 'time', atMs: NOW + 5000 });
    expect([first?.raised, first && moveWakeAtMs(first.next)]).toEqual([undefined, NOW + 10_000]);
    const second = step(states.taken, { kind: 'time', atMs: NOW + 5000 }, rings['caller, path lost']);
    expect(second?.raised).toEqual([{ kind: 'fault', reason: 'transferred', atMs: NOW + 5000 }]);
  });

  it('a move that our other device has taken fails if the peer has not ended the old call 120 s after the offer', () => {
    const done = step(states.taken, { kind: 'time', atMs: ours.atMs + BELIEVED_MS }, rings['caller, path lost']);
    expect([done?.next.asked.kind, done?.raised]).toEqual(['failed', undefined]);
  });
});

describe('withdrawn offers', () => {
  it('a withdrawal is repeated at each broker reconnection for 120 s after the offer', () => {
    const link = (atMs: number): CallEvent => ({ kind: 'network', change: 'broker', atMs });
    const again = step(after(states['past, taken back'], live, link(NOW)), link(ours.atMs + BELIEVED_MS - 1));
    expect(again?.effects.map(say).join(', ')).toBe(withdrawn);
    expect(step(states['past, taken back'], link(ours.atMs + BELIEVED_MS))).toBeUndefined();
  });

  it('a withdrawal is not sent once 120 s have passed since the offer', () => {
    const done = step(states['failed, open'], { kind: 'dismiss-move', atMs: ours.atMs + BELIEVED_MS });
    expect(done && [inWords(done.next), done.effects]).toEqual(['past, open c', []]);
  });

  it.each(Object.entries({ ...states, moved: { ...UNMOVED, asked: { kind: 'moved', offer: ours } } as const }))(
    'a move can be dismissed exactly while it is shown and the call has not moved: %s',
    (_name, state) => {
      const { moving } = movingOf(state);
      expect(mayDismissMove(state)).toBe(moving !== undefined && moving.state !== 'moved');
      expect(step(state, events.dismiss) !== undefined).toBe(mayDismissMove(state));
    },
  );
});

describe('announcements of the peer', () => {
  const say = (n: number, counter = BigInt(n), generation = 0): CallEvent => ({
    ...events.announced,
    call: `t${n}`,
    place: { generation, counter },
    atMs: NOW + n,
  });

  it('an announcement is void if a newer one has overtaken or replaced it', () => {
    const heard = after(UNMOVED, live, say(1, 0n, 1), say(2, 9n, 0), say(3, 1n, 1));
    expect(inWords(heard)).toBe('none, announced t3, void t2, void t1');
    expect(inWords(after(heard, live, say(4, 0n, 1)))).toBe('none, announced t3, void t2, void t1, void t4');
  });

  it('the sixteen newest void announcements are remembered', () => {
    const heard = after(UNMOVED, live, ...Array.from({ length: 30 }, (_, i) => say(i + 1)));
    const calls = Array.from({ length: 16 }, (_, i) => `t${14 + i}`); // the last announcement still counts
    expect(heard.voided.map(({ call }) => call)).toEqual(calls);
  });

  it('an announcement admits one call of the named device for a minute', () => {
    const follows = (device: string, call: string, atMs: number): boolean =>
      step(states.announced, { kind: 'move-followed', device, call, atMs }) !== undefined;
    const last = theirs.atMs + ANNOUNCED_MS - 1;
    expect([follows('p', 't', last), isAnnounced(states.announced, 'p', 't', last)]).toEqual([true, true]);
    expect([follows('p', 't', last + 1), isAnnounced(states.announced, 'p', 't', last + 1)]).toEqual([false, false]);
    expect([follows('x', 't', last), follows('p', 'x', last), follows('p', 't', theirs.atMs - 1)]).toEqual([
      false,
      false,
      false,
    ]);
    expect([announcedNow(states.announced, last)?.call, announcedNow(UNMOVED, last)]).toEqual(['t', undefined]);
    const once = after(states.announced, live, events.followed);
    expect(step(once, events.followed)).toBeUndefined();
  });

  it('a void announcement is known for 120 s after it arrived, and not before', () => {
    const known = after(states.announced, live, events.announced);
    const at = (atMs: number): readonly string[] => voidedNow(known, atMs).map(({ call }) => call);
    expect([at(theirs.atMs - 1), at(theirs.atMs), at(theirs.atMs + VOID_MS - 1), at(theirs.atMs + VOID_MS)]).toEqual([
      [],
      ['t'],
      ['t'],
      [],
    ]);
  });
});

test.each([
  ['unmoved', undefined, undefined],
  ['offered', 74_000, 'asked'],
  ['taken', 5000, 'asked'],
  ['failed, open', 20_000, 'failed'],
  ['refused', 20_000, 'refused'],
  ['past, taken back', undefined, undefined],
] as const)(
  'in the move state “%s”, the timer is due after %s ms and the move is shown as %s',
  (stateName, dueMs, shown) => {
    const state: MoveState = states[stateName];
    expect(moveWakeAtMs(state)).toBe(dueMs === undefined ? undefined : NOW + dueMs);
    expect(movingOf(state)).toEqual(shown === undefined ? {} : { moving: { device: 'd', state: shown } });
    // A call is shown as the replacement of another only once it has taken that call's place.
    expect(movingOf({ ...state, origin: { kind: 'follows', call: 'o' } })).toEqual(movingOf(state));
    const placed: MoveState = { ...state, origin: { kind: 'took-place' } };
    expect(movingOf(placed)).toEqual({ ...movingOf(state), tookPlace: true });
  },
);

test('a call no longer counts as following another call once it has taken that call’s place, or has ended', () => {
  const follows: MoveState = { ...UNMOVED, origin: { kind: 'follows', call: 'o' } };
  const call: CallState = { ...FRESH, ring: live, move: follows };
  const took = stepMove(follows, events['took-place'], { before: call, now: call });
  expect(took?.next).toEqual({ ...UNMOVED, origin: { kind: 'took-place' } });
  const end = stepMove(follows, events.dismiss, { before: call, now: { ...call, ring: ended('hung-up') } });
  expect(end?.next).toEqual(UNMOVED);
});

describe('calls that take over our other device’s offer', () => {
  const calling: RingState = { kind: 'calling', untilMs: NOW + 9000, legs: new Map(), list: RUNG };
  const begun = after(UNMOVED, calling, { kind: 'taken-over', device: 'd', atMs: NOW });
  const say = (from: string): CallEvent => ({ kind: 'offer-over', device: from, atMs: NOW });

  it('a call that took an offer ends if the other device says before ANSWER that the offer is over', () => {
    expect(step(begun, say('d'), calling)?.raised).toEqual([{ kind: 'fault', reason: 'offer-over', atMs: NOW }]);
  });

  it.each([
    ['it is from a device that did not offer the call', begun, say('e'), calling],
    ['it comes after ANSWER', begun, say('d'), rings.connecting],
    ['the call took no offer', UNMOVED, say('d'), calling],
  ] as const)('a message that an offer is over does not end a call if %s', (_what, state, event, ring) => {
    expect(step(state, event, ring)).toBeUndefined();
  });

  it('the device that offered a call gets a single message that the call is live here', () => {
    const connected = { kind: 'connected', atMs: NOW } as const;
    expect(step(begun, connected, rings.connecting)).toBeUndefined();
    const told = step(begun, connected, rings.caller);
    expect(told?.effects).toEqual([{ kind: 'tell-taken', device: 'd' }]);
    expect(step(told?.next ?? begun, connected, rings.caller)).toBeUndefined();
  });
});

test('an unknown move state throws', () => {
  const nonsense = { ...UNMOVED, asked: { kind: 'x' } } as unknown as MoveState;
  expect(() => moveWakeAtMs(nonsense)).toThrow('unreachable');
  expect(() => movingOf(nonsense)).toThrow('unreachable');
});
