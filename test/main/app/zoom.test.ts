import { describe, expect, it } from 'vitest';
import { createZoom, zoomAfter } from '../../../src/main/app/zoom.ts';

const key = (text: string, change: object = {}) => ({
  type: 'keyDown' as const,
  key: text,
  control: true,
  meta: false,
  alt: false,
  ...change,
});

describe('zoom by keyboard', () => {
  it('zoom keys enlarge, reduce and reset the zoom', () => {
    expect([zoomAfter(key('+'), 1), zoomAfter(key('='), 1), zoomAfter(key('-'), 1), zoomAfter(key('0'), 3)]).toEqual([
      2, 2, 0, 0,
    ]);
  });
  it('zoom stops at its limits', () => {
    expect([zoomAfter(key('+'), 6), zoomAfter(key('-'), -3)]).toEqual([6, -3]);
  });
  it.each([
    key('+', { control: false }),
    key('+', { alt: true }),
    key('+', { meta: true }),
    key('+', { type: 'keyUp' }),
    key('a'),
  ])('zoom leaves other keys to the page: %o', (input) => {
    expect(zoomAfter(input, 0)).toBeUndefined();
  });
});

describe('the zoom of all pages', () => {
  const page = (level: number) => ({
    level,
    getZoomLevel(): number {
      return this.level;
    },
    setZoomLevel(next: number): void {
      this.level = next;
    },
  });

  it('the first page that loads defines the zoom of later pages', () => {
    const zoom = createZoom();
    const [first, second] = [page(2), page(0)];
    zoom.loaded(first);
    zoom.loaded(second);
    expect([first.level, second.level]).toEqual([2, 2]);
  });

  it('the person’s last choice defines the zoom of later pages', () => {
    const zoom = createZoom();
    zoom.loaded(page(2));
    zoom.to(-1);
    const next = page(2);
    zoom.loaded(next);
    expect(next.level).toBe(-1);
  });
});
