// When an INVITE goes on with a call by itself (protocol §5 rule 15): only where every single condition holds. Each is taken away once.
import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/core/bytes.ts';
import { ANNOUNCED_MS, UNMOVED, VOID_MS } from '../../../src/core/call/move-state.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import { type CallState, FRESH } from '../../../src/core/call/state.ts';
import { transition } from '../../../src/core/call/transition.ts';
import { type CodeState, FRESH_TRUST, type TrustFacts, type TrustState } from '../../../src/core/call/trust-state.ts';
import type { Call } from '../../../src/main/calls/call.ts';
import { createInHand } from '../../../src/main/calls/in-hand.ts';
import type { CheckedInvite } from '../../../src/main/calls/inbox/invite-check.ts';
import { createSuccessors } from '../../../src/main/calls/successors.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { READINGS } from '../../core/call/trust-facts.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const address = 'anna@a.example';
const seed = (n: number, length = 32) => new Uint8Array(length).fill(n);
const device = deviceKeysOf(seed(1)).id;
const other = deviceKeysOf(seed(2)).id;
const callId = seed(9, 16);
const person = seed(5);

interface Facts {
  readonly phase: 'live' | 'mending' | 'connecting';
  readonly settled: boolean;
  readonly code: CodeState;
  readonly book: TrustFacts['book'];
  readonly person: Uint8Array;
  readonly from: string;
  readonly media: readonly string[];
  readonly device: string;
  readonly callId: Uint8Array;
  readonly isAnnounced: boolean;
  readonly afterMs: number;
  readonly others: number;
}
const good: Facts = {
  phase: 'live',
  settled: true,
  code: { kind: 'open' },
  book: 'verified',
  person,
  from: address,
  media: ['audio'],
  device,
  callId,
  isAnnounced: true,
  afterMs: ANNOUNCED_MS - 1,
  others: 0,
};

// As much of a call as is asked about here; what is announced in it is the machine's own.
function callOf(part: object): Call {
  return { address, isEnded: false, move: UNMOVED, ...part } as Partial<Call> as Call;
}

const LIVE = { kind: 'live', role: 'caller', device: other, sinceMs: 0 } as const;

/** A call whose machine takes events; `part` is whatever else is asked of it. */
function movable(ring: RingState, part: object = {}, trust: Partial<TrustState> = {}): Call {
  let state: CallState = { ...FRESH, ring, trust: { ...FRESH_TRUST, ...trust } };
  const call = callOf(part);
  Object.defineProperties(call, {
    ring: { get: () => state.ring },
    move: { get: () => state.move },
    trust: { get: () => state.trust },
  });
  call.dispatch = (event) => {
    state = transition(state, event).call;
  };
  return call;
}

let counter = 0n;
function announce(call: Call, id: string, atMs: number): void {
  call.dispatch({ kind: 'move-announced', device, call: id, place: { generation: 0, counter: counter++ }, atMs });
}

function situation(facts: Facts) {
  const clock = new HandClock();
  const reading = READINGS[facts.settled ? 'settled' : 'unconfirmed'];
  const read = { book: facts.book } as TrustFacts;
  const old = movable(
    { ...LIVE, kind: facts.phase } as RingState,
    { device: { address, person, device: other, key: seed(3) } },
    { reading, facts: read, code: facts.code },
  );
  const inHand = createInHand();
  inHand.take(old);
  for (let i = 0; i < facts.others; i++) inHand.take(callOf({ address: 'c@c.example', ring: { kind: 'live' } }));
  const successors = createSuccessors(inHand, clock.nowMs);
  if (facts.isAnnounced) announce(old, toHex(callId), clock.nowMs());
  clock.sleep(facts.afterMs);
  const checked = {
    device: { id: facts.device },
    invite: { media: facts.media },
    person: facts.person,
    callId: facts.callId,
  } as unknown as CheckedInvite;
  return { old, movedBy: () => successors.movedBy(callOf({ address: facts.from }), checked) };
}

describe('a call is gone on with by itself', () => {
  test.each(['live', 'mending'] as const)('as it was announced, in a call that is %s, once', (phase) => {
    const { old, movedBy } = situation({ ...good, phase });
    expect(movedBy()).toBe(old);
    expect(movedBy()).toBeUndefined();
  });

  test.each([
    ['asks for a picture', { media: ['audio', 'video'] }],
    ['comes beside two calls', { others: 1 }],
    ['comes from another address', { from: 'c@c.example' }],
    ['is of another identity than the call', { person: seed(6) }],
    ['comes from another device than the announced', { device: other }],
    ['has another id than the announced', { callId: seed(8, 16) }],
    ['was announced by nobody', { isAnnounced: false }],
    ['comes a minute after it was announced', { afterMs: ANNOUNCED_MS }],
    ['comes before it was announced, by a clock that was set back', { afterMs: -1 }],
    ['meets a call that is not up yet', { phase: 'connecting' }],
    ['meets a call whose list was not read', { settled: false }],
    ['meets a call in which a wrong code was typed', { code: { kind: 'mismatch' } }],
    ['meets a call whose keys have changed', { book: 'changed' }],
  ] as const satisfies readonly (readonly [string, Partial<Facts>])[])('never where it %s', (_what, change) => {
    expect(situation({ ...good, ...change }).movedBy()).toBeUndefined();
  });
});

describe('what was announced and came to nothing', () => {
  function voided() {
    const clock = new HandClock();
    const call = movable(LIVE);
    announce(call, 'first', clock.nowMs());
    announce(call, 'second', clock.nowMs());
    const inHand = createInHand();
    inHand.take(call);
    return { clock, call, inHand, successors: createSuccessors(inHand, clock.nowMs) };
  }

  test('keeps nobody from ringing by a clock that was set back', () => {
    const { clock, successors } = voided();
    expect(successors.isOver(device, 'first')).toBe(true);
    clock.sleep(-1);
    expect(successors.isOver(device, 'first')).toBe(false);
  });

  test('is of a move, as what stands is, and of nobody else’s', () => {
    const { successors } = voided();
    const { isOfMove, isOver } = successors;
    expect(['first', 'second', 'third'].map((id) => [isOver(device, id), isOfMove(device, id)])).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
    expect([isOver(other, 'first'), isOfMove(other, 'second')]).toEqual([false, false]);
  });

  test('is known for 120 s, also when the call in which it was announced is over and shown no more', () => {
    const { call, clock, inHand, successors } = voided();
    call.dispatch({ kind: 'hang-up', atMs: clock.nowMs() });
    Object.assign(call, { isEnded: true });
    successors.changed(call);
    inHand.drop(call);
    clock.sleep(VOID_MS - 1);
    expect(['first', 'second'].map((id) => successors.isOver(device, id))).toEqual([true, true]);
    clock.sleep(1);
    expect(['first', 'second'].map((id) => successors.isOver(device, id))).toEqual([false, false]);
  });
});
