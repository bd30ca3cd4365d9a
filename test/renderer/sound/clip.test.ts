// A recording of a few seconds: it is delivered at its full length, is not delivered if it is stopped early, and is
// played to its end. Also the level of a microphone.
import { beforeEach, expect, it, vi } from 'vitest';
import { playClip, recordClip } from '../../../src/renderer/sound/clip.ts';
import { type Heard, watchLevel } from '../../../src/renderer/sound/level.ts';

const RATE_HZ = 100;
let push: (value: number) => void;
let stopped: number;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Ten samples of `value`, as the engine delivers them. */
const data = (value: number) => ({
  numberOfFrames: 10,
  sampleRate: RATE_HZ,
  copyTo: (samples: Float32Array) => void samples.fill(value),
  close: () => undefined,
});
const track = { clone: () => ({ stop: () => void stopped++ }) } as unknown as MediaStreamTrack;

beforeEach(() => {
  stopped = 0;
  vi.stubGlobal(
    'MediaStreamTrackProcessor',
    class {
      readonly readable = new ReadableStream({
        start: (controller) => {
          push = (value) => controller.enqueue(data(value));
        },
      });
    },
  );
});

it('a recording is delivered once, at its full length, and the microphone is released', async () => {
  const clips: Heard[] = [];
  recordClip(track, 0.25, (clip) => clips.push(clip));
  for (const value of [1, 2, 3, 4]) push(value);
  await settle();
  expect(clips.map(({ rateHz, samples }) => [rateHz, [...samples]])).toEqual([
    [RATE_HZ, [...Array<number>(10).fill(1), ...Array<number>(10).fill(2), ...Array<number>(5).fill(3)]],
  ]);
  expect(stopped).toBe(1);
});

it('a recording that is stopped early is not delivered, and the microphone is released', async () => {
  const clips: Heard[] = [];
  const stop = recordClip(track, 0.25, (clip) => clips.push(clip));
  push(1);
  await settle();
  stop();
  expect([clips, stopped]).toEqual([[], 1]);
});

it('the level of a microphone is reported every tenth of a second: the value of constant samples, and 0 for silence', async () => {
  const levels: number[] = [];
  watchLevel(track, (level) => levels.push(level));
  push(0.5);
  push(0);
  await settle();
  expect(levels).toEqual([0.5, 0]);
});

it('a recording is played to its end on the system’s loudspeaker if the loudspeakers cannot be listed', async () => {
  const sinks: string[] = [];
  const sources: EventTarget[] = [];
  vi.stubGlobal(
    'AudioContext',
    class {
      readonly state = 'running';
      readonly destination = {};
      setSinkId = (sink: string): Promise<void> => Promise.resolve(void sinks.push(sink));
      createBuffer = (): object => ({ copyToChannel: () => undefined });
      close = (): Promise<void> => Promise.resolve();
    },
  );
  vi.stubGlobal(
    'AudioBufferSourceNode',
    class extends EventTarget {
      connect = (): void => undefined;
      start = (): void => void sources.push(this);
    },
  );
  let ends = 0;
  let elsewhere = 0;
  const place = { kind: 'one', speaker: 'Desk', others: [] } as const;
  const list = { sinksOf: () => Promise.reject(new Error('not allowed')) };
  playClip(
    { rateHz: RATE_HZ, samples: new Float32Array(10) },
    place,
    list,
    () => void ends++,
    () => void elsewhere++,
  );
  await settle();
  sources[0]?.dispatchEvent(new Event('ended'));
  expect([sinks, elsewhere, ends]).toEqual([[''], 1, 1]);
});
