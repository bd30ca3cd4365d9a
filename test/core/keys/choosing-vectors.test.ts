// Checks the frozen vectors against the text of protocol §2, without the product's rules: which chain a reader chooses
// (by the second implementation, chain-search/reference.ts), which changes a device of the person repeats, decisions,
// and where a recovery continues.
import { expect, test } from 'vitest';
import { toB64u } from '../../../src/core/bytes.ts';
import type { Removal } from '../../../src/core/keys/chain-choice.ts';
import type { SignedLink } from '../../../src/core/keys/link.ts';
import type { OwnLink } from '../../../src/core/keys/own-changes.ts';
import { compareBranches, referenceRule } from './chain-search/reference.ts';
import {
  headOf,
  linksOf,
  type Outcome,
  outcomeOf,
  readRemoval,
  type RemovalText,
  siegelVectors,
  writeRemoval,
} from './vector-chains.ts';

type Links = readonly OwnLink[];
interface Reading {
  readonly shows: string;
  readonly held: string;
  readonly dropped: readonly RemovalText[];
  readonly read: readonly string[];
  readonly outcome: Outcome;
}
interface Made {
  readonly add: readonly { readonly id: string; readonly join: string }[];
  readonly drop: readonly string[];
  readonly proto: readonly number[] | null;
}
interface Vectors {
  readonly chains: { readonly address: string };
  readonly choosing: {
    readonly forks: Readonly<Record<string, string>>;
    readonly choices: readonly (Reading & {
      readonly own: string | null;
      readonly made: readonly string[];
      readonly standing: 'in' | 'removed' | 'waiting' | null;
      readonly makes: Made | null;
    })[];
    readonly decisions: readonly (Reading & {
      readonly side: string;
      readonly decided: {
        readonly head: string;
        readonly dropped: readonly RemovalText[];
        readonly overruled: readonly string[];
      };
      readonly later: readonly string[];
    })[];
    readonly recoveryBases: readonly {
      readonly shows: string;
      readonly code: string;
      readonly read: readonly string[];
      readonly base: string | null;
    }[];
  };
}

const { chains, choosing } = siegelVectors as Vectors;
const named = (name: string): readonly SignedLink[] => linksOf(choosing.forks[name], chains.address);
const choose = referenceRule();

function membersOf(links: Links): readonly string[] {
  let members: readonly string[] = [];
  for (const { link } of links)
    members = [...members.filter((id) => !link.drop.includes(id)), ...link.add.map(({ id }) => id)];
  return members;
}

const dropsOf = (links: Links): readonly string[] => links.flatMap(({ link }) => link.drop);
const hashesOf = (links: Links): readonly string[] => links.map(({ hash }) => toB64u(hash));

/** The number of links that all these chains share from the beginning. */
function sharedBy(branches: readonly Links[]): number {
  const [first = [], ...others] = branches.map(hashesOf);
  const at = first.findIndex((hash, i) => others.some((other) => other[i] !== hash));
  return at < 0 ? first.length : at;
}

// The changes that a device of the person signs again (protocol 2.6.6).
function makes(own: string, made: readonly SignedLink[], links: Links, dropped: readonly Removal[]): Made | null {
  const members = membersOf(links);
  const removed = dropped.map(({ id }) => id);
  const added = made.flatMap(({ link }) => link.add).filter(({ id }) => !members.includes(id) && !removed.includes(id));
  const add = added.map(({ id, join }) => ({ id, join: toB64u(join ?? new Uint8Array()) }));
  const drop = removed.filter((id) => !dropsOf(links).includes(id));
  const protosIn = (all: Links): readonly (readonly number[])[] =>
    all.flatMap(({ link }) => (link.by === own && link.proto !== undefined ? [link.proto] : []));
  const newest = protosIn(made).at(-1);
  const isThere = newest === undefined || protosIn(links).some((each) => String(each) === String(newest));
  const proto = isThere ? null : newest;
  return add.length + drop.length === 0 && proto === null ? null : { add, drop, proto };
}

