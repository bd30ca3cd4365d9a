// What one choice costs among chains as a thief would write them, in sets about as large as a reader accepts for an
// address, or larger. From strangers a reader accepts 80 payloads and 1 MiB.
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../../src/core/bytes.ts';
import { chooseChain } from '../../../src/core/keys/chain-choice.ts';
import type { ChoiceLink } from '../../../src/core/keys/chain-tree.ts';

type Chain = readonly ChoiceLink[];
const MEMBERS = 58;
const member = (n: number): string => `m${n % MEMBERS}`;
let made = 0;

function extend(chain: Chain, by: string, drop: readonly string[] = [], add: readonly string[] = []): Chain {
  const link = { by, add: add.map((id) => ({ kind: 'device' as const, id })), drop };
  return [...chain, { hash: sha256(utf8(`${made++}`)), link }];
}

/** Extends the chain to `length` links. `more` adds the link with the number that it is given. */
function until(chain: Chain, length: number, more: (chain: Chain, n: number) => Chain): Chain {
  let grown = chain;
  while (grown.length < length) grown = more(grown, grown.length);
  return grown;
}

const many = Array.from({ length: MEMBERS }, (_, n) => member(n));
const base = until(extend([], 'm0', [], many), 8, (chain, n) => extend(chain, member(n)));
// As if read from payloads again: equal bytes, in objects of their own.
const readAgain = (chain: Chain): Chain => chain.map(({ hash, link }) => ({ hash: hash.slice(), link }));
const all = (count: number, chain: (n: number) => Chain): readonly Chain[] =>
  Array.from({ length: count }, (_, n) => readAgain(chain(n)));

const junk = (k: number, length: number): Chain =>
  until(base, length, (chain, n) =>
    extend(
      chain,
      member(k),
      Array.from({ length: 65 }, (_, i) => `${k} ${n} ${i}`.padStart(26, 'x')),
    ),
  );
const long = until(base, 128, (chain, n) => extend(chain, member(n)));
const cases: Readonly<Record<string, readonly Chain[]>> = {
  '80 chains of 128 links that are equal': all(80, () => long),
  '16 chains of 128 links that diverge': all(16, (k) =>
    until(base, 128, (chain, n) => extend(chain, member(7 * k + n), [`x${k} ${n}`])),
  ),
  '80 chains of 34 links that diverge': all(80, (k) =>
    until(base, 34, (chain, n) => extend(chain, member(7 * k + n), [`x${k} ${n}`])),
  ),
  '57 chains of 34 links; each chain drops the author of the next chain': all(MEMBERS - 1, (k) =>
    until(extend(base, member(k), [member(k + 1)]), 34, (chain, n) => extend(chain, member(k), [`x${k} ${n}`])),
  ),
  // Two sets whose chains are long in bytes. Each of the 64 chains is as long as one payload of a known device may be.
  '40 chains of 21 links, most of which drop 65 ids that were never added': all(40, (k) => junk(k, 21)),
  '64 chains of 28 links, most of which drop 65 ids that were never added': all(64, (k) => junk(k, 28)),
  '57 chains of 128 links; each chain drops the author of the chain before': all(MEMBERS - 1, (k) =>
    until(extend(base, member(k), [k === 0 ? 'x' : member(k - 1)]), 128, (chain) => extend(chain, member(k))),
  ),
  '57 chains of 128 links; the first link after the base drops everybody but its author': all(MEMBERS - 1, (k) =>
    until(
      extend(
        base,
        member(k),
        many.filter((id) => id !== member(k)),
      ),
      128,
      (chain) => extend(chain, member(k)),
    ),
  ),
  '57 chains of 128 links by all members; the last link drops everybody but its author': all(MEMBERS - 1, (k) =>
    extend(
      until(base, 127, (chain, n) => extend(chain, member(k + n))),
      member(k),
      many.filter((id) => id !== member(k)),
    ),
  ),
};

/** Prints for each case how long one choice takes, as the median of 21. */
export function sayCosts(say: (line: string) => void): void {
  for (const [name, read] of Object.entries(cases)) {
    const times = Array.from({ length: 21 }, () => {
      const begun = performance.now();
      chooseChain(base, [], read);
      return performance.now() - begun;
    });
    const median = times.toSorted((a, b) => a - b)[10] ?? 0;
    say(`${name}: ${median.toFixed(1)} ms`);
  }
}
