import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { View } from '../../../src/contract/view.ts';
import { createFingerprints } from '../../../src/main/app/fingerprints.ts';
import type { ViewParts } from '../../../src/main/app/view-source.ts';
import { createViewSource } from '../../../src/main/app/view-source.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';

function fixture() {
  const current = { ...viewFixture };
  const parts = Object.fromEntries(
    [...Object.keys(viewFixture), 'proposal', 'offer', 'recovery'].map((name) => [
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
  it('is whole and has the shape of the contract, with and without what may be missing', () => {
    const { current, source } = fixture();
    expect(v.parse(View, source.read())).toEqual(viewFixture);
    current.calls = [callFixture];
    current.proposal = 'anna@klinik.example';
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
    expect(read.proposal).toBe('anna@klinik.example');
    expect(read.offer).toEqual(current.offer);
    expect('identity' in read).toBe(false);
  });

  it('is pushed once for all changes of a turn, as it is at its end', () => {
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

  it('is pushed again for a change that a push brings about', () => {
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
});

it('gives the digits of two people together, whoever is named first', async () => {
  const fingerprints = createFingerprints(setImmediate, () => undefined);
  const a = { person: new Uint8Array(32).fill(1), address: 'a@x.example' };
  const b = { person: new Uint8Array(32).fill(2), address: 'b@x.example' };
  const digits = await fingerprints.pair(a, b);
  expect(digits).toMatch(/^(\d{5} ){11}\d{5}$/);
  expect(digits).toContain(await fingerprints.ready(b));
  expect(await fingerprints.pair(b, a)).toBe(digits);
});

it('hands a fingerprint to everybody who waits for it, and at once to whoever asks later', async () => {
  const deferred: (() => void)[] = [];
  const fingerprints = createFingerprints(
    (run) => void deferred.push(run),
    () => undefined,
  );
  const one = { person: new Uint8Array(32).fill(1), address: 'a@x.example' };
  const asked = [fingerprints.ready(one), fingerprints.ready(one)];
  expect(deferred).toHaveLength(1);
  deferred.shift()?.();
  expect(await Promise.all(asked)).toEqual([fingerprints.own(one), fingerprints.own(one)]);
  expect(await fingerprints.ready(one)).toBe(fingerprints.own(one));
  expect(deferred).toEqual([]);
});

it('works fingerprints out one per turn, once, and tells when each is there', async () => {
  const deferred: (() => void)[] = [];
  let ready = 0;
  const fingerprints = createFingerprints(
    (run) => void deferred.push(run),
    () => ready++,
  );
  const a = { person: new Uint8Array(32).fill(1), address: 'a@x.example' };
  const b = { person: new Uint8Array(32).fill(2), address: 'b@x.example' };
  expect(fingerprints.own(a)).toBeUndefined();
  const asked = fingerprints.ready(b);
  deferred.shift()?.();
  expect(fingerprints.own(a)).toMatch(/^(\d{5} ){5}\d{5}$/);
  expect(fingerprints.own(b)).toBeUndefined();
  deferred.shift()?.();
  expect(await asked).toBe(fingerprints.own(b));
  expect([ready, deferred.length]).toEqual([2, 0]);
});
