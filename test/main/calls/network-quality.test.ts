// How many bars a network has, and which direction loses packets: decided by measurement, never by a guess about
// whose network loses them.
import { expect, test } from 'vitest';
import { NetworkWatch } from '../../../src/main/calls/network-quality.ts';

const good = { roundTripMs: 80, jitterMs: 5, packetsLost: 0, lostThere: 0 };

test('a good network has four bars and lacks nothing', () => {
  expect(new NetworkWatch().judge(good, 50)).toEqual({
    bars: 4,
    lacks: 'nothing',
    roundTripMs: 80,
    jitterMs: 5,
    lostHere: 0,
    lostThere: 0,
  });
});

test.each([
  [{ lostThere: 3 }, 3, 'loss-there'],
  [{ lostThere: 8 }, 2, 'loss-there'],
  [{ lostThere: 20 }, 1, 'loss-there'],
  [{ lostThere: 30 }, 0, 'loss-there'],
  [{ roundTripMs: 300 }, 3, 'delay'],
  [{ roundTripMs: 700 }, 2, 'delay'],
  [{ roundTripMs: 1500 }, 1, 'delay'],
  [{ roundTripMs: 4000 }, 0, 'delay'],
  [{ jitterMs: 100 }, 2, 'delay'],
  [{ roundTripMs: 300, lostThere: 20 }, 1, 'loss-there'],
] as const)('a network with %o has %i bars because of %s', (change, bars, lacks) => {
  expect(new NetworkWatch().judge({ ...good, ...change }, 50)).toMatchObject({ bars, lacks });
});

// A value at the limit already costs a bar.
test.each([
  ['lostThere', [1, 2, 5, 12, 30], 'loss-there'],
  ['roundTripMs', [249, 250, 400, 800, 2000], 'delay'],
  ['jitterMs', [39, 40, 80, 160, 400], 'delay'],
] as const)('a rising %s alone removes one bar after the other', (what, values, lacks) => {
  const judged = values.map((value) => new NetworkWatch().judge({ ...good, [what]: value }, 50));
  expect(judged.map(({ bars }) => bars)).toEqual([4, 3, 2, 1, 0]);
  expect(judged.map((each) => each.lacks)).toEqual(['nothing', lacks, lacks, lacks, lacks]);
});

test('incoming loss is averaged over the last five measurements and is forgotten at a reset', () => {
  const network = new NetworkWatch();
  const judge = (packetsLost: number, received: number) => network.judge({ ...good, packetsLost }, received);
  judge(1000, 5000); // the losses before the first look do not count
  expect(judge(1010, 5040)).toMatchObject({ lostHere: 20, bars: 1, lacks: 'loss-here' });
  expect(judge(1010, 5090)).toMatchObject({ lostHere: 10, bars: 2 });
  for (let i = 1; i <= 4; i++) judge(1010, 5090 + i * 50);
  expect(judge(1010, 5340)).toMatchObject({ lostHere: 0, bars: 4 });
  judge(1040, 5345);
  network.reset();
  expect(judge(1040, 5345)).toMatchObject({ lostHere: 0, bars: 4 });
  // The count of lost packets falls when a packet that was counted as lost arrives.
  expect(judge(1030, 5400)).toMatchObject({ lostHere: 0 });
});
