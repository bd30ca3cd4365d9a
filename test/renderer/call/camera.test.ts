// The camera with a chosen background: when the filter runs, and that the real room is never shown if the filter stops.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCamera } from '../../../src/renderer/call/camera.ts';

const workers: { isOver: boolean; how: unknown; readonly tells: (data: unknown) => void }[] = [];
const closed: string[] = [];
let lost = 0;
const raw = { kind: 'video', id: 'raw', muted: false, enabled: true, readyState: 'live' };

function camera() {
  const devices = {
    openCamera: () => Promise.resolve(raw as unknown as MediaStreamTrack),
    closeCamera: () => void closed.push('camera'),
  };
  return createCamera(devices, () => void lost++);
}

beforeEach(() => {
  vi.useFakeTimers();
  [workers.length, closed.length, lost] = [0, 0, 0];
  vi.stubGlobal(
    'Worker',
    class {
      readonly #listeners = new Map<string, (event: unknown) => void>();
      readonly #own = {
        isOver: false,
        how: undefined as unknown,
        tells: (data: unknown) => this.#listeners.get('message')?.({ data }),
      };
      constructor() {
        workers.push(this.#own);
      }
      addEventListener(kind: string, listener: (event: unknown) => void): void {
        this.#listeners.set(kind, listener);
      }
      postMessage(data: unknown): void {
        if (typeof data === 'object' && data !== null && 'how' in data) this.#own.how = data.how;
      }
      terminate(): void {
        this.#own.isOver = true;
      }
    },
  );
  vi.stubGlobal(
    'MediaStreamTrackProcessor',
    class {
      readonly readable = {};
    },
  );
  vi.stubGlobal(
    'MediaStreamTrackGenerator',
    class {
      readonly writable = {};
      readonly id = 'filtered';
      readonly stop = (): void => undefined;
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the real room needs no worker, and every other background is made by a worker', async () => {
  const one = camera();
  expect((await one.open([], 'off'))?.id).toBe('raw');
  expect(workers).toHaveLength(0);
  expect((await one.open([], 'blurred'))?.id).toBe('filtered');
  expect((await one.open([], 'still'))?.id).toBe('filtered');
  expect(workers.map(({ how, isOver }) => [how, isOver])).toEqual([
    ['blurred', true],
    ['still', false],
  ]);
  one.close();
  expect(workers.every(({ isOver }) => isOver)).toBe(true);
});

test.each(['slow', 'failed'])(
  'if the background filter stops (%s), the camera is closed, and the loss is reported',
  async (cause) => {
    const one = camera();
    await one.open([], 'blurred');
    workers[0]?.tells({ kind: 'lost', cause });
    expect([closed, lost, workers[0]?.isOver]).toEqual([['camera'], 1, true]);
  },
);

test('if the engine has no interface for the background filter, the camera is closed, and the loss is reported', async () => {
  vi.stubGlobal('MediaStreamTrackProcessor', undefined);
  expect(await camera().open([], 'still')).toBeUndefined();
  expect([closed, lost]).toEqual([['camera'], 1]);
});

test('a camera whose track has ended before the filter starts is closed, and the loss is reported', async () => {
  vi.stubGlobal('MediaStreamTrackProcessor', function refuses() {
    throw new TypeError('ended');
  });
  expect(await camera().open([], 'still')).toBeUndefined();
  expect([closed, lost]).toEqual([['camera'], 1]);
});
