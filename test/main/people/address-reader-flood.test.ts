// Reading an address under which strangers have published thousands of chains.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type * as Identity from '../../../src/core/keys/identity.ts';
import { verifySignature } from '../../../src/core/keys/identity.ts';
import { writeHint } from '../../../src/core/signal/hint.ts';
import type { Credentials } from '../../../src/main/people/address-reading.ts';
import { ADDRESS, HandChain, paperDevice, realDevice } from '../../core/keys/hand-written-chain.ts';
import { ask, brief, createRig, holds, personOf, read } from './reader-rig.ts';

vi.mock('../../../src/core/keys/identity.ts', async (original) => {
  const real = await original<typeof Identity>();
  return { ...real, verifySignature: vi.fn(real.verifySignature) };
});
const checks = (): number => vi.mocked(verifySignature).mock.calls.length;

const [a, b, c, thief] = [realDevice(1), realDevice(2), realDevice(3), realDevice(4)];
const first = HandChain.begin(a);
const two = first.adding(a, b);
const three = two.adding(b, c);

let rig: ReturnType<typeof createRig>;
beforeEach(() => {
  rig = createRig();
  vi.mocked(verifySignature).mockClear();
});

describe('floods of claims under an address', () => {
  const claims = Array.from({ length: 40 }, (_, n) => realDevice(100 + n)).map((device) => ({
    device,
    chain: HandChain.begin(device)
      .next(device, { proto: [1, 2] })
      .next(device, { proto: [1, 2, 3] }),
  }));
  function flood(): void {
    for (const { device, chain } of claims) rig.directory.publish(chain, device);
    for (let n = 0; n < 4960; n++) rig.directory.publish(HandChain.begin(paperDevice(n)), paperDevice(n));
  }

  test('a flood of claims costs a held person’s reading no further signature check or time slice before the answer', async () => {
    async function cost(isFlooded: boolean) {
      rig = createRig();
      vi.mocked(verifySignature).mockClear();
      if (isFlooded) flood();
      rig.directory.publish(three, a);
      let goOn = (): void => undefined;
      const gate = new Promise<undefined>((resolve) => (goOn = () => resolve(undefined)));
      rig.directory.before = (devices) => (devices === undefined ? gate : Promise.resolve(undefined));
      const reading = await rig.reader.read(ask({ held: [holds(two)] }));
      expect(brief(personOf(reading, two))).toEqual({ links: 3, isFromDirectory: true, isWhole: true });
      const spent = { checks: checks(), turns: rig.turns(), names: rig.directory.asked[0]?.devices };
      goOn();
      await rig.settle(); // work that continues after the answer does not belong to this test
      return spent;
    }
    expect(await cost(true)).toEqual(await cost(false));
  });

  test('a flood of claims is verified after the answer at 64 checks a second', async () => {
    flood();
    rig.directory.publish(three, a);
    const reading = read(await rig.reader.read(ask({ held: [holds(two)] })));
    await rig.settle();
    expect(checks()).toBe(2 + 64);
    rig.clock.advance(999);
    await rig.settle();
    expect(checks()).toBe(2 + 64);
    rig.clock.advance(1);
    await rig.settle();
    expect(checks()).toBe(2 + 120); // 40 chains of three links
    const rest = read(await (reading.rest ?? Promise.reject()));
    expect(rest.persons).toHaveLength(41);
    expect(rest.isWhole).toBe(false); // the reading has seen 40 of the 5,000 claims
  });

  test('a flood of claims does not delay the reading of a held person whose chain is queued among strangers’ chains', async () => {
    for (const { device, chain } of claims) rig.directory.publish(chain, device);
    const long = three.next(c, { proto: [1, 2] }).next(c, { proto: [1, 2, 3] });
    rig.directory.payloads.delete(claims[0]?.device.id ?? '');
    rig.directory.publish(long, a);
    const stranger = rig.reader.read(ask());
    await rig.settle();
    const pinned = await rig.reader.read(ask({ held: [holds(two)] }));
    expect(brief(personOf(pinned, two))).toEqual({ links: 5, isFromDirectory: true, isWhole: true });
    rig.clock.advance(3000);
    await stranger;
    await rig.settle(); // the work that this reading has begun must not run into the next test
  });

  test('forged continuations of a held chain cost one check each after the answer and change nothing', async () => {
    const forger = { ...a, sign: thief.sign };
    for (const { device } of claims) rig.directory.publish(two.adding(forger, device).adding(device, c), device);
    rig.directory.publish(two, a);
    const reading = read(await rig.reader.read(ask({ held: [holds(two)] })));
    expect(checks()).toBe(0);
    const rest = read(await (reading.rest ?? Promise.reject()));
    expect(rest.persons.map(brief)).toEqual([{ links: 2, isFromDirectory: true, isWhole: true }]);
    expect(checks()).toBe(40);
  });

  test('a flooded reading asks the broker for at most 80 payloads and 1 MiB beyond those of held people', async () => {
    flood();
    rig.directory.hint = writeHint(Array.from({ length: 64 }, (_, n) => paperDevice(4000 + n).id));
    rig.directory.publish(three, a);
    await rig.reader.read(ask({ held: [holds(two)] }));
    await rig.settle();
    const second = rig.directory.asked.slice(1).map(({ bounds }) => bounds);
    expect(second).toHaveLength(2);
    expect(second.reduce((sum, { mostPayloads }) => sum + mostPayloads, 0)).toBe(80);
    expect(second.reduce((sum, { mostBytes }) => sum + mostBytes, 0)).toBe(1024 * 1024);
  });
});

