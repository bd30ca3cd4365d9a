// A moved call combined with each event of support/pairs.ts, before and after, on three or four devices, over a network
// that duplicates, delays, reorders and sometimes loses. SIEGEL_SEEDS sets how many seeds run for each pair.
import { afterEach, expect, test, vi } from 'vitest';
import { wrongsOf } from './support/pair-wrongs.ts';
import { HAPPENINGS, type Happening, type Outcome, play } from './support/pairs.ts';
import { SecretWatch } from './support/secrets.ts';

const SEEDS = Number(process.env['SIEGEL_SEEDS'] ?? 6);
const FIRST = Number(process.env['SIEGEL_FIRST_SEED'] ?? 1);

const pairs: readonly (readonly [Happening, Happening])[] = [
  ...HAPPENINGS.map((other) => ['transfer', other] as const),
  ...HAPPENINGS.map((other) => [other, 'transfer'] as const),
  ['transfer', 'transfer'],
];

const seen = { stories: 0, taken: 0, refused: 0, moved: 0 };
afterEach(() => vi.restoreAllMocks());
function count({ story, devices }: Outcome): void {
  seen.stories++;
  const tells = (words: RegExp): number => (story.some((line) => words.test(line)) ? 1 : 0);
  seen.taken += tells(/takes it: yes/u);
  seen.refused += tells(/refuses it: yes/u);
  seen.moved += devices.some(({ history }) => history.some(({ outcome }) => outcome === 'transferred')) ? 1 : 0;
}

test.each(pairs)(
  'a call leaves consistent call records and no secret after %s and then %s',
  async (first, second) => {
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      const secrets = new SecretWatch();
      let identities = 0;
      const name = `${first}/${second}/${seed}`;
      const outcome = await play(first, second, name, () => (identities = secrets.held().length));
      const wrongs = wrongsOf(outcome, secrets, identities);
      expect([name, ...outcome.story, ...wrongs]).toEqual([name, ...outcome.story]);
      count(outcome);
      vi.restoreAllMocks();
    }
  },
  30_000 * SEEDS,
);

test('the stories above include completed moves, takeovers and refusals', () => {
  expect(seen.stories).toBe(pairs.length * SEEDS);
  expect(seen.taken).toBeGreaterThan(seen.stories / 8);
  expect(seen.moved).toBeGreaterThan(seen.stories / 10);
  expect(seen.refused).toBeGreaterThan(seen.stories / 40);
});
