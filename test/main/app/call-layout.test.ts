// Where the stage lies over the security page. The style sheets use the same numbers.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { BAR_HEIGHT, LEAST_HEAD, NARROW_BELOW, PANEL_WIDTH } from '../../../src/contract/call-layout.ts';
import { stageBounds } from '../../../src/main/app/call-layout.ts';

const wide = { width: 960, height: 640 };
const narrow = { width: NARROW_BELOW - 1, height: 640 };
const layout = { head: 60, full: false, side: 'none', zoom: 1 } as const;

test('the stage fills the window below the head, and leaves the open security panel its width', () => {
  expect(stageBounds(wide, layout)).toEqual({ x: 0, y: 60, width: 960, height: 580 });
  expect(stageBounds(wide, { ...layout, side: 'text' })).toEqual({ x: 0, y: 60, width: 960, height: 580 });
  expect(stageBounds(wide, { ...layout, side: 'security' })).toEqual({
    x: 0,
    y: 60,
    width: 960 - PANEL_WIDTH,
    height: 580,
  });
});

test('the security panel replaces the stage in a narrow window, except for the bar at the bottom', () => {
  expect(stageBounds(narrow, { ...layout, side: 'security' })).toEqual({
    x: 0,
    y: 640 - BAR_HEIGHT,
    width: narrow.width,
    height: BAR_HEIGHT,
  });
  expect(stageBounds(narrow, layout)).toEqual({ x: 0, y: 60, width: narrow.width, height: 580 });
});

test('the stage is hidden while the security page fills the window', () => {
  expect(stageBounds(wide, { ...layout, full: true })).toBeUndefined();
});

test('the stage begins below the minimum height of a head, even if the page reports a lower head', () => {
  expect(stageBounds(wide, { ...layout, head: 0 })?.y).toBe(LEAST_HEAD);
});

test('in an enlarged page the bar and the security panel grow with the zoom, and the window counts as narrow sooner', () => {
  const enlarged = { ...layout, side: 'security', zoom: 1.25 } as const;
  expect(stageBounds(wide, enlarged)).toEqual({ x: 0, y: 75, width: 960 - 1.25 * PANEL_WIDTH, height: 565 });
  expect(stageBounds({ ...wide, width: 1.25 * NARROW_BELOW - 1 }, enlarged)?.height).toBe(1.25 * BAR_HEIGHT);
});

test('the stage has a height of 0 if the head fills the window, with and without the security panel', () => {
  expect(stageBounds({ width: 320, height: 40 }, { ...layout, head: 400 })?.height).toBe(0);
  // The bar, which is part of the stage, does not cover the head either.
  expect(stageBounds({ width: 320, height: 40 }, { ...layout, side: 'security' })?.height).toBe(0);
});

test('the style sheets use the contract’s panel width, bar height and limit of a narrow window', () => {
  const styles = (file: string): string =>
    readFileSync(path.join(import.meta.dirname, '../../../src/renderer/ui', file), 'utf8');
  const isNarrow = `@container page (width < ${NARROW_BELOW}px)`;
  expect(styles('call/panel.module.css')).toContain(`  width: ${PANEL_WIDTH}px;`);
  for (const file of ['call/panel.module.css', 'security/security.module.css', 'stage/stage-page.module.css']) {
    expect(styles(file), file).toContain(isNarrow);
  }
  expect(styles('security/security.module.css')).toContain(`    margin-bottom: ${BAR_HEIGHT}px;`);
  expect(styles('stage/stage-page.module.css')).toContain(`minmax(0, 1fr) ${BAR_HEIGHT}px`);
});
