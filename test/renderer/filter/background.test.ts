// How the background filter decides which pixels to hide, and when a machine is too slow for it. The model itself runs
// in background.spec.ts.
import { expect, test } from 'vitest';
import { shownOf } from '../../../src/renderer/filter/compositor.ts';
import { PaceWatch } from '../../../src/renderer/filter/pace-watch.ts';
import { loadSegmenter } from '../../../src/renderer/filter/segmenter.ts';

/** The verdicts of `PaceWatch` on pictures that come at a rate of `aSecond` per second, each of which took `tookMs`. */
function verdicts(
  seconds: number,
  aSecond: number,
  tookMs: number,
  watch = new PaceWatch(),
  fromMs = 0,
): readonly boolean[] {
  return Array.from({ length: seconds * aSecond }, (_picture, at) =>
    watch.isTooSlow(fromMs + tookMs + (at * 1000) / aSecond, tookMs),
  );
}

test('the mask hides what is likely the room, shows what is likely the person, and blends in between', () => {
  expect([shownOf(0), shownOf(0.3), shownOf(0.8), shownOf(1)]).toEqual([0, 0, 1, 1]);
  const between = [0.4, 0.5, 0.6, 0.7].map(shownOf);
  expect(between).toEqual(between.toSorted((a, b) => a - b));
  expect(between.every((part) => part > 0 && part < 1)).toBe(true);
});

test('a busy machine that makes fewer than ten pictures a second is too slow after five seconds, and not before', () => {
  const said = verdicts(8, 8, 124);
  expect(said.slice(0, 40)).not.toContain(true);
  expect(said.slice(40)).not.toContain(false);
});

test('a machine that is always busy but makes enough pictures is not too slow', () => {
  expect(verdicts(20, 12, 83)).not.toContain(true);
});

test('a camera that gives few pictures in the dark does not count as a slow machine', () => {
  expect(verdicts(20, 5, 40)).not.toContain(true);
});

test('two seconds in which other programs slow the machine down do not make it count as too slow', () => {
  const watch = new PaceWatch();
  const said = [
    ...verdicts(6, 25, 20, watch),
    ...verdicts(2, 2, 480, watch, 6000),
    ...verdicts(6, 25, 20, watch, 8000),
  ];
  expect(said).not.toContain(true);
});

/** A model of two pixels whose runs return these codes, 0 for success. Its output is 0.5 and no run changes it. */
const played = (...ends: readonly number[]) => {
  const memory = new ArrayBuffer(64);
  const left = [...ends];
  return () =>
    Promise.resolve({
      HEAPU8: new Uint8Array(memory),
      HEAPF32: new Float32Array(memory).fill(0.5),
      _getModelBufferMemoryOffset: () => 0,
      _loadModel: () => 0,
      _getInputMemoryOffset: () => 0,
      _getInputWidth: () => 2,
      _getInputHeight: () => 1,
      _getOutputMemoryOffset: () => 32,
      _runInference: () => left.shift() ?? 0,
    });
};

test('a failed run of the model gives no mask, instead of the mask of the previous picture', async () => {
  const none = new Uint8Array(0);
  const { segment } = await loadSegmenter(played(0, 1), none, none);
  const pixels = new Uint8ClampedArray(8);
  expect([...segment(pixels)]).toEqual([0.5, 0.5]);
  expect(() => segment(pixels)).toThrow('no mask');
});
