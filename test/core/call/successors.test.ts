// When an incoming call continues another call and takes its place (protocol §5 rule 15): only if every condition
// holds. Each condition is broken once. Further tests say how long a void announcement counts.
import { describe, expect, test } from 'vitest';
import {
  ANNOUNCED_MS,
  type Announcement,
  type MoveState,
  UNMOVED,
  VOID_MS,
} from '../../../src/core/call/move-state.ts';
import type { Room } from '../../../src/core/call/room.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import { type CallState, FRESH } from '../../../src/core/call/state.ts';
import {
  type Arrival,
  arrival,
  type CallOn,
  type CallsNow,
  type Coming,
  followUps,
  isOfMove,
  isOver,
  movedBy,
  remembered,
  switchesOfFollower,
  switchesOfSuccessor,
} from '../../../src/core/call/successors.ts';
import { transition } from '../../../src/core/call/transition.ts';
import { NOW, rings, trusting } from './trust-facts.ts';

const ADDRESS = 'anna@a.example';
const follows: MoveState = { ...UNMOVED, origin: { kind: 'follows', call: 'old' } };
const SETTLED = trusting({ book: 'verified' });
const stateOf = (change: Partial<CallState> = {}): CallState => ({
  ...FRESH,
  ring: rings.live,
  trust: SETTLED,
  ...change,
});

let counter = 0n;
/** `call`, in which the peer has now announced the call `id`. */
const announcing = (call: CallState, id: string, atMs = NOW): CallState =>
  transition(call, {
    kind: 'move-announced',
    device: 'd2',
    call: id,
    place: { generation: 0, counter: counter++ },
    atMs,
  }).call;
const ANNOUNCED = announcing(stateOf(), 'new');

/** A live call, which the peer is moving unless `change` says otherwise. */
const old = (change: Partial<CallOn> = {}): CallOn => ({
  id: 'old',
  address: ADDRESS,
  direction: 'out',
  media: 'audio',
  peer: { device: 'd1', person: 'p' },
  call: ANNOUNCED,
  ...change,
});
const oldIn = (change: Partial<CallState>): CallOn => old({ call: { ...ANNOUNCED, ...change } });

/** The call that arrives. */
const rung = (change: Partial<CallOn> = {}, state: Partial<CallState> = {}): CallOn => ({
  id: 'new',
  address: ADDRESS,
  direction: 'in',
  media: 'audio',
  peer: { device: 'd2', person: 'p' },
  call: stateOf({ ring: rings.ringing, ...state }),
  ...change,
});

const at = (calls: readonly CallOn[], nowMs = NOW, past: readonly Announcement[] = []): CallsNow => ({
  calls,
  nowMs,
  past,
});

/** The conditions, each broken once. */
const conditions: readonly (readonly [string, { old?: CallOn; new?: Partial<CallOn>; nowMs?: number }])[] = [
  ['it asks for video', { new: { media: 'video' } }],
  ['it comes from another address', { new: { address: 'c@c.example' } }],
  ['it comes from a person other than the peer of the other call', { new: { peer: { device: 'd2', person: 'q' } } }],
  ['the device of the other call is not known', { old: old({ peer: undefined }) }],
  ['it comes from a device other than the announced device', { new: { peer: { device: 'd3', person: 'p' } } }],
  ['its id is not the announced id', { new: { id: 'other' } }],
  ['it was not announced', { old: oldIn({ move: UNMOVED }) }],
  ['its announcement is a minute old', { nowMs: NOW + ANNOUNCED_MS }],
  ['its announcement has a later time, because the clock was set back', { nowMs: NOW - 1 }],
  ['the other call is not live yet', { old: oldIn({ ring: rings.connecting }) }],
  ['the peer of the other call is unconfirmed', { old: oldIn({ trust: trusting({ peer: 'unconfirmed' }) }) }],
  ['a wrong code was typed in the other call', { old: oldIn({ trust: trusting({}, { code: { kind: 'mismatch' } }) }) }],
  ['there is a dispute about the peer of the other call', { old: oldIn({ trust: trusting({ book: 'changed' }) }) }],
];

