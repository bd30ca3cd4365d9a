// The sealing worker, state by event: who is taken for it, when it is pinged, and when it counts as dead.
import { describe, expect, it, test } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import { NO_PAGE, type PageState, pageWakeAtMs, type WorkerState } from '../../../src/core/call/page-state.ts';
import { stepWorker } from '../../../src/core/call/page-worker.ts';
import { stepPage } from '../../../src/core/call/page.ts';
import type { Step } from '../../../src/core/call/region.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import { FRESH } from '../../../src/core/call/state.ts';

const NOW = 100_000;
const workers = {
  none: { kind: 'none' },
  starting: { kind: 'starting', worker: 1, untilMs: NOW + 15_000 },
  alive: { kind: 'alive', worker: 1, pings: 5, unanswered: 0, pingAtMs: NOW + 1000 },
  silent: { kind: 'alive', worker: 1, pings: 5, unanswered: 3, pingAtMs: NOW + 1000 },
  gone: { kind: 'gone' },
} as const satisfies Record<string, WorkerState>;
type WorkerName = keyof typeof workers;

const events = {
  'came 1': { kind: 'worker-came', worker: 1, atMs: NOW },
  'came 2': { kind: 'worker-came', worker: 2, atMs: NOW },
  ready: { kind: 'worker-alive', worker: 1, sign: 'ready', atMs: NOW },
  pong: { kind: 'worker-alive', worker: 1, sign: 'pong', atMs: NOW },
  'ready, of a worker before': { kind: 'worker-alive', worker: 0, sign: 'ready', atMs: NOW },
  closed: { kind: 'worker-closed', worker: 1, atMs: NOW },
  'closed, of a worker before': { kind: 'worker-closed', worker: 0, atMs: NOW },
  gap: { kind: 'worker-gap', worker: 1, stream: 2, atMs: NOW },
  stale: { kind: 'worker-stale', worker: 1, atMs: NOW },
  'stale, of a worker before': { kind: 'worker-stale', worker: 0, atMs: NOW },
  'time, early': { kind: 'time', atMs: NOW + 999 },
  'time, pinged': { kind: 'time', atMs: NOW + 1000 },
  'time, late': { kind: 'time', atMs: NOW + 15_000 },
} as const satisfies Record<string, CallEvent>;
type EventName = keyof typeof events;

const live: RingState = { kind: 'live', role: 'caller', device: 'a', sinceMs: NOW };
const answered: RingState = { kind: 'answered', device: 'a', untilMs: NOW + 30_000 };
const table: Record<WorkerName, Partial<Record<EventName, string>>> = {
  none: { 'came 1': 'starting', 'came 2': 'starting' },
  starting: {
    'came 1': 'starting, end-worker 1',
    'came 2': 'starting, end-worker 2',
    ready: 'alive 1, ping-worker 1',
    closed: 'starting, raises worker-lost',
    gap: 'starting, ask-key-frame',
    stale: 'starting, raises keys-wanted',
    'time, late': 'starting, raises worker-lost',
  },
  alive: {
    'came 1': 'alive 0, end-worker 1',
    'came 2': 'alive 0, end-worker 2',
    ready: 'alive 0',
    pong: 'alive 0',
    closed: 'alive 0, raises worker-lost',
    gap: 'alive 0, ask-key-frame',
    stale: 'alive 0, raises keys-wanted',
    'time, pinged': 'alive 1, ping-worker 1',
    'time, late': 'alive 1, ping-worker 1', // a machine that slept has killed nobody
  },
  silent: {
    'came 1': 'alive 3, end-worker 1',
    'came 2': 'alive 3, end-worker 2',
    ready: 'alive 0',
    pong: 'alive 0',
    closed: 'alive 3, raises worker-lost',
    gap: 'alive 3, ask-key-frame',
    stale: 'alive 3, raises keys-wanted',
    'time, pinged': 'alive 3, raises worker-lost',
    'time, late': 'alive 3, raises worker-lost',
  },
  gone: { 'came 1': 'gone, end-worker 1', 'came 2': 'gone, end-worker 2' },
};

function say(effect: Effect): string {
  return 'worker' in effect ? `${effect.kind} ${String(effect.worker)}` : effect.kind;
}

function shown(step: Step<PageState> | undefined): string | undefined {
  if (step === undefined) return undefined;
  const { worker } = step.next;
  const kind = worker.kind === 'alive' ? `alive ${String(worker.unanswered)}` : worker.kind;
  const raised = (step.raised ?? []).map((event) => `raises ${event.kind === 'fault' ? event.reason : event.kind}`);
  return [kind, ...step.effects.map(say), ...raised].join(', ');
}

const pageOf = (worker: WorkerState): PageState => ({ ...NO_PAGE, kind: 'described', nr: 1, isOpen: true, worker });
function take(page: PageState, event: CallEvent, ring: RingState = live): Step<PageState> | undefined {
  const call = { ...FRESH, ring, page };
  return stepPage(page, event, { before: call, now: call });
}

const cells = Object.keys(workers).flatMap((worker) =>
  Object.keys(events).map((event) => [worker as WorkerName, event as EventName] as const),
);

describe('the sealing worker, state by event', () => {
  it.each(cells)('%s × %s', (worker, event) => {
    expect(shown(take(pageOf(workers[worker]), events[event]))).toBe(table[worker][event]);
  });
});

test('a worker that never answers is pinged three times, and is dead a second after the third', () => {
  let page = take(NO_PAGE, events['came 1'])?.next ?? NO_PAGE;
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

test('each ping has a number of its own', () => {
  const first = take(pageOf(workers.starting), events.ready);
  const second = take(first?.next ?? NO_PAGE, events['time, pinged']);
  expect([first, second].flatMap((step) => step?.effects)).toEqual([
    { kind: 'ping-worker', worker: 1, id: 0 },
    { kind: 'ping-worker', worker: 1, id: 1 },
  ]);
});

test('a worker that comes while no frame may pass is told so before it gets any key', () => {
  for (const why of [{ isHeld: true }, { isInterrupted: true }]) {
    expect(take({ ...pageOf(workers.none), ...why }, events['came 1'])?.effects).toEqual([
      { kind: 'still-worker', worker: 1, isStill: true },
    ]);
  }
});

test('the peer is asked for nothing on a worker’s word before keys are agreed on', () => {
  expect(take(pageOf(workers.alive), events.gap, answered)).toBeUndefined();
  expect(take(pageOf(workers.alive), events.stale, answered)).toBeUndefined();
});

test('an event of a worker that is none is the bug that it is', () => {
  const nonsense = { kind: 'nonsense', worker: 1, atMs: NOW } as unknown as Parameters<typeof stepWorker>[1];
  expect(() => stepWorker(pageOf(workers.alive), nonsense, true)).toThrow('unreachable');
});
