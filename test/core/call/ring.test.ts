// The ring, as a table: state × event. An event without a cell must change nothing, and must be noted unless the call
// has ended. Further tests say what follows from a state, and how the clock drives the ring.
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import { openPath } from '../../../src/core/call/media-path.ts';
import { type MoveState, UNMOVED } from '../../../src/core/call/move-state.ts';
import type { Step } from '../../../src/core/call/region.ts';
import { stepRing } from '../../../src/core/call/ring.ts';
import type { CalleeKnown } from '../../../src/core/call/ring-callee.ts';
import { ending } from '../../../src/core/call/ring-end.ts';
import {
  deviceOf,
  FRESH_RING,
  isAgreed,
  isSecured,
  type Leg,
  type RingState,
  ringWakeAtMs,
} from '../../../src/core/call/ring-state.ts';
import { FRESH } from '../../../src/core/call/state.ts';
import { admitting, RUNG } from './placed.ts';

const NOW = 100_000;
const LATER = NOW + 60_000;

const legs = (...entries: (readonly [string, Leg])[]): ReadonlyMap<string, Leg> => new Map(entries);
const pressed = { kind: 'answering', device: 'a', untilMs: NOW + 15_000, viaRelay: false } as const;
const states = {
  fresh: FRESH_RING,
  looking: { kind: 'looking', untilMs: NOW + 10_000, isPaced: false, step: { kind: 'reading', isAfresh: false } },
  calling: { kind: 'calling', untilMs: NOW + 45_000, legs: legs(['a', 'sent'], ['b', 'ringing']), list: RUNG },
  'calling, one leg': { kind: 'calling', untilMs: NOW + 45_000, legs: legs(['a', 'sent'], ['b', 'gone']), list: RUNG },
  'calling, one busy': {
    kind: 'calling',
    untilMs: NOW + 45_000,
    legs: legs(['a', 'ringing'], ['b', 'busy']),
    list: RUNG,
  },
  opening: { kind: 'opening', device: 'a', untilMs: NOW + 15_000, lacks: 'both' },
  'opening, described': { kind: 'opening', device: 'a', untilMs: NOW + 15_000, lacks: 'reading' },
  'opening, checked': { kind: 'opening', device: 'a', untilMs: NOW + 15_000, lacks: 'description' },
  confirming: { kind: 'confirming', device: 'a', untilMs: NOW + 15_000, repeatAtMs: NOW + 2000 },
  checking: { kind: 'checking', device: 'a', untilMs: NOW + 10_000, step: { kind: 'room' } },
  ringing: { kind: 'ringing', device: 'a', untilMs: NOW + 45_000, silenced: false, isVisual: false },
  'ringing, silenced': { kind: 'ringing', device: 'a', untilMs: NOW + 45_000, silenced: true, isVisual: false },
  busy: { kind: 'busy', device: 'a', untilMs: NOW + 50_000 },
  answering: { ...pressed, lacks: 'both' },
  'answering, described': { ...pressed, lacks: 'reading' },
  'answering, checked': { ...pressed, lacks: 'description' },
  answered: { kind: 'answered', device: 'a', untilMs: NOW + 30_000 },
  'connecting, caller': { kind: 'connecting', role: 'caller', device: 'a', untilMs: NOW + 30_000 },
  'connecting, callee': { kind: 'connecting', role: 'callee', device: 'a', untilMs: NOW + 30_000 },
  live: { kind: 'live', role: 'caller', device: 'a', sinceMs: NOW - 5000 },
  reconnecting: {
    kind: 'reconnecting',
    role: 'callee',
    device: 'a',
    sinceMs: NOW - 5000,
    brokenAtMs: NOW,
    restartAtMs: NOW + 1000,
    untilMs: NOW + 30_000,
  },
  ended: { kind: 'ended', reason: 'hung-up', atMs: NOW, sinceMs: undefined },
} as const satisfies Record<string, RingState>;
type StateName = keyof typeof states;