describe('incoming calls that continue another', () => {
  const coming = ({ address, id, media, peer }: CallOn): Coming => ({ address, id, media, ...peer! });
  const by = (change: (typeof conditions)[number][1]): CallOn | undefined =>
    movedBy(at([change.old ?? old()], change.nowMs), coming(rung(change.new)));

  test.each([rings.live, rings.reconnecting])('an announced incoming call continues a call that is $kind', (ring) => {
    expect(by({ old: oldIn({ ring }), nowMs: NOW + ANNOUNCED_MS - 1 })?.id).toBe('old');
  });

  test.each(conditions)('an incoming call never continues another call if %s', (_what, change) => {
    expect(by(change)).toBeUndefined();
  });

  test('an incoming call continues no other call if two calls are on, or none is', () => {
    const third = old({ id: 'third', address: 'd@d.example' });
    for (const calls of [[third, old()], [old(), third], []])
      expect(movedBy(at(calls), coming(rung()))).toBeUndefined();
  });

  test('an announcement is used once', () => {
    const used = transition(ANNOUNCED, { kind: 'move-followed', device: 'd2', call: 'new', atMs: NOW }).call;
    expect(by({ old: old({ call: used }) })).toBeUndefined();
  });
});

describe('calls that precede their announcement', () => {
  const todo = (change: { old?: CallOn; new?: Partial<CallOn>; state?: Partial<CallState>; nowMs?: number } = {}) =>
    followUps(at([change.old ?? old(), rung(change.new, change.state)], change.nowMs), 'old');

  test.each([rings.live, rings.reconnecting])(
    'a ringing call is answered automatically once announced in a call that is $kind',
    (ring) => {
      expect(todo({ old: oldIn({ ring }) })).toEqual([{ kind: 'follow', call: 'new', old: 'old' }]);
    },
  );

  test.each([rings.answering, rings.answered, rings.connecting])(
    'an announced call that a person has answered waits to take the place of the old call: $kind',
    (ring) => {
      expect(todo({ state: { ring } })).toEqual([{ kind: 'await', call: 'new', old: 'old' }]);
    },
  );

  test.each([
    ...conditions,
    ['it was placed by a person here', { new: { direction: 'out' } }],
    ['it has no device yet', { new: { peer: undefined } }],
  ] as const)('a ringing call never continues another call if %s', (_what, change) => {
    expect(todo(change)).toEqual([]);
  });

  test('a ringing call does not continue another if its caller is not settled, or if one call already follows the other', () => {
    expect(todo({ state: { trust: trusting({ peer: 'unconfirmed' }) } })).toEqual([]);
    expect(todo({ state: { trust: FRESH.trust } })).toEqual([]);
    expect(todo({ state: { move: follows } })).toEqual([]);
    const follower = oldIn({ move: { ...ANNOUNCED.move, origin: { kind: 'follows', call: 'new' } } });
    // Otherwise each call would wait for the other.
    expect(todo({ old: follower })).not.toContainEqual(expect.objectContaining({ old: 'old' }));
  });

  test('a ringing call is checked only when the announcing call changes', () => {
    expect(followUps(at([old(), rung()]), 'new')).toEqual([]);
    expect(followUps(at([rung()]), 'old')).toEqual([]);
  });

  test('a call whose announcement is void is refused while it rings, and not once it was answered', () => {
    const call = announcing(ANNOUNCED, 'newer');
    expect(todo({ old: old({ call }) })).toEqual([{ kind: 'refuse', call: 'new' }]);
    expect(todo({ old: old({ call }), state: { ring: rings.connecting } })).toEqual([]);
  });
});

