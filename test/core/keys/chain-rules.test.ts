import { describe, expect, test } from 'vitest';
import { toB64u, toBase32 } from '../../../src/core/bytes.ts';
import { membersOf, parseCarriedSteps, parseChain } from '../../../src/core/keys/chain.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { actorOf, ADDRESS, HandChain, paperDevice, paperRecovery, sha256 } from './hand-written-chain.ts';

const [a, b, c, d] = [paperDevice(1), paperDevice(2), paperDevice(3), paperDevice(4)];
const [paper, successor] = [paperRecovery(1), paperRecovery(2)];
const one = HandChain.begin(a);
const two = one.adding(a, b);
const withPaper = two.adding(a, paper);
const nobody = toBase32(sha256(Uint8Array.of(0)), 26);

/** The ids of the members after the last link, or why the chain is refused. */
function outcome(chain: HandChain, address = ADDRESS): readonly string[] | string {
  const read = parseChain(chain.payload, address);
  return typeof read === 'string' ? read : membersOf(read).map(({ id }) => id);
}

function idsOf(chain: HandChain): readonly string[] {
  const ids = outcome(chain);
  if (typeof ids === 'string') throw new Error(ids);
  return ids;
}

/** `chain`, extended to `links` links. The new ones only change protocol versions, of which the highest is 255. */
function untilNumber(chain: HandChain, links: number): HandChain {
  let grown = chain;
  while (grown.links.length < links) {
    grown = grown.next(a, { proto: [grown.links.length % 2 === 0 ? 254 : 253, 255] });
  }
  return grown;
}

describe('valid chains', () => {
  test('a chain lists its members in the order in which they were added', () => {
    expect(outcome(one)).toEqual([a.id]);
    expect(outcome(two.adding(b, c, d))).toEqual([a.id, b.id, c.id, d.id]);
    expect(outcome(two.adding(b, c, d).dropping(d, a, c))).toEqual([b.id, d.id]);
    expect(outcome(two.next(b, { add: [two.member(c)], drop: [a.id], proto: [1, 2] }))).toEqual([b.id, c.id]);
  });

  test('a chain keeps each device’s newest protocol versions and every earlier state', () => {
    const read = parseChain(two.next(b, { proto: [1, 3] }).dropping(b, a).payload, ADDRESS);
    if (typeof read === 'string') throw new Error(read);
    const lists = read.members.map((after) => after.map((each) => (each.kind === 'device' ? each.proto : [])));
    expect(lists).toEqual([[[1]], [[1], [1]], [[1], [1, 3]], [[1, 3]]]);
    expect(read.links[1]?.link.add).toMatchObject([{ id: b.id, proto: [1] }]);
  });

  test('another device can be added after one was dropped', () => {
    expect(outcome(two.dropping(a, b).adding(a, c))).toEqual([a.id, c.id]);
  });

  test('a link may drop an id that is no member', () => {
    expect(outcome(two.dropping(a, c))).toEqual([a.id, b.id]);
    expect(outcome(two.dropping(a, b, c))).toEqual([a.id]);
  });
});

