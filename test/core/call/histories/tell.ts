// Draws histories, runs them, and checks what must hold of both sides of a call together. checks.ts checks each side
// alone.
import fc from 'fast-check';
import { assert } from '../../../../src/core/assert.ts';
import { followed } from '../../../../src/core/call/move-state.ts';
import { isSecured } from '../../../../src/core/call/ring-state.ts';
import type { Happening } from './happenings.ts';
import type { Side } from './side.ts';
import { type Act, type Chances, World } from './world.ts';

/** One history. */
export interface Drawn extends Chances {
  readonly acts: readonly Act[];
}

/**
 * The result of a history: how many events the machines were given, the final state of each side of each call, and what
 * was counted.
 */
export interface Told {
  readonly events: number;
  readonly end: string;
  readonly counted: ReadonlySet<Happening>;
}

// Once all trouble is over, both sides must agree within this time. A call may still ring for 45 s. Before that,
// another device may be offered the call for another 45 s.
const AGREED_AFTER_MS = 180_000;
// After this time a page has seen whether media pass, and messages that waited at the broker have arrived.
const SEEN_AFTER_MS = 2500;
// A call must continue only if at least this much is left of the 30 s of connecting or reconnecting, and of the time to
// verify the peer. This is enough for a restart, a slow new page and earlier messages.
const TIME_TO_MEND_MS = 25_000;
/** End reasons that somebody has chosen. */
const WISHED: readonly string[] = ['hung-up', 'peer-hung-up', 'transferred'];

const act = fc.record<Act>({
  afterMs: fc.oneof(
    { weight: 80, arbitrary: fc.integer({ min: 0, max: 2500 }) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 40_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 200_000 }) },
  ),
  who: fc.constantFrom('a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'a2', 'b2'),
  what: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('accept', 'answer-and-end', 'decline', 'silence') },
    { weight: 5, arbitrary: fc.constantFrom('calls-a', 'calls-b', 'calls-c') },
    {
      weight: 6,
      arbitrary: fc.constantFrom('way-lost', 'way-back', 'address-lost', 'address-found', 'address-changes'),
    },
    { weight: 3, arbitrary: fc.constantFrom('broker-away', 'broker-back') },
    { weight: 3, arbitrary: fc.constantFrom('page-dies') },
    {
      weight: 2,
      arbitrary: fc.constantFrom('types-right', 'types-right', 'types-right', 'types-wrong', 'types-other'),
    },
    { weight: 1, arbitrary: fc.constantFrom('disputes', 'settles') },
    { weight: 3, arbitrary: fc.constantFrom('holds', 'goes-on', 'goes-on') },
    { weight: 1, arbitrary: fc.constantFrom('mutes', 'talks', 'lets-go', 'camera-on', 'camera-off', 'writes') },
    { weight: 3, arbitrary: fc.constantFrom('moves', 'moves', 'takes-back') },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        'forbids-video',
        'allows-video',
        'relays-only',
        'high-confidentiality',
        'wants-verified',
        'wants-verified',
        'refuses-unverified',
        'persons-only',
        'confirms',
        'revokes',
        'blocks',
        'loosens',
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom('hang-up', 'worker-dies', 'removed', 'locks') },
  ),
});

/** Histories of up to twelve acts. */
export const histories = fc.record<Drawn>({
  seed: fc.integer(),
  lossOf20: fc.integer({ min: 0, max: 4 }),
  paths: fc.constantFrom('both', 'both', 'direct', 'relays'),
  isVideo: fc.boolean(),
  isVerified: fc.boolean(),
  isStranger: fc.boolean(),
  unknownCallers: fc.constantFrom('ring', 'ring', 'silent', 'refuse'),
  isDoNotDisturb: fc.constantFrom(false, false, false, true),
  acts: fc.array(act, { maxLength: 12 }),
});

