import { expect, test } from 'vitest';
import { createProposals } from '../../../src/main/app/proposal.ts';

test('the latest proposal stays until it is dismissed, and only changes are reported', () => {
  let changes = 0;
  const proposals = createProposals(() => void changes++);
  const anna = { address: 'anna@klinik.example', from: 'link' } as const;
  const line = {
    address: anna.address,
    from: 'call',
    line: { id: '0'.repeat(32), direction: 'in', address: anna.address },
  } as const;
  expect(proposals.read()).toBeUndefined();
  proposals.propose(anna);
  proposals.propose(line);
  proposals.propose({ ...line });
  expect([proposals.read(), changes]).toEqual([line, 2]);
  proposals.dismiss();
  proposals.dismiss();
  expect([proposals.read(), changes]).toEqual([undefined, 3]);
});