const SAME: CalleeKnown = { isDisputed: false, isNewer: false, rings: ['a', 'b'], devices: ['a', 'b'] };
const knownWith = (rings: readonly string[], devices: readonly string[]): CalleeKnown => ({
  isDisputed: false,
  isNewer: true,
  rings,
  devices,
});
const events = {
  place: { kind: 'place', hasAllowedPath: true, atMs: NOW },
  'place, no path': { kind: 'place', hasAllowedPath: false, atMs: NOW },
  'callee-read': { kind: 'callee-read', callee: { kind: 'several' }, atMs: NOW },
  turn: { kind: 'turn', waitMs: 0, atMs: NOW },
  'callee-judged': { kind: 'callee-judged', nr: 1, devices: admitting(['a', 'b']), atMs: NOW },
  'callee-known: a c': { kind: 'callee-known', callee: knownWith(['a', 'c'], ['a', 'c', 'd']), atMs: NOW },
  'callee-known: b, silent': { kind: 'callee-known', callee: knownWith([], ['b']), atMs: NOW },
  'callee-known: none': { kind: 'callee-known', callee: knownWith([], []), atMs: NOW },
  'callee-known: the same': { kind: 'callee-known', callee: SAME, atMs: NOW },
  'callee-known: a dispute': { kind: 'callee-known', callee: { ...SAME, isDisputed: true }, atMs: NOW },
  'rang a': { kind: 'rang', device: 'a', atMs: NOW },
  'busy a': { kind: 'busy', device: 'a', atMs: NOW },
  'busy stranger': { kind: 'busy', device: 'x', atMs: NOW },
  'declined a': { kind: 'declined', device: 'a', atMs: NOW },
  'lost a': { kind: 'lost', device: 'a', reason: 'not-connected', atMs: NOW },
  'unusable a': { kind: 'answer-unusable', device: 'a', atMs: NOW },
  'answered a': { kind: 'answered', device: 'a', atMs: NOW },
  'answered stranger': { kind: 'answered', device: 'x', atMs: NOW },
  described: { kind: 'described', atMs: NOW },
  'peer-checked': { kind: 'peer-checked', atMs: NOW },
  ready: { kind: 'ready', atMs: NOW },
  invited: { kind: 'invited', device: 'a', isDrained: true, atMs: NOW },
  cleared: { kind: 'cleared', silenced: false, isVisual: false, ttlMs: 45_000, atMs: NOW },
  'refused: conflict': { kind: 'refused', reason: 'directory-conflict', atMs: NOW },
  'no-room': { kind: 'no-room', ttlMs: 45_000, atMs: NOW },
  'refused: verification': { kind: 'refused', reason: 'verification-required', atMs: NOW },
  'refused: relay': { kind: 'refused', reason: 'relay-required', atMs: NOW },
  'refused: not allowed': { kind: 'refused', reason: 'not-allowed', atMs: NOW },
  accept: { kind: 'accept', media: 'audio', viaRelay: false, atMs: NOW },
  decline: { kind: 'decline', atMs: NOW },
  silence: { kind: 'silence', atMs: NOW },
  'cancelled: hangup': { kind: 'cancelled', reason: 'hangup', atMs: NOW },
  'cancelled: timeout': { kind: 'cancelled', reason: 'timeout', atMs: NOW },
  'cancelled: glare': { kind: 'cancelled', reason: 'glare', atMs: NOW },
  'cancelled: elsewhere': { kind: 'cancelled', reason: 'answered-elsewhere', atMs: NOW },
  confirmed: { kind: 'confirmed', atMs: NOW },
  connected: { kind: 'connected', atMs: NOW },
  disconnected: { kind: 'disconnected', atMs: NOW },
  'page-replaced': { kind: 'page-replaced', atMs: NOW },
  'network lost': { kind: 'network', change: 'lost', addresses: [], atMs: NOW },
  'network found': { kind: 'network', change: 'found', atMs: NOW },
  'broker back': { kind: 'network', change: 'broker', atMs: NOW },
  'hang-up': { kind: 'hang-up', atMs: NOW },
  glare: { kind: 'glare', atMs: NOW },
  'peer-ended: hangup': { kind: 'peer-ended', reason: 'hangup', atMs: NOW },
  'peer-ended: media-keys': { kind: 'peer-ended', reason: 'media-keys', atMs: NOW },
  'fault: tampered': { kind: 'fault', reason: 'tampered', atMs: NOW },
  'fault: worker-lost': { kind: 'fault', reason: 'worker-lost', atMs: NOW },
  'fault: removed': { kind: 'fault', reason: 'device-removed', atMs: NOW },
  'confirm-unusable: opening': { kind: 'confirm-unusable', what: 'opening', atMs: NOW },
  'confirm-unusable: content': { kind: 'confirm-unusable', what: 'content', atMs: NOW },
  'own-head-compared: old': { kind: 'own-head-compared', isEarlier: true, hasMs: 120_000, atMs: NOW },
  removed: { kind: 'removed', atMs: NOW },
  'time, early': { kind: 'time', atMs: NOW + 10 },
  'time, late': { kind: 'time', atMs: LATER },
} as const satisfies Record<string, CallEvent>;
type EventName = keyof typeof events;

