import { expect, it } from 'vitest';
import { createViewPace } from '../../../src/main/app/view-pace.ts';
import { createViewSource, type ViewParts } from '../../../src/main/app/view-source.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';

/** A view source, and the time of each of its pushes in ms since the start. */
function paced() {
  const clock = new HandClock();
  const parts = new Proxy({}, { get: () => () => undefined }) as ViewParts;
  const source = createViewSource(
    parts,
    createViewPace(clock, (run) => void clock.after(0, run)),
  );
  const startMs = clock.nowMs();
  const pushedAtMs: number[] = [];
  source.onView(() => void pushedAtMs.push(clock.nowMs() - startMs));
  return { clock, source, pushedAtMs };
}

it('a change of a view at least 50 ms after the last push is pushed in the next turn', async () => {
  const { clock, source, pushedAtMs } = paced();
  source.changed();
  await clock.advance(50);
  source.changed();
  await clock.advance(1000);
  source.changed();
  await clock.advance(1000);
  expect(pushedAtMs).toEqual([0, 50, 1050]);
});

it('a view that changes every millisecond is pushed twenty times a second, and once more after its last change', async () => {
  const { clock, source, pushedAtMs } = paced();
  for (let i = 0; i < 1000; i++) {
    source.changed();
    await clock.advance(1);
  }
  await clock.advance(1000);
  expect(pushedAtMs).toEqual(Array.from({ length: 21 }, (_, i) => i * 50));
});

it('a clock that is set back does not delay a view', async () => {
  const { clock, source, pushedAtMs } = paced();
  source.changed();
  await clock.advance(0);
  clock.sleep(-3_600_000);
  source.changed();
  await clock.advance(1);
  expect(pushedAtMs).toHaveLength(2);
});
