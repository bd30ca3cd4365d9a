// The work of one step of a choice is bounded, whatever is published, because main does other things between two steps.
// The tests count how often a step reads a link or an id, since a time would depend on the machine.
import { expect, test } from 'vitest';
import { chooseSteps, type Removal } from '../../../src/core/keys/chain-choice.ts';
import { UNITS_A_STEP } from '../../../src/core/steps.ts';
import { type Chain, extend, personOf } from './choice-links.ts';

// One unit is a few reads: of the hash, the author and the ids of a link, or of one id in a few tables.
const MOST_LOOKS = 8 * UNITS_A_STEP;
const MOST_DROPPED = 65;
// One reading brings at most the chains of 64 devices by name and 80 further payloads (protocol §2.9).
const MOST_CHAINS = 64 + 80;
const members = Array.from({ length: 64 }, (_, n) => `m${n}`);
const base = personOf('a', ...members);

let looks = 0;
const watched = <T extends object>(whole: T): T =>
  new Proxy(whole, {
    get: (target, name) => {
      looks++;
      return Reflect.get(target, name) as unknown;
    },
  });
const seen = (chain: Chain): Chain =>
  chain.map(({ hash, link }) => watched({ hash, link: watched({ ...link, drop: watched(link.drop) }) }));

/** The most reads in one step of a choice among these chains, and the number of all reads. */
function looksAmong(held: Chain, dropped: readonly Removal[], chains: readonly Chain[]) {
  const steps = chooseSteps(seen(held), dropped, chains.map(seen));
  let most = 0;
  let all = 0;
  for (let isOver = false; !isOver;) {
    looks = 0;
    isOver = steps.next().done === true;
    most = Math.max(most, looks);
    all += looks;
  }
  return { most, all };
}

/** `count` chains that diverge after the base, each with `length` links by one member. */
function forks(count: number, length: number, drops: (fork: number, link: number) => readonly string[]) {
  return Array.from({ length: count }, (_, fork) => {
    let chain = base;
    for (let link = 0; link < length; link++) {
      const drop = drops(fork, link);
      chain = extend(chain, members[fork % members.length]!, drop.length === 0 ? { proto: [link + 2] } : { drop });
    }
    return chain;
  });
}

const nobody = (): readonly string[] => [];
const junk = (fork: number, link: number): readonly string[] =>
  Array.from({ length: MOST_DROPPED }, (_, n) => `${fork} ${link} ${n}`);
const next = (fork: number, link: number): readonly string[] => (link === 0 ? [members[(fork + 1) % 64]!] : []);
const all = (fork: number, link: number): readonly string[] =>
  link === 0 ? members.filter((_, n) => n !== fork % 64) : [];

test.each([
  ['links that drop nobody', MOST_CHAINS, 126, nobody],
  ['links that drop ids which nobody has added', MOST_CHAINS, 27, junk],
  ['links that drop the author of the next branch', 64, 126, next],
  ['links that drop everybody else', 64, 126, all],
])('a step of the choice is bounded among many %s', (_, count, length, drops) => {
  const found = looksAmong(base, [], forks(count, length, drops));
  expect(found.most).toBeLessThan(MOST_LOOKS);
  expect(found.all).toBeGreaterThan(4 * MOST_LOOKS); // a single step would exceed the bound
});

test('a step of the choice is bounded for a reader who holds a removal of every author', () => {
  const chains = forks(64, 126, nobody);
  const dropped = members.map((id, n) => ({
    id,
    link: base[0]!.hash,
    signed: chains[n]!.slice(0, -1).map(({ hash }) => hash.slice()),
  }));
  const found = looksAmong(base, dropped, chains);
  expect(found.most).toBeLessThan(MOST_LOOKS);
});
