import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { View } from '../../../src/contract/view.ts';
import { createFingerprints } from '../../../src/main/app/fingerprints.ts';
import { createSlices } from '../../../src/main/time/slices.ts';
import type { ViewParts } from '../../../src/main/app/view-source.ts';
import { createViewSource } from '../../../src/main/app/view-source.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';

function fixture() {
  const current = { ...viewFixture };
  const parts = Object.fromEntries(
    [...Object.keys(viewFixture), 'proposal', 'offer', 'recovery', 'proxyLogin', 'knock'].map((name) => [
      name,
      () => current[name as keyof View],
    ]),
  ) as unknown as ViewParts;
  const deferred: (() => void)[] = [];
  const source = createViewSource(parts, (run) => void deferred.push(run));
  const turn = (): void => deferred.splice(0).forEach((run) => run());
  const pushed: View[] = [];
  source.onView((view) => void pushed.push(view));
  return { current, source, turn, pushed };
}

describe('the view', () => {
  it('the view matches the contract with and without its optional parts', () => {
    const { current, source } = fixture();
    expect(v.parse(View, source.read())).toEqual(viewFixture);
    current.calls = [callFixture];
    const proposal = { address: 'anna@klinik.example', from: 'link' } as const;
    current.proposal = proposal;
    current.offer = {
      call: 'ab'.repeat(16),
      state: 'over',
      address: 'anna@klinik.example',
      name: '',
      from: 'c'.repeat(26),
      until: 1,
    };
    delete current.identity;
    const read = v.parse(View, source.read());
    expect(read.calls).toEqual([callFixture]);
    expect(read.proposal).toEqual(proposal);
    expect(read.offer).toEqual(current.offer);
    expect('identity' in read).toBe(false);
  });

  it('the view is pushed once for all changes of a turn', () => {
    const { current, source, turn, pushed } = fixture();
    source.changed();
    source.changed();
    current.status = 'dnd';
    expect(pushed).toEqual([]);
    turn();
    expect(pushed.map((view) => view.status)).toEqual(['dnd']);
    turn();
    expect(pushed).toHaveLength(1);
  });

  it('the view is pushed again for a change that a push causes', () => {
    const { current, source, turn, pushed } = fixture();
    source.onView((view) => {
      if (view.status === 'dnd') return;
      current.status = 'dnd';
      source.changed();
    });
    source.changed();
    turn();
    turn();
    expect(pushed.map((view) => view.status)).toEqual(['available', 'dnd']);
  });

  it('if one listener fails, all others still get the view, and the error is thrown', () => {
    const { source, turn, pushed } = fixture();
    const error = new Error('no tray');
    source.onView(() => {
      throw error;
    });
    const after: View[] = [];
    source.onView((view) => void after.push(view));
    source.changed();
    expect(turn).toThrow(error);
    expect([pushed.length, after.length]).toEqual([1, 1]);
    source.changed(); // after an error, later changes are still pushed
    expect(turn).toThrow(error);
    expect([pushed.length, after.length]).toEqual([2, 2]);
  });
});

describe('fingerprints', () => {
  const a = { person: new Uint8Array(32).fill(1), address: 'a@x.example' };
  const b = { person: new Uint8Array(32).fill(2), address: 'b@x.example' };

  it('two people’s joint fingerprint does not depend on their order', async () => {
    const fingerprints = createFingerprints(createSlices(), Promise.resolve(), () => undefined);
    const digits = await fingerprints.pair(a, b);
    expect(digits).toMatch(/^(\d{5} ){11}\d{5}$/);
    expect(digits).toContain(await fingerprints.ready(b));
    expect(await fingerprints.pair(b, a)).toBe(digits);
  });

  it('a fingerprint is computed once for everybody who waits for it, and is available at once afterwards', async () => {
    let ready = 0;
    const fingerprints = createFingerprints(createSlices(), Promise.resolve(), () => ready++);
    expect(fingerprints.own(a)).toBeUndefined();
    const [first, second] = await Promise.all([fingerprints.ready(a), fingerprints.ready(a)]);
    expect(first).toMatch(/^(\d{5} ){5}\d{5}$/);
    expect([second, fingerprints.own(a), await fingerprints.ready(a)]).toEqual([first, first, first]);
    expect([fingerprints.own(b), ready]).toEqual([undefined, 1]);
  });

  it('fingerprints are computed in slices, and not before the given start promise has resolved', async () => {
    const turns: (() => void)[] = [];
    let begin = (): void => undefined;
    const beginning = new Promise<void>((resolve) => (begin = resolve));
    const slices = createSlices((next) => void turns.push(next));
    const asked = createFingerprints(slices, beginning, () => undefined).ready(a);
    await new Promise(setImmediate);
    expect(turns).toEqual([]);
    begin();
    await new Promise(setImmediate);
    let count = 0;
    for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) {
      turn();
      count++;
    }
    expect(count).toBeGreaterThan(10);
    expect(await asked).toMatch(/^(\d{5} ){5}\d{5}$/);
  });
});
