import { expect, test } from 'vitest';
import { GapWatch } from '../../../src/renderer/worker/gap-watch.ts';

const key = { generation: 0, step: 0 };

/**
 * A watch with a clock that the test controls; `asked` contains the times, in ms, at which the watch requested a key
 * frame.
 */
function watch() {
  let now = 0;
  const asked: number[] = [];
  const gaps = new GapWatch(
    () => now,
    () => void asked.push(now),
  );
  return { gaps, asked, at: (ms: number) => void (now = ms) };
}

test('a stream that begins with a key frame and loses nothing requests no key frame', () => {
  const { gaps, asked, at } = watch();
  for (let n = 0; n < 300; n++) {
    at(n * 33);
    gaps.opened(key, BigInt(n), n === 0);
  }
  expect(asked).toEqual([]);
});

test('a stream that begins without a key frame requests one at once', () => {
  const { gaps, asked } = watch();
  gaps.opened(key, 0n, false);
  expect(asked).toEqual([0]);
});

test('a missing frame causes a request after 200 ms, another 300 ms later, and more at intervals that double up to 4.8 s', () => {
  const { gaps, asked, at } = watch();
  gaps.opened(key, 0n, true);
  for (let n = 2; n < 2000; n++) {
    at(n * 10);
    gaps.opened(key, BigInt(n), false);
  }
  expect(asked).toEqual([220, 520, 1120, 2320, 4720, 9520, 14320, 19120]);
});

test('a frame that arrives less than 200 ms late causes no request', () => {
  const { gaps, asked, at } = watch();
  gaps.opened(key, 0n, true);
  gaps.opened(key, 2n, false);
  at(150);
  gaps.opened(key, 1n, false);
  at(900);
  gaps.opened(key, 3n, false);
  expect(asked).toEqual([]);
});

test('a key frame ends the requests, and a request for the next gap comes at least 300 ms after the last request', () => {
  const { gaps, asked, at } = watch();
  gaps.opened(key, 0n, false); // asks at 0
  at(50);
  gaps.opened(key, 1n, true);
  gaps.opened(key, 3n, false);
  at(260);
  gaps.opened(key, 4n, false); // missing for 210 ms, but the last request was 260 ms ago
  at(310);
  gaps.opened(key, 5n, false);
  expect(asked).toEqual([0, 310]);
});

test('counting begins anew under a new key, and a late frame of the old key changes nothing', () => {
  const { gaps, asked, at } = watch();
  gaps.opened(key, 0n, true);
  gaps.opened({ generation: 0, step: 1 }, 0n, false);
  gaps.opened(key, 5n, false);
  gaps.opened({ generation: 1, step: 0 }, 0n, false);
  gaps.opened({ generation: 0, step: 9 }, 7n, false);
  at(1000);
  gaps.opened({ generation: 1, step: 0 }, 1n, false);
  expect(asked).toEqual([]);
  gaps.opened({ generation: 1, step: 1 }, 1n, false); // the frame with counter 0 never arrived
  at(1200);
  gaps.opened({ generation: 1, step: 1 }, 2n, false);
  expect(asked).toEqual([1200]);
});