describe('refused chains', () => {
  const wrongId = { ...c, id: nobody };
  const sameS = actorOf(c.s, d.d, c.sign);
  const sameD = actorOf(d.s, c.d, c.sign);
  const paperOfC = actorOf(undefined, c.d, c.sign);
  const dropped = two.adding(a, c).dropping(a, c);

  test.each([
    ['author', 'its first link is signed by somebody other than its device', HandChain.begin(a, { by: b.id })],
    ['id', 'the id of the first device belongs to other keys', HandChain.begin({ ...a, id: nobody })],
    ['author', 'a link has an unknown author', one.next({ ...a, id: nobody }, { proto: [2] })],
    ['author', 'a link is signed by a device that it adds', one.adding(b, b)],
    ['author', 'a link is signed by a device that was dropped', two.dropping(a, b).adding(b, c)],
    ['author', 'a recovery key signs a second time', withPaper.next(paper, { drop: [paper.id] }).adding(paper, c)],
    ['id', 'the id of a device belongs to other keys', two.adding(a, wrongId)],
    ['id', 'a recovery key has the id of a device', two.adding(a, { ...paper, id: c.id })],
    ['drop', 'a dropped member is dropped again', dropped.dropping(a, c)],
    ['drop', 'a member is dropped twice in a link', two.dropping(a, b, b)],
    ['drop', 'an id that was not a member is dropped again', two.dropping(a, c).dropping(b, c)],
    ['drop', 'a member is dropped by the link that adds it', two.next(a, { add: [two.member(c)], drop: [c.id] })],
    ['add', 'a member is added again', two.adding(a, b)],
    ['add', 'the author of a link adds itself', two.adding(a, a)],
    ['add', 'a dropped device is added again', dropped.adding(a, c)],
    ['add', 'a device is added that was dropped before it was a member', two.dropping(a, c).adding(b, c)],
    ['add', 'a device is added by the link that drops it', two.next(a, { add: [two.member(b)], drop: [b.id] })],
    ['add', 'a device is added twice in a link', two.adding(a, c, c)],
    ['add', 'a recovery key is added twice in a link', two.adding(a, paper, paper)],
    ['add', 'a recovery key comes before a device', two.adding(a, paper, c)],
    ['add', 'two recovery keys are added', two.adding(a, paper, successor)],
    ['key', 'two devices of a link have the same agreement key', two.adding(a, c, sameS)],
    ['key', 'two devices of a link have the same signing key', two.adding(a, c, sameD)],
    ['key', 'a new device has the agreement key of a member', two.adding(a, c).adding(a, sameS)],
    ['key', 'a new device has the signing key of a member', two.adding(a, c).adding(a, sameD)],
    ['key', 'a new device has the agreement key of a dropped one', dropped.adding(a, sameS)],
    ['key', 'a new device has the signing key of a dropped one', dropped.adding(a, sameD)],
    ['key', 'a new device has the agreement key of the first', two.adding(a, actorOf(a.s, c.d, c.sign))],
    ['key', 'a recovery key is the signing key of a device', two.adding(a, c).adding(a, paperOfC)],
    ['key', 'a recovery key is the signing key of a dropped device', dropped.adding(a, paperOfC)],
    ['key', 'a device has the signing key of a recovery key', withPaper.adding(a, actorOf(c.s, paper.d, c.sign))],
    ['own-drop', 'a device drops itself', two.dropping(b, b)],
    ['own-drop', 'a device drops itself among others', two.adding(a, c).dropping(b, a, b)],
    ['own-drop', 'a recovery key signs and stays', withPaper.next(paper, { add: [withPaper.member(c)] })],
    ['own-drop', 'a recovery key names a successor and stays', withPaper.adding(paper, successor)],
    ['proto', 'the highest protocol version falls', two.next(a, { proto: [1, 3] }).next(a, { proto: [1, 2] })],
    ['proto', 'a recovery key has protocol versions', withPaper.next(paper, { drop: [paper.id], proto: [1] })],
    ['nothing', 'a link changes nothing', two.next(a)],
    ['nothing', 'a link repeats the protocol versions', two.next(a, { proto: [1] })],
    ['members', 'no device is left', withPaper.dropping(paper, a, b, paper)],
    ['members', 'no device is left, only a new recovery key', droppingAllFor(successor)],
    ['members', 'a second recovery key is added', withPaper.adding(a, successor)],
  ])('a chain is refused with “%s” if %s', (cause, _where, chain) => {
    expect(outcome(chain)).toBe(cause);
  });

  function droppingAllFor(next: typeof paper): HandChain {
    return withPaper.next(paper, { add: [withPaper.member(next)], drop: [a.id, b.id, paper.id] });
  }

  // Some encodings of points of small order; test/core/keys/small-order.test.ts has all of them.
  test.each([
    '00'.repeat(32),
    `01${'00'.repeat(31)}`,
    `01${'00'.repeat(30)}80`,
    `ec${'ff'.repeat(30)}7f`,
    `ed${'ff'.repeat(31)}`,
  ])('a chain is refused with “key” if a key has small order: %s', (hex) => {
    const key = new Uint8Array(Buffer.from(hex, 'hex'));
    for (const weak of [actorOf(key, c.d, c.sign), actorOf(c.s, key, c.sign), actorOf(undefined, key, c.sign)]) {
      expect(outcome(two.adding(a, weak))).toBe('key');
    }
    expect(outcome(HandChain.begin(actorOf(key, a.d, a.sign)))).toBe('key');
    expect(outcome(HandChain.begin(actorOf(a.s, key, a.sign)))).toBe('key');
  });

  test('a chain is refused with “order” if a number or a previous hash does not fit the link before', () => {
    expect(outcome(two.next(a, { n: 4, proto: [2] }))).toBe('order');
    expect(outcome(two.next(a, { n: 2, proto: [2] }))).toBe('order');
    expect(outcome(two.next(a, { prev: toB64u(one.person), proto: [2] }))).toBe('order');
    const [first, second] = two.links;
    const [, other] = one.adding(a, c).links;
    const third = two.next(a, { proto: [2] }).links[2];
    if (!first || !second || !other || !third) throw new Error('three links');
    expect(outcome(HandChain.of(first, second, third))).toEqual([a.id, b.id]);
    expect(outcome(HandChain.of(first, other, third))).toBe('order');
    expect(outcome(HandChain.of(first, third))).toBe('order');
    expect(outcome(HandChain.of(first, third, second))).toBe('order');
  });

  test('a chain is refused with “address” if it names another address, and with “form” if its address is not in wire form', () => {
    expect(outcome(one, 'bea@klinik.example')).toBe('address');
    expect(outcome(one, ADDRESS.toUpperCase())).toBe('address');
    expect(outcome(HandChain.begin(a, { address: 'bea@klinik.example' }))).toBe('address');
    expect(outcome(HandChain.begin(a, { address: 'Anna@klinik.example' }), 'Anna@klinik.example')).toBe('form');
  });
});

