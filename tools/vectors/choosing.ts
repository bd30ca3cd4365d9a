// The section `choosing` of the frozen vectors (protocol §2): what a peer or one of the person's own devices chooses,
// what the device signs next, what a reader holds after a decision (§2.7), and after which link a recovery continues.
import { unwrap } from '../../src/core/assert.ts';
import { toB64u } from '../../src/core/bytes.ts';
import { chooseChain, takeOver } from '../../src/core/keys/chain-choice.ts';
import type { SignedLink } from '../../src/core/keys/link.ts';
import { baseOfRecovery, changesToMake, membershipOf } from '../../src/core/keys/own-changes.ts';
import { writeRemoval } from '../../src/core/signal/removal.ts';
import { runSteps } from '../../src/core/steps.ts';
import { sidesOfSteps } from '../../src/main/people/decision.ts';
import { choose, type Held } from '../../src/main/people/held.ts';
import {
  a,
  type Author,
  b,
  c,
  d,
  e,
  four,
  headOf,
  joined,
  Named,
  onPaper,
  outcomeOf,
  paper,
  root,
  next,
} from './chain-parts.ts';

const said = next(four, c, { proto: [1, 2] });
const two = next(root, a, { add: [joined(b)] });
const coded = next(two, a, { add: [onPaper(paper)] });

const forks = new Named({
  four,
  'four: a drops c': next(four, a, { drop: [c.id] }),
  'four: a drops b': next(four, a, { drop: [b.id] }),
  'four: b drops c': next(four, b, { drop: [c.id] }),
  'four: b drops d': next(four, b, { drop: [d.id] }),
  'four: c drops a': next(four, c, { drop: [a.id] }),
  'four: c drops a and says versions': next(next(four, c, { drop: [a.id] }), c, { proto: [1, 2] }),
  'four: b adds and drops e': next(next(four, b, { add: [joined(e)] }), b, { drop: [e.id] }),
  'four: c says versions, a drops c': next(said, a, { drop: [c.id] }),
  'four: c says versions, b drops d': next(said, b, { drop: [d.id] }),
  'four: c says versions, b adds e and says versions': next(next(said, b, { add: [joined(e)] }), b, { proto: [1, 2] }),
  'four: b drops the code': next(four, b, { drop: [paper.id] }),
  'four: d says versions': next(four, d, { proto: [1, 2] }),
  two,
  coded,
  'coded: a says versions': next(coded, a, { proto: [1, 2] }),
  'coded: a drops b': next(coded, a, { drop: [b.id] }),
  'two: b drops a': next(two, b, { drop: [a.id] }),
  'two: b adds the code and drops a': next(next(two, b, { add: [onPaper(paper)] }), b, { drop: [a.id] }),
});

/** What a reader who has read only this chain holds. */
function holding(name: string): Held {
  const chain = forks.chain(name);
  return { chain, dropped: takeOver([], [chain.links]) };
}

const made = ({ id }: Author, held: Held): readonly SignedLink[] =>
  held.chain.links.filter(({ link }) => link.by === id);

/** Who chooses (undefined: a peer), what is held, what is read, and what this case shows. */
const choices: readonly (readonly [own: Author | undefined, held: string, read: readonly string[], shows: string])[] = [
  [b, 'four: b adds and drops e', ['four: a drops c'], 'what it dropped on a branch that lost a device drops again'],
  [
    b,
    'four: c says versions, b drops d',
    ['four: a drops c'],
    'a removal of its own that fell is no dispute for a device',
  ],
  [undefined, 'four: c says versions, b drops d', ['four: a drops c'], 'for a peer who held it, it is one'],
  [
    b,
    'four: c says versions, b adds e and says versions',
    ['four: a drops c'],
    'a device adds again whom it had added, with the same join, and says its versions again',
  ],
  [d, 'four: d says versions', ['four: a drops b'], 'versions that a removal beside them has outdone are said again'],
  [b, 'four', ['four: a drops b'], 'a device that was removed makes nothing again'],
  [c, 'four', ['four: a drops c', 'four: c drops a'], 'devices that dropped each other are disputed for both'],
  [
    undefined,
    'four: c says versions, a drops c',
    ['four: b drops c'],
    'of two removals of an id the first one is kept, and what lies before both',
  ],
  [
    undefined,
    'four: a drops c',
    ['four: c drops a and says versions', 'four: c says versions, b drops d'],
    'of each part that does not count the first link is told',
  ],
];