describe('first contacts, most of them in a flood of 5,000 claims', () => {
  const strangers = Array.from({ length: 5000 }, (_, n) => paperDevice(n));
  const shown = new Uint8Array(1);
  let asked: string[];
  let judged: string[];
  /** The certificates that these devices show. The organisation has issued those of Anna's devices `a` and `b`. */
  const credentials = (...showing: readonly string[]): Credentials => ({
    read: (device) => {
      asked.push(device);
      return Promise.resolve(showing.includes(device) ? shown : undefined);
    },
    isFor: (_shown, address, device) => {
      judged.push(device);
      return address === ADDRESS && [a.id, b.id].includes(device);
    },
  });
  const hintOf = (...devices: readonly string[]): void => {
    const others = strangers.slice(0, 64 - devices.length).map(({ id }) => id);
    rig.directory.hint = writeHint([...others, ...devices]);
  };
  beforeEach(() => {
    asked = [];
    judged = [];
    for (const each of strangers) rig.directory.payloads.set(each.id, HandChain.begin(each).payload);
    rig.directory.publish(three, a, b);
  });

  test.each([true, false])(
    'a flooded first contact finds the confirmed device among the 64 that the hint names (wildcards allowed: %s)',
    async (hasWildcard) => {
      rig.directory.hasWildcard = hasWildcard;
      hintOf(b.id);
      const answer = rig.reader.read(ask({ credentials: credentials(b.id) }));
      await rig.settle();
      rig.clock.advance(3000);
      const reading = read(await answer);
      expect(brief(personOf(reading, three))).toEqual({ links: 3, isFromDirectory: true, isWhole: true });
      expect(reading.isCrowded).toBe(true);
      expect(judged).toEqual([b.id]); // a device that shows no certificate costs no judgement
      expect(asked).toHaveLength(64);
    },
  );

  test('a flooded first contact judges 64 certificates a second and 104 devices at most', async () => {
    rig.directory.hint = writeHint(strangers.slice(40, 104).map(({ id }) => id));
    const answer = rig.reader.read(ask({ credentials: credentials(...strangers.map(({ id }) => id)) }));
    await rig.settle();
    expect([asked.length, judged.length]).toEqual([104, 64]);
    rig.clock.advance(1000);
    await rig.settle();
    expect(judged).toHaveLength(104);
    rig.clock.advance(3000);
    expect(read(await answer)).toMatchObject({ persons: [], isCrowded: true });
  });

  test('a flooded first contact is crowded if the hint does not name the person, with an organisation or without one', async () => {
    hintOf();
    for (const one of [credentials(a.id, b.id), undefined]) {
      const answer = rig.reader.read(ask(one === undefined ? {} : { credentials: one }));
      await rig.settle();
      rig.clock.advance(3000);
      expect(read(await answer)).toMatchObject({ persons: [], isWhole: false, isCrowded: true });
    }
  });

  test('a hint with too many names makes a first contact crowded even if the named devices have published nothing', async () => {
    rig.directory.hasWildcard = false;
    for (const each of strangers) rig.directory.payloads.delete(each.id);
    hintOf();
    expect(read(await rig.reader.read(ask()))).toMatchObject({ persons: [], isWhole: true, isCrowded: true });
  });

  test('a first contact is crowded if the chains read by their names exceed the bound, so that some are missing', async () => {
    rig.directory.payloads.clear();
    rig.directory.hasWildcard = false;
    const large = strangers.slice(0, 14);
    for (const { id } of large) rig.directory.payloads.set(id, new Uint8Array(64_000));
    rig.directory.publish(HandChain.begin(thief), thief);
    rig.directory.publish(three, a);
    rig.directory.hint = writeHint([...large, thief, a].map(({ id }) => id));
    const answer = rig.reader.read(ask());
    await rig.settle();
    rig.clock.advance(3000);
    expect(read(await answer)).toMatchObject({ isWhole: false, isCrowded: true });
  });

  test('one person with many devices does not make a reading crowded', async () => {
    const devices = Array.from({ length: 20 }, (_, n) => realDevice(200 + n));
    const [one = a] = devices;
    rig.directory.payloads.clear();
    rig.directory.hasWildcard = false;
    const all = devices.slice(1).reduce((chain, device) => chain.adding(one, device), HandChain.begin(one));
    rig.directory.publish(all, ...devices);
    rig.directory.hint = writeHint(devices.map(({ id }) => id));
    const answer = rig.reader.read(ask());
    await rig.settle();
    expect(read(await answer)).toMatchObject({ persons: [{ person: all.person }], isCrowded: false });
  });

  test('a complete reading is not crowded and reads no certificate', async () => {
    rig.directory.payloads.clear();
    rig.directory.publish(three, a, b);
    const reading = read(await rig.reader.read(ask({ credentials: credentials(a.id) })));
    expect([reading.isCrowded, asked]).toEqual([false, []]);
  });
});
