import { describe, expect, test } from 'vitest';
import { concat, toB64u, toHex, utf8 } from '../../../src/core/bytes.ts';
import { verifySignature } from '../../../src/core/keys/identity.ts';
import { carryLink, readLink, signFirstLink, signNextLink, verifyLink } from '../../../src/core/keys/link.ts';
import { readMember } from '../../../src/core/keys/member.ts';
import {
  ADDRESS,
  AT,
  type Body,
  firstBody,
  HandChain,
  linkOf,
  realDevice,
  realRecovery,
  sha256,
} from './hand-written-chain.ts';

const a = realDevice(1);
const b = realDevice(2);
const paper = realRecovery(1);
const key = { publicKey: a.d, sign: a.sign };
const one = HandChain.begin(a);
const first = one.links[0]!;
const joining = one.member(b);
const joiningPaper = one.member(paper);
const more = { proto: [1, 2], add: [joining, joiningPaper], drop: [a.id] };
const second = one.next(a, more).links[1]!;
const firstText = first.link;
const secondText = second.link;

const readFirst = (body: Body | string) => readLink(linkOf(a, body), 1);
const readSecond = (body: Body | string) => readLink(linkOf(a, body), 2);

describe('the text of links', () => {
  test('the first link is written as protocol §2 shows and read back', () => {
    const device = { kind: 'device', id: a.id, s: a.s!, d: a.d, proto: [1], join: undefined } as const;
    const signed = signFirstLink({ at: AT, address: ADDRESS, device }, key);
    expect(signed).toEqual(first);
    expect(readLink(signed, 1)?.link).toEqual({
      n: 1,
      prev: undefined,
      at: AT,
      by: a.id,
      address: ADDRESS,
      proto: undefined,
      add: [device],
      drop: [],
    });
  });

  test('a later link is written as protocol §2 shows and read back', () => {
    const add = [readMember(joining as never), readMember(joiningPaper as never)];
    const fields = { n: 2, prev: one.person, at: AT + 1, by: a.id, proto: [1, 2], add, drop: [a.id] };
    expect(signNextLink(fields, key)).toEqual(second);
    expect(readLink(second, 2)?.link).toEqual({ ...fields, address: undefined });
    expect(signNextLink({ ...fields, proto: undefined, add: [], drop: [] }, key).link).toContain(
      '"proto":null,"add":[],"drop":[]}',
    );
  });

  test('a link keeps its signed text, hash and signature', () => {
    const read = readLink(second, 2)!;
    expect(toHex(read.bytes)).toBe(toHex(utf8(secondText)));
    expect(toHex(read.hash)).toBe(toHex(sha256(utf8(secondText))));
    expect(toB64u(read.signature)).toBe(second.sig);
    expect(carryLink(read)).toEqual(second);
  });

  test('a link is signed under its own label by one key', () => {
    const read = readLink(first, 1)!;
    const label = concat(utf8('Siegel 1 link'), Uint8Array.of(0));
    expect(verifySignature(read.signature, concat(label, utf8(firstText)), a.d)).toBe(true);
    expect(verifyLink(read, a.d)).toBe(true);
    expect(verifyLink(read, b.d)).toBe(false);
    const other = { ...first, sig: toB64u(a.sign(concat(utf8('Siegel 1 join'), Uint8Array.of(0), utf8(firstText)))) };
    expect(verifyLink(readLink(other, 1)!, a.d)).toBe(false);
    expect(verifyLink({ ...read, bytes: utf8(secondText) }, a.d)).toBe(false);
  });
});

