// Random histories of whole calls between three people with five devices. Messages are lost, duplicated, delayed and
// reordered. Broker connections, addresses and paths go and come back. Pages crash, and workers die. Organisations
// change their policy. People call, hold, move, type codes and hang up at any moment. Strangers ring, ring without
// sound or are refused. In some histories everybody is in do not disturb. The files in histories/ check the properties:
// checks.ts and side.ts those of one side at each step, keys.ts those of its keys, page.ts those of its page, device.ts
// those of a device, tell.ts those of both sides of a call. Histories do not cover:
//
//   - main: the rig performs every effect, a model of desk and arrivals asks core/call for each decision between calls,
//     and what the directory returns is drawn at random;
//   - cryptography, envelopes and limits: a sealed message is data, nothing is forged, and nobody floods anybody;
//   - a peer that lies: both sides run the call machine of this program;
//   - a peer that has an old head of our own devices: each side knows the newest head;
//   - measurements of media: no call ends, no key is renewed and no picture is reduced because frames do not open
//     or the connection is poor;
//   - a clock that is set back, and hours: a history is over after minutes, so a ratchet step is hardly ever due in
//     it, and an hourly rekey never.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HAPPENINGS } from './histories/happenings.ts';
import { RARE } from './histories/rare.ts';
import { histories, tell } from './histories/tell.ts';

const HISTORIES = 8000; // different ones in each run; `npm run bench:histories` runs a million
const TIMEOUT_MS = 600_000; // ends a test that hangs

test.each(Object.entries(RARE))('the stored history still contains its happening: %s', (what, rare) => {
  expect([...tell(rare).counted]).toContain(what);
});

test(
  `${HISTORIES.toLocaleString('en')} random histories of calls keep every property, and each counted happening occurs at least once`,
  () => {
    const ends = new Map<string, number>();
    const counted = new Map<string, number>();
    fc.assert(
      fc.property(histories, (drawn) => {
        const told = tell(drawn);
        ends.set(told.end, (ends.get(told.end) ?? 0) + 1);
        for (const what of told.counted) counted.set(what, (counted.get(what) ?? 0) + 1);
      }),
      { numRuns: HISTORIES, examples: Object.values(RARE).map((rare) => [rare]) },
    );
    // The histories are not empty: many have a live call at the end, and they end in many ways.
    const isLive = (call: string): boolean => call.split(', ').filter((side) => side === 'live').length === 2;
    const live = [...ends].filter(([end]) => end.split(' | ').some(isLive));
    expect(live.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(HISTORIES / 10);
    expect(ends.size).toBeGreaterThan(500);
    // Each kind of trouble occurred, and each case to which a property applies.
    expect(HAPPENINGS.filter((what) => !counted.has(what))).toEqual([]);
  },
  TIMEOUT_MS,
);
