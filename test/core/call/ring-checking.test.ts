// How an incoming call is checked before it rings, as a table: what the call waits for × what becomes known. A cell
// says what the call waits for next or why it ends, and the effects.
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CheckingStep, RingState } from '../../../src/core/call/ring-state.ts';
import { stepRing } from '../../../src/core/call/ring.ts';
import { FRESH } from '../../../src/core/call/state.ts';
import type { Bare } from './bare.ts';
import { judged, NOW, rings, trusting } from './trust-facts.ts';

const steps = {
  'caller and backlog': { kind: 'caller', verdict: undefined, isDrained: false },
  caller: { kind: 'caller', verdict: undefined, isDrained: true },
  'backlog, caller agrees': { kind: 'caller', verdict: 'agrees', isDrained: false },
  'backlog, caller disagrees': { kind: 'caller', verdict: 'disagrees', isDrained: false },
  welcome: { kind: 'welcome', agrees: true },
  room: { kind: 'room' },
} as const satisfies Record<string, CheckingStep>;
type StepName = keyof typeof steps;

const knock = { stranger: 'ring', hasAllowedPath: true } as const;
const events = {
  agrees: { kind: 'caller-checked', verdict: 'agrees' },
  unconfirmed: { kind: 'caller-checked', verdict: 'unconfirmed' },
  changed: { kind: 'caller-checked', verdict: 'changed' },
  disagrees: { kind: 'caller-checked', verdict: 'disagrees' },
  version: { kind: 'caller-checked', verdict: 'version' },
  drained: { kind: 'drained' },
  knocked: { kind: 'knocked', knock },
  'knocked, strangers shown silently': { kind: 'knocked', knock: { ...knock, stranger: 'silent' } },
  'knocked, strangers refused': { kind: 'knocked', knock: { ...knock, stranger: 'refuse' } },
  'knocked, without a path': { kind: 'knocked', knock: { ...knock, hasAllowedPath: false } },
} as const satisfies Record<string, Bare>;
type EventName = keyof typeof events;

/** What the call waits for next, or why it has ended; its effects. */
type Row = readonly [string, string];
const over = (reason: string, ...before: string[]): Row => [`ended ${reason}`, [...before].join(', ')];
const asks = (agrees: boolean): Row => [`welcome, ${agrees ? 'agrees' : 'does not'}`, 'ask-welcome'];
const denied = over('directory-conflict');
const table: Record<StepName, Partial<Record<EventName, Row>>> = {
  'caller and backlog': {
    agrees: ['backlog agrees', ''],
    unconfirmed: ['backlog unconfirmed', ''],
    changed: ['backlog changed', ''],
    disagrees: ['backlog disagrees', ''],
    version: ['backlog version', ''],
    drained: ['caller', ''],
  },
  caller: {
    agrees: asks(true),
    unconfirmed: asks(false),
    changed: asks(false),
    disagrees: denied,
    version: denied,
    drained: ['caller', ''],
  },
  'backlog, caller agrees': {
    agrees: ['backlog agrees', ''],
    unconfirmed: ['backlog unconfirmed', ''],
    changed: ['backlog changed', ''],
    disagrees: ['backlog disagrees', ''],
    version: ['backlog version', ''],
    drained: asks(true),
  },
  'backlog, caller disagrees': {
    agrees: ['backlog agrees', ''],
    unconfirmed: ['backlog unconfirmed', ''],
    changed: ['backlog changed', ''],
    disagrees: ['backlog disagrees', ''],
    version: ['backlog version', ''],
    drained: denied,
  },
  welcome: {
    knocked: ['room', 'may-ring, agrees'],
    'knocked, strangers shown silently': ['room', 'may-ring, agrees, visual'],
    'knocked, strangers refused': over('not-allowed', 'note-refusal unknown-caller'),
    'knocked, without a path': over('relay-required', 'early decline'),
  },
  room: {},
};

const ENDING: readonly Effect['kind'][] = ['forget', 'close-media', 'conclude'];

function say(effect: Effect): string {
  if (effect.kind === 'note-refusal') return `note-refusal ${effect.why}`;
  if (effect.kind === 'early') return `early ${effect.message}`;
  if (effect.kind !== 'may-ring') return effect.kind;
  return ['may-ring', ...(effect.agrees ? ['agrees'] : []), ...(effect.isVisual ? ['visual'] : [])].join(', ');
}

function stateName(state: RingState): string {
  if (state.kind === 'ended') return `ended ${state.reason}`;
  if (state.kind !== 'checking' || state.step.kind === 'room') return 'room';
  if (state.step.kind === 'welcome') return `welcome, ${state.step.agrees ? 'agrees' : 'does not'}`;
  return state.step.verdict === undefined ? 'caller' : `backlog ${state.step.verdict}`;
}

function row(step: CheckingStep, event: Bare, trust = trusting({})): Row | undefined {
  const call = { ...FRESH, ring: { ...rings.checking, step }, trust };
  const next = stepRing(call.ring, { ...event, atMs: NOW }, { before: call, now: call });
  return (
    next && [
      stateName(next.next),
      next.effects
        .filter(({ kind }) => !ENDING.includes(kind))
        .map(say)
        .join(', '),
    ]
  );
}

const cells = Object.keys(steps).flatMap((step) =>
  Object.keys(events).map((event) => [step as StepName, event as EventName] as const),
);

describe('incoming calls', () => {
  it.each(cells)('an incoming call is checked as the table says: waiting for %s × %s', (step, event) => {
    expect(row(steps[step], events[event])).toEqual(table[step][event]);
  });

  it('an unverified caller gets a decline, and the refusal is recorded, if policy refuses calls with unverified people', () => {
    const refused = trusting({ judgements: judged('refuse') });
    expect(row(steps.welcome, events.knocked, refused)).toEqual(
      over('verification-required', 'note-refusal peer-not-verified', 'early decline'),
    );
  });

  it.each([true, false])(
    'an incoming call waits for the check of its caller, and also for a backlog that is not drained: drained %s',
    (isDrained) => {
      const event = { kind: 'invited', device: 'a', isDrained, atMs: NOW } as const;
      expect(stepRing(FRESH.ring, event, { before: FRESH, now: FRESH })?.next).toMatchObject({
        kind: 'checking',
        step: { kind: 'caller', verdict: undefined, isDrained },
      });
    },
  );
});