describe('refused link texts', () => {
  const reversed = (body: Body): Body => Object.fromEntries(Object.entries(body).toReversed());
  const body = one.body(a, more);

  test.each([
    ['another order of fields', JSON.stringify(reversed(body))],
    ['another order of a member’s fields', JSON.stringify({ ...body, add: [reversed(joining)] })],
    ['white space', secondText.replace(',"n"', ', "n"')],
    ['white space after it', `${secondText} `],
    ['a line after it', `${secondText}\n`],
    ['a BOM', `\uFEFF${secondText}`],
    ['a repeated field', secondText.replace('"v":1,', '"v":1,"v":1,')],
    ['a repeated field of a member', secondText.replace('"join":', '"join":"","join":')],
    ['an unknown field', JSON.stringify({ ...body, more: 1 })],
    ['an unknown field of a member', JSON.stringify({ ...body, add: [{ ...joining, name: 'x' }] })],
    ['a field name of the object prototype', secondText.replace('"v":1,', '"v":1,"__proto__":{},')],
    ['a missing field', JSON.stringify({ ...body, proto: undefined })],
    ['an address after the first link', JSON.stringify({ ...body, address: ADDRESS })],
    ['an unnecessary escape', secondText.replace('"by"', '"\\u0062y"')],
    ['a huge number', secondText.replace(`"at":${AT + 1}`, '"at":9007199254740993')],
    ['an infinite number', secondText.replace(`"at":${AT + 1}`, '"at":1e999')],
    ['an exponent', secondText.replace(`"at":${AT + 1}`, '"at":1e3')],
    ['a fraction', secondText.replace(`"at":${AT + 1}`, '"at":1.5')],
    ['a negative time', secondText.replace(`"at":${AT + 1}`, '"at":-1')],
    ['minus zero', secondText.replace(`"at":${AT + 1}`, '"at":-0')],
    ['a number as text', JSON.stringify({ ...body, n: '2' })],
    ['another format version', JSON.stringify({ ...body, v: 2 })],
    ['no previous hash', JSON.stringify({ ...body, prev: null })],
    ['a previous hash of 31 bytes', JSON.stringify({ ...body, prev: toB64u(new Uint8Array(31)) })],
    ['a previous hash with padding', JSON.stringify({ ...body, prev: `${toB64u(new Uint8Array(32))}=` })],
    ['a previous hash with unused bits', JSON.stringify({ ...body, prev: `${'A'.repeat(42)}B` })],
    ['a previous hash in the other alphabet', JSON.stringify({ ...body, prev: `${'A'.repeat(41)}+A` })],
    ['no author', JSON.stringify({ ...body, by: null })],
    ['no protocol versions', JSON.stringify({ ...body, proto: [] })],
    ['nine protocol versions', JSON.stringify({ ...body, proto: [1, 2, 3, 4, 5, 6, 7, 8, 9] })],
    ['protocol version 0', JSON.stringify({ ...body, proto: [0] })],
    ['protocol version 256', JSON.stringify({ ...body, proto: [256] })],
    ['descending protocol versions', JSON.stringify({ ...body, proto: [2, 1] })],
    ['a device without protocol versions', JSON.stringify({ ...body, add: [{ ...joining, proto: [] }] })],
    [
      'a device with a key of 31 bytes',
      JSON.stringify({ ...body, add: [{ ...joining, s: toB64u(new Uint8Array(31)) }] }),
    ],
    ['a device that joins without a signature', JSON.stringify({ ...body, add: [{ ...joining, join: '' }] })],
    ['a recovery key with an agreement key', JSON.stringify({ ...body, add: [{ ...joiningPaper, s: joining['s'] }] })],
    [
      'a recovery key that joins without a signature',
      JSON.stringify({ ...body, add: [{ ...joiningPaper, join: '' }] }),
    ],
    ['an id to drop that is not a text', JSON.stringify({ ...body, drop: [1] })],
    ['an id to drop that is not an id', JSON.stringify({ ...body, drop: [a.id.slice(1)] })],
    ['no JSON', 'link'],
    ['nothing', ''],
  ])('a signed link text is refused with %s', (_what, text) => {
    expect(readSecond(secondText)).toBeDefined();
    expect(text).not.toBe(secondText);
    expect(readSecond(text)).toBeUndefined();
  });

  test.each([
    ['a join signature', { add: [{ ...(firstBody(a)['add'] as Body[])[0], join: joining['join'] }] }],
    ['two devices', { add: [...(firstBody(a)['add'] as Body[]), joining] }],
    ['no device', { add: [] }],
    ['a recovery key', { add: [{ id: paper.id, d: toB64u(paper.d), join: '' }] }],
    ['a member to drop', { drop: [b.id] }],
    ['a previous hash', { prev: toB64u(one.person) }],
    ['number 2', { n: 2 }],
    ['protocol versions of its own', { proto: [1] }],
    ['no address', { address: undefined }],
    ['an address that is not in wire form', { address: 'Anna@klinik.example' }],
    ['an address that looks like another one', { address: '\u0430nna@klinik.example' }],
  ])('a first link is refused with %s', (_what, change) => {
    expect(readFirst(firstBody(a))).toBeDefined();
    expect(readFirst(firstBody(a, change))).toBeUndefined();
  });

  test('a first link is refused in place of a later one, and the reverse', () => {
    expect(readLink(first, 2)).toBeUndefined();
    expect(readLink(second, 1)).toBeUndefined();
  });

  test('a link text with a lone surrogate is refused', () => {
    const odd = `\uD800@klinik.example`;
    const escaped = firstText.replace(ADDRESS, '\\ud800@klinik.example');
    expect(readFirst(firstText.replace(ADDRESS, odd))).toBeUndefined();
    expect(readFirst(firstText.replace(ADDRESS, '\uFFFD@klinik.example'))).toBeUndefined();
    expect(readFirst(escaped)).toBeUndefined();
    expect(readSecond(secondText.replace(`"by":"${a.id}"`, '"by":"\uDC00"'))).toBeUndefined();
    expect(readSecond(secondText.replace(`"by":"${a.id}"`, '"by":"\\udc00"'))).toBeUndefined();
  });

  test('a link with a padded signature is refused, and one with a short signature does not verify', () => {
    expect(readLink({ ...first, sig: `${first.sig}=` }, 1)).toBeUndefined();
    expect(verifyLink(readLink({ ...first, sig: first.sig.slice(4) }, 1)!, a.d)).toBe(false);
  });
});
