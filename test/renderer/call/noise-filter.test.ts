// The page's side of the microphone's noise filter: when the unfiltered sound is sent instead. Engine and worker are
// faked.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMicrophone } from '../../../src/renderer/call/microphone.ts';

vi.mock('../../../src/renderer/filter/noise.worker.ts?worker&url', () => ({ default: '/assets/noise.worker-x.js' }));

class PlayedWorker {
  static readonly all: PlayedWorker[] = [];
  readonly said: unknown[] = [];
  isOver = false;
  readonly listeners = new Map<string, (event: { readonly data?: unknown }) => void>();
  constructor() {
    PlayedWorker.all.push(this);
  }
  postMessage(data: unknown): void {
    this.said.push(data);
  }
  terminate(): void {
    this.isOver = true;
  }
  addEventListener(kind: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.listeners.set(kind, listener);
  }
  tells(data: unknown): void {
    this.listeners.get('message')?.({ data });
  }
  breaks(): void {
    this.listeners.get('error')?.({});
  }
}

const stopped: string[] = [];
const played = (id: string) => ({
  id,
  label: 'Desk',
  muted: false,
  enabled: true,
  readyState: 'live',
  stop: () => void stopped.push(id),
});
const strong = { echoCancellation: true, noiseSuppression: 'strong', autoGainControl: true } as const;
let raw = played('raw');
let told = 0;
const microphone = () =>
  createMicrophone({ openMicrophone: () => Promise.resolve(raw as unknown as MediaStreamTrack) }, () => void told++);

beforeEach(() => {
  vi.useFakeTimers();
  PlayedWorker.all.length = 0;
  stopped.length = 0;
  told = 0;
  raw = played('raw');
  vi.stubGlobal('Worker', PlayedWorker);
  vi.stubGlobal(
    'MediaStreamTrackProcessor',
    class {
      readable = {};
    },
  );
  vi.stubGlobal(
    'MediaStreamTrackGenerator',
    class {
      writable = {};
      id = 'filtered';
      stop = () => void stopped.push('filtered');
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('only strong suppression starts the filter’s worker, and the filtered track has the name of the microphone', async () => {
  const one = microphone();
  for (const noiseSuppression of ['off', 'engine'] as const) {
    expect((await one.open([], { ...strong, noiseSuppression })).track?.id).toBe('raw');
  }
  expect(PlayedWorker.all).toHaveLength(0);
  const { name, track } = await one.open([], strong);
  expect([track?.id, name]).toEqual(['filtered', 'Desk']);
});

test('opening a microphone again ends the previous filter, and the end of a call ends the last filter', async () => {
  const one = microphone();
  await one.open([], strong);
  await one.open([], strong);
  expect(PlayedWorker.all.map(({ isOver }) => isOver)).toEqual([true, false]);
  one.end();
  expect(PlayedWorker.all.map(({ isOver }) => isOver)).toEqual([true, true]);
  expect(stopped).not.toContain('raw'); // only the code for devices may stop the raw track
  vi.advanceTimersByTime(60_000);
  expect(told).toBe(0);
});

test.each([
  ['stops', 'failed', (worker: PlayedWorker) => worker.tells({ kind: 'lost', cause: 'failed' })],
  ['is too slow', 'slow', (worker: PlayedWorker) => worker.tells({ kind: 'lost', cause: 'slow' })],
  ['does not load', 'failed', (worker: PlayedWorker) => worker.breaks()],
  ['hangs', 'failed', () => void vi.advanceTimersByTime(12_000)],
])(
  'the microphone’s own sound is sent, and the loss is reported, when the filter %s',
  async (_what, cause, happens) => {
    const one = microphone();
    await one.open([], strong);
    const [worker] = PlayedWorker.all;
    if (worker === undefined) throw new Error('no worker');
    happens(worker);
    expect([one.sound().track?.id, one.sound().noiseLoss, told]).toEqual(['raw', cause, 1]);
    expect(worker.isOver).toBe(true);
    expect((await one.open([], strong)).noiseLoss).toBeUndefined(); // a new filter is tried
  },
);

test('a filter that returns no sound is ended unless the microphone is muted, and a filter that returns sound is kept', async () => {
  const one = microphone();
  await one.open([], strong);
  const [worker] = PlayedWorker.all;
  for (let second = 1; second <= 30; second++) {
    vi.advanceTimersByTime(1000);
    worker?.tells({ kind: 'pong', given: second * 100 });
  }
  raw.muted = true; // muted by the system, so there is nothing to filter
  for (let second = 1; second <= 30; second++) {
    vi.advanceTimersByTime(1000);
    worker?.tells({ kind: 'pong', given: 3000 });
  }
  expect(told).toBe(0);
  raw.muted = false;
  for (let second = 1; second <= 6; second++) {
    vi.advanceTimersByTime(1000);
    worker?.tells({ kind: 'pong', given: 3000 });
  }
  expect([one.sound().noiseLoss, told, worker?.isOver]).toEqual(['failed', 1, true]);
});

test('if the engine has no interface for the filter, the microphone’s own sound is sent, and the loss is reported', async () => {
  vi.stubGlobal('MediaStreamTrackGenerator', undefined);
  const { noiseLoss, track } = await microphone().open([], strong);
  expect([track?.id, noiseLoss]).toEqual(['raw', 'failed']);
});

test('a filter’s worker that no longer answers is reported, even while the engine reports the microphone as muted', async () => {
  const one = microphone();
  await one.open([], strong);
  PlayedWorker.all[0]?.tells({ kind: 'pong', given: 1 });
  raw.muted = true;
  vi.advanceTimersByTime(6000);
  expect(told).toBe(1);
});

test.each([
  [
    'refuses a device whose track has just ended',
    () =>
      vi.stubGlobal('MediaStreamTrackProcessor', function refuses() {
        throw new TypeError('ended');
      }),
  ],
  [
    'does not start the worker',
    () =>
      vi.stubGlobal('Worker', function refuses() {
        throw new TypeError('not trusted');
      }),
  ],
  [
    'does not hand over the streams',
    () =>
      vi.spyOn(PlayedWorker.prototype, 'postMessage').mockImplementationOnce(() => {
        throw new TypeError('locked');
      }),
  ],
])('if the engine %s, the microphone’s own sound is sent and nothing is left running', async (_what, refuse) => {
  refuse();
  const { noiseLoss, track } = await microphone().open([], strong);
  expect([track?.id, noiseLoss, stopped]).toEqual(['raw', 'failed', ['filtered']]);
  expect(PlayedWorker.all.every(({ isOver }) => isOver)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
