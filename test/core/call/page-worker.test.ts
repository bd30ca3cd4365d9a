// The sealing worker, state by event: which worker is accepted, when it is pinged or told to block frames, and when it
// counts as dead.
import { describe, expect, it, test } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import type { MediaState } from '../../../src/core/call/media-state.ts';
import { withChange } from '../../../src/core/call/media-switches.ts';
import { NO_PAGE, type PageState, pageWakeAtMs, type WorkerState } from '../../../src/core/call/page-state.ts';
import { stepWorker } from '../../../src/core/call/page-worker.ts';
import { stepPage } from '../../../src/core/call/page.ts';
import type { Step } from '../../../src/core/call/region.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import { FRESH } from '../../../src/core/call/state.ts';
import { DESCRIBED, PAGES } from './pages.ts';

const NOW = 100_000;
const workers = {
  starting: { kind: 'starting', worker: 1, isStill: false, untilMs: NOW + 15_000 },
  alive: { kind: 'alive', worker: 1, isStill: false, pings: 5, unanswered: 0, pingAtMs: NOW + 1000 },
  silent: { kind: 'alive', worker: 1, isStill: false, pings: 5, unanswered: 3, pingAtMs: NOW + 1000 },
} as const satisfies Record<string, WorkerState>;

const events = {
  'worker 1 came': { kind: 'worker-came', worker: 1, atMs: NOW },
  'worker 2 came': { kind: 'worker-came', worker: 2, atMs: NOW },
  ready: { kind: 'worker-alive', worker: 1, sign: 'ready', atMs: NOW },
  pong: { kind: 'worker-alive', worker: 1, sign: 'pong', atMs: NOW },
  'ready, of a former worker': { kind: 'worker-alive', worker: 0, sign: 'ready', atMs: NOW },
  closed: { kind: 'worker-closed', worker: 1, atMs: NOW },
  'closed, of a former worker': { kind: 'worker-closed', worker: 0, atMs: NOW },
  gap: { kind: 'worker-gap', worker: 1, stream: 2, atMs: NOW },
  stale: { kind: 'worker-stale', worker: 1, atMs: NOW },
  'stale, of a former worker': { kind: 'worker-stale', worker: 0, atMs: NOW },
  'time, early': { kind: 'time', atMs: NOW + 999 },
  'time, ping due': { kind: 'time', atMs: NOW + 1000 },
  'time, late': { kind: 'time', atMs: NOW + 15_000 },
} as const satisfies Record<string, CallEvent>;
type EventName = keyof typeof events;

const live = { kind: 'live', role: 'caller', device: 'a', sinceMs: NOW } as RingState;
const answered: RingState = { kind: 'answered', device: 'a', untilMs: NOW + 30_000 };
const held: MediaState = { ...FRESH.media, switches: withChange(FRESH.media.switches, { hold: true }) };
const table: Record<PageName, Partial<Record<EventName, string>>> = {
  none: { 'worker 1 came': 'starting', 'worker 2 came': 'starting' },
  starting: {
    'worker 1 came': 'starting, end-worker 1',
    'worker 2 came': 'starting, end-worker 2',
    ready: 'alive 1, ping-worker 1',
    closed: 'starting, raises worker-lost',
    gap: 'starting, ask-key-frame',
    stale: 'starting, raises keys-wanted',
    'time, late': 'starting, raises worker-lost',
  },
  alive: {
    'worker 1 came': 'alive 0, end-worker 1',
    'worker 2 came': 'alive 0, end-worker 2',
    ready: 'alive 0',
    pong: 'alive 0',
    closed: 'alive 0, raises worker-lost',
    gap: 'alive 0, ask-key-frame',
    stale: 'alive 0, raises keys-wanted',
    'time, ping due': 'alive 1, ping-worker 1',
    'time, late': 'alive 1, ping-worker 1', // the machine may have slept, so the worker is not dead
  },
  silent: {
    'worker 1 came': 'alive 3, end-worker 1',
    'worker 2 came': 'alive 3, end-worker 2',
    ready: 'alive 0',
    pong: 'alive 0',
    closed: 'alive 3, raises worker-lost',
    gap: 'alive 3, ask-key-frame',
    stale: 'alive 3, raises keys-wanted',
    'time, ping due': 'alive 3, raises worker-lost',
    'time, late': 'alive 3, raises worker-lost',
  },
  gone: { 'worker 1 came': 'gone, end-worker 1', 'worker 2 came': 'gone, end-worker 2' },
};

function say(effect: Effect): string {
  return 'worker' in effect ? `${effect.kind} ${String(effect.worker)}` : effect.kind;
}