describe('recovery keys', () => {
  const rescue = withPaper.next(paper, {
    add: [withPaper.member(c), withPaper.member(successor)],
    drop: [a.id, b.id, paper.id],
  });

  test('a recovery key is a member and comes last in its link', () => {
    expect(outcome(withPaper)).toEqual([a.id, b.id, paper.id]);
    expect(outcome(one.adding(a, b, paper).adding(a, c))).toEqual([a.id, b.id, paper.id, c.id]);
  });

  test('a recovery key drops itself, alone or with everybody, and may add devices and a successor', () => {
    expect(outcome(rescue)).toEqual([c.id, successor.id]);
    expect(outcome(rescue.adding(c, d))).toEqual([c.id, successor.id, d.id]);
    expect(outcome(withPaper.dropping(paper, paper))).toEqual([a.id, b.id]);
    expect(
      outcome(withPaper.next(paper, { add: [c, d].map((each) => withPaper.member(each)), drop: [paper.id] })),
    ).toEqual([a.id, b.id, c.id, d.id]);
  });

  test('any device may drop and replace the recovery key in one link', () => {
    expect(outcome(withPaper.dropping(b, paper))).toEqual([a.id, b.id]);
    expect(outcome(withPaper.next(b, { add: [withPaper.member(successor)], drop: [paper.id] }))).toEqual([
      a.id,
      b.id,
      successor.id,
    ]);
    expect(outcome(withPaper.dropping(b, paper).adding(a, paper))).toBe('add');
  });
});

describe('protocol versions', () => {
  test('a device may change its protocol versions if its own highest version does not fall', () => {
    expect(outcome(two.next(a, { proto: [1, 3] }).next(a, { proto: [3] }))).toEqual([a.id, b.id]);
    expect(outcome(two.next(a, { proto: [1, 3] }).next(b, { proto: [1, 2] }))).toEqual([a.id, b.id]);
  });

  test('a link may repeat the protocol versions if it changes something else', () => {
    expect(outcome(two.next(a, { proto: [1], drop: [b.id] }))).toEqual([a.id]);
  });
});

/**
 * A chain whose payload has exactly `bytes` bytes. `step` adds a link whose time is `at`. Links are added until the size
 * is nearly right. Then some of their times get more or fewer digits, so that it is exact.
 */
function ofSize(bytes: number, step: (chain: HandChain, at: number) => HandChain): HandChain {
  const grow = (digits: (link: number) => number, isDone: (chain: HandChain) => boolean): HandChain => {
    let chain = withPaper;
    while (!isDone(chain)) chain = step(chain, 10 ** (digits(chain.links.length) - 1));
    return chain;
  };
  const usual = grow(
    () => 10,
    (chain) => chain.payload.length > bytes - 300,
  );
  const changes: number[] = [];
  for (let rest = bytes - usual.payload.length; rest !== 0; rest -= changes.at(-1) ?? 0) {
    changes.push(Math.max(-9, Math.min(6, rest)));
  }
  const exact = grow(
    (link) => 10 + (changes[link - withPaper.links.length] ?? 0),
    (chain) => chain.links.length === usual.links.length,
  );
  expect(exact.payload).toHaveLength(bytes);
  return exact;
}

