// How a reading changes the pin: only the pinned person's chains decide, and a pin never goes back to an older state.
import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/core/bytes.ts';
import { keepPin, pinOf, pinStep, readPin } from '../../../src/main/people/person-pin.ts';
import { choose } from '../../../src/main/people/held.ts';
import { ADDRESS, HandChain, realDevice, realRecovery } from '../../core/keys/hand-written-chain.ts';
import { holds, open } from './reader-rig.ts';

const [a, b, c, thief] = [realDevice(1), realDevice(2), realDevice(3), realDevice(4)];
const paper = realRecovery(1);
const two = HandChain.begin(a).adding(a, b);

/** How reading these chains changes the pin of a reader who holds `held`, with the number of links and of removals. */
function step(held: HandChain, ...chains: readonly HandChain[]): unknown {
  const now = holds(held);
  const made = pinStep(now, choose(now, chains.map(open)));
  if (made.kind !== 'follow') return made.kind;
  return { links: made.held.chain.links.length, removed: made.held.dropped.length, isRecovered: made.isRecovered };
}

describe('steps of a pin', () => {
  test('reading the held chain, its beginning or nothing leaves the pin unchanged', () => {
    expect(step(two)).toBe('same');
    expect(step(two, two)).toBe('same');
    expect(step(two, HandChain.begin(a))).toBe('same');
  });

  test('reading a longer chain moves the pin on', () => {
    expect(step(two, two.adding(b, c))).toEqual({ links: 3, removed: 0, isRecovered: false });
  });

  test('reading a removal moves the pin on, and later links of the removed device do not', () => {
    expect(step(two, two.dropping(a, b))).toEqual({ links: 3, removed: 1, isRecovered: false });
    expect(step(two.dropping(a, b), two.adding(b, thief).adding(thief, c))).toBe('same');
  });

  test('a removal that is read on a losing branch counts, too', () => {
    const four = two.adding(a, c).adding(a, thief);
    const branches = [four.dropping(a, c), four.dropping(b, thief)];
    const steps = branches.map((held) => step(held, ...branches));
    expect(steps).toEqual([0, 1].map(() => ({ links: 5, removed: 2, isRecovered: false })));
  });

  test('a pin follows the removal of a thief, and not the thief’s longer branch', () => {
    const stolen = HandChain.begin(a).adding(a, thief);
    const taken = stolen.adding(thief, c).adding(c, b);
    expect(step(stolen, taken, stolen.dropping(a, thief))).toEqual({ links: 3, removed: 1, isRecovered: false });
  });

  test('reading devices that drop each other is a dispute in any order', () => {
    const [left, right] = [two.dropping(a, b), two.dropping(b, a)];
    expect(step(two, left, right)).toBe('disputed');
    expect(step(two, right, left)).toBe('disputed');
  });

  test('a recovery is reported once, and not again with later links', () => {
    const withPaper = two.adding(a, paper);
    const recovered = withPaper.next(paper, { add: [withPaper.member(c)], drop: [a.id, b.id, paper.id] });
    expect(step(withPaper, recovered)).toEqual({ links: 4, removed: 3, isRecovered: true });
    expect(step(recovered, recovered)).toBe('same');
    expect(step(recovered, recovered.adding(c, thief))).toEqual({ links: 5, removed: 3, isRecovered: false });
  });

  test('a pin step with a choice about another person throws', () => {
    const other = HandChain.begin(thief);
    expect(() => pinStep(holds(two), choose(holds(other), []))).toThrow('other persons');
  });
});

describe('pins', () => {
  test('a stored pin is read back with chain, removals and time, and only for its own address', () => {
    const pin = pinOf(holds(two.dropping(a, b)), 1234);
    expect(toHex(pin.person)).toBe(toHex(two.person));
    const kept = JSON.parse(JSON.stringify(keepPin(pin))) as ReturnType<typeof keepPin>;
    expect(readPin(kept, ADDRESS)).toEqual(pin);
    expect(readPin(kept, 'bert@klinik.example')).toBeUndefined();
  });
});