function shown(step: Step<PageState> | undefined): string | undefined {
  if (step === undefined) return undefined;
  const worker = 'worker' in step.next ? step.next.worker : undefined;
  const kind = worker?.kind === 'alive' ? `alive ${String(worker.unanswered)}` : (worker?.kind ?? 'gone');
  const raised = (step.raised ?? []).map((event) => `raises ${event.kind === 'fault' ? event.reason : event.kind}`);
  return [kind, ...step.effects.map(say), ...raised].join(', ');
}

const pages = {
  none: DESCRIBED,
  starting: { ...DESCRIBED, worker: workers.starting },
  alive: { ...DESCRIBED, worker: workers.alive },
  silent: { ...DESCRIBED, worker: workers.silent },
  gone: PAGES.owed,
} as const satisfies Record<string, PageState>;
type PageName = keyof typeof pages;

function take(
  page: PageState,
  event: CallEvent,
  { media = FRESH.media, ring = live } = {},
): Step<PageState> | undefined {
  const call = { ...FRESH, media, ring, page };
  return stepPage(page, event, { before: call, now: call });
}

const cells = Object.keys(pages).flatMap((worker) =>
  Object.keys(events).map((event) => [worker as PageName, event as EventName] as const),
);

describe('the sealing worker, state by event', () => {
  it.each(cells)('the sealing worker is handled as the table says: %s × %s', (worker, event) => {
    expect(shown(take(pages[worker], events[event]))).toBe(table[worker][event]);
  });
});

test('a ready worker that answers no ping is pinged three times and counts as dead a second after the third ping', () => {
  let page = take(NO_PAGE, events['worker 1 came'])?.next ?? NO_PAGE;
  const said: string[] = [];
  for (let event: CallEvent = events.ready; !said.includes('raises worker-lost');) {
    const step = take(page, event);
    page = step?.next ?? page;
    said.push(...(shown(step) ?? '').split(', ').slice(1), String((pageWakeAtMs(page) ?? 0) - NOW));
    event = { kind: 'time', atMs: pageWakeAtMs(page) ?? 0 };
  }
  const ping = 'ping-worker 1';
  expect(said).toEqual([ping, '1000', ping, '2000', ping, '3000', 'raises worker-lost', '3000']);
});

test('each ping of a worker has its own number', () => {
  const first = take(pages.starting, events.ready);
  const second = take(first?.next ?? NO_PAGE, events['time, ping due']);
  expect([first, second].flatMap((step) => step?.effects)).toEqual([
    { kind: 'ping-worker', worker: 1, id: 0 },
    { kind: 'ping-worker', worker: 1, id: 1 },
  ]);
});

test('a worker that starts while the call is held or interrupted is told at once to block frames', () => {
  const told = [{ kind: 'still-worker', worker: 1, isStill: true }];
  expect(take(pages.none, events['worker 1 came'], { media: held })?.effects).toEqual(told);
  expect(take({ ...pages.none, isInterrupted: true }, events['worker 1 came'])?.effects).toEqual(told);
});

test('a worker is told once to block frames while a hold and an interruption overlap, and to continue after both', () => {
  const still = { kind: 'still-worker', worker: 1, isStill: true };
  const goOn = { ...still, isStill: false };
  const keyFrames = ([1, 2] as const).map((stream) => ({ kind: 'key-frame', stream }));
  const connected = { kind: 'connected', atMs: NOW } as const;
  const disconnected = { kind: 'disconnected', atMs: NOW } as const;
  const heldNow = { kind: 'held', isHeld: true, atMs: NOW } as const;
  let page: PageState = pages.alive;
  const steps: readonly (readonly [CallEvent, MediaState, readonly unknown[]])[] = [
    [heldNow, held, [still]],
    [disconnected, held, []],
    [connected, held, keyFrames],
    [disconnected, held, []],
    [{ ...heldNow, isHeld: false }, FRESH.media, []],
    [connected, FRESH.media, [goOn, ...keyFrames]],
    [disconnected, FRESH.media, [still]],
    [heldNow, held, []],
    [connected, held, keyFrames],
    [{ ...heldNow, isHeld: false }, FRESH.media, [goOn]],
  ];
  for (const [event, media, effects] of steps) {
    const step = take(page, event, { media });
    page = step?.next ?? page;
    expect(step?.effects).toEqual(effects);
  }
});

test('before READY or CONFIRM, a worker’s report of a missing frame or of stale keys is ignored', () => {
  expect(take(pages.alive, events.gap, { ring: answered })).toBeUndefined();
  expect(take(pages.alive, events.stale, { ring: answered })).toBeUndefined();
});

test('an unknown worker event throws', () => {
  const nonsense = { kind: 'nonsense', worker: 1, atMs: NOW } as unknown as Parameters<typeof stepWorker>[1];
  expect(() => stepWorker(pages.alive, nonsense, FRESH)).toThrow('unreachable');
});
