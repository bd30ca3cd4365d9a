// How a caller looks for the callee, as a table: step × event. A cell says the next step and the effects. Further tests
// say what happens to ringing devices when a newer list of the callee’s devices is read.
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import type { CalleeKnown, CalleeSeen, LookingStep } from '../../../src/core/call/ring-callee.ts';
import { stepRing } from '../../../src/core/call/ring.ts';
import { type Leg, type RingState, ringWakeAtMs } from '../../../src/core/call/ring-state.ts';
import { FRESH } from '../../../src/core/call/state.ts';
import type { DeviceJudged } from '../../../src/core/call/welcome.ts';
import type { Bare } from './bare.ts';
import { admitting, RUNG } from './placed.ts';
import { judged as judgedAs, NOW, rings, trusting } from './trust-facts.ts';

/** Policy's answer that none of these devices may ring unless the callee is verified. */
const refusing = (devices: readonly string[]): readonly DeviceJudged[] =>
  devices.map((device) => ({ device, judgements: judgedAs('refuse') }));

const person = { kind: 'person', isMeant: true, isFromMemory: false, rings: ['a', 'b'] } as const;
const nobody = { kind: 'nobody', isCrowded: false, isArriving: false } as const;

const steps = {
  'reading first': { kind: 'reading', isAfresh: false },
  'reading afresh': { kind: 'reading', isAfresh: true },
  arriving: { kind: 'arriving', againAtMs: NOW + 1000 },
  'policy and turn are asked': { kind: 'admitting', admitted: undefined, turn: 'asked' },
  'policy is asked': { kind: 'admitting', admitted: undefined, turn: 'now' },
  'policy is asked, waiting for the turn': { kind: 'admitting', admitted: undefined, turn: { atMs: NOW + 1500 } },
  'turn is asked': { kind: 'admitting', admitted: ['a'], turn: 'asked' },
  'waiting for the turn': { kind: 'admitting', admitted: ['a'], turn: { atMs: NOW + 1500 } },
  'nobody may ring, waiting for the turn': { kind: 'admitting', admitted: [], turn: { atMs: NOW + 1500 } },
} as const satisfies Record<string, LookingStep>;
type StepName = keyof typeof steps;

const read = (callee: CalleeSeen): Bare => ({ kind: 'callee-read', callee });
const known: CalleeKnown = { isDisputed: true, isNewer: true, rings: [], devices: [] };
const events = {
  nobody: read(nobody),
  'nobody, crowded': read({ ...nobody, isCrowded: true }),
  'nobody yet': read({ ...nobody, isArriving: true }),
  silence: read({ kind: 'silent', isOffline: false }),
  'no broker connection': read({ kind: 'silent', isOffline: true }),
  'a change': read({ kind: 'changed' }),
  several: read({ kind: 'several' }),
  'a person': read(person),
  'a person from memory': read({ ...person, isFromMemory: true }),
  'somebody else': read({ ...person, isMeant: false }),
  'no devices': read({ ...person, rings: 'unreachable' }),
  'no devices, from memory': read({ ...person, isFromMemory: true, rings: 'unreachable' }),
  'another version': read({ ...person, rings: 'version' }),
  'policy: a alone': { kind: 'callee-judged', nr: 1, devices: [...admitting(['a']), ...refusing(['b'])] },
  'policy: nobody': { kind: 'callee-judged', nr: 1, devices: refusing(['a', 'b']) },
  'turn now': { kind: 'turn', waitMs: 0 },
  'turn later': { kind: 'turn', waitMs: 2000 },
  known: { kind: 'callee-known', callee: known },
  'after a second': { kind: 'time' },
  'after 1.5 s': { kind: 'time' },
  'after 10 s': { kind: 'time' },
} as const satisfies Record<string, Bare>;
type EventName = keyof typeof events;
const AT_MS: Partial<Record<EventName, number>> = {
  'after a second': NOW + 1000,
  'after 1.5 s': NOW + 1500,
  'after 10 s': NOW + 10_000,
};

/** The step, or why the call has ended; the effects. */
type Row = readonly [string, string];
const first: Row = ['reading afresh', 'read afresh'];
const over = (reason: string): Row => [`ended ${reason}`, ''];
const both: Row = ['policy and turn are asked', 'judge 1 a b, ask-turn'];
const ringing: Row = ['calling', 'invite a, compare-callee'];
const noted = 'note peer-not-verified';
const waiting: Row = ['policy is asked, waiting 2000 ms for the turn, shown', ''];
const always = { 'after 10 s': over('unreachable') };
const anyReading: Partial<Record<EventName, Row>> = {
  ...always,
  silence: over('unreachable'),
  'no broker connection': over('not-connected'),
  'a change': over('key-changed'),
  several: over('several-persons'),
  'a person': both,
  'a person from memory': both,
  'somebody else': over('key-changed'),
  'no devices': over('unreachable'),
  'no devices, from memory': first, // the list may have changed a moment ago
  'another version': over('version'),
};

