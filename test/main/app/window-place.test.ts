import { describe, expect, it } from 'vitest';
import { placeNextTo } from '../../../src/main/app/window-place.ts';

const size = { width: 960, height: 640 };
const BAR = 80; // the height at the foot of the first window that must stay free

describe('the window of a second call', () => {
  it('the window of a second call opens to the right of the first window if there is room', () => {
    const area = { x: 0, y: 0, width: 2560, height: 1400 };
    expect(placeNextTo({ x: 200, y: 300, ...size }, size, area)).toEqual({ x: 1160, y: 300 });
  });

  it('the window of a second call opens to the left of the first window if there is room only there', () => {
    const area = { x: 1920, y: 0, width: 2560, height: 1400 };
    expect(placeNextTo({ x: 3200, y: 300, ...size }, size, area)).toEqual({ x: 2240, y: 300 });
  });

  it('the window of a second call leaves the foot of the first window visible if there is no room beside that window', () => {
    const area = { x: 0, y: 24, width: 1366, height: 744 };
    const first = { x: 203, y: 120, ...size };
    const { x, y } = placeNextTo(first, size, area);
    expect(y + size.height).toBeLessThanOrEqual(first.y + first.height - BAR);
    expect(y).toBeGreaterThanOrEqual(area.y);
    expect(x + size.width).toBeLessThanOrEqual(area.x + area.width);
  });

  it('the window of a second call begins at the corner of a screen that is smaller than the window', () => {
    const area = { x: 0, y: 0, width: 800, height: 600 };
    expect(placeNextTo({ x: 0, y: 0, ...size }, size, area)).toEqual({ x: 0, y: 0 });
  });
});