describe('limits of chains', () => {
  const eights = Array.from({ length: 8 }, (_, link) =>
    Array.from({ length: 8 }, (_, n) => paperDevice(10 + link * 8 + n)),
  );
  const full = eights.reduce((chain, eight, index) => chain.adding(a, ...(index === 0 ? eight.slice(1) : eight)), one);
  const fullWithPaper = full.adding(a, paper);

  test('a chain has at most 64 devices besides a recovery key', () => {
    expect(outcome(full)).toHaveLength(64);
    expect(outcome(fullWithPaper)).toHaveLength(65);
    expect(outcome(full.adding(a, b))).toBe('members');
    expect(outcome(full.next(a, { add: [full.member(b)], drop: [paperDevice(11).id] }))).toHaveLength(64);
  });

  test('a link adds at most 8 members', () => {
    expect(outcome(one.adding(a, ...(eights[0] ?? [])))).toHaveLength(9);
    expect(outcome(one.adding(a, ...(eights[0] ?? []).slice(1), paper))).toHaveLength(9);
    expect(outcome(one.adding(a, ...(eights[0] ?? []), paper))).toBe('form');
  });

  test('a link drops at most 65 ids', () => {
    const members = idsOf(fullWithPaper);
    const everybody = fullWithPaper.next(paper, { add: [fullWithPaper.member(b)], drop: members });
    expect(outcome(everybody)).toEqual([b.id]);
    expect(outcome(fullWithPaper.next(paper, { drop: [...members, nobody] }))).toBe('form');
  });

  test('a chain has at most 128 links', () => {
    expect(outcome(untilNumber(one, 128))).toEqual([a.id]);
    expect(outcome(untilNumber(one, 129))).toBe('size');
  });

  test('a device may add devices up to link 112; later a device may add a recovery key, and a recovery key may add devices', () => {
    expect(outcome(untilNumber(one, 111).adding(a, b))).toEqual([a.id, b.id]);
    const late = untilNumber(withPaper, 112);
    expect(outcome(late.adding(a, c))).toBe('room');
    expect(outcome(untilNumber(one, 112).adding(a, paper))).toEqual([a.id, paper.id]);
    expect(outcome(late.dropping(a, b))).toEqual([a.id, paper.id]);
    const rescue = { add: [late.member(c), late.member(successor)], drop: [a.id, b.id, paper.id] };
    expect(outcome(late.next(paper, rescue))).toEqual([c.id, successor.id]);
    expect(outcome(untilNumber(withPaper, 127).next(paper, rescue))).toEqual([c.id, successor.id]);
  });

  const oneForAnother = (chain: HandChain, at: number): HandChain => {
    const n = chain.links.length;
    const before = n === withPaper.links.length ? b : paperDevice(1000 + n - 1);
    return chain.next(a, { at, add: [chain.member(paperDevice(1000 + n))], drop: [before.id] });
  };

  test('devices may be added up to 40,000 bytes, and afterwards only by a recovery key', () => {
    expect(outcome(ofSize(40_000, oneForAnother))).toHaveLength(3);
    expect(outcome(ofSize(40_001, oneForAnother))).toBe('room');
    const late = ofSize(39_900, oneForAnother);
    expect(outcome(late.dropping(a, paper).adding(a, successor))).toHaveLength(3);
    const rescue = late.next(paper, { add: [late.member(c), late.member(successor)], drop: [a.id, paper.id] });
    expect(outcome(rescue)).toHaveLength(3);
    expect(outcome(rescue.adding(c, d))).toBe('room');
  });

  test('a chain has at most 64,000 bytes', () => {
    const papers = (chain: HandChain, at: number): HandChain => {
      if (chain.payload.length < 39_000) return oneForAnother(chain, at);
      const n = chain.links.length;
      const newest = paperRecovery(1000 + n - 1);
      const before = chain.links.at(-1)?.link.includes(newest.id) === true ? newest : paper;
      return chain.next(a, { at, add: [chain.member(paperRecovery(1000 + n))], drop: [before.id] });
    };
    const most = ofSize(64_000, papers);
    expect(most.links.length).toBeLessThan(128);
    expect(outcome(most)).toHaveLength(3);
    const tooMuch = ofSize(64_001, papers);
    expect(outcome(tooMuch)).toBe('size');
    expect(runSteps(parseCarriedSteps(tooMuch.links, ADDRESS))).toBe('size');
  });
});
