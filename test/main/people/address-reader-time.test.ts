// The time limits on reading an address, and how long the result is remembered.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type * as Identity from '../../../src/core/keys/identity.ts';
import { verifySignature } from '../../../src/core/keys/identity.ts';
import { HandChain, paperDevice, realDevice } from '../../core/keys/hand-written-chain.ts';
import { ask, brief, createRig, holds, personOf, read } from './reader-rig.ts';

vi.mock('../../../src/core/keys/identity.ts', async (original) => {
  const real = await original<typeof Identity>();
  return { ...real, verifySignature: vi.fn(real.verifySignature) };
});
const checks = (): number => vi.mocked(verifySignature).mock.calls.length;

const [a, b, c] = [realDevice(1), realDevice(2), realDevice(3)];
const first = HandChain.begin(a);
const two = first.adding(a, b);
const three = two.adding(b, c);

let rig: ReturnType<typeof createRig>;
beforeEach(() => {
  rig = createRig();
  vi.mocked(verifySignature).mockClear();
});

describe('time limits of reading an address', () => {
  test('if reading the held persons by name (the first part) times out, the reading ends without a second request', async () => {
    rig.directory.before = () => {
      rig.clock.advance(3000);
      return Promise.resolve('timeout');
    };
    const reading = rig.reader.read(ask({ held: [holds(two)], timeoutMs: 3000 }));
    expect(await reading).toMatchObject({ kind: 'timeout', isWhole: false });
    expect((await reading).persons.map(brief)).toEqual([{ links: 2, isFromDirectory: false, isWhole: true }]);
    await rig.settle();
    expect(rig.directory.asked).toHaveLength(1);
  });

  test('a reading that times out keeps the verified chain that INVITE brought', async () => {
    let end = (): void => undefined;
    const silence = new Promise<'timeout'>((resolve) => (end = () => resolve('timeout')));
    rig.directory.before = () => silence;
    const invited = { person: three.person, device: c.id, chain: three.links };
    const pending = rig.reader.read(ask({ held: [holds(two)], invited }));
    await rig.settle();
    expect(checks()).toBe(2);
    rig.clock.advance(3000);
    const reading = await pending;
    expect(reading.kind).toBe('timeout');
    expect(reading.persons.map(brief)).toEqual([{ links: 3, isFromDirectory: false, isWhole: true }]);
    end();
  });

  test('if reading everybody else (the second part) times out, the reading is incomplete, and a held person who published nothing is not reported as from the directory', async () => {
    rig.directory.before = async (devices) => (devices === undefined ? 'timeout' : undefined);
    const reading = read(await rig.reader.read(ask({ held: [holds(two)] })));
    expect(reading.persons.map(brief)).toEqual([{ links: 2, isFromDirectory: false, isWhole: true }]);
    expect(reading.isWhole).toBe(false);
  });

  test('both parts of a reading share one time limit', async () => {
    rig.directory.before = async (devices) => {
      if (devices !== undefined) rig.clock.advance(2000);
      return undefined;
    };
    await rig.reader.read(ask({ held: [holds(two)] }));
    expect(rig.directory.asked.map(({ bounds }) => bounds.timeoutMs)).toEqual([3000, 1000]);
  });

  test('a stranger whose chain is not checked in time is left out of the answer and included in the next answer', async () => {
    const long = Array.from({ length: 40 }, (_, n) => realDevice(200 + n)).reduce(
      (chain, device) => chain.adding(a, device),
      first,
    );
    rig.directory.publish(long, a); // 1 + 40 × 2 checks
    const pending = rig.reader.read(ask({ timeoutMs: 500 }));
    await rig.settle();
    rig.clock.advance(500);
    const early = read(await pending);
    expect(early).toMatchObject({ persons: [], isWhole: false });
    expect(checks()).toBe(64);
    rig.clock.advance(500);
    await rig.settle();
    expect(checks()).toBe(81);
    const next = read(await rig.reader.read(ask({ timeoutMs: 500 })));
    expect(next.persons.map(brief)).toEqual([{ links: 41, isFromDirectory: true, isWhole: true }]);
    expect(checks()).toBe(81);
  });
});

describe('remembered readings', () => {
  test('a reading is reused within the allowed age and repeated afterwards', async () => {
    rig.directory.publish(three, a);
    await rig.reader.read(ask());
    const asked = rig.directory.asked.length;
    const { readAtMs } = read(await rig.reader.read(ask({ maxAgeMs: 60_000 })));
    rig.clock.advance(59_999);
    const remembered = read(await rig.reader.read(ask({ maxAgeMs: 60_000 })));
    expect(remembered).toMatchObject({ readAtMs, isWhole: true });
    expect(remembered.persons.map(brief)).toEqual([{ links: 3, isFromDirectory: true, isWhole: true }]);
    expect(rig.directory.asked).toHaveLength(asked);
    rig.clock.advance(1);
    await rig.reader.read(ask({ maxAgeMs: 60_000 }));
    expect(rig.directory.asked.length).toBeGreaterThan(asked);
  });

  test('an empty reading is not reused', async () => {
    await rig.reader.read(ask());
    rig.directory.publish(three, a);
    const { persons } = read(await rig.reader.read(ask({ maxAgeMs: 60_000 })));
    expect(persons.map(brief)).toEqual([{ links: 3, isFromDirectory: true, isWhole: true }]);
  });

  test('an incomplete reading is reused for a held person, and not if nobody is held', async () => {
    for (let n = 0; n < 50; n++) rig.directory.publish(HandChain.begin(paperDevice(n)), paperDevice(n));
    rig.directory.publish(three, a);
    await rig.reader.read(ask({ held: [holds(two)] }));
    await rig.settle();
    const asked = rig.directory.asked.length;
    const again = read(await rig.reader.read(ask({ held: [holds(two)], maxAgeMs: 60_000 })));
    expect(brief(personOf(again, two))).toEqual({ links: 3, isFromDirectory: true, isWhole: true });
    expect(again.isWhole).toBe(false);
    expect(rig.directory.asked).toHaveLength(asked);
    await rig.reader.read(ask({ maxAgeMs: 60_000 }));
    expect(rig.directory.asked.length).toBeGreaterThan(asked);
  });

  test('the chain from INVITE is not remembered as a chain from the directory', async () => {
    const invited = { person: three.person, device: c.id, chain: three.links };
    await rig.reader.read(ask({ invited }));
    expect(read(await rig.reader.read(ask({ maxAgeMs: 60_000 }))).persons).toEqual([]);
  });

  test('the verified links of an address are forgotten when the links of other addresses exceed the memory limit', async () => {
    const reader = rig.with({ mostKnownBytes: 1 });
    const bert = { ...ask(), address: 'bert@klinik.example' };
    const berts = HandChain.begin(a, { address: bert.address });
    const costs = async (chain: HandChain, question: typeof bert): Promise<number> => {
      rig.directory.publish(chain, a);
      const before = checks();
      await reader.read(question);
      return checks() - before;
    };
    expect(await costs(three, ask())).toBe(5);
    expect(await costs(three, ask())).toBe(0);
    expect(await costs(berts, bert)).toBe(1);
    expect(await costs(three, ask())).toBe(5);
  });
});
