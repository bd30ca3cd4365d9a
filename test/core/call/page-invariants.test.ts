// Random lives of a call whose pages and workers start, end and are replaced while the peer reopens the call. The
// invariants hold whatever happens, in any order.
import type { Bare } from './bare.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import { isOnHold } from '../../../src/core/call/media-state.ts';
import { workerOf } from '../../../src/core/call/page-state.ts';
import { isSecured } from '../../../src/core/call/ring-state.ts';
import { type CallState, FRESH } from '../../../src/core/call/state.ts';
import { transition } from '../../../src/core/call/transition.ts';
import { placed } from './placed.ts';

const description = { sdp: 'sdp', fingerprint: 'sha-256 AA' };
// Main numbers the workers in order. The events below give a worker by its distance from the newest.
const NEWEST = 0;
const BEFORE = -1;
const bare: readonly Bare[] = [
  { kind: 'answered', device: 'a' },
  { kind: 'described' },
  { kind: 'ready' },
  { kind: 'connected' },
  { kind: 'disconnected' },
  { kind: 'network', change: 'lost', addresses: [] },
  { kind: 'time' },
  { kind: 'switched', change: { hold: true } },
  { kind: 'switched', change: { hold: false } },
  { kind: 'page-lost' },
  { kind: 'page-begun' },
  { kind: 'page-described', description },
  { kind: 'peer-described', description: { type: 'offer', ...description } },
  ...[1, 2, 3, 4, 5].flatMap((nr): readonly Bare[] => [
    { kind: 'peer-reopens', message: { kind: 'reopen', type: 'offer', nr, ...description } },
    { kind: 'peer-reopens', message: { kind: 'reopen', type: 'answer', nr, ...description } },
  ]),
  { kind: 'worker-came', worker: NEWEST },
  ...[NEWEST, BEFORE].flatMap((worker): readonly Bare[] => [
    { kind: 'worker-alive', worker, sign: 'ready' },
    { kind: 'worker-alive', worker, sign: 'pong' },
    { kind: 'worker-gap', worker, stream: 1 },
    { kind: 'worker-stale', worker },
  ]),
];
const START = placed(['a']);
const AGREED: readonly Bare[] = [
  { kind: 'answered', device: 'a' },
  { kind: 'page-begun' },
  { kind: 'page-described', description },
  { kind: 'described' },
  { kind: 'ready' },
  { kind: 'connected' },
];
const life = fc.tuple(
  fc.constantFrom(START, [...START, ...AGREED]),
  fc.array(fc.tuple(fc.constantFrom(...bare), fc.integer({ min: 0, max: 3000 })), { minLength: 1, maxLength: 60 }),
);

interface Step {
  readonly atMs: number;
  readonly before: CallState;
  readonly after: CallState;
  readonly effects: readonly Effect[];
}

function live([start, events]: readonly [readonly Bare[], readonly (readonly [Bare, number])[]]): readonly Step[] {
  let call: CallState = FRESH;
  let atMs = 1_000_000;
  let came = 0;
  return [...start.map((each) => [each, 0] as const), ...events].map(([each, passedMs]) => {
    atMs += passedMs;
    const before = call;
    if (each.kind === 'worker-came') came++;
    const event = { ...each, ...('worker' in each ? { worker: came + each.worker } : {}), atMs } as CallEvent;
    const { call: after, effects } = transition(before, event);
    call = after;
    return { atMs, before, after, effects };
  });
}

const check = (property: (steps: readonly Step[]) => void): void =>
  fc.assert(
    fc.property(life, (drawn) => property(live(drawn))),
    { numRuns: 3000 },
  );

it('the pages of a call are numbered in order, and each opens only after the worker of the previous page was released', () => {
  check((steps) => {
    const opened: (readonly [number, boolean])[] = [];
    for (const { before, effects } of steps) {
      let worker = workerOf(before.page)?.worker;
      for (const effect of effects) {
        if (effect.kind === 'end-worker' && effect.worker === worker) worker = undefined;
        if (effect.kind === 'open-page') opened.push([effect.nr, worker === undefined]);
      }
    }
    expect(opened).toEqual(opened.map((_, at) => [at + 1, true]));
  });
});

it('each worker is attached once, after the previous worker was released, and only the attached worker is pinged', () => {
  check((steps) => {
    let attached: number | undefined;
    let newest = 0;
    const wrong: Effect[] = [];
    for (const { before, after, effects } of steps) {
      for (const effect of effects) {
        if (effect.kind === 'ping-worker' && effect.worker !== attached) wrong.push(effect);
        if (effect.kind === 'end-worker' && effect.worker === attached) attached = undefined;
      }
      const worker = workerOf(after.page)?.worker;
      if (worker === undefined || worker === workerOf(before.page)?.worker) continue;
      expect([attached, worker > newest]).toEqual([undefined, true]);
      attached = newest = worker;
    }
    expect(wrong).toEqual([]);
  });
});

it('no frame passes a worker while the call is held or reconnecting', () => {
  let held = 0;
  check((steps) => {
    let isStill = false;
    const passing: Step[] = [];
    for (const step of steps) {
      const { media, page, ring } = step.after;
      for (const effect of step.effects) {
        if (effect.kind === 'open-page') isStill = false; // the worker receives its state when it starts
        if (effect.kind === 'still-worker') ({ isStill } = effect);
      }
      const mustBeStill = isOnHold(media) || ring.kind === 'reconnecting';
      if (workerOf(page) !== undefined && mustBeStill && !isStill) passing.push(step);
      if (workerOf(page) !== undefined && isOnHold(media)) held++;
    }
    expect(passing).toEqual([]);
  });
  expect(held).toBeGreaterThan(100); // the random lives had workers in held calls
});

it('no `reopen` is sent before READY or CONFIRM, and afterwards at most three pages are opened in a minute', () => {
  check((steps) => {
    const early = steps.filter(
      ({ before, effects }) => effects.some(({ kind }) => kind === 'send-reopen') && !isSecured(before.ring),
    );
    const anewAtMs = steps.flatMap(({ after, atMs, effects }) =>
      effects.some(({ kind }) => kind === 'open-page') && isSecured(after.ring) ? [atMs] : [],
    );
    const tooSoon = anewAtMs.filter((atMs, at) => atMs - (anewAtMs[at - 3] ?? Number.NEGATIVE_INFINITY) < 60_000);
    expect([early, tooSoon]).toEqual([[], []]);
  });
});
