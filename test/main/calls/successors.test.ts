// When an INVITE goes on with a call by itself (protocol §5 rule 15): only where every single condition holds. Each is taken away once.
import { describe, expect, test } from 'vitest';
import { toB64u } from '../../../src/core/bytes.ts';
import { FRESH_RING } from '../../../src/core/call/ring-state.ts';
import type { CallView } from '../../../src/contract/view.ts';
import type { Call } from '../../../src/main/calls/call.ts';
import { ANNOUNCED_MS, Handover } from '../../../src/main/calls/handover.ts';
import { createInHand } from '../../../src/main/calls/in-hand.ts';
import type { CheckedInvite } from '../../../src/main/calls/inbox/invite-check.ts';
import { createSuccessors } from '../../../src/main/calls/successors.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
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
  readonly code: CallView['code']['kind'];
  readonly trust: CallView['trust']['kind'];
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
  code: 'shown',
  trust: 'verified',
  person,
  from: address,
  media: ['audio'],
  device,
  callId,
  isAnnounced: true,
  afterMs: ANNOUNCED_MS - 1,
  others: 0,
};

// As much of a call as is asked about here; its handover is the real one.
function callOf(part: object): Call {
  return { address, isEnded: false, ...part } as Partial<Call> as Call;
}

function situation(facts: Facts) {
  const clock = new HandClock();
  const handover = new Handover(
    {
      clock,
      random: () => seed(0),
      own: {} as ConstructorParameters<typeof Handover>[0]['own'],
      transport: {} as ConstructorParameters<typeof Handover>[0]['transport'],
    },
    {
      role: 'caller',
      peer: () => ({ address, person, device: other, key: seed(3) }),
      isSecured: () => true,
      isBroken: () => false,
      onTaken: () => undefined,
      send: () => undefined,
      onChange: () => undefined,
    },
  );
  const old = callOf({
    ring: { ...FRESH_RING, kind: facts.phase },
    peer: { isSettled: facts.settled },
    handover,
    view: () => ({ code: { kind: facts.code }, trust: { kind: facts.trust } }),
  });
  const inHand = createInHand();
  inHand.take(old);
  for (let i = 0; i < facts.others; i++) inHand.take(callOf({ address: 'c@c.example', ring: { kind: 'live' } }));
  const successors = createSuccessors(inHand, clock.nowMs);
  if (facts.isAnnounced) handover.hear({ kind: 'transfer', device, call: toB64u(callId) }, false);
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
    ['meets a call in which a wrong code was typed', { code: 'mismatch' }],
    ['meets a call whose keys have changed', { trust: 'changed' }],
  ] as const satisfies readonly (readonly [string, Partial<Facts>])[])('never where it %s', (_what, change) => {
    expect(situation({ ...good, ...change }).movedBy()).toBeUndefined();
  });
});
