// The broker connection against a server that follows no rule. More rounds: `npm run bench:fuzz-connection`.
import { expect, test } from 'vitest';
import { connectionRounds } from '../../support/fuzz/connection-rounds.ts';

test('a connection to a fuzzing server throws nothing uncaught, and reports nothing after its end', async () => {
  const { opened, faults } = await connectionRounds(600, 20_261_127);
  expect(faults).toEqual([]);
  expect(opened).toBeGreaterThan(300); // otherwise only the first packet was fuzzed
});
