import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/core/bytes.ts';
import { beginningOf, type Chain, membersOf, parseChain, payloadOf } from '../../../src/core/keys/chain.ts';
import { beginChain, extendChain, extendChainSteps, roomForDevice } from '../../../src/core/keys/chain-build.ts';
import { verifyChainSteps } from '../../../src/core/keys/chain-verify.ts';
import { joinDevice, joinRecovery } from '../../../src/core/keys/member.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { type Actor, ADDRESS, AT, HandChain, realDevice, realRecovery } from './hand-written-chain.ts';

const [a, b, c] = [realDevice(1), realDevice(2), realDevice(3)];
const [paper, successor] = [realRecovery(1), realRecovery(2)];
const keyOf = ({ d, sign }: Actor) => ({ publicKey: d, sign });
const one = beginChain({ address: ADDRESS, s: a.s!, proto: [1], at: AT }, keyOf(a));
const device = (actor: Actor) => joinDevice(one.person, actor.s!, keyOf(actor), [1]);
const recovery = (actor: Actor) => joinRecovery(one.person, keyOf(actor));

function extended(chain: Chain, ...rest: readonly [Parameters<typeof extendChain>[1], Actor]): Chain {
  const grown = extendChain(chain, rest[0], keyOf(rest[1]));
  if (typeof grown === 'string') throw new Error(grown);
  return grown;
}

const two = extended(one, { by: a.id, at: AT + 1, add: [device(b), recovery(paper)] }, a);

describe('building chains', () => {
  test('a new chain of one device matches the hand-written one', () => {
    expect(toHex(payloadOf(one))).toBe(toHex(HandChain.begin(a).payload));
    expect(one.kind).toBe('verified');
  });

  test('links that add, drop and change versions match the hand-written chain', () => {
    const hand = HandChain.begin(a)
      .adding(a, b, paper)
      .next(b, { proto: [1, 2], drop: [a.id] });
    const three = extended(two, { by: b.id, at: AT + 2, proto: [1, 2], drop: [a.id] }, b);
    expect(toHex(payloadOf(three))).toBe(toHex(hand.payload));
    expect(membersOf(three)).toMatchObject([{ id: b.id, proto: [1, 2] }, { id: paper.id }]);
  });

  test('a built chain can be read from its payload and verified', () => {
    const drop = membersOf(two).map(({ id }) => id);
    const rescued = extended(two, { by: paper.id, at: AT + 2, add: [device(c), recovery(successor)], drop }, paper);
    expect(membersOf(rescued).map(({ id }) => id)).toEqual([c.id, successor.id]);
    const read = parseChain(payloadOf(rescued), ADDRESS);
    if (typeof read === 'string') throw new Error(read);
    expect(runSteps(verifyChainSteps(read))).toEqual(rescued);
  });

  test('a chain can continue from an earlier link', () => {
    const later = extended(two, { by: b.id, at: AT + 2, proto: [1, 2] }, b);
    const fork = extended(beginningOf(later, 2), { by: a.id, at: AT + 3, drop: [b.id] }, a);
    expect(fork.links).toHaveLength(3);
    expect(fork.links.slice(0, 2)).toEqual(later.links.slice(0, 2));
  });

  test('extending a chain leaves the previous one unchanged', () => {
    const before = toHex(payloadOf(two));
    extended(two, { by: a.id, at: AT, drop: [b.id] }, a);
    expect(toHex(payloadOf(two))).toBe(before);
  });
});

describe('room for devices', () => {
  const longest = { at: Number.MAX_SAFE_INTEGER, proto: [248, 249, 250, 251, 252, 253, 254, 255] };
  const devices = Array.from({ length: 63 }, (_, n) => realDevice(10 + n));

  test('a device finds room in a chain until the chain has 64 devices', () => {
    let chain = one;
    for (let at = 0; at < devices.length; at += 8) {
      expect(roomForDevice(chain)).toBe('room');
      chain = extended(chain, { by: a.id, at: AT, add: devices.slice(at, at + 8).map(device) }, a);
    }
    expect(roomForDevice(chain)).toBe('devices');
  });

  test('a link that adds one device takes fewer than 700 bytes', () => {
    const add = [joinDevice(one.person, b.s!, keyOf(b), longest.proto)];
    const next = extended(one, { by: a.id, ...longest, add }, a);
    expect(payloadOf(next).length - payloadOf(one).length).toBeLessThan(700);
  });
});

describe('links that are not built', () => {
  test.each([
    ['author', 'its author is not a member', { by: c.id, drop: [b.id] }, c],
    ['drop', 'it drops an id twice', { by: a.id, drop: [c.id, c.id] }, a],
    ['add', 'it adds a present member', { by: a.id, add: [device(b)] }, a],
    ['own-drop', 'a device drops itself', { by: a.id, drop: [a.id] }, a],
    ['proto', 'it gives a recovery key protocol versions', { by: paper.id, proto: [1], drop: [paper.id] }, paper],
    ['nothing', 'it changes nothing', { by: a.id }, a],
    ['members', 'it adds a second recovery key', { by: a.id, add: [recovery(successor)] }, a],
    ['form', 'it adds nine members', { by: a.id, add: Array.from({ length: 9 }, () => device(c)) }, a],
    ['form', 'its protocol versions are not in ascending order', { by: a.id, proto: [2, 1] }, a],
    [
      'signature',
      'its join was signed by another device',
      { by: a.id, add: [{ ...device(c), join: device(b).join }] },
      a,
    ],
    [
      'signature',
      'the joining member has signed its join for another person',
      { by: a.id, add: [joinDevice(new Uint8Array(32), c.s!, keyOf(c), [1])] },
      a,
    ],
  ])('a link is refused with “%s” if %s', (cause, _where, change, actor) => {
    expect(extendChain(two, { at: AT, ...change }, keyOf(actor))).toBe(cause);
  });

  test('devices can be added up to link 112, and no link follows link 128', () => {
    let full = HandChain.begin(a);
    const chains: HandChain[] = [];
    for (let n = 1; n <= 128; n++) {
      chains.push(full);
      full = full.next(a, { proto: [n % 2 === 0 ? 253 : 254, 255] });
    }
    const at = (links: number): Chain => {
      const read = parseChain(chains[links - 1]!.payload, ADDRESS);
      if (typeof read === 'string') throw new Error(read);
      return { ...read, kind: 'verified' };
    };
    expect([111, 112].map((links) => roomForDevice(at(links)))).toEqual(['room', 'links']);
    expect(extendChain(at(112), { by: a.id, at: AT, add: [device(b)] }, keyOf(a))).toBe('room');
    expect(extended(at(111), { by: a.id, at: AT, add: [device(b)] }, a).links).toHaveLength(112);
    expect(extendChain(at(128), { by: a.id, at: AT, add: [recovery(paper)] }, keyOf(a))).toBe('size');
  });

  test('building a link with a key that is not its author’s throws, and so does building an invalid first link', () => {
    expect(() => extendChain(two, { by: a.id, at: AT, drop: [b.id] }, keyOf(b))).toThrow('its author');
    expect(() => beginChain({ address: 'Anna@klinik.example', s: a.s!, proto: [1], at: AT }, keyOf(a))).toThrow(
      'own rules',
    );
  });
});

test('building a link runs in one step for each link, the new one included, and one for each join signature', () => {
  const change = { by: a.id, at: AT, add: [device(c)] };
  const steps = extendChainSteps(two, change, keyOf(a));
  for (let step = 0; step < two.links.length + 1 + 1; step++) expect(steps.next().done).toBe(false);
  expect(steps.next().done).toBe(true);
});
