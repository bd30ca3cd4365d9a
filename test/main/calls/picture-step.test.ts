// When the picture gives way to the sound, and when it comes back: no single bad second takes it, and no line makes it flicker.
import { expect, test } from 'vitest';
import type { PictureStep } from '../../../src/contract/media.ts';
import { FULL_PICTURE, type Measured, nextPicture, type PictureState } from '../../../src/main/calls/picture-step.ts';

const good = { roundTripMs: 80, lostThere: 0, availableKbps: 2000 };
const narrow = { ...good, availableKbps: 60 };
const after = (from: PictureState, seconds: number, line: Measured): PictureState =>
  Array.from({ length: seconds }).reduce<PictureState>((state) => nextPicture(state, line), from);

test('two thin seconds change nothing, three take a step, nine all of them', () => {
  const steps = [2, 3, 6, 9, 60].map((seconds) => after(FULL_PICTURE, seconds, narrow).step);
  expect(steps).toEqual(['full', 'half', 'quarter', 'paused', 'paused']);
});

test('a good second between begins the count anew', () => {
  let state = FULL_PICTURE;
  for (let i = 0; i < 20; i++) state = nextPicture(after(state, 2, narrow), good);
  expect(state.step).toBe('full');
});

test('a queue that grows counts, a long way that is long from the beginning does not', () => {
  expect(after(FULL_PICTURE, 60, { ...good, roundTripMs: 700 }).step).toBe('full');
  expect(after(nextPicture(FULL_PICTURE, good), 9, { ...good, roundTripMs: 700 }).step).toBe('paused');
});

test('loss alone makes the picture small, and does not take it away', () => {
  expect(after(FULL_PICTURE, 60, { ...good, lostThere: 20 }).step).toBe('quarter');
});

test('a line that is good again brings it back step by step', () => {
  const paused = after(FULL_PICTURE, 9, narrow);
  // Without a picture the engine’s estimate stays where it was.
  expect(after(paused, 14, narrow).step).toBe('paused');
  const back = after(paused, 15, narrow);
  expect(back.step).toBe('quarter');
  expect([15, 30].map((seconds) => after(back, seconds, good).step)).toEqual(['half', 'full']);
});

test('a line that carries no picture at all is tried ever more rarely, and never more than thrice in two minutes', () => {
  let state = FULL_PICTURE;
  const shown: PictureStep[] = [];
  for (let second = 0; second < 3600; second++) {
    state = nextPicture(state, narrow);
    shown.push(state.step);
  }
  const trials = shown.filter((step, i) => step === 'quarter' && shown[i - 1] === 'paused').length;
  expect(trials).toBeLessThan(3600 / 120 + 4);
  expect(shown.filter((step) => step === 'paused').length).toBeGreaterThan(3400);
});
