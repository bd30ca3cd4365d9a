// The section `lengths` of the frozen vectors (protocol §2.5.7): chains at each limit of size, and one link or byte
// beyond. Together they have 344 kB, so the file has only the hash of each payload and a recipe, which starts from the
// fixed secrets.
import { sha256 } from '@noble/hashes/sha2.js';
import { assert } from '../../src/core/assert.ts';
import { type Bytes, toBase32, toHex, utf8 } from '../../src/core/bytes.ts';
import type { ChainFault } from '../../src/core/keys/chain-rules.ts';
import { carriedLinks, parseChain } from '../../src/core/keys/chain.ts';
import { type CarriedLink, signNextLink } from '../../src/core/keys/link.ts';
import { a, ADDRESS, b, joined, onPaper, paper, root, type Says, SINCE } from './chain-parts.ts';

const NOTE = [
  'Each payload is the first link of `chains`, and behind it, entry by entry, so many links of a kind.',
  'add-device, add-code: the first device adds the second one, or the recovery key.',
  'proto: the first device says the versions 2 and 3 in a link of an even number, 1, 2 and 3 in another.',
  'drop: it drops so many ids that nobody has, number k from 0 on in the chain being the id of SHA-256("Siegel 1 vectors id " || k), k decimal.',
  'recover: the recovery key adds the second device and drops the first one and itself.',
  'at is 1800000000 in all; from the second link on, while there are any of `digits`, up to six zeros are put behind it.',
].join(' ');

type Kind = 'add-device' | 'add-code' | 'proto' | 'drop' | 'recover';

/** How to make a chain, in the terms of `NOTE`. */
interface Recipe {
  readonly fault: ChainFault | 'valid';
  readonly how: string;
  readonly links: readonly (readonly [kind: Kind, count: number, ids?: number])[];
  /** The size of the payload in bytes. */
  readonly bytes?: number;
}

const longest = (protos: number): Recipe['links'] => [
  ['add-code', 1],
  ['proto', protos],
  ['recover', 1],
];
const adding = (protos: number): Recipe['links'] => [
  ['proto', protos],
  ['add-device', 1],
];
const wide = (ids: number): Recipe['links'] => [
  ['drop', 17, 64],
  ['drop', 1, ids],
  ['add-device', 1],
];
const widest = (ids: number): Recipe['links'] => [
  ['drop', 27, 65],
  ['drop', 1, ids],
];

const recipes: readonly Recipe[] = [
  { fault: 'valid', how: '128 links', links: longest(125) },
  { fault: 'size', how: '129 links', links: longest(126) },
  { fault: 'valid', how: 'link 112 adds a device', links: adding(110) },
  { fault: 'room', how: 'link 113 adds a device', links: adding(111) },
  { fault: 'valid', how: 'a device is added in 40,000 bytes', links: wide(11), bytes: 40_000 },
  { fault: 'room', how: 'a device is added in 40,001 bytes', links: wide(11), bytes: 40_001 },
  { fault: 'valid', how: '64,000 bytes', links: widest(46), bytes: 64_000 },
  { fault: 'size', how: '64,001 bytes', links: widest(46), bytes: 64_001 },
];

const MOST_DIGITS = 6;

function idOf(number: number): string {
  return toBase32(sha256(utf8(`Siegel 1 vectors id ${number}`)), 26);
}

function payloadOf({ links }: Recipe, digits: number): string {
  const carried: CarriedLink[] = [...carriedLinks(root)];
  let [prev, ids, left]: [Bytes, number, number] = [root.person, 0, digits];
  const all = links.flatMap(([kind, count, most = 0]) => Array.from({ length: count }, () => ({ kind, most })));
  for (const { kind, most } of all) {
    const n = carried.length + 1;
    const behind = Math.min(MOST_DIGITS, left);
    left -= behind;
    const author = kind === 'recover' ? paper : a;
    const says = saysOf(kind, most, n, ids);
    ids += most;
    const fields = { n, prev, at: SINCE * 10 ** behind, by: author.id, proto: undefined, add: [], drop: [], ...says };
    const link = signNextLink(fields, author);
    carried.push(link);
    prev = sha256(utf8(link.link));
  }
  assert(left === 0, 'there are links enough for the digits');
  return JSON.stringify({ chain: carried });
}

function saysOf(kind: Kind, ids: number, n: number, firstId: number): Says {
  const says: Readonly<Record<Kind, Says>> = {
    'add-device': { add: [joined(b)] },
    'add-code': { add: [onPaper(paper)] },
    proto: { proto: n % 2 === 0 ? [2, 3] : [1, 2, 3] },
    drop: { drop: Array.from({ length: ids }, (_, i) => idOf(firstId + i)) },
    recover: { add: [joined(b)], drop: [a.id, paper.id] },
  };
  return says[kind];
}

function payloadsSection() {
  return recipes.map((recipe) => {
    const { fault, how, links, bytes } = recipe;
    const digits = bytes === undefined ? 0 : bytes - payloadOf(recipe, 0).length;
    const payload = utf8(payloadOf(recipe, digits));
    const chain = parseChain(payload, ADDRESS);
    const found = typeof chain === 'string' ? chain : 'valid';
    assert(
      found === fault && payload.length === (bytes ?? payload.length),
      `${how}: ${found}, ${payload.length} bytes`,
    );
    return { fault, how, links, digits, bytes: payload.length, sha256: toHex(sha256(payload)) };
  });
}

/** The section `lengths`. */
export function lengthsSection() {
  return { note: NOTE, payloads: payloadsSection() };
}