test.each(choosing.choices)(
  'the choice, the device’s membership and the changes that the device repeats match the vector: $shows',
  (vector) => {
    const { own, outcome } = vector;
    const read = vector.read.map(named);
    const all = [named(vector.held), ...read].flat();
    const made = vector.made.map((hash) => all.find((link) => toB64u(link.hash) === hash)!);
    expect(made.every(({ link }) => link.by === own)).toBe(true);
    const self = own === null ? undefined : { id: own, made };
    const choice = choose(named(vector.held), vector.dropped.map(readRemoval), read, self);
    expect(outcomeOf(choice)).toEqual(outcome);

    const isOut = own === null || choice.kind === 'disputed';
    const isRemoved = !isOut && choice.dropped.some(({ id }) => id === own);
    const isMember = !isOut && membersOf(choice.links).includes(own);
    expect(vector.standing).toBe(isOut ? null : isRemoved ? 'removed' : isMember ? 'in' : 'waiting');
    expect(vector.makes).toEqual(
      isOut || isRemoved || !isMember ? null : makes(own, made, choice.links, choice.dropped),
    );
  },
);

// A chain counts up to its first overruled link (protocol 2.7.5).
function upTo(links: Links, overruled: readonly string[]): Links {
  const at = links.findIndex(({ hash }) => overruled.includes(toB64u(hash)));
  return at < 0 ? links : links.slice(0, at);
}

/**
 * After the shared beginning: the first link of `other` that drops the author of a link of `side`. Returns its hash, or
 * an empty list.
 */
function overruledIn(side: Links, other: Links): readonly string[] {
  const shared = sharedBy([side, other]);
  const authors = side.slice(shared).map(({ link }) => link.by);
  return hashesOf(other.slice(shared).filter(({ link }) => link.drop.some((id) => authors.includes(id)))).slice(0, 1);
}

test.each(choosing.decisions)('a decision and its consequences match the vector: $shows', (vector) => {
  const read = [named(vector.held), ...vector.read.map(named)];
  const side = named(vector.side);
  const overruled = [...new Set(read.flatMap((other) => overruledIn(side, other)))];
  expect(vector.decided.overruled).toEqual(overruled);

  const kept = vector.dropped.map(readRemoval).filter(({ id }) => !membersOf(side).includes(id));
  const alone = choose(side, kept, []);
  if (alone.kind === 'disputed') throw new Error('a chain alone is no dispute');
  const again = choose(
    side,
    alone.dropped,
    read.map((links) => upTo(links, overruled)),
  );
  if (again.kind === 'disputed') throw new Error('the decision ends the dispute');
  const { head, dropped } = vector.decided;
  expect({ head, dropped }).toEqual({ head: headOf(again.links), dropped: again.dropped.map(writeRemoval) });

  const later = [...vector.read, ...vector.later].map((name) => upTo(named(name), overruled));
  expect(outcomeOf(choose(again.links, again.dropped, later))).toEqual(vector.outcome);
});

/** The link after which a recovery continues, as protocol 2.13.3 and 2.13.4 say. */
function baseOf(read: readonly Links[], code: string): string | null {
  const has = (links: Links | undefined): links is Links => links !== undefined && membersOf(links).includes(code);
  const beginning = (branches: readonly Links[]): Links => branches[0]?.slice(0, sharedBy(branches)) ?? [];
  const choice = choose(read[0]!.slice(0, 1), [], read);
  if (choice.kind === 'chosen' && choice.dropped.some(({ id }) => id === code)) return null;
  const branches = read.filter(
    (links) => !read.some((other) => other !== links && sharedBy([links, other]) === links.length),
  );
  const withCode = branches.filter(has).toSorted(compareBranches);
  const all = [choice.kind === 'chosen' ? choice.links : beginning(branches), beginning(withCode), withCode[0]];
  const base = all.find(has);
  return base === undefined ? null : headOf(base);
}

test.each(choosing.recoveryBases)(
  'a recovery continues from the link of the vector: $shows',
  ({ code, read, base }) => {
    expect(baseOf(read.map(named), code)).toBe(base);
  },
);
