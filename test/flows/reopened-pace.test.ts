// No sound is sent in a reopened call until there are a connection and new keys. That does not take longer if the keys
// were renewed a moment ago (protocol §5 rule 17, §6; docs/decisions/0026).
import { expect, test } from 'vitest';
import { expectNoKeyTwice } from './support/no-key-twice.ts';
import { slowLine } from './support/slow-line.ts';
import { inCall, type Person, talkFor } from './support/world.ts';

const hear = (one: Person, other: Person): boolean => [one.page.sendFrame(0), other.page.sendFrame(0)].every(Boolean);
// An offer that yielded to the caller's offer is sent again after three seconds. Messages take up to a fifth of a
// second.
const MOST_MS = 4000;

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  'both people hear each other again within four seconds after network changes, rekeys and page crashes (%i)',
  async (seed) => {
    const { world, anna, ben } = await inCall('audio', `pace ${String(seed)}`);
    const roll = slowLine(world, `pace ${String(seed)}`);
    const heard = async (): Promise<number> => {
      const fromMs = world.clock.nowMs();
      await world.clock.until(
        () => `both to talk: ${anna.phase} ${anna.reason ?? ''} and ${ben.phase} ${ben.reason ?? ''}`,
        () => anna.phase === 'live' && ben.phase === 'live' && hear(anna, ben),
        40_000,
      );
      return world.clock.nowMs() - fromMs;
    };
    await talkFor(world, 2, anna, ben);
    (roll() < 0.5 ? anna : ben).desk.networkChanged('lost'); // makes a restart, and with it a rekey
    const waitedMs = [await heard()];
    for (let i = 0; i < 3; i++) {
      (roll() < 0.5 ? anna : ben).losePage();
      if (roll() < 0.5) await world.clock.advance(roll() * 500);
      else waitedMs.push(await heard());
    }
    waitedMs.push(await heard());
    expect(Math.max(...waitedMs)).toBeLessThan(MOST_MS);
    expectNoKeyTwice(anna, ben);
  },
);
