// Whole calls by chance, of three people with five devices: messages are lost, come twice, late and in another
// order, links, addresses and paths go and come back, pages die, organisations change their policy, people call,
// hold, move, type codes and hang up at any moment. Strangers ring, ring without sound or are refused, and some
// people want not to be disturbed. What must hold is checked in histories/: of one side at each step in checks.ts,
// of its keys in keys.ts, of a device in device.ts, of both sides of a call in tell.ts. What they do not reach:
//
//   - main: every effect is performed by the rig, a model of desk and arrivals asks core/call what is decided between calls, and what
//     the directory brings is drawn;
//   - cryptography, envelopes and limits: a sealed message is data, nothing is forged, and nobody floods anybody;
//   - a peer that lies: both sides are this machine, with the same program;
//   - a peer that has an old head of our own devices: each knows the newest that there is;
//   - what media measure: no call is ended, renewed or thinned for frames that do not open or a line that is too thin;
//   - a clock that is set back, and hours: a history is over after minutes, so no step of a key and no hourly rekey is due in it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HAPPENINGS } from './histories/happenings.ts';
import { RARE } from './histories/rare.ts';
import { histories, tell } from './histories/tell.ts';

const HISTORIES = 8000; // others in each run; `npm run bench:histories` tells a million
const TIMEOUT_MS = 600_000; // ends what hangs

test.each(Object.entries(RARE))('the history kept for “%s” still has it', (what, rare) => {
  expect([...tell(rare).counted]).toContain(what);
});

test(
  `${HISTORIES.toLocaleString('en')} histories by chance: what must hold of calls holds in each, and there is something to be said of all of it`,
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
    // They are no histories of nothing: many calls are live at the end, and many different things become of the others.
    const live = [...ends].filter(([end]) => end.split(', ').filter((one) => one === 'live').length === 2);
    expect(live.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(HISTORIES / 10);
    expect(ends.size).toBeGreaterThan(500);
    // No trouble that never comes, and no sentence that never has anything to say.
    expect(HAPPENINGS.filter((what) => !counted.has(what))).toEqual([]);
  },
  TIMEOUT_MS,
);
