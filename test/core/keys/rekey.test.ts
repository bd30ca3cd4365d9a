import { describe, expect, test } from 'vitest';
import { type Bytes, toHex } from '../../../src/core/bytes.ts';
import { answerRekey, RekeyOffer } from '../../../src/core/keys/rekey.ts';

const seed = (n: number, length = 32): Bytes => new Uint8Array(length).fill(n);
const LOW_ORDER = Uint8Array.of(1, ...seed(0, 31));
const offerOf = () => new RekeyOffer({ ephemeral: seed(1), kem: seed(2, 64) });
const forAnswer = () => ({ ephemeral: seed(3), kem: seed(4) });

describe('rekeys', () => {
  test('a rekey gives both sides the same two secrets, and erases the offer and the answerer’s randomness', () => {
    const offer = offerOf();
    const random = forAnswer();
    const answer = answerRekey(offer.e, offer.kem, random);
    const finished = answer && offer.finish(answer.e, answer.ct);
    expect(finished?.dh.use(toHex)).toBe(answer?.secrets.dh.use(toHex));
    expect(finished?.kemShared.use(toHex)).toBe(answer?.secrets.kemShared.use(toHex));
    expect(finished?.dh.use(toHex)).not.toBe(finished?.kemShared.use(toHex));
    expect([...random.ephemeral, ...random.kem].every((byte) => byte === 0)).toBe(true);
    expect(() => answer && offer.finish(answer.e, answer.ct)).toThrow('wiped');
  });

  test('the answerer refuses a rekey with an unusable key and erases the randomness of the answer', () => {
    const offer = offerOf();
    for (const [e, kem] of [
      [LOW_ORDER, offer.kem],
      [offer.e, seed(255, 1184)],
    ] as const) {
      const random = forAnswer();
      expect(answerRekey(e, kem, random)).toBeUndefined();
      expect([...random.ephemeral, ...random.kem].every((byte) => byte === 0)).toBe(true);
    }
  });

  test('the offerer refuses an answer with a low-order key, and still accepts the true answer', () => {
    const offer = offerOf();
    const answer = answerRekey(offer.e, offer.kem, forAnswer());
    expect(offer.finish(LOW_ORDER, answer?.ct ?? seed(0, 1088))).toBeUndefined();
    expect(answer && offer.finish(answer.e, answer.ct)).toBeDefined();
  });

  test('a rekey with a field of a wrong length throws', () => {
    const offer = offerOf();
    expect(() => answerRekey(seed(1, 31), offer.kem, forAnswer())).toThrow('lengths');
    expect(() => offer.finish(seed(1), seed(1, 1087))).toThrow('lengths');
  });

  test('an abandoned rekey cannot be finished', () => {
    const offer = offerOf();
    offer.wipe();
    expect(() => offer.finish(seed(9), seed(0, 1088))).toThrow('wiped');
  });
});