function choicesSection() {
  return choices.map(([own, name, read, shows]) => {
    const held = holding(name);
    const links = own && made(own, held);
    const self = own && links && { id: own.id, made: links };
    const choice = chooseChain(held.chain.links, held.dropped, forks.links(read), self);
    const isOut = self === undefined || choice.kind === 'disputed';
    const makes = isOut ? undefined : changesToMake(self, choice.links, choice.dropped);
    return {
      shows,
      own: own?.id ?? null,
      made: links?.map(({ hash }) => toB64u(hash)) ?? [],
      held: name,
      dropped: held.dropped.map(writeRemoval),
      read,
      outcome: outcomeOf(choice),
      standing: isOut ? null : membershipOf(self.id, choice, forks.links(read)).kind,
      makes: makes === undefined ? null : makesText(makes),
    };
  });
}

function makesText({ add, drop, proto }: NonNullable<ReturnType<typeof changesToMake<SignedLink>>>) {
  return {
    add: add.map(({ id, join }) => ({ id, join: join === undefined ? '' : toB64u(join) })),
    drop,
    proto: proto ?? null,
  };
}

/** What is held, what is read, for which branch the person decides, what is read later, and what this case shows. */
const decisions: readonly (readonly [
  held: string,
  read: readonly string[],
  side: string,
  later: readonly string[],
  shows: string,
])[] = [
  [
    'four',
    ['four: a drops c', 'four: c drops a'],
    'four: a drops c',
    ['four: c drops a and says versions'],
    'the link of the other side is overruled, and what lies behind it',
  ],
  [
    'four',
    ['four: a drops c', 'four: c drops a'],
    'four: c drops a',
    ['four: b drops d'],
    'the same for the other side',
  ],
  [
    'four',
    ['four: a drops b', 'four: b drops c', 'four: c drops a'],
    'four: a drops b',
    ['four: c drops a and says versions'],
    'of three in a circle the link is overruled that hits the side, though nobody has dropped its author',
  ],
  [
    'four',
    ['four: a drops c', 'four: c drops a', 'four: b drops d'],
    'four: a drops c',
    [],
    'after a decision the choice is made again among what was read',
  ],
];

function decisionsSection() {
  return decisions.map(([name, read, side, later, shows]) => {
    const held = holding(name);
    const chains = read.map((each) => forks.chain(each));
    const { sides } = runSteps(sidesOfSteps(held, chains, { firstSeenMs: () => undefined }));
    const { decided } = unwrap(
      sides.find((each) => each.name === headOf(forks.chain(side).links)),
      'the person can decide for it',
    );
    const { chain, dropped, overruled = [] } = decided;
    const choice = choose(decided, [...chains, ...later.map((each) => forks.chain(each))]);
    return {
      shows,
      held: name,
      dropped: held.dropped.map(writeRemoval),
      read,
      side,
      decided: { head: headOf(chain.links), dropped: dropped.map(writeRemoval), overruled: overruled.map(toB64u) },
      later,
      outcome: outcomeOf(
        choice.kind === 'disputed'
          ? { ...choice, branches: choice.branches.map(({ links }) => links) }
          : {
              ...choice,
              links: choice.held.chain.links,
              dropped: choice.held.dropped,
              members: membersOf(choice.held),
            },
      ),
    };
  });
}

function membersOf({ chain, dropped }: Held): ReadonlySet<string> {
  const members = unwrap(chain.members.at(-1), 'a chain has a link').map(({ id }) => id);
  return new Set(members.filter((id) => !dropped.some((removal) => removal.id === id)));
}

/** What is read, and what this case shows: after which link a recovery with the code of the vectors continues. */
const bases: readonly (readonly [read: readonly string[], shows: string])[] = [
  [['four', 'four: d says versions'], 'the last link that a reader of everything chooses'],
  [['four: a drops c', 'four: c drops a'], 'in a dispute the last link that all branches share'],
  [['coded', 'two: b drops a'], 'where the key is no member there, the branch that ends with it'],
  [
    ['coded: a says versions', 'coded: a drops b', 'two: b drops a'],
    'of several such branches the last link that they share',
  ],
  [
    ['coded: a drops b', 'two: b adds the code and drops a'],
    'where the key is no member there either, the first of them: it drops somebody sooner',
  ],
  [['four: d says versions', 'four: b drops the code'], 'none where a removal of the key counts'],
  [['two', 'two: b drops a'], 'none where no branch has the key'],
];

function basesSection() {
  return bases.map(([read, shows]) => {
    const base = baseOfRecovery(forks.links(read), paper.id);
    return { shows, code: paper.id, read, base: base === undefined ? null : headOf(base) };
  });
}

/** The section `choosing`. Payloads are JSON texts. */
export function choosingSection() {
  return {
    forks: forks.texts(),
    choices: choicesSection(),
    decisions: decisionsSection(),
    recoveryBases: basesSection(),
  };
}
