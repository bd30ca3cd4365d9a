import { expect, it } from 'vitest';
import { createProposal } from '../../../src/main/app/proposal.ts';

it('a link proposes one person, the latest, until the window has shown them', () => {
  let changes = 0;
  const proposal = createProposal(() => void changes++);
  expect(proposal.read()).toBeUndefined();
  proposal.propose('anna@klinik.example');
  proposal.propose('max@klinik.example');
  proposal.propose('max@klinik.example');
  expect([proposal.read(), changes]).toEqual(['max@klinik.example', 2]);
  proposal.dismiss();
  proposal.dismiss();
  expect([proposal.read(), changes]).toEqual([undefined, 3]);
});