const table: Record<StepName, Partial<Record<EventName, Row>>> = {
  'reading first': { ...anyReading, silence: first, nobody: first, 'nobody, crowded': first, 'nobody yet': first },
  'reading afresh': {
    ...anyReading,
    nobody: over('unknown-address'),
    'nobody, crowded': over('too-many-claims'),
    'nobody yet': ['arriving, again in 1000 ms', ''],
  },
  arriving: { ...always, 'after a second': first, 'after 1.5 s': first },
  'policy and turn are asked': {
    ...always,
    'policy: a alone': ['turn is asked', ''],
    'policy: nobody': ['turn is asked', noted],
    'turn now': ['policy is asked', ''],
    'turn later': waiting,
  },
  'policy is asked': {
    ...always,
    'policy: a alone': ringing,
    'policy: nobody': ['ended verification-required', noted],
    'turn now': ['policy is asked', ''],
    'turn later': waiting,
  },
  'policy is asked, waiting for the turn': {
    ...always,
    'policy: a alone': ['waiting 1500 ms for the turn', ''],
    'policy: nobody': ['waiting 1500 ms for the turn', noted],
    'turn now': ['policy is asked', ''],
    'turn later': waiting,
    'after 1.5 s': ['policy and turn are asked', 'ask-turn'],
  },
  'turn is asked': {
    ...always,
    'policy: a alone': ['turn is asked', ''],
    'policy: nobody': ['turn is asked', noted],
    'turn now': ringing,
    'turn later': ['waiting 2000 ms for the turn, shown', ''],
  },
  // Our last INVITE may have reached the broker since the turn was asked for, which delays the turn. So the turn is
  // asked for again.
  'waiting for the turn': {
    ...always,
    'policy: a alone': ['waiting 1500 ms for the turn', ''],
    'policy: nobody': ['waiting 1500 ms for the turn', noted],
    'turn now': ringing,
    'turn later': ['waiting 2000 ms for the turn, shown', ''],
    'after 1.5 s': ['turn is asked', 'ask-turn'],
  },
  'nobody may ring, waiting for the turn': {
    ...always,
    'policy: a alone': ['waiting 1500 ms for the turn', ''],
    'policy: nobody': ['waiting 1500 ms for the turn', noted],
    'turn now': over('verification-required'),
    'turn later': ['waiting 2000 ms for the turn, shown', ''],
    'after 1.5 s': ['turn is asked', 'ask-turn'],
  },
};

function say(effect: Effect): string {
  switch (effect.kind) {
    case 'read-callee':
      return effect.isAfresh ? 'read afresh' : 'read';
    case 'judge-callee':
      return `judge ${effect.nr} ${effect.devices.join(' ')}`;
    case 'invite':
      return `invite ${effect.devices.join(' ')}`;
    case 'note-refusal':
      return `note ${effect.why}`;
    case 'cancel':
      return `cancel ${effect.devices.join(' ')} ${effect.reason}`;
    default:
      return effect.kind;
  }
}

function stepName(step: LookingStep): string {
  if (step.kind === 'reading') return step.isAfresh ? 'reading afresh' : 'reading first';
  if (step.kind === 'arriving') return `arriving, again in ${step.againAtMs - NOW} ms`;
  const { admitted, turn } = step;
  if (typeof turn === 'object')
    return `${admitted === undefined ? 'policy is asked, waiting' : 'waiting'} ${turn.atMs - NOW} ms for the turn`;
  if (admitted !== undefined) return 'turn is asked';
  return turn === 'now' ? 'policy is asked' : 'policy and turn are asked';
}

function stateName(state: RingState): string {
  if (state.kind === 'ended') return `ended ${state.reason}`;
  return state.kind === 'looking' ? `${stepName(state.step)}${state.isPaced ? ', shown' : ''}` : state.kind;
}

const ENDING: readonly Effect['kind'][] = ['forget', 'close-media', 'conclude'];

function row(ring: RingState, event: CallEvent): Row | undefined {
  const call = { ...FRESH, ring };
  const step = stepRing(ring, event, { before: call, now: call });
  const told = step?.effects.filter(({ kind }) => !ENDING.includes(kind)).map(say);
  return step && [stateName(step.next), (told ?? []).join(', ')];
}

const cells = Object.keys(steps).flatMap((step) =>
  Object.keys(events).map((event) => [step as StepName, event as EventName] as const),
);

