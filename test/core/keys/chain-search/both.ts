// Compares the product's choice with that of the second implementation, which follows the text of protocol §2, at every
// choice of a search.
import { expect } from 'vitest';
import { toHex } from '../../../../src/core/bytes.ts';
import { type Choice, chooseChain } from '../../../../src/core/keys/chain-choice.ts';
import type { ChoiceLink } from '../../../../src/core/keys/chain-tree.ts';
import { referenceRule } from './reference.ts';
import type { Rule } from './readers.ts';

/** A choice as text, sorted where the order has no meaning. */
function plain(choice: Choice<ChoiceLink>): string {
  const hashes = (links: readonly ChoiceLink[]) => links.map(({ hash }) => toHex(hash));
  const cut = hashes(choice.cut).toSorted();
  if (choice.kind === 'disputed')
    return JSON.stringify({ cut, branches: choice.branches.map((branch) => hashes(branch).join()).toSorted() });
  const dropped = choice.dropped.map(({ id, link, signed }) => [id, toHex(link), signed.map(toHex).toSorted()]);
  return JSON.stringify({ cut, links: hashes(choice.links), dropped, members: [...choice.members].toSorted() });
}

const reference = referenceRule();

/** `chooseChain`, which fails the test if the second implementation chooses otherwise. */
export const bothRules: Rule = (...given) => {
  const choice = chooseChain(...given);
  const text = plain(choice);
  const wanted = plain(reference(...given));
  if (text !== wanted) expect(text).toBe(wanted); // only then, because `expect` is slow and this runs a million times
  return choice;
};