/** The next state and the effects, in text. */
type Row = readonly [state: string, effects: string];
const end = (reason: string, ...before: string[]): Row => [
  `ended ${reason}`,
  [...before, 'forget', 'close-media', `conclude ${reason}`].join(', '),
];
const failed = (reason: string, ...before: string[]): Row => [
  `ended ${reason}`,
  [...before, 'forget', 'close-media', 'count-failed', `conclude ${reason}`].join(', '),
];
const bye = (reason: string): string => `send-end ${reason}`;
const talking = {
  'hang-up': end('hung-up', bye('hangup')),
  'peer-ended: hangup': end('peer-hung-up'),
  'peer-ended: media-keys': end('media-keys'),
  'fault: tampered': end('tampered', bye('tampered')),
  'fault: worker-lost': end('worker-lost', bye('error')),
  'fault: removed': end('device-removed', bye('error')),
};
const securing = {
  'hang-up': end('hung-up', bye('hangup')),
  'peer-ended: hangup': failed('peer-hung-up'),
  'peer-ended: media-keys': failed('secure-setup-failed'),
  'fault: tampered': failed('tampered', bye('tampered')),
  'confirm-unusable: opening': failed('tampered', bye('tampered')),
  'confirm-unusable: content': failed('secure-setup-failed', bye('error')),
  'fault: worker-lost': end('worker-lost', bye('error')),
  'fault: removed': failed('device-removed', bye('error')),
};
const ringingRows: Partial<Record<EventName, Row>> = {
  accept: ['answering', ''],
  decline: end('declined', 'early decline a'),
  'hang-up': end('declined', 'early decline a'),
  'refused: conflict': end('directory-conflict'),
  'refused: verification': end('verification-required', 'early decline a'),
  'refused: relay': end('relay-required', 'early decline a'),
  'refused: not allowed': end('not-allowed', 'early decline a'),
  'cancelled: hangup': end('cancelled'),
  'cancelled: timeout': end('no-answer'),
  'cancelled: glare': end('glare'),
  'cancelled: elsewhere': end('answered-elsewhere'),
  'fault: tampered': end('tampered', 'early decline a'),
  'fault: worker-lost': end('worker-lost', 'early decline a'),
  'fault: removed': end('device-removed'),
  'time, late': end('no-answer'),
  'no-room': ['busy', 'early busy a'],
};
const relisted: Partial<Record<EventName, Row>> = {
  'callee-known: a c': ['calling', 'ring-by-newest, judge 2 a c'],
  'callee-known: the same': ['calling', ''],
};
const compared: Partial<Record<EventName, Row>> = {
  'callee-known: a c': ['looking', ''],
  'callee-known: b, silent': ['looking', ''],
  'callee-known: none': ['looking', ''],
  'callee-known: the same': ['looking', ''],
  'callee-known: a dispute': ['looking', ''],
};
const connecting: Partial<Record<EventName, Row>> = {
  ...talking,
  'own-head-compared: old': ['connecting', 'tell-old-chain'],
  connected: ['live', ''],
  'network lost': ['connecting', 'restart network'],
  'network found': ['connecting', 'restart network'],
  'broker back': ['connecting', 'restart broker'],
  'time, late': end('connect-timeout', bye('timeout')),
};

