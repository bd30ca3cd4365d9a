import { expect, it } from 'vitest';
import { spokenSeconds } from '../../../src/renderer/state/spoken-seconds.ts';

it('the time left is announced at 60, 30 and 10 seconds, and not every second', () => {
  const heard = Array.from({ length: 181 }, (_, at) => spokenSeconds((180 - at) * 1000));
  const changes = heard.filter((seconds, at) => at === 0 || seconds !== heard[at - 1]);
  expect(changes).toEqual([undefined, 60, 30, 10, undefined]);
});