describe('looking for the callee', () => {
  it.each(cells)('the lookup of the callee proceeds as the table says: %s × %s', (name, event) => {
    const ring: RingState = { ...rings.looking, step: steps[name] };
    const expected = event === 'known' ? ([stateName(ring), ''] as const) : table[name][event];
    expect(row(ring, { ...events[event], atMs: AT_MS[event] ?? NOW })).toEqual(expected);
  });

  it('every device of a verified person is rung even if policy refuses calls with unverified people', () => {
    const ring: RingState = { ...rings.looking, step: steps['policy is asked'] };
    const call = { ...FRESH, ring, trust: trusting({ book: 'verified' }) };
    const event = { ...events['policy: nobody'], atMs: NOW } as const;
    expect(stepRing(ring, event, { before: call, now: call })?.effects.map(say)).toEqual([
      'invite a b',
      'compare-callee',
    ]);
  });

  it('a lookup first reads the callee without demanding a fresh list', () => {
    expect(row(rings.fresh, { kind: 'place', hasAllowedPath: true, atMs: NOW })).toEqual(['reading first', 'read']);
  });

  it('a lookup wakes for its next reading, its turn and its timeout', () => {
    const wakes = Object.values(steps).map((step) => ringWakeAtMs({ ...rings.looking, step }) ?? 0);
    expect(wakes.map((atMs) => atMs - NOW)).toEqual([10_000, 10_000, 1000, 10_000, 10_000, 1500, 10_000, 1500, 1500]);
  });

  it('a lookup is still shown as waiting while it asks for its turn again', () => {
    const waits: RingState = { ...rings.looking, isPaced: true, step: steps['waiting for the turn'] };
    expect(row(waits, { kind: 'time', atMs: NOW + 1500 })).toEqual(['turn is asked, shown', 'ask-turn']);
  });
});

describe('newer lists of the callee', () => {
  const calling = (legs: readonly (readonly [string, Leg])[], list = RUNG): RingState => ({
    kind: 'calling',
    untilMs: NOW + 45_000,
    legs: new Map(legs),
    list,
  });
  const asked = { nr: 2, devices: ['a', 'c', 'd'] } as const;
  const judged = (devices: readonly string[], nr = 2): CallEvent => ({
    kind: 'callee-judged',
    nr,
    devices: [...admitting(devices), ...refusing(['e'])],
    atMs: NOW,
  });
  const two = [
    ['a', 'sent'],
    ['b', 'ringing'],
  ] as const;
  const busy = [
    ['a', 'ringing'],
    ['b', 'busy'],
  ] as const;
  const gone = [
    ['a', 'sent'],
    ['c', 'gone'],
  ] as const;

  it.each<[string, readonly (readonly [string, Leg])[], readonly string[], Row]>([
    [
      'rings a new device and cancels the call at a removed device',
      two,
      ['a', 'c'],
      ['calling', 'cancel b hangup, invite c'],
    ],
    ['keeps a listed device ringing even if policy admits none', two, [], ['calling', `${noted}, cancel b hangup`]],
    [
      'cancels the call at a busy device that the list no longer names',
      busy,
      ['a', 'c'],
      ['calling', 'cancel b hangup, invite c'],
    ],
    ['rings no device a second time', gone, ['a', 'c'], ['calling', '']],
  ])('a newer list of the callee %s', (_title, legs, devices, expected) => {
    expect(row(calling(legs, asked), judged(devices))).toEqual(expected);
  });

  it('a newer list that leaves no ringing device ends the call', () => {
    const left = { nr: 2, devices: ['x'] } as const;
    expect(row(calling(two, left), judged([]))).toEqual(['ended unreachable', `${noted}, cancel a b hangup`]);
    const silent = [
      ['a', 'ringing'],
      ['x', 'busy'],
    ] as const;
    expect(row(calling(silent, left), judged([]))).toEqual([
      'ended busy',
      `${noted}, cancel a hangup, cancel x hangup`,
    ]);
  });

  it('policy’s answer about a list is ignored if the list was replaced or judged before', () => {
    expect(row(calling(two, { nr: 3, devices: ['a'] }), judged(['c']))).toBeUndefined();
    expect(row(calling(two), judged(['c'], 1))).toBeUndefined();
    const again = stepRing(calling(two, asked), judged(['a']), { before: FRESH, now: FRESH })?.next;
    expect(again).toMatchObject({ list: { nr: 2, devices: undefined } });
  });

  it('each newer list is judged anew', () => {
    const callee = { isDisputed: false, isNewer: true, rings: ['c'], devices: ['c'] };
    const event = { kind: 'callee-known', callee, atMs: NOW } as const;
    expect(row(calling(two, asked), event)).toEqual(['calling', 'ring-by-newest, judge 3 c']);
  });
});
