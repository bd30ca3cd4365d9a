// The section `chains` of the frozen vectors (protocol §2): a valid chain with every kind of change, an invalid chain
// for each fault but the lengths, which chain counts if chains diverge, and a recovery code with its key. Made by the
// product's own functions, and by hand where these refuse.
import { assert, unwrap } from '../../src/core/assert.ts';
import { type Bytes, toB64u, toHex } from '../../src/core/bytes.ts';
import { beginChain } from '../../src/core/keys/chain-build.ts';
import { chooseChain, type Removal } from '../../src/core/keys/chain-choice.ts';
import type { ChainFault } from '../../src/core/keys/chain-rules.ts';
import type { Chain } from '../../src/core/keys/chain.ts';
import { type CarriedLink, type NextLinkFields, signNextLink } from '../../src/core/keys/link.ts';
import { joinDevice } from '../../src/core/keys/member.ts';
import { recoverySeed, showRecoveryCode } from '../../src/core/keys/recovery-code.ts';
import { Secret } from '../../src/core/keys/secret.ts';
import { writeRemoval } from '../../src/core/signal/removal.ts';
import {
  a,
  ADDRESS,
  type Author,
  b,
  c,
  d,
  faultOf,
  four,
  joined,
  Named,
  onPaper,
  otherPaper,
  outcomeOf,
  paper,
  root,
  type Says,
  SINCE,
  textOf,
  next,
  trunk,
} from './chain-parts.ts';
import { fixed } from './fixed.ts';

/** The payload of a chain with one more link of any content, in which some fields may be replaced. */
function forged(chain: Chain, by: Author, says: Says, fields: Partial<NextLinkFields> = {}): string {
  const { links } = chain;
  const right = { n: links.length + 1, prev: unwrap(links.at(-1), 'it has links').hash, at: SINCE + 60, by: by.id };
  const link = signNextLink({ ...right, proto: undefined, add: [], drop: [], ...says, ...fields }, by);
  return withLink(chain, link);
}

function withLink(chain: Chain, link: CarriedLink): string {
  return `${textOf(chain).slice(0, -2)},${JSON.stringify(link)}]}`;
}

const everything = next(next(next(trunk, b, { proto: [1, 2] }), a, { add: [joined(c)], drop: [b.id] }), paper, {
  add: [joined(d)],
  drop: [a.id, c.id, paper.id],
});

/** Each way of being invalid except lengths, for which the file would need chains of up to 64,001 bytes. */
function invalidPayloads(): readonly (readonly [ChainFault, string, string])[] {
  const whole = textOf(trunk);
  const strange = joinDevice(
    next(beginChain({ address: ADDRESS, s: c.s, proto: [1], at: SINCE }, c), c, { proto: [1, 2] }).person,
    d.s,
    d,
    [1],
  );
  const three = next(trunk, a, { add: [joined(c)] });
  const after = next(three, a, { drop: [b.id] });
  const wrong = { ...joined(d), id: c.id };
  return [
    ['form', 'white space', whole.replace('{"chain":[', '{"chain": [')],
    ['form', 'a field that is not known', whole.replace('{"chain":', '{"more":1,"chain":')],
    ['form', 'no link', '{"chain":[]}'],
    [
      'address',
      'the chain of another address',
      textOf(beginChain({ address: 'other@demo.example', s: a.s, proto: [1], at: SINCE }, a)),
    ],
    ['order', 'a number is left out', forged(trunk, a, { add: [joined(c)] }, { n: 4 })],
    ['order', 'it does not follow from the link before', forged(trunk, a, { add: [joined(c)] }, { prev: root.person })],
    ['id', 'an id is not the hash of its keys', forged(trunk, a, { add: [wrong] })],
    ['author', 'its author is no member', forged(trunk, c, { add: [joined(c)] })],
    ['author', 'its author was dropped', forged(after, b, { proto: [1, 2] })],
    ['drop', 'somebody is dropped twice in one link', forged(three, a, { drop: [b.id, b.id] })],
    ['drop', 'somebody is dropped who was dropped before', forged(after, a, { drop: [b.id] })],
    ['drop', 'somebody is dropped in the link that adds them', forged(trunk, a, { add: [joined(c)], drop: [c.id] })],
    ['add', 'a member is added', forged(trunk, a, { add: [joined(b)] })],
    ['add', 'a former member is added', forged(after, a, { add: [joined(b)] })],
    ['add', 'a recovery key is added before a device', forged(root, a, { add: [onPaper(paper), joined(b)] })],
    ['key', 'a key of a member has a second id', forged(trunk, a, { add: [joinDevice(root.person, b.s, c, [1])] })],
    [
      'key',
      'a key is of small order',
      forged(trunk, a, { add: [joinDevice(root.person, new Uint8Array(32), c, [1])] }),
    ],
    ['own-drop', 'a device drops itself', forged(trunk, b, { drop: [b.id] })],
    ['own-drop', 'a recovery key stays', forged(trunk, paper, { add: [joined(c)] })],
    ['proto', 'the highest version falls', forged(next(trunk, b, { proto: [1, 2] }), b, { proto: [1] })],
    ['proto', 'a recovery key has versions', forged(trunk, paper, { proto: [1], drop: [paper.id] })],
    ['nothing', 'nothing is changed', forged(trunk, b, { proto: [1] })],
    ['members', 'there are two recovery keys', forged(trunk, a, { add: [onPaper(otherPaper)] })],
    ['members', 'no device is left', forged(trunk, paper, { drop: [a.id, b.id, paper.id] })],
    ['signature', 'somebody else has signed', forged(trunk, { ...a, sign: b.sign }, { add: [joined(c)] })],
    ['signature', 'a device has joined another person', forged(trunk, a, { add: [strange] })],
  ];
}

