import { expect, test } from 'vitest';
import type { CallEvent } from '../../../src/core/call/event.ts';
import { followed } from '../../../src/core/call/move-state.ts';
import { type CallState, FRESH } from '../../../src/core/call/state.ts';
import { transition } from '../../../src/core/call/transition.ts';
import type { Call } from '../../../src/main/calls/call.ts';
import { createInHand } from '../../../src/main/calls/in-hand.ts';
import { createSuccessors, type Successors } from '../../../src/main/calls/successors.ts';
import { NOW, rings, trusting } from '../../core/call/trust-facts.ts';

let successors: Successors | undefined;

/** An incoming call from Anna, with a real machine and no desk, page or broker. */
class Bare {
  readonly address = 'anna@a.example';
  readonly direction = 'in';
  readonly media = 'audio';
  readonly id: string;
  readonly device: { readonly device: string; readonly person: Uint8Array };
  state: CallState;
  constructor(id: string, device: string, ring: CallState['ring']) {
    this.id = id;
    this.device = { device, person: new Uint8Array(32) };
    this.state = { ...FRESH, ring, trust: trusting({ book: 'verified' }) };
  }
  get ring(): CallState['ring'] {
    return this.state.ring;
  }
  get move(): CallState['move'] {
    return this.state.move;
  }
  get isEnded(): boolean {
    return this.ring.kind === 'ended';
  }
  get control() {
    const change = (switches: object): void => this.dispatch({ kind: 'switched', change: switches, atMs: NOW });
    return { chosen: this.state.media.switches.local, change };
  }
  readonly dispatch = (event: CallEvent): void => {
    this.state = transition(this.state, event).call;
    successors?.changed(this as unknown as Call);
  };
}

test('a peer that moves each of two calls to the other at the same time ends up with one of them', () => {
  const inHand = createInHand(() => NOW);
  successors = createSuccessors(inHand, () => NOW);
  const first = new Bare('aa', 'one', rings.live);
  const second = new Bare('bb', 'two', rings.connecting);
  for (const call of [first, second]) inHand.take(call as unknown as Call);
  const moved = (device: string, call: string, counter: bigint): CallEvent => ({
    kind: 'move-announced',
    device,
    call,
    place: { generation: 0, counter },
    atMs: NOW,
  });
  second.dispatch(moved('one', 'aa', 1n)); // does not count: the second call is not live and continues no other call
  first.dispatch(moved('two', 'bb', 1n)); // so the second call continues the first
  expect([followed(first.move), followed(second.move)]).toEqual([undefined, 'aa']);
  second.dispatch({ kind: 'connected', atMs: NOW });
  expect([first, second].map(({ ring }) => ring.kind)).toEqual(['ended', 'live']);
  expect(first.ring).toMatchObject({ reason: 'transferred' });
  expect(inHand.on()).toEqual([second]);
});