const opening: Partial<Record<EventName, Row>> = {
  ...securing,
  'hang-up': end('hung-up', 'cancel a hangup'),
  'time, late': failed('secure-setup-failed', bye('error')),
};
const answering: Partial<Record<EventName, Row>> = {
  'refused: conflict': end('directory-conflict'),
  'refused: verification': end('verification-required', 'early decline a'),
  'refused: relay': end('relay-required', 'early decline a'),
  'refused: not allowed': end('not-allowed', 'early decline a'),
  'cancelled: hangup': end('cancelled'),
  'cancelled: timeout': end('no-answer'),
  'cancelled: glare': end('glare'),
  'cancelled: elsewhere': end('answered-elsewhere'),
  'hang-up': end('hung-up', 'early decline a'),
  'fault: tampered': end('tampered', 'early decline a'),
  'fault: worker-lost': end('worker-lost', 'early decline a'),
  'fault: removed': end('device-removed'),
  'time, late': end('error', 'early decline a'),
};

const networkReconnecting: Partial<Record<EventName, Row>> = {
  'network lost': ['reconnecting', 'restart network'],
  'network found': ['reconnecting', 'restart network'],
  'broker back': ['reconnecting', 'restart broker'],
};

const table: Record<StateName, Partial<Record<EventName, Row>>> = {
  fresh: { place: ['looking', 'read-callee'], 'place, no path': end('relay-required'), invited: ['checking', ''] },
  looking: {
    'callee-read': end('several-persons'),
    ...compared,
    'hang-up': end('hung-up'),
    glare: end('glare'),
    'fault: tampered': end('tampered'),
    'fault: worker-lost': end('worker-lost'),
    'fault: removed': end('device-removed'),
    'time, late': end('unreachable'),
  },
  calling: {
    ...relisted,
    'callee-known: b, silent': ['calling', 'ring-by-newest, cancel a hangup'],
    'callee-known: none': end('unreachable', 'ring-by-newest', 'cancel a b hangup'),
    'callee-known: a dispute': end('key-changed', 'cancel a b hangup', 'notes a'),
    'rang a': ['calling', ''],
    'busy a': ['calling', ''],
    'lost a': ['calling', ''],
    'unusable a': ['calling', 'cancel a hangup'],
    'declined a': end('declined', 'cancel b declined-elsewhere'),
    'answered a': ['opening', 'cancel b answered-elsewhere, take-answer a'],
    'hang-up': end('hung-up', 'cancel a b hangup', 'notes a'),
    glare: end('glare', 'cancel a b glare'),
    'fault: tampered': end('tampered', 'cancel a b hangup', 'notes a'),
    'fault: worker-lost': end('worker-lost', 'cancel a b hangup', 'notes a'),
    'fault: removed': end('device-removed', 'cancel a b hangup', 'notes a'),
    'time, late': end('no-answer', 'cancel a b timeout', 'notes a'),
  },
  'calling, one leg': {
    ...relisted,
    'callee-known: b, silent': end('unreachable', 'ring-by-newest', 'cancel a hangup'),
    'callee-known: none': end('unreachable', 'ring-by-newest', 'cancel a hangup'),
    'callee-known: a dispute': end('key-changed', 'cancel a hangup', 'notes a'),
    'rang a': ['calling', ''],
    'busy a': end('busy', 'cancel a hangup'),
    'lost a': end('not-connected'),
    'unusable a': end('error', 'cancel a hangup'),
    'declined a': end('declined'),
    'answered a': ['opening', 'take-answer a'],
    'hang-up': end('hung-up', 'cancel a hangup', 'notes a'),
    glare: end('glare', 'cancel a glare'),
    'fault: tampered': end('tampered', 'cancel a hangup', 'notes a'),
    'fault: worker-lost': end('worker-lost', 'cancel a hangup', 'notes a'),
    'fault: removed': end('device-removed', 'cancel a hangup', 'notes a'),
    'time, late': end('unreachable', 'cancel a timeout', 'notes a'),
  },
  'calling, one busy': {
    ...relisted,
    'callee-known: b, silent': end('busy', 'ring-by-newest', 'cancel a hangup', 'cancel b hangup'),
    'callee-known: none': end('unreachable', 'ring-by-newest', 'cancel a b hangup'),
    'callee-known: a dispute': end('key-changed', 'cancel a b hangup'),
    'busy a': end('busy', 'cancel a b hangup'),
    'lost a': end('busy', 'cancel b hangup'),
    'unusable a': end('busy', 'cancel a hangup', 'cancel b hangup'),
    'declined a': end('declined', 'cancel b declined-elsewhere'),
    'answered a': ['opening', 'cancel b answered-elsewhere, take-answer a'],
    'hang-up': end('hung-up', 'cancel a b hangup'),
    glare: end('glare', 'cancel a b glare'),
    'fault: tampered': end('tampered', 'cancel a b hangup'),
    'fault: worker-lost': end('worker-lost', 'cancel a b hangup'),
    'fault: removed': end('device-removed', 'cancel a b hangup'),
    'time, late': end('no-answer', 'cancel a b timeout'),
  },
  // CONFIRM is sent once the page gave its description and the peer was checked, in either order.
  opening: { ...opening, described: ['opening', ''], 'peer-checked': ['opening', ''] },
  'opening, described': { ...opening, described: ['opening', ''], 'peer-checked': ['confirming', 'send-confirm'] },
  'opening, checked': { ...opening, described: ['confirming', 'send-confirm'], 'peer-checked': ['opening', ''] },
  confirming: {
    ...securing,
    ready: ['connecting', ''],
    'time, late': failed('secure-setup-failed', bye('timeout')),
  },
  checking: {
    cleared: ['ringing', 'early ringing a'],
    'refused: conflict': end('directory-conflict'),
    'no-room': ['busy', 'early busy a'],
    'refused: verification': end('verification-required', 'early decline a'),
    'refused: relay': end('relay-required', 'early decline a'),
    'refused: not allowed': end('not-allowed'),
    'cancelled: hangup': end('cancelled'),
    'cancelled: timeout': end('no-answer'),
    'cancelled: glare': end('glare'),
    'cancelled: elsewhere': end('answered-elsewhere'),
    'hang-up': end('hung-up'),
    'fault: tampered': end('tampered'),
    'fault: worker-lost': end('worker-lost'),
    'fault: removed': end('device-removed'),
    'time, late': end('no-answer'),
  },
  ringing: { ...ringingRows, silence: ['ringing', ''] },
  'ringing, silenced': ringingRows,
  busy: {
    'refused: conflict': end('directory-conflict'),
    'refused: verification': end('verification-required'),
    'refused: relay': end('relay-required'),
    'refused: not allowed': end('not-allowed'),
    'cancelled: hangup': end('busy'),
    'cancelled: timeout': end('busy'),
    'cancelled: glare': end('glare'),
    'cancelled: elsewhere': end('answered-elsewhere'),
    'hang-up': end('hung-up'),
    'fault: tampered': end('busy'),
    'fault: worker-lost': end('busy'),
    'fault: removed': end('busy'),
    'time, late': end('busy'),
  },
  answering: { ...answering, described: ['answering', ''], 'peer-checked': ['answering', ''] },
  'answering, described': { ...answering, described: ['answering', ''], 'peer-checked': ['answered', 'send-answer'] },
  'answering, checked': { ...answering, described: ['answered', 'send-answer'], 'peer-checked': ['answering', ''] },
  answered: {
    ...securing,
    confirmed: ['connecting', 'send-ready'],
    'cancelled: hangup': failed('peer-hung-up'),
    'cancelled: timeout': failed('secure-setup-failed'),
    'cancelled: glare': end('glare'),
    'cancelled: elsewhere': end('answered-elsewhere'),
    'time, late': failed('secure-setup-failed', bye('timeout')),
  },
  'connecting, caller': connecting,
  'connecting, callee': connecting,
  live: {
    ...talking,
    'own-head-compared: old': ['live', 'tell-old-chain'],
    disconnected: ['reconnecting', ''],
    'page-replaced': ['reconnecting', ''],
    'network lost': ['reconnecting', 'restart network'],
  },
  reconnecting: {
    ...talking,
    'own-head-compared: old': ['reconnecting', 'tell-old-chain'],
    connected: ['live', ''],
    ...networkReconnecting,
    'time, late': end('connection-lost', bye('timeout')),
  },
  ended: {},
};

