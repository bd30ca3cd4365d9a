// Reading an address in whose directory anybody may write. A held person, who is pinned or this device's own (protocol
// §2.9), is read first and without a limit, whatever strangers publish.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '../../../src/core/bytes.ts';
import type * as Identity from '../../../src/core/keys/identity.ts';
import { verifySignature } from '../../../src/core/keys/identity.ts';
import { writeHint } from '../../../src/core/signal/hint.ts';
import { HandChain, linkOf, paperDevice, realDevice } from '../../core/keys/hand-written-chain.ts';
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
const other = HandChain.begin(thief);

let rig: ReturnType<typeof createRig>;
beforeEach(() => {
  rig = createRig();
  vi.mocked(verifySignature).mockClear();
});

describe('readings of held people', () => {
  test('a held person is read by device ids, and the chosen chain is the answer', async () => {
    rig.directory.publish(three, a, b);
    const reading = await rig.reader.read(ask({ held: [holds(two)] }));
    expect(rig.directory.asked[0]?.devices).toEqual([a.id, b.id]);
    expect(brief(personOf(reading, two))).toEqual({ links: 3, isFromDirectory: true, isWhole: true });
  });

  test('a held person costs signature checks only for new links, once per distinct chain', async () => {
    rig.directory.publish(three, a, b, c);
    await rig.reader.read(ask({ held: [holds(two)] }));
    expect(checks()).toBe(2); // the new link, and the join of the device that it adds
    const again = read(await rig.reader.read(ask({ held: [holds(two)] })));
    expect(brief(personOf(again, two))).toMatchObject({ links: 3 });
    expect(checks()).toBe(2);
  });

  test('a directory that has only a beginning of the held chain counts as an answer', async () => {
    rig.directory.publish(first, a);
    const reading = await rig.reader.read(ask({ held: [holds(three)] }));
    expect(brief(personOf(reading, three))).toEqual({ links: 3, isFromDirectory: true, isWhole: true });
    expect(checks()).toBe(0);
  });

  test('a held person missing from the directory counts as withheld, and the held chain stays', async () => {
    rig.directory.publish(other, thief);
    const reading = read(await rig.reader.read(ask({ held: [holds(two)] })));
    expect(reading.persons.map(brief)).toEqual([
      { links: 2, isFromDirectory: false, isWhole: true },
      { links: 1, isFromDirectory: true, isWhole: true },
    ]);
    expect(reading.isWhole).toBe(true);
  });

  test('a held person whose chain only an unknown device publishes is found by the second part of the reading', async () => {
    rig.directory.publish(three, c);
    const reading = read(await rig.reader.read(ask({ held: [holds(two)] })));
    expect(reading.persons.map(brief)).toEqual([{ links: 3, isFromDirectory: true, isWhole: true }]);
  });

  test('a removed device, or a device that it added, does not answer for a held person', async () => {
    const without = two.dropping(a, b);
    rig.directory.publish(two.adding(b, thief), b, thief);
    const reading = read(await rig.reader.read(ask({ held: [holds(without)] })));
    expect(rig.directory.asked[0]?.devices).toEqual([a.id]);
    expect(reading.persons.map(brief)).toEqual([{ links: 3, isFromDirectory: false, isWhole: true }]);
    expect(reading.persons[0]?.cut.map(({ link }) => [link.by, link.add[0]?.id])).toEqual([[b.id, thief.id]]);
    rig.directory.publish(two, a);
    const beginning = await rig.reader.read(ask({ held: [holds(without)] }));
    expect(brief(personOf(beginning, two))).toMatchObject({ links: 3, isFromDirectory: true });
  });

  test('links that the choice cuts cost no signature check', async () => {
    rig.directory.publish(two.adding(b, thief), b, thief);
    await rig.reader.read(ask({ held: [holds(two.dropping(a, b))] }));
    expect(checks()).toBe(0);
  });

  test('a held person whose devices removed each other is disputed, and the held chain stays', async () => {
    rig.directory.publish(two.dropping(a, b), a);
    rig.directory.publish(two.dropping(b, a), b);
    const { choice } = personOf(await rig.reader.read(ask({ held: [holds(two)] })), two);
    expect(choice).toMatchObject({ kind: 'disputed', held: holds(two) });
    expect(choice.kind === 'disputed' && choice.branches.map(({ links }) => links.length)).toEqual([3, 3]);
  });

  test('a forged copy of a link does not invalidate the verified links', async () => {
    const wrong = linkOf(thief, three.links[2]?.link ?? '');
    rig.directory.publish(HandChain.of(...three.links.slice(0, 2), wrong), c);
    rig.directory.publish(two, a);
    const { rest } = read(await rig.reader.read(ask({ held: [holds(two)] })));
    expect(brief(personOf(await (rest ?? Promise.reject()), two))).toMatchObject({ links: 2, isWhole: true });
  });
});

describe('chains published by foreign devices', () => {
  test('a chain published by a device outside it is ignored without a signature check', async () => {
    rig.directory.publish(three, thief);
    expect(read(await rig.reader.read(ask())).persons).toEqual([]);
    expect(checks()).toBe(0);
  });

  test('a chain is ignored if its publisher is a device that the chain itself drops', async () => {
    rig.directory.publish(two.dropping(a, b), b);
    expect(read(await rig.reader.read(ask())).persons).toEqual([]);
  });
});

describe('readings without a held person', () => {
  test('every person under the address is found with the chain that counts', async () => {
    rig.directory.publish(three, a, c);
    rig.directory.publish(two, b);
    rig.directory.publish(other, thief);
    const reading = read(await rig.reader.read(ask()));
    expect(reading.persons.map(({ person }) => toHex(person)).toSorted()).toEqual(
      [toHex(three.person), toHex(other.person)].toSorted(),
    );
    expect(brief(personOf(reading, three))).toEqual({ links: 3, isFromDirectory: true, isWhole: true });
    expect(checks()).toBe(6); // 1 for a first link, 2 for each later one: 5 and 1
  });

  test('a caller’s device is asked for at once, and the chain from INVITE counts but is no answer of the directory', async () => {
    const invited = { person: three.person, device: c.id, chain: three.links };
    const asking = rig.reader.read(ask({ invited }));
    // At once, without waiting until the INVITE's chain was judged.
    expect(rig.directory.asked[0]?.devices).toEqual([c.id]);
    const reading = await asking;
    expect(brief(personOf(reading, three))).toEqual({ links: 3, isFromDirectory: false, isWhole: true });
  });

  test('the chain from INVITE is ignored if it is another person’s or lacks the calling device', async () => {
    const foreign = { person: other.person, device: c.id, chain: three.links };
    expect(read(await rig.reader.read(ask({ invited: foreign }))).persons).toEqual([]);
    const without = { person: three.person, device: thief.id, chain: three.links };
    expect(read(await rig.reader.read(ask({ invited: without }))).persons).toEqual([]);
  });

  test('without wildcards, a hint is followed: confirmed devices first, then 16 others at random', async () => {
    rig.directory.hasWildcard = false;
    rig.directory.publish(other, thief);
    const guesses = Array.from({ length: 60 }, (_, n) => paperDevice(n).id);
    rig.directory.hint = writeHint([...guesses, thief.id]);
    let drawn = 255; // each draw is below the one before, which reverses the order
    const reader = rig.with({ random: (length) => new Uint8Array(length).fill(drawn--) });
    await reader.read(ask({ confirmed: [thief.id] }));
    const names = rig.directory.asked.at(-1)?.devices ?? [];
    expect(names[0]).toBe(thief.id);
    expect(names.slice(1)).toEqual(guesses.slice(-16).toReversed());
  });
});