function invalidSection() {
  return invalidPayloads().map(([fault, how, payload]) => {
    assert(faultOf(payload) === fault, `${how}: ${faultOf(payload)}`);
    return { fault, how, payload };
  });
}

/** Chains that diverge. */
export const forks = new Named({
  root,
  trunk,
  four,
  'four: a drops c': next(four, a, { drop: [c.id] }),
  'four: b drops d': next(four, b, { drop: [d.id] }),
  'four: c drops a': next(four, c, { drop: [a.id] }),
  'four: c says versions': next(four, c, { proto: [1, 2] }),
  'four: b says versions': next(four, b, { proto: [1, 2] }),
  'four: c drops a, b, d': next(four, c, { drop: [a.id, b.id, d.id] }),
  'trunk: the recovery code': next(trunk, paper, { add: [joined(d)], drop: [a.id, b.id, paper.id] }),
  'trunk: b drops a': next(trunk, b, { drop: [a.id] }),
});

const dropOf = (name: string): readonly Removal[] => {
  const { links } = forks.chain(name);
  const [last, ...before] = links.toReversed();
  const { hash, link } = unwrap(last, 'it has links');
  const signedBy = (id: string): readonly Bytes[] =>
    before
      .toReversed()
      .filter((each) => each.link.by === id)
      .map((each) => each.hash);
  return link.drop.map((id) => ({ id, link: hash, signed: signedBy(id) }));
};

/** What is held, with which removals, what is read, and what this case shows. */
const choices: readonly (readonly [
  held: string,
  dropped: readonly string[],
  read: readonly string[],
  shows: string,
])[] = [
  ['four', [], ['trunk'], 'a beginning changes nothing'],
  ['trunk', [], ['four'], 'a longer chain counts'],
  ['four', [], ['four: b says versions', 'four: c says versions'], 'the smaller hash counts where nobody is dropped'],
  ['four: c says versions', [], ['four: a drops c'], 'a removal counts before what the removed device says beside it'],
  ['four', [], ['four: a drops c', 'four: b drops d'], 'two removals at once are both taken over'],
  ['four', [], ['four: a drops c', 'four: c drops a'], 'devices that drop each other are disputed'],
  [
    'four: a drops c',
    ['four: a drops c'],
    ['four: c drops a, b, d'],
    'a removed device changes nothing for who holds the removal',
  ],
  ['four', ['four: a drops c'], ['four: c says versions'], 'a removed device is cut where its removal is not at hand'],
  [
    'trunk',
    [],
    ['trunk: b drops a', 'trunk: the recovery code'],
    'a device and the recovery code: who is dropped falls',
  ],
  ['root', [], ['trunk: the recovery code'], 'a recovery is the same person'],
  [
    'trunk: the recovery code',
    ['trunk: the recovery code'],
    ['four: a drops c'],
    'lost devices are out after a recovery',
  ],
];

function choicesSection() {
  return choices.map(([held, names, read, shows]) => {
    const dropped = names.flatMap(dropOf);
    const choice = chooseChain(forks.chain(held).links, dropped, forks.links(read));
    return { shows, held, dropped: dropped.map(writeRemoval), read, outcome: outcomeOf(choice) };
  });
}

function recoverySection() {
  const code = Secret.own(fixed('recoveryCode'));
  const seed = recoverySeed(code).use((bytes) => toHex(bytes));
  return { shown: showRecoveryCode(code), seed, publicKey: toHex(paper.publicKey), id: paper.id };
}

/** The section `chains`. Payloads are JSON texts. */
export function chainsSection() {
  const { links, members } = everything;
  return {
    address: ADDRESS,
    recoveryCode: recoverySection(),
    valid: {
      payload: textOf(everything),
      person: toHex(root.person),
      links: links.map(({ hash }, i) => ({ hash: toB64u(hash), members: (members[i] ?? []).map(({ id }) => id) })),
    },
    invalid: invalidSection(),
    forks: forks.texts(),
    choices: choicesSection(),
  };
}