function say(effect: Effect): string {
  switch (effect.kind) {
    case 'invite':
      return `invite ${effect.devices.join(' ')}`;
    case 'judge-callee':
      return `judge ${effect.nr} ${effect.devices.join(' ')}`;
    case 'cancel':
      return `cancel ${effect.devices.join(' ')} ${effect.reason}`;
    case 'leave-notes':
      return `notes ${effect.devices.join(' ')}`;
    case 'early':
      return `early ${effect.message} ${effect.device}`;
    case 'take-answer':
      return `take-answer ${effect.device}`;
    case 'send-end':
    case 'conclude':
      return `${effect.kind} ${effect.reason}`;
    case 'note':
      return `note ${effect.event}`;
    default:
      return effect.kind;
  }
}

function raising(event: CallEvent): string {
  return event.kind === 'restart-asked' ? `restart ${event.cause}` : event.kind;
}

// The consequences of a state have tests of their own, whichever event led to the state.
const FOLLOWING: readonly Effect['kind'][] = ['compare-own-head'];

function stepIn(ring: RingState, event: CallEvent, move: MoveState = UNMOVED): Step<RingState> | undefined {
  const call = { ...FRESH, ring, move };
  return stepRing(ring, event, { before: call, now: call });
}

interface Done {
  readonly state: RingState;
  readonly effects: readonly Effect[];
  readonly raised: readonly CallEvent[];
}

