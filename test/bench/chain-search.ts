// `npm run bench:chain-search`: the exhaustive search of decision 0043 in all worlds, including those that take many
// minutes. For each world it prints the numbers of states, choices, readings and ends, how often there was a dispute
// and why, how many pairs of readers ignore each other, and what was wrong, including a number of states that differs
// from the known one (chain-search/worlds.ts). `-- --only thief` selects worlds by a part of their name, and
// `--links 3` searches each with that many links. `--rule` with `draft`, or with a mutation of
// chain-search/reference.ts, applies that rule and stops each world at its first breach. `-- --cost` measures instead
// what one choice costs among the largest sets of chains that a thief can make a reader read.
import { parseArgs } from 'node:util';
import { chooseChain } from '../../src/core/keys/chain-choice.ts';
import { draftedRule, type Mutation, referenceRule } from '../core/keys/chain-search/reference.ts';
import { search } from '../core/keys/chain-search/search.ts';
import { sayCosts } from './chain-search/costs.ts';
import type { World } from '../core/keys/chain-search/world.ts';
import { deepestWorlds, deepWorlds, quickWorlds, slowWorlds } from '../core/keys/chain-search/worlds.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    links: { type: 'string' },
    rule: { type: 'string' },
    cost: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const rule =
  values.rule === undefined
    ? chooseChain
    : values.rule === 'draft'
      ? draftedRule
      : referenceRule(values.rule as Mutation);

if (values.cost) sayCosts(say);

const { only, links } = values;
const searched = [...quickWorlds, ...slowWorlds, ...deepWorlds];
const titleOf = (world: World): string => `${world.name}, ${world.links} links`;
const known = new Map(searched.map((world) => [titleOf(world), world.states]));
const wanted = [...searched, ...deepestWorlds]
  .filter(({ name }) => !values.cost && (only === undefined || name.includes(only)))
  .map((world) => (links === undefined ? world : { ...world, links: Number(links) }));
if (!values.cost && wanted.length === 0) throw new Error(`no world has ${only ?? ''} in its name`);
const worlds = new Map(wanted.map((world) => [titleOf(world), world]));
for (const [title, world] of worlds) {
  const begun = performance.now();
  const { figures, disputed, apart, breaches } = search(world, rule, values.rule !== undefined);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const { states, choices, readings, ends } = figures;
  say(`${title}: ${states} states, ${choices} different choices, ${readings} readings, ${ends} ends, ${seconds} s`);
  const before = known.get(title);
  if (values.rule === undefined && before !== undefined && before !== states) {
    say(`  CHANGED: there were ${before} states`);
    process.exitCode = 1;
  }
  for (const [cause, count] of [...disputed].toSorted(([, a], [, b]) => b - a))
    say(`  told of a dispute ${count} times: ${cause}`);
  if (apart > 0) say(`  pairs of readers that ignore each other: ${apart}`);
  for (const { what, world: lines } of breaches) {
    say(`  BREACH: ${what}\n    ${lines.replaceAll('\n', '\n    ')}`);
    process.exitCode = 1;
  }
}
