import { describe, expect, it } from 'vitest';
import { isSpeech } from '../../../src/renderer/ui/stage/MutedNotice.tsx';

const second = (...loud: readonly number[]): readonly number[] =>
  Array.from({ length: 10 }, (_level, at) => (loud.includes(at) ? 0.1 : 0.004));

describe('noticing speech while muted', () => {
  it('a second that is loud for half of its time counts as speech', () => {
    expect(isSpeech(second(0, 1, 2, 5, 6))).toBe(true);
  });

  it.each([
    ['a cough', second(3, 4)],
    ['a keyboard', second(1, 4, 7, 9)],
    ['a room with a fan', second()],
    ['less than half a second', [0.1, 0.1, 0.1, 0.1]],
    ['a second of silence after speech', [...second(0, 1, 2, 3, 4, 5, 6, 7), ...second()]],
  ])('%s does not count as speech', (_what, levels) => {
    expect(isSpeech(levels)).toBe(false);
  });
});
