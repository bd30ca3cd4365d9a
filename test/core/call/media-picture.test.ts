// When the picture stops in favour of sound, and when it returns. One bad second does not stop the picture, and the
// picture does not flicker on a bad connection.
import { expect, test } from 'vitest';
import { FIRST_PICTURE, type Measured, nextPicture, type PictureState } from '../../../src/core/call/media-picture.ts';

const good = { roundTripMs: 80, lostThere: 0, availableKbps: 2000 };
const narrow = { ...good, availableKbps: 60 };
const after = (from: PictureState, seconds: number, line: Measured): PictureState =>
  Array.from({ length: seconds }).reduce<PictureState>((state) => nextPicture(state, line), from);
const FULL_PICTURE: PictureState = { ...FIRST_PICTURE, step: 'full' };

test('the picture of a new camera is sent small until the connection was measured twice, then in full', () => {
  expect([0, 1, 2, 60].map((seconds) => after(FIRST_PICTURE, seconds, good).step)).toEqual([
    'first',
    'first',
    'full',
    'full',
  ]);
});

test('on a network that is too slow from the start, the picture is never sent in full', () => {
  const steps = [1, 2, 3, 6, 9].map((seconds) => after(FIRST_PICTURE, seconds, narrow).step);
  expect(steps).toEqual(['first', 'first', 'half', 'quarter', 'paused']);
});

test('after two slow measurements and a good one, the picture of a new camera is sent in full', () => {
  expect(nextPicture(after(FIRST_PICTURE, 2, narrow), good).step).toBe('full');
});

test('three measurements of a slow network in a row reduce the picture by one step, and two do not', () => {
  const steps = [2, 3, 6, 9, 60].map((seconds) => after(FULL_PICTURE, seconds, narrow).step);
  expect(steps).toEqual(['full', 'half', 'quarter', 'paused', 'paused']);
});

test('a good measurement restarts the count of slow ones', () => {
  let state = FULL_PICTURE;
  for (let i = 0; i < 20; i++) state = nextPicture(after(state, 2, narrow), good);
  expect(state.step).toBe('full');
});

test('a round trip that becomes longer reduces the picture, and a round trip that was long from the start does not', () => {
  expect(after(FULL_PICTURE, 60, { ...good, roundTripMs: 700 }).step).toBe('full');
  expect(after(nextPicture(FULL_PICTURE, good), 9, { ...good, roundTripMs: 700 }).step).toBe('paused');
});

test('a round trip that becomes longer counts against the picture for half a minute, then as normal', () => {
  const longer = { ...good, roundTripMs: 700 };
  const moved = after(after(FULL_PICTURE, 60, good), 9, longer);
  expect(moved.step).toBe('paused');
  expect(after(moved, 20, longer).step).toBe('paused');
  expect(after(moved, 21 + 15 * 3, longer).step).toBe('full');
  expect(after(moved, 600, longer).step).toBe('full');
});

test('a long round trip that returns with the picture pauses the picture again', () => {
  let state = after(FULL_PICTURE, 60, good);
  let paused = 0;
  for (let second = 0; second < 600; second++) {
    state = nextPicture(state, { ...good, roundTripMs: state.step === 'paused' ? 80 : 700 });
    if (state.step === 'paused') paused++;
  }
  expect(paused).toBeGreaterThan(500);
});

test('each step of the picture has an exact bandwidth limit', () => {
  const half = after(FULL_PICTURE, 3, { ...good, availableKbps: 249 });
  expect([half.step, after(FULL_PICTURE, 60, { ...good, availableKbps: 250 }).step]).toEqual(['half', 'full']);
  const quarter = after(half, 3, { ...good, availableKbps: 149 });
  expect([quarter.step, after(half, 14, { ...good, availableKbps: 150 }).step]).toEqual(['quarter', 'half']);
  expect(after(quarter, 3, { ...good, availableKbps: 99 }).step).toBe('paused');
  expect(after(quarter, 14, { ...good, availableKbps: 100 }).step).toBe('quarter');
});

test('loss and delay reduce the picture from exact limits on, and the picture returns only below lower limits', () => {
  const short = nextPicture(FULL_PICTURE, good);
  const steps = (line: Partial<Measured>) => after(short, 3, { ...good, ...line }).step;
  expect([steps({ lostThere: 10 }), steps({ lostThere: 9 })]).toEqual(['half', 'full']);
  expect([steps({ roundTripMs: 480 }), steps({ roundTripMs: 479 })]).toEqual(['half', 'full']);
  const half = after(short, 3, { ...good, lostThere: 10 });
  const back = (line: Partial<Measured>) => after(half, 25, { ...good, ...line }).step;
  expect([back({ lostThere: 4 }), back({ lostThere: 5 })]).toEqual(['full', 'half']);
  expect([back({ roundTripMs: 279 }), back({ roundTripMs: 280 })]).toEqual(['full', 'half']);
});

test('a step up that lasted a minute resets the waiting time for the next step up', () => {
  const paused = after(FULL_PICTURE, 9, narrow);
  const failed = after(after(paused, 15, narrow), 3, narrow); // a step up that was tried and undone
  expect([failed.step, failed.patience]).toEqual(['paused', 30]);
  expect(after(failed, 29, good).step).toBe('paused');
  // This connection is neither bad nor good, so the step stays.
  const proven = after(after(failed, 30, good), 60, { ...good, lostThere: 7 });
  expect([proven.step, proven.patience]).toEqual(['quarter', 15]);
});

test('loss alone reduces the picture and does not pause it', () => {
  expect(after(FULL_PICTURE, 60, { ...good, lostThere: 20 }).step).toBe('quarter');
});

test('the picture returns step by step on a good connection', () => {
  const paused = after(FULL_PICTURE, 9, narrow);
  // While no picture is sent, the engine’s low estimate does not count.
  expect(after(paused, 14, narrow).step).toBe('paused');
  const back = after(paused, 15, narrow);
  expect(back.step).toBe('quarter');
  expect([15, 30].map((seconds) => after(back, seconds, good).step)).toEqual(['half', 'full']);
});

test('on a network too slow for any picture, a picture is tried fewer than 34 times in an hour', () => {
  let state = FULL_PICTURE;
  const shown: PictureState['step'][] = [];
  for (let second = 0; second < 3600; second++) {
    state = nextPicture(state, narrow);
    shown.push(state.step);
  }
  const trials = shown.filter((step, i) => step === 'quarter' && shown[i - 1] === 'paused').length;
  expect(trials).toBeLessThan(3600 / 120 + 4);
  expect(shown.filter((step) => step === 'paused').length).toBeGreaterThan(3400);
});
