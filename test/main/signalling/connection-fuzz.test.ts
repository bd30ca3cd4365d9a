// The connection to the broker against a server that keeps to nothing. More rounds: `npm run bench:fuzz-connection`.
import { expect, test } from 'vitest';
import { connectionRounds } from '../../support/fuzz/connection-rounds.ts';

test('a connection to a fuzzing server throws nothing uncaught and is silent after its end', async () => {
  const { opened, faults } = await connectionRounds(600, 20_261_127);
  expect(faults).toEqual([]);
  expect(opened).toBeGreaterThan(300); // or only the first packet was fuzzed
});