function transition(ring: RingState, event: CallEvent): Done {
  const step = stepIn(ring, event);
  const effects: readonly Effect[] =
    step?.effects ?? (ring.kind === 'ended' ? [] : [{ kind: 'note', event: event.kind }]);
  return {
    state: step?.next ?? ring,
    effects: effects.filter(({ kind }) => !FOLLOWING.includes(kind)),
    raised: step?.raised ?? [],
  };
}

const rows = Object.keys(states).flatMap((state) =>
  Object.keys(events).map((event) => [state as StateName, event as EventName] as const),
);

describe('the ring, state by event', () => {
  it.each(rows)('the ring is handled as the table says: %s × %s', (stateName, eventName) => {
    const state: RingState = states[stateName];
    const event: CallEvent = events[eventName];
    const next = transition(state, event);
    const shown = next.state.kind === 'ended' ? `ended ${next.state.reason}` : next.state.kind;
    const cells = table[stateName];
    // A removal ends a call before its keys are agreed, and not afterwards.
    const row = eventName === 'removed' && !isAgreed(state) ? cells['fault: removed'] : cells[eventName];
    const note: Row = state.kind === 'ended' ? ['ended hung-up', ''] : [state.kind, `note ${event.kind}`];
    const done = [...next.effects.map(say), ...next.raised.map(raising)];
    expect([shown, done.join(', ')]).toEqual(row ?? note);
    const isCompared = event.kind === 'callee-known' && row?.[1] === '';
    const isKept =
      row === undefined ||
      isCompared ||
      event.kind === 'own-head-compared' ||
      (event.kind === 'network' && state.kind === 'connecting');
    expect(next.state === state).toBe(isKept);
  });
});

describe('consequences of the ring state', () => {
  const steps = rows.flatMap(([state, event]) => {
    const step = stepIn(states[state], events[event]);
    return step === undefined ? [] : [{ before: states[state], ...step }];
  });
  const followed = (is: (before: RingState, next: RingState) => boolean) =>
    steps.map(({ before, next }) => is(before, next));
  const asked = (kind: Effect['kind']) => steps.map(({ effects }) => effects.some((effect) => effect.kind === kind));

  it('our own chain head is compared once both sides hold the code', () => {
    expect(asked('compare-own-head')).toEqual(followed((before, next) => !isSecured(before) && isSecured(next)));
  });

  it.each([
    ['an earlier head, two minutes after the newest became known here', true, 120_000, 'tell-old-chain'],
    ['an earlier head, less than two minutes after the newest became known here', true, 119_999, ''],
    ['an earlier head, and the clock was set back since the newest became known here', true, -1, 'tell-old-chain'],
    ['the newest head', false, 120_000, ''],
  ] as const)('whether the person here is warned that the peer holds %s', (_what, isEarlier, hasMs, effects) => {
    const event = { kind: 'own-head-compared', isEarlier, hasMs, atMs: NOW } as const;
    expect(transition(states.live, event).effects.map(say).join(', ')).toBe(effects);
  });
});

