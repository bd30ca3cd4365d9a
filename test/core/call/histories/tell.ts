// Draws histories, tells them and checks what must hold of both sides together; what must hold of each is checked in side.ts.
import fc from 'fast-check';
import { assert } from '../../../../src/core/assert.ts';
import { isSecured } from '../../../../src/core/call/ring-state.ts';
import { type Act, type Chances, World } from './world.ts';

/** One history. */
export interface Drawn extends Chances {
  readonly acts: readonly Act[];
}

/** What a history came to: how many events the machines were given, and the end or state of each device, the caller's first. */
export interface Told {
  readonly events: number;
  readonly end: string;
}

// From the end of all trouble both sides have come to the same end by then: the longest patience of the protocol is 45 s of ringing, and
// what can follow it.
const AGREED_AFTER_MS = 120_000;
// What was under way has come by then: words take up to 6 s, and a page sees within 2 s whether media pass.
const ARRIVED_AFTER_MS = 8000;

const act = fc.record<Act>({
  afterMs: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 4000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 40_000 }) },
  ),
  who: fc.constantFrom('a', 'b', 'c'),
  what: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('accept', 'decline', 'silence') },
    { weight: 6, arbitrary: fc.constantFrom('way-lost', 'way-back', 'address-lost', 'address-found') },
    { weight: 3, arbitrary: fc.constantFrom('link-away', 'link-back') },
    { weight: 3, arbitrary: fc.constantFrom('page-dies') },
    { weight: 1, arbitrary: fc.constantFrom('types-right', 'types-wrong', 'learns') },
    { weight: 1, arbitrary: fc.constantFrom('holds', 'goes-on') },
    { weight: 1, arbitrary: fc.constantFrom('hang-up', 'worker-dies', 'removed', 'locks') },
  ),
});

/** Histories of up to twelve acts. */
export const histories = fc.record<Drawn>({
  seed: fc.integer(),
  lossOf20: fc.integer({ min: 0, max: 4 }),
  acts: fc.array(act, { maxLength: 12 }),
});

// Of the 30 s of mending or connecting so much must be left for a restart, a new page that is slow, and what was said before.
const TIME_TO_MEND_MS = 25_000;

/** Tells one history and checks it: throws where something does not hold. */
export function tell({ acts, ...drawn }: Drawn): Told {
  const world = new World(drawn);
  const { agenda } = world;
  world.sides[0]?.dispatch({ kind: 'place' });
  for (const act of acts) {
    agenda.runUntil(agenda.nowMs + act.afterMs);
    world.act(act);
    checkTogether(world);
  }
  world.heal();
  const healedAtMs = agenda.nowMs;
  const mustLive = haveTime(world);
  agenda.runUntil(healedAtMs + ARRIVED_AFTER_MS);
  while (!(areAtOne(world) && areHeard(world)) && agenda.nowMs < healedAtMs + AGREED_AFTER_MS)
    agenda.runUntil(agenda.nowMs + 1000);
  checkTogether(world);
  const said = world.sides.map(({ name, call }) => `${name} ${call.ring.kind}`).join(', ');
  assert(areAtOne(world), `both sides come to one end: ${said}`);
  assert(areHeard(world), 'who is live is heard');
  assert(
    !mustLive || !world.sides.every(({ isEnded }) => isEnded),
    'who is secured when all trouble ends, in time, goes on',
  );
  return {
    events: world.sides.reduce((sum, { events }) => sum + events, 0),
    end: world.sides.map(({ call: { ring } }) => (ring.kind === 'ended' ? ring.reason : ring.kind)).join(', '),
  };
}

// Two are secured with each other, both have patience for a restart and a new page, and neither has spent its reopenings.
function haveTime({ agenda, sides }: World): boolean {
  const patient = sides.filter(({ call: { page, ring, trust } }) => {
    const endsAtMs = ring.kind === 'connecting' || ring.kind === 'mending' ? ring.untilMs : Number.POSITIVE_INFINITY;
    const untilMs = Math.min(endsAtMs, trust.verifyByMs ?? Number.POSITIVE_INFINITY);
    return isSecured(ring) && untilMs - agenda.nowMs >= TIME_TO_MEND_MS && page.reopenedAtMs.length < 2;
  });
  return patient.length === 2;
}

// What one side seals the other one opens, on the worker that it has now.
function areHeard({ sides }: World): boolean {
  return sides.every(({ call, isSilenced, keys, peer }) => {
    const sound = keys.sealing.get(0);
    const other = sides.find(({ name }) => name === peer);
    return call.ring.kind !== 'live' || isSilenced || (sound !== undefined && other?.keys.opens(sound) === true);
  });
}

// Over everywhere, or live between two that have each other.
function areAtOne({ sides }: World): boolean {
  const open = sides.filter(({ isEnded }) => !isEnded);
  const areLive = open.every(({ call, name, peer }) => {
    return call.ring.kind === 'live' && open.some((other) => other.name === peer && other.peer === name);
  });
  return areLive && (open.length === 0 || open.length === 2);
}

function checkTogether({ sides }: World): void {
  const secured = sides.filter(({ call }) => isSecured(call.ring));
  assert(secured.length <= 2, 'a call is secured on one device of each person');
  for (const { name, peer } of secured)
    assert(
      sides.some((other) => other.name === peer && other.hasConfirmed),
      `${name} is secured with one who has confirmed`,
    );
}
