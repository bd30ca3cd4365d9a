import { describe, expect, test } from 'vitest';
import { type Bytes, concat, toHex, utf8 } from '../../../src/core/bytes.ts';
import {
  beginningOf,
  carriedLinks,
  type Chain,
  devicesOf,
  membersOf,
  type ParsedChain,
  parseCarriedSteps,
  parseChain,
  parseChainSteps,
  payloadOf,
  reopenChain,
  sharedLinks,
} from '../../../src/core/keys/chain.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { fuzz } from '../../support/fuzz/fuzz.ts';
import { ADDRESS, HandChain, linkOf, paperDevice, paperRecovery, sha256 } from './hand-written-chain.ts';

const [a, b, c] = [paperDevice(1), paperDevice(2), paperDevice(3)];
const paper = paperRecovery(1);
const hand = HandChain.begin(a)
  .adding(a, b, paper)
  .dropping(b, a)
  .next(b, { proto: [1, 2] });
const payload = hand.payload;
const text = new TextDecoder().decode(payload);

function parsed(chain: HandChain): ParsedChain {
  const read = parseChain(chain.payload, ADDRESS);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

function reopened(chain: HandChain): Chain {
  const read = reopenChain(chain.payload, ADDRESS);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

describe('reading and writing chains', () => {
  test('a chain is read from a payload without checking signatures, and names its person', () => {
    const chain = parsed(hand);
    expect(chain).toMatchObject({ kind: 'parsed', address: ADDRESS });
    expect(toHex(chain.person)).toBe(toHex(sha256(utf8(hand.links[0]!.link))));
    expect(chain.links.map(({ link }) => link.n)).toEqual([1, 2, 3, 4]);
    expect(membersOf(chain).map(({ id }) => id)).toEqual([b.id, paper.id]);
    expect(devicesOf(chain).map(({ id }) => id)).toEqual([b.id]);
  });

  test('a chain from our own state is reopened as verified under the same rules', () => {
    expect(reopened(hand)).toEqual({ ...parsed(hand), kind: 'verified' });
    expect(reopenChain(hand.adding(a, c).payload, ADDRESS)).toBe('author');
    expect(reopenChain(payload, 'bea@klinik.example')).toBe('address');
    expect(reopenChain(utf8('chain'), ADDRESS)).toBe('form');
  });

  test('a chain is written as the payload that was read', () => {
    expect(toHex(payloadOf(reopened(hand)))).toBe(toHex(payload));
    expect(carriedLinks(reopened(hand))).toEqual(hand.links);
    expect(runSteps(parseCarriedSteps(hand.links, ADDRESS))).toEqual(parsed(hand));
  });

  test('a chain is read one link per step', () => {
    const steps = parseChainSteps(payload, ADDRESS);
    for (let n = 1; n <= hand.links.length; n++) expect(steps.next().done).toBe(false);
    expect(steps.next()).toMatchObject({ done: true, value: { kind: 'parsed' } });
  });

  test('a beginning of a chain has the members after its own last link', () => {
    const chain = reopened(hand);
    expect(beginningOf(chain, 4)).toEqual(chain);
    expect(membersOf(beginningOf(chain, 2)).map(({ id }) => id)).toEqual([a.id, b.id, paper.id]);
    expect(beginningOf(parsed(hand), 1)).toEqual(parsed(HandChain.begin(a)));
    for (const count of [0, 5, 1.5]) expect(() => beginningOf(chain, count)).toThrow('assertion');
  });
});

describe('pairs of chains', () => {
  const root = HandChain.begin(a);
  const trunk = root.adding(a, b);

  test('two chains share the links with equal bytes, whatever their signatures', () => {
    const left = parsed(trunk.dropping(a, b));
    const right = parsed(trunk.dropping(b, a));
    expect(sharedLinks(left, right)).toBe(2);
    expect(sharedLinks(left, left)).toBe(3);
    expect(sharedLinks(left, parsed(trunk))).toBe(2);
    expect(sharedLinks(parsed(root), left)).toBe(1);
    const signedAgain = HandChain.of(
      ...trunk.links.map(({ link }) => linkOf({ ...a, sign: () => new Uint8Array(64).fill(1) }, link)),
    );
    expect(sharedLinks(left, parsed(signedAgain))).toBe(2);
  });

  test('chains of two people under one address share nothing', () => {
    expect(sharedLinks(parsed(trunk), parsed(HandChain.begin(b)))).toBe(0);
    expect(sharedLinks(parsed(trunk), parsed(HandChain.begin(a, { at: 0 })))).toBe(0);
  });
});

describe('refused payloads', () => {
  const swap = (from: string, to: string): Bytes => utf8(text.replace(from, to));

  test.each([
    ['form', 'with white space after it', concat(payload, utf8(' '))],
    ['form', 'with white space in it', swap('{"chain":[', '{"chain": [')],
    ['form', 'with a BOM', concat(Uint8Array.of(0xef, 0xbb, 0xbf), payload)],
    ['form', 'with bad UTF-8', concat(payload.slice(0, -20), Uint8Array.of(0xff), payload.slice(-19))],
    ['form', 'with a second chain', swap('{"chain":', '{"chain":[],"chain":')],
    ['form', 'with an extra field', swap('{"chain":', '{"more":1,"chain":')],
    ['form', 'with an extra field of a link', swap('"}]}', '","more":1}]}')],
    [
      'form',
      'with the signature before the link',
      utf8(JSON.stringify({ chain: hand.links.map(({ link, sig }) => ({ sig, link })) })),
    ],
    ['form', 'with a signature of 61 bytes', swap('AAAA"}]}', '"}]}')],
    ['form', 'with a padded signature', swap('A"}]}', '="}]}')],
    ['form', 'with unused bits in a signature', swap('A"}]}', 'B"}]}')],
    ['form', 'with an unnecessary escape', swap('\\"v\\"', '\\u0022v\\"')],
    ['form', 'with a lone surrogate', utf8(JSON.stringify({ chain: [{ ...hand.links[0], link: '\uD800' }] }))],
    ['form', 'with a link that is not a text', utf8(JSON.stringify({ chain: [{ ...hand.links[0], link: {} }] }))],
    ['form', 'with no link', utf8('{"chain":[]}')],
    ['form', 'that is a list', utf8(JSON.stringify(hand.links))],
    ['form', 'that is not JSON', utf8('chain')],
    ['form', 'that is empty', new Uint8Array()],
    ['size', 'that has 64,001 bytes', new Uint8Array(64_001).fill(0x20)],
    ['form', 'that consists of 64,000 spaces', new Uint8Array(64_000).fill(0x20)],
    [
      'order',
      'with another person’s first link',
      HandChain.of(HandChain.begin(c).links[0]!, ...hand.links.slice(1)).payload,
    ],
    ['form', 'without its first link', HandChain.of(...hand.links.slice(1)).payload],
    [
      'author',
      'in which a later link breaks a rule, even if the links before were accepted',
      hand.adding(a, c).payload,
    ],
  ])('a payload is refused with the fault “%s”: %s', (cause, _what, bytes) => {
    expect(parseChain(bytes, ADDRESS)).toBe(cause);
  });

  test('a chain of 129 links is refused before its links are examined', () => {
    const steps = parseCarriedSteps(
      Array.from({ length: 129 }, () => ({ link: '', sig: '' })),
      ADDRESS,
    );
    expect(steps.next()).toEqual({ done: true, value: 'size' });
  });

  test('a damaged payload never throws, and an accepted payload is written back unchanged', () => {
    let taken = 0;
    const run = (input: Bytes): boolean => {
      const read = parseChain(input, ADDRESS);
      if (typeof read === 'string') return false;
      taken++;
      return toHex(payloadOf({ ...read, kind: 'verified' })) === toHex(input);
    };
    const corpus = [payload, HandChain.begin(a).payload, HandChain.begin(b).adding(b, c).payload];
    expect(fuzz({ name: 'chain', seeds: () => corpus, run }, corpus, 2000, 10)).toEqual({
      kind: 'held',
      accepted: taken,
    });
    expect(taken).toBeGreaterThan(corpus.length);
  });
});