// Lets the clock run until the state changes. Returns the times at which `asked` occurred, in ms from NOW, and the next
// state.
function runOut(from: RingState, asked: Effect['kind'] | 'restart-asked'): readonly [readonly number[], RingState] {
  let state = from;
  const times: number[] = [];
  while (state.kind === from.kind) {
    const atMs = ringWakeAtMs(state) ?? 0;
    const next = transition(state, { kind: 'time', atMs });
    if ([...next.effects, ...next.raised].some(({ kind }) => kind === asked)) times.push(atMs - NOW);
    state = next.state;
  }
  return [times, state];
}

it('the peer’s device is unknown before a call begins, while the callee is looked up or rung, and after the end', () => {
  const nobodys = Object.values(states).filter((state) => deviceOf(state) === undefined);
  expect([...new Set(nobodys.map(({ kind }) => kind))]).toEqual(['fresh', 'looking', 'calling', 'ended']);
  expect(deviceOf(states.live)).toBe('a');
});

describe('the ring in detail', () => {
  it('ANSWER of an unlisted device is ignored while policy is asked about the others', () => {
    const asked = transition(states.calling, { ...events['callee-known: a c'] }).state;
    expect(stepIn(asked, { kind: 'answered', device: 'b', atMs: NOW })).toBeUndefined();
    expect(stepIn(asked, { kind: 'answered', device: 'a', atMs: NOW })?.next).toMatchObject({
      kind: 'opening',
      device: 'a',
    });
  });

  it('an unlisted device gets no missed-call note while policy is asked about the others', () => {
    const legsNow = legs(['a', 'sent'], ['b', 'sent']);
    const asked = transition({ ...states.calling, legs: legsNow }, events['callee-known: a c']).state;
    expect(transition(asked, events['hang-up']).effects.map(say)).toContain('notes a');
  });

  it('a takeover that is declined ends as offer-over if no device has rung, and otherwise as declined', () => {
    const taken: MoveState = { ...UNMOVED, origin: { kind: 'taken', from: 'd' } };
    const only = { ...states.calling, legs: legs(['a', 'sent']) };
    const reason = (ring: RingState, move: MoveState): unknown => {
      const next = stepIn(ring, events['declined a'], move)?.next;
      return next?.kind === 'ended' && next.reason;
    };
    expect(reason(only, taken)).toBe('offer-over');
    expect(reason(only, UNMOVED)).toBe('declined');
    expect(reason(states['calling, one busy'], taken)).toBe('declined');
  });

  it('a call that has lost its address asks for a restart every 6 s and ends after 30 s', () => {
    const broken = transition(states.live, { kind: 'network', change: 'lost', addresses: [], atMs: NOW }).state;
    const [restartsAtMs, state] = runOut(broken, 'restart-asked');
    expect(restartsAtMs).toEqual([6000, 12_000, 18_000, 24_000]);
    expect(state).toMatchObject({ kind: 'ended', reason: 'connection-lost', atMs: NOW + 30_000 });
  });

  it('a lost address that the path does not use is treated like a new address', () => {
    const life = { kind: 'unmeasured', address: '192.0.2.7' } as const;
    const how = { offers: false, isVerified: true, viaRelay: false, hasRelays: false };
    const opened = openPath(how, { mustRelay: false, isConstantRate: false }, FRESH.media.path);
    const path = { ...opened, life };
    const after = (ring: RingState, addresses: readonly string[]): string => {
      const call = { ...FRESH, ring, media: { ...FRESH.media, path } };
      const event = { kind: 'network', change: 'lost', addresses, atMs: NOW } as const;
      const step = stepRing(ring, event, { before: call, now: call });
      return [step?.next.kind ?? 'nothing', ...(step?.raised ?? []).map(raising)].join(', ');
    };
    const rings = [states.live, states.reconnecting, states['connecting, caller'], states.confirming];
    const [left, gone] = [['192.0.2.7', '192.0.2.9'], ['192.0.2.9']];
    expect(rings.map((ring) => after(ring, left))).toEqual([
      'nothing',
      'reconnecting, restart network',
      'connecting, restart network',
      'nothing',
    ]);
    expect(rings.map((ring) => after(ring, gone)).at(0)).toBe('reconnecting, restart network');
  });

  it('CONFIRM is repeated every two seconds, and the call ends after fifteen seconds', () => {
    const [repeatsAtMs, state] = runOut(states.confirming, 'repeat-confirm');
    expect(repeatsAtMs).toEqual([2000, 4000, 6000, 8000, 10_000, 12_000, 14_000]);
    expect(state).toMatchObject({ kind: 'ended', reason: 'secure-setup-failed', atMs: NOW + 15_000 });
  });

  it('a call that rings out while our broker connection is lost ends as not-connected, and tells every device that the time is over', () => {
    for (const state of [states['calling, one leg'], states['calling, one busy']]) {
      const { state: next, effects } = transition(state, { kind: 'time', atMs: LATER, offline: true });
      expect(next).toMatchObject({ kind: 'ended', reason: 'not-connected' });
      expect(effects.find(({ kind }) => kind === 'cancel')).toMatchObject({ reason: 'timeout' });
    }
  });

  it('ICE restarts a second after the connection broke, and the call ends after thirty seconds', () => {
    const broken = transition(states.live, { kind: 'disconnected', atMs: NOW }).state;
    const [restartsAtMs, state] = runOut(broken, 'restart-asked');
    expect(restartsAtMs).toEqual([1000, 7000, 13_000, 19_000, 25_000]);
    expect(state).toMatchObject({ kind: 'ended', reason: 'connection-lost', sinceMs: NOW - 5000 });
  });

  it('a call rings in its ring mode, and silencing the call does not change that mode', () => {
    const how = { silenced: false, isVisual: true, ttlMs: 45_000 } as const;
    const { state } = transition(states.checking, { kind: 'cleared', ...how, atMs: NOW });
    expect(state).toMatchObject({ kind: 'ringing', silenced: false, isVisual: true });
    expect(transition(state, events.silence).state).toEqual({ ...state, silenced: true });
  });

  it('the peer’s `transferred` is believed only if a person here asked for a move', () => {
    const offer = { device: 'd', call: 'c', voidCall: 'v', atMs: NOW };
    const asked: MoveState = { ...UNMOVED, asked: { kind: 'past', offer, isOpen: false } };
    const event = { kind: 'peer-ended', reason: 'transferred', atMs: NOW } as const;
    expect(stepIn(states.live, event)?.next).toMatchObject({ kind: 'ended', reason: 'peer-hung-up' });
    expect(stepIn(states.live, event, asked)?.next).toMatchObject({ kind: 'ended', reason: 'transferred' });
  });

  it('the length of a call counts from its first connection', () => {
    const { effects } = transition(states.reconnecting, { kind: 'hang-up', atMs: NOW + 500 });
    expect(effects.at(-1)).toMatchObject({ kind: 'conclude', reason: 'hung-up', durationMs: 5500 });
  });

  it('an incoming call counts as answered once it was accepted here', () => {
    const answered = Object.entries(states).flatMap(([name, state]) => {
      const { effects } = transition(state, { kind: 'fault', reason: 'error', atMs: NOW });
      return effects.some((effect) => effect.kind === 'conclude' && effect.isAnswered) ? [name] : [];
    });
    const pressedOnes = ['answering', 'answering, described', 'answering, checked'];
    expect(answered).toEqual([...pressedOnes, 'answered', 'connecting, callee', 'reconnecting']);
  });

  it('the ring has a timer while a call rings, and none before the call is placed, while the call is live or after its end', () => {
    expect(ringWakeAtMs(states.ended)).toBeUndefined();
    expect(ringWakeAtMs(states.fresh)).toBeUndefined();
    expect(ringWakeAtMs(states.live)).toBeUndefined();
    expect(ringWakeAtMs(states.ringing)).toBe(NOW + 45_000);
  });

  it('an unknown ring state throws', () => {
    const nonsense = { kind: 'nonsense' } as unknown as Exclude<RingState, { kind: 'ended' }>;
    expect(() => ringWakeAtMs(nonsense)).toThrow('unreachable');
    expect(() => transition(nonsense, { kind: 'place', hasAllowedPath: true, atMs: NOW })).toThrow('unreachable');
    expect(() => ending(nonsense, 'hung-up', NOW, 'tell')).toThrow('unreachable');
  });
});