describe('calls that follow another', () => {
  const rows: readonly (readonly [RingState, boolean, string])[] = [
    [rings.answering, true, ''],
    [rings.answered, true, ''],
    [rings.connecting, true, ''],
    [rings.live, true, 'replace'],
    [rings.answering, false, 'give-up'],
    [rings.answered, false, 'give-up'],
    [rings.connecting, false, 'give-up'],
    [rings.live, false, ''], // the following call is just taking the place of the old one
  ];

  test.each(rows)(
    'a following call waits, replaces the old call or is given up, as the table says: %o, old call on: %s',
    (ring, isOn, kind) => {
      const calls = [...(isOn ? [oldIn({ move: UNMOVED })] : []), rung({}, { ring, move: follows })];
      for (const changed of ['old', 'new']) {
        expect(
          followUps(at(calls), changed)
            .map((each) => each.kind)
            .join(', '),
        ).toBe(kind);
      }
    },
  );

  test('a following call is held and takes over the mute; once in the old call’s place, it is muted if either call was muted, and held if both were held', () => {
    const { local } = FRESH.media.switches;
    for (const mute of [true, false]) expect(switchesOfFollower({ ...local, mute })).toEqual({ mute, hold: true });
    const bits = [false, true];
    for (const mute of bits) {
      for (const own of bits) {
        expect(switchesOfSuccessor({ ...local, mute, hold: mute }, { ...local, mute: own, hold: own })).toEqual({
          mute: mute || own,
          hold: mute && own,
        });
      }
    }
  });
});

describe('incoming calls that may ring', () => {
  const ringing = { kind: 'rings' } as const;
  const busy = { kind: 'busy' } as const;
  const goesOn = { kind: 'goes-on', old: 'old' } as const;
  const late = { kind: 'too-late' } as const;
  const announced = [old()];
  const voided = [old({ call: announcing(ANNOUNCED, 'newer') })];

  test.each<[string, readonly CallOn[], boolean, Room, Arrival]>([
    ['continues the call in which it was announced, even if there is no room', announced, true, busy, goesOn],
    [
      'finds us busy if there is no room and its caller is unconfirmed, although it was announced',
      announced,
      false,
      busy,
      busy,
    ],
    ['comes too late if another call was announced since', voided, true, ringing, late],
    ['comes too late even if its caller is unconfirmed', voided, false, ringing, late],
    ['rings if nothing was announced', [oldIn({ move: UNMOVED })], true, ringing, ringing],
    ['finds us busy if nothing was announced and there is no room', [oldIn({ move: UNMOVED })], true, busy, busy],
  ])('an incoming call %s', (_title, calls, agrees, room, expected) => {
    const coming: Coming = { address: ADDRESS, id: 'new', media: 'audio', device: 'd2', person: 'p' };
    expect(arrival(at(calls), coming, agrees, room)).toEqual(expected);
  });
});

describe('void announcements', () => {
  const voided = announcing(announcing(stateOf(), 'first'), 'second');
  const now = (nowMs = NOW): CallsNow => at([old({ call: voided })], nowMs);

  test('a void announcement stops no call after the clock was set back', () => {
    expect([isOver(now(), 'd2', 'first'), isOver(now(NOW - 1), 'd2', 'first')]).toEqual([true, false]);
  });

  test('a void announcement applies only to the device and call id that it names', () => {
    expect(['first', 'second', 'third'].map((id) => [isOver(now(), 'd2', id), isOfMove(now(), 'd2', id)])).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
    expect([isOver(now(), 'd3', 'first'), isOfMove(now(), 'd3', 'second')]).toEqual([false, false]);
  });

  test('the void announcements of an ended call are known for 120 s after they arrived', () => {
    const over = transition(voided, { kind: 'hang-up', atMs: NOW }).call;
    const past = remembered([], over, NOW);
    const known = (nowMs: number): readonly boolean[] =>
      ['first', 'second'].map((id) => isOver(at([], nowMs, past), 'd2', id));
    expect(known(NOW + VOID_MS - 1)).toEqual([true, true]);
    expect(known(NOW + VOID_MS)).toEqual([false, false]);
    expect(isOver(at([], NOW, past), 'd3', 'first')).toBe(false);
    expect(remembered(past, over, NOW + 1)).toHaveLength(4);
    expect(remembered(past, stateOf(), NOW + VOID_MS)).toEqual([]);
  });
});
