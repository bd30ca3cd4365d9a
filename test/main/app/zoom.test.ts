import { describe, expect, it } from 'vitest';
import { zoomAfter } from '../../../src/main/app/zoom.ts';

const key = (text: string, change: object = {}) => ({
  type: 'keyDown' as const,
  key: text,
  control: true,
  meta: false,
  alt: false,
  ...change,
});

describe('zoom by keyboard', () => {
  it('grows, shrinks and goes back', () => {
    expect([zoomAfter(key('+'), 1), zoomAfter(key('='), 1), zoomAfter(key('-'), 1), zoomAfter(key('0'), 3)]).toEqual([
      2, 2, 0, 0,
    ]);
  });
  it('stops where nothing could be read any more', () => {
    expect([zoomAfter(key('+'), 6), zoomAfter(key('-'), -3)]).toEqual([6, -3]);
  });
  it.each([
    key('+', { control: false }),
    key('+', { alt: true }),
    key('+', { meta: true }),
    key('+', { type: 'keyUp' }),
    key('a'),
  ])('leaves other keys to the page: %o', (input) => {
    expect(zoomAfter(input, 0)).toBeUndefined();
  });
});