/** Runs one history and checks it; throws if a property does not hold. */
export function tell({ acts, ...drawn }: Drawn): Told {
  const world = new World(drawn);
  const { agenda } = world;
  for (const act of acts) {
    agenda.runUntil(agenda.nowMs + act.afterMs);
    world.act(act);
    checkTogether(world);
  }
  world.heal();
  const healedAtMs = agenda.nowMs;
  const mustLive = new Map(
    callsOf(world)
      .filter((sides) => haveTime(sides, healedAtMs))
      .map((sides) => [sides[0]?.begun.id, Math.min(...sides.map(verifyByMs))]),
  );
  if (world.sides.some(({ isEnded }) => !isEnded))
    agenda.runUntil(Math.max(healedAtMs + SEEN_AFTER_MS, world.broker.arrivedMs));
  const settleUntil = (untilMs: number): void => {
    while (!isSettled(world) && agenda.nowMs < untilMs) agenda.runUntil(agenda.nowMs + 1000);
  };
  const checkMended = (): void => {
    for (const sides of callsOf(world)) {
      const untilMs = mustLive.get(sides[0]?.begun.id);
      if (untilMs === undefined) continue;
      world.count('both sides have time to reconnect when all trouble ends');
      // Policy's timer may end some calls while others still settle.
      const mayEnd = (reason: string): boolean =>
        WISHED.includes(reason) || (reason === 'verification-required' && agenda.nowMs >= untilMs);
      const isBroken = ({ call: { ring } }: Side): boolean => ring.kind === 'ended' && !mayEnd(ring.reason);
      assert(
        !sides.every(isBroken),
        `a call that is secured when all trouble ends, with time left, continues: ${endOf(sides)}`,
      );
    }
  };
  settleUntil(healedAtMs + TIME_TO_MEND_MS);
  checkMended();
  settleUntil(healedAtMs + AGREED_AFTER_MS);
  checkMended();
  checkTogether(world);
  for (const sides of callsOf(world)) {
    const said = sides.map(({ name, call }) => `${name} ${call.ring.kind}`).join(', ');
    assert(areAtOne(sides), `a call has ended on all devices, or is live on two: ${said}`);
    assert(areHeard(sides), `the two sides of a live call hear each other: ${said}`);
  }
  for (const { call, name } of world.sides) {
    const isOld = ({ begun, isEnded, name: on }: Side): boolean =>
      begun.id === followed(call.move) && on === name && !isEnded;
    assert(call.ring.kind !== 'live' || !world.sides.some(isOld), 'a live call has replaced the call that it follows');
  }
  return {
    events: world.sides.reduce((sum, { events }) => sum + events, 0),
    end: callsOf(world).map(endOf).join(' | '),
    counted: world.counted,
  };
}

function endOf(sides: readonly Side[]): string {
  return sides.map(({ call: { ring } }) => (ring.kind === 'ended' ? ring.reason : ring.kind)).join(', ');
}

// The sides of each call.
function callsOf({ sides }: World): readonly (readonly Side[])[] {
  const ids = new Set(sides.map(({ begun }) => begun.id));
  return [...ids].map((id) => sides.filter(({ begun }) => begun.id === id));
}

// Whether both sides are secured, have time for a restart and a new page, may still reopen the call, and are not moving
// it.
function haveTime(sides: readonly Side[], nowMs: number): boolean {
  const patient = sides.filter((side) => {
    const { move, page, ring } = side.call;
    const endsAtMs =
      ring.kind === 'connecting' || ring.kind === 'reconnecting' ? ring.untilMs : Number.POSITIVE_INFINITY;
    const untilMs = Math.min(endsAtMs, verifyByMs(side));
    const stays = move.asked.kind === 'none' && move.announced.kind === 'none';
    const mayReopen = 'past' in page && page.past.reopenedAtMs.length < 2;
    return isSecured(ring) && untilMs - nowMs >= TIME_TO_MEND_MS && mayReopen && stays;
  });
  return patient.length === 2;
}

// When policy's timer ends the call, in ms since 1970, unless the peer is verified by then.
function verifyByMs({ call: { trust } }: Side): number {
  return trust.clock.kind === 'running' ? trust.clock.untilMs : Number.POSITIVE_INFINITY;
}

function isSettled(world: World): boolean {
  return callsOf(world).every((sides) => areAtOne(sides) && areHeard(sides));
}

// Whether each side of a live call has a key for its sound that the other side opens. A side where a wrong code was
// typed seals nothing, and passes the check.
function areHeard(sides: readonly Side[]): boolean {
  return sides.every(({ call, checks, keys, peer }) => {
    const sound = keys.sealing.get(0);
    const other = sides.find(({ name }) => name === peer);
    return call.ring.kind !== 'live' || checks.isSilenced || (sound !== undefined && other?.keys.opens(sound) === true);
  });
}

// Whether the call has ended on all devices, or is live between two that name each other.
function areAtOne(sides: readonly Side[]): boolean {
  const open = sides.filter(({ isEnded }) => !isEnded);
  const areLive = open.every(({ call, name, peer }) => {
    return call.ring.kind === 'live' && open.some((other) => other.name === peer && other.peer === name);
  });
  return areLive && (open.length === 0 || open.length === 2);
}

function checkTogether(world: World): void {
  for (const sides of callsOf(world)) {
    const secured = sides.filter(({ call }) => isSecured(call.ring));
    assert(secured.length <= 2, 'a call is secured on at most two devices');
    for (const { begun, name, peer } of secured)
      assert(
        begun.direction === 'in' || sides.some((other) => other.name === peer && other.hasConfirmed),
        `the caller ${name} is secured only with a device that has checked CONFIRM`,
      );
  }
}
