// The chain and the join of a linking: what is handed over is read in full and verified, or refused.
import { describe, expect, test } from 'vitest';
import { type Bytes, toB64u } from '../../../src/core/bytes.ts';
import { type Chain, devicesOf } from '../../../src/core/keys/chain.ts';
import { beginChain, extendChain } from '../../../src/core/keys/chain-build.ts';
import type { DeviceKeys } from '../../../src/core/keys/identity.ts';
import { joinDevice } from '../../../src/core/keys/member.ts';
import {
  type HandedChain,
  readJoin,
  readLinkChainSteps,
  writeJoin,
  writeLinkChain,
} from '../../../src/core/signal/link-chain.ts';
import { fitsIntoLink } from '../../../src/core/signal/link.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const address = 'anna@klinik.example';
const seed = (n: number): Bytes => new Uint8Array(32).fill(n);
const [desk, laptop, phone] = [deviceKeysOf(seed(1)), deviceKeysOf(seed(2)), deviceKeysOf(seed(3))];
const signer = (key: DeviceKeys) => ({ publicKey: key.d, sign: key.sign });
const begun = beginChain({ address, s: desk.s, proto: [1], at: 1 }, signer(desk));
const link = (
  chain: Chain,
  by: DeviceKeys,
  change: { add?: readonly DeviceKeys[]; drop?: readonly DeviceKeys[] },
): Chain => {
  const add = (change.add ?? []).map((key) => joinDevice(begun.person, key.s, signer(key), [1]));
  const drop = (change.drop ?? []).map(({ id }) => id);
  const next = extendChain(chain, { by: by.id, at: 2, add, drop }, signer(by));
  if (typeof next === 'string') throw new Error(next);
  return next;
};
const removalOf = (key: DeviceKeys) => ({ id: key.id, link: seed(9), signed: [seed(8)] });
const pair = { existing: desk, fresh: phone };
type Message = ReturnType<typeof writeLinkChain>;
const read = (message: Message, of = address): HandedChain | 'unusable' =>
  runSteps(readLinkChainSteps(message, of, pair));

describe('chains that are handed over', () => {
  test('a handed-over chain arrives with its removals', () => {
    const held = { chain: link(begun, desk, { add: [laptop] }), dropped: [removalOf(deviceKeysOf(seed(4)))] };
    expect(read(writeLinkChain(held))).toEqual(held);
  });

  test.each<readonly [string, () => HandedChain]>([
    [
      'drops the existing device',
      () => ({ chain: link(link(begun, desk, { add: [laptop] }), laptop, { drop: [desk] }), dropped: [] }),
    ],
    ['comes with a removal of the existing device', () => ({ chain: begun, dropped: [removalOf(desk)] })],
    ['contains the new device already', () => ({ chain: link(begun, desk, { add: [phone] }), dropped: [] })],
    [
      'has dropped the new device',
      () => ({ chain: link(link(begun, desk, { add: [phone] }), desk, { drop: [phone] }), dropped: [] }),
    ],
    ['comes with a removal of the new device', () => ({ chain: begun, dropped: [removalOf(phone)] })],
    [
      'never had the existing device',
      () => ({ chain: beginChain({ address, s: laptop.s, proto: [1], at: 1 }, signer(laptop)), dropped: [] }),
    ],
  ])('a handed-over chain is unusable if it %s', (_what, held) => {
    expect(read(writeLinkChain(held()))).toBe('unusable');
  });

  test('a handed-over chain is unusable with another address or person, a missing link or a wrong signature', () => {
    const message = writeLinkChain({ chain: link(begun, desk, { add: [laptop] }), dropped: [] });
    const [first, second] = message.chain as [Message['chain'][number], Message['chain'][number]];
    const wrong: readonly Message[] = [
      { ...message, person: toB64u(seed(5)) },
      { ...message, chain: [] },
      { ...message, chain: [second] },
      { ...message, chain: [first, { ...second, sig: first.sig }] },
      { ...message, chain: [{ ...first, sig: second.sig }, second] },
    ];
    expect(read(message, 'bert@klinik.example')).toBe('unusable');
    for (const each of wrong) expect(read(each)).toBe('unusable');
    expect(read(message)).not.toBe('unusable');
  });

  test('a handed-over chain of 51 devices fits into a LINK message, and the same chain with 700 removals does not', () => {
    let chain = begun;
    for (let n = 0; n < 50; n++) chain = link(chain, desk, { add: [deviceKeysOf(seed(100 + n))] });
    expect(fitsIntoLink(writeLinkChain({ chain, dropped: [] }))).toBe(true);
    expect(devicesOf(chain)).toHaveLength(51);
    const dropped = Array.from({ length: 700 }, () => removalOf(laptop));
    expect(fitsIntoLink(writeLinkChain({ chain, dropped }))).toBe(false);
  });
});

describe('joins', () => {
  test('a join makes the device that proved its keys a member', () => {
    const member = readJoin(writeJoin(phone, begun.person, 'phone', [1, 2]), begun.person, phone);
    expect(member).toMatchObject({ kind: 'device', id: phone.id, s: phone.s, d: phone.d, proto: [1, 2] });
    expect(() => link(begun, desk, { add: [phone] })).not.toThrow();
  });

  test('a join for another person, device, key or protocol version is refused', () => {
    const join = writeJoin(phone, begun.person, 'phone', [1]);
    expect(readJoin(join, seed(7), phone)).toBeUndefined();
    expect(readJoin(join, begun.person, laptop)).toBeUndefined();
    expect(readJoin({ ...join, proto: [2] }, begun.person, phone)).toBeUndefined();
    expect(readJoin(join, begun.person, { ...phone, s: laptop.s })).toBeUndefined();
  });
});
