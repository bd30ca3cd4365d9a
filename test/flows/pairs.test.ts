// Every ordered pair of events in a call, on either side, with two and with three devices, at random moments. Each pair
// is one test. SIEGEL_SEEDS sets how many seeds run for each pair.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { wrongsOf } from './support/pair-wrongs.ts';
import { HAPPENINGS, play } from './support/pairs.ts';
import { SecretWatch } from './support/secrets.ts';

const SEEDS = Number(process.env['SIEGEL_SEEDS'] ?? 1);
const FIRST = Number(process.env['SIEGEL_FIRST_SEED'] ?? 1);
let secrets: SecretWatch;
let identities: number; // long-lived keys
afterEach(() => vi.restoreAllMocks());

describe.each(HAPPENINGS)('%s', (first) => {
  test.each(HAPPENINGS)(
    `a call leaves consistent call records and no secret after ${first} and then %s`,
    async (second) => {
      for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
        secrets = new SecretWatch();
        const outcome = await play(
          first,
          second,
          `${first}/${second}/${seed}`,
          () => void (identities = secrets.held().length),
        );
        expect([`seed ${seed}`, ...outcome.story, ...wrongsOf(outcome, secrets, identities)]).toEqual([
          `seed ${seed}`,
          ...outcome.story,
        ]);
        vi.restoreAllMocks();
      }
    },
    30_000 * SEEDS,
  );
});
