// When the directory is read again about a caller who does not agree with the last reading of it (protocol 5.1.20).
import { expect, it } from 'vitest';
import { PeerInCall } from '../../../src/main/calls/peer-in-call.ts';
import type { PeerPerson, Sight } from '../../../src/main/people/people.ts';
import { heldClock } from '../signalling/test-clock.ts';

const LOOK_MS = 40; // a reading is dated when it ends, and judging it takes a little longer

/**
 * A caller whose device is not in the list. The first look-up brings a reading that was `ageMs` old when the look-up
 * began, or one made during the look-up if `ageMs` is undefined. `other`: the address means another person.
 */
function caller(ageMs: number | undefined, kind: 'person' | 'other' = 'person') {
  const clock = heldClock();
  const looks: number[] = [];
  const stranger: PeerPerson = {
    address: 'carla@klinik.example',
    person: new Uint8Array(32),
    devices: [],
    head: { n: 1, head: '' },
    relation: () => 'same',
  };
  const look = (_address: string, { maxAgeMs }: { readonly maxAgeMs: number }): Promise<Sight> => {
    looks.push(maxAgeMs);
    const readAtMs = ageMs === undefined || maxAgeMs === 0 ? clock.nowMs() + LOOK_MS / 2 : clock.nowMs() - ageMs;
    clock.advance(LOOK_MS);
    return Promise.resolve(
      kind === 'other' ? { kind, readAtMs } : { kind, peer: stranger, isConfirmed: true, readAtMs },
    );
  };
  const bound = { address: 'carla@klinik.example', person: new Uint8Array(32), device: () => 'x', invited: {} };
  const deps = { clock, people: { look }, own: {} };
  // @ts-expect-error -- only what a check of a caller uses
  return { looks, peer: new PeerInCall(bound, deps, () => undefined) };
}

it('a caller who disagrees with a reading made for this call is refused without another reading', async () => {
  const { looks, peer } = caller(undefined);
  expect(await peer.check()).toBe('disagrees');
  expect(looks).toEqual([60_000]);
});

it('a caller who disagrees with an earlier reading is looked up afresh', async () => {
  const { looks, peer } = caller(1);
  expect(await peer.check()).toBe('disagrees');
  expect(looks).toEqual([60_000, 0]);
});

it('a caller who names the address of another person is looked up afresh only if the reading is an earlier one', async () => {
  const [now, before] = [caller(undefined, 'other'), caller(1, 'other')];
  expect([await now.peer.check(), await before.peer.check()]).toEqual(['disagrees', 'disagrees']);
  expect([now.looks, before.looks]).toEqual([[60_000], [60_000, 0]]);
});
