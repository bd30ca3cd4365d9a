import { beforeEach, describe, expect, it } from 'vitest';
import { toB64u, toHex } from '../../../src/core/bytes.ts';
import { membersOf, payloadOf } from '../../../src/core/keys/chain.ts';
import { readHint, writeHint } from '../../../src/core/signal/hint.ts';
import { keepOwn } from '../../../src/main/devices/kept-chain.ts';
import type { OwnChain } from '../../../src/main/devices/own-chain.ts';
import { HandChain, realDevice, realRecovery, sha256 } from '../../core/keys/hand-written-chain.ts';
import { utf8 } from '../../../src/core/bytes.ts';
import { holds, open } from '../people/reader-rig.ts';
import { createOwnRig, memberOf, textOf } from './own-chain-rig.ts';

const [laptop, desk, phone, tablet] = [realDevice(1), realDevice(2), realDevice(3), realDevice(4)];
const first = HandChain.begin(laptop);
const two = first.adding(laptop, desk);
const three = first.adding(laptop, desk, phone);
let rig: ReturnType<typeof createOwnRig>;
beforeEach(() => {
  rig = createOwnRig(laptop);
});
/** Connects and waits until the round is over. */
async function connect(chain: OwnChain): Promise<void> {
  chain.online();
  await rig.settle();
}
const links = (chain: OwnChain) => chain.held().chain.links.length;
const membersIn = (chain: OwnChain) => membersOf(chain.held().chain).map(({ id }) => id);
async function wait(ms: number): Promise<void> {
  rig.clock.advance(ms);
  await rig.settle();
}

describe('this person’s chain in the directory', () => {
  it('our chain is published under this device’s topic, and not again while the directory has it', async () => {
    const chain = rig.startWithChain(first);
    await connect(chain);
    expect(rig.published()).toBe(textOf(first.payload));
    await wait(15 * 60_000);
    expect(rig.rounds).toEqual(['kept', 'kept']);
    expect(rig.publications).toHaveLength(1);
    expect([chain.state(), toB64u(chain.person)]).toEqual(['in', toB64u(first.person)]);
  });

  it('our chain is published again if the directory lost it or has an older chain', async () => {
    const chain = rig.startWithChain(two);
    await connect(chain);
    for (const damage of [() => rig.directory.payloads.clear(), () => rig.directory.publish(first, laptop)]) {
      damage();
      await wait(15 * 60_000);
      expect(rig.published()).toBe(textOf(two.payload));
    }
    expect(links(chain)).toBe(2);
  });

  it('publishing our chain stops after five failed attempts and resumes after 15 s', async () => {
    const chain = rig.startWithChain(two);
    rig.hooks.beforePublish = () => queueMicrotask(() => rig.directory.publish(first, laptop));
    chain.online();
    for (let pause = 1; pause < 5; pause++) {
      await rig.settle();
      rig.clock.advance(250 * pause);
    }
    await rig.settle();
    expect(rig.rounds).toEqual(['not-kept']);
    expect(rig.publications).toHaveLength(5);
    rig.hooks.beforePublish = () => undefined;
    await wait(15_000);
    expect(rig.published()).toBe(textOf(two.payload));
  });

  it('our chain is published after 15 s if the directory did not respond', async () => {
    rig.directory.before = () => Promise.resolve('timeout');
    const chain = rig.startWithChain(first);
    await connect(chain);
    expect([rig.rounds, rig.publications]).toEqual([['timeout'], []]);
    rig.directory.before = () => Promise.resolve(undefined);
    await wait(15_000);
    expect(rig.published()).toBe(textOf(first.payload));
  });

  it('our chain is not read while there is no connection', async () => {
    const chain = rig.startWithChain(first);
    await connect(chain);
    chain.offline();
    const asked = rig.directory.asked.length;
    await wait(24 * 3_600_000);
    expect(rig.directory.asked).toHaveLength(asked);
    expect(await chain.change({ drop: [desk.id] })).toBe('not-connected');
  });

  it('our chain is neither written nor published once the connection is lost', async () => {
    const chain = rig.startWithChain(two);
    rig.directory.publish(two.adding(desk, phone), desk);
    rig.directory.before = () => {
      chain.offline();
      return Promise.resolve(undefined);
    };
    const writes = rig.store.writes;
    await connect(chain);
    expect([rig.store.writes, rig.publications, rig.rounds, links(chain)]).toEqual([writes, [], [], 2]);
  });
});

describe('brokers that end the connection on publishing', () => {
  it('a broker that disconnects on publishing is tried again after 15 s, then every quarter of an hour', async () => {
    const chain = rig.startWithChain(first);
    rig.hooks.answer = 'not-connected';
    rig.hooks.beforePublish = () => chain.offline();
    const reconnect = async (ms: number): Promise<number> => {
      chain.online();
      await wait(ms);
      return rig.publications.length;
    };
    expect(await reconnect(0)).toBe(1);
    expect([await reconnect(14_000), await reconnect(1000)]).toEqual([1, 2]);
    expect([await reconnect(15_000), await reconnect(14 * 60_000), await reconnect(45_000)]).toEqual([2, 2, 3]);
    rig.hooks.beforePublish = () => undefined;
    rig.hooks.answer = 'sent';
    expect(await reconnect(15 * 60_000)).toBe(4);
    expect(rig.published()).toBe(textOf(first.payload));
    chain.offline();
    await connect(chain);
    expect(rig.rounds).toEqual(['kept', 'kept']); // the next connection begins without a pause
  });
});

describe('links of other devices', () => {
  it('links of other devices are taken over, stored and published', async () => {
    const chain = rig.startWithChain(two);
    const longer = two.adding(desk, phone);
    rig.directory.publish(longer, desk);
    await connect(chain);
    expect(rig.published()).toBe(textOf(longer.payload));
    expect(chain.devices().map(({ id }) => id)).toEqual([laptop.id, desk.id, phone.id]);
    expect(rig.start().head()).toEqual(chain.head());
    expect([rig.changes(), chain.sinceMs()]).toEqual([1, rig.clock.nowMs()]);
    expect(rig.start().sinceMs()).toBe(0);
  });

  it('a link that another device signs right after a change is found 10 s after the change', async () => {
    const chain = rig.startWithChain(two);
    const longer = two.adding(desk, phone);
    rig.directory.publish(longer, desk);
    await connect(chain);
    rig.directory.publish(longer.adding(desk, tablet), desk);
    await wait(10_000);
    expect(links(chain)).toBe(4);
  });

  it('a device removed by others publishes nothing more, and reads the directory once per connection', async () => {
    const chain = rig.startWithChain(two);
    await connect(chain);
    rig.directory.publish(two.dropping(desk, laptop), desk);
    chain.refresh();
    await rig.settle();
    expect([chain.state(), rig.rounds.at(-1), rig.publications.length]).toEqual(['removed', 'out', 1]);
    expect(await chain.change({ drop: [desk.id] })).toBe('out');
    const asked = rig.directory.asked.length;
    await wait(24 * 3_600_000);
    expect(rig.directory.asked).toHaveLength(asked);
    const later = rig.start();
    expect(later.state()).toBe('removed');
    await connect(later);
    expect(rig.directory.asked.length).toBeGreaterThan(asked);
    expect([rig.published(), later.devices().map(({ id }) => id)]).toEqual([textOf(two.payload), [desk.id]]);
  });

  it('a removal that is found during a change is reported at once, and a change that fails later reports nothing', async () => {
    const chain = rig.startWithChain(two);
    await connect(chain);
    rig.directory.publish(two.dropping(desk, laptop), desk);
    expect(await chain.change({ drop: [desk.id] })).toBe('out');
    rig.directory.before = () => Promise.resolve('timeout');
    expect(await chain.change({ drop: [desk.id] })).toBe('not-connected');
    expect(rig.rounds).toEqual(['kept', 'out']);
  });

  it('a device that stops yielding still takes what the later part of that reading brings', async () => {
    const code = realRecovery(1);
    const without = two.adding(laptop, code).dropping(desk, laptop);
    rig.directory.publish(without, desk);
    const recovered = without.next(code, { add: [without.member(tablet)], drop: [desk.id, code.id] });
    rig.directory.publish(recovered, tablet);
    rig.directory.hasWildcard = false;
    rig.directory.hint = writeHint([tablet.id]);
    rig.store.write(keepOwn({ held: holds(without), lost: [], yields: true }));
    const chain = rig.start();
    await connect(chain);
    expect([chain.state(), chain.devices().map(({ id }) => id)]).toEqual(['removed', [tablet.id]]);
    expect(rig.store.read()).not.toHaveProperty('yields');
  });

  it('contradictory links leave the held chain in place and block changes until they are resolved', async () => {
    const chain = rig.startWithChain(three);
    rig.directory.publish(three.dropping(desk, phone), desk);
    rig.directory.publish(three.dropping(phone, desk), phone);
    await connect(chain);
    expect([chain.isDisputed(), chain.state(), links(chain)]).toEqual([true, 'in', 2]);
    expect(rig.published()).toBe(textOf(three.payload));
    expect(await chain.change({ add: [memberOf(three, tablet)] })).toBe('disputed');
    rig.directory.publish(three.dropping(desk, phone), phone); // the phone withdraws its branch
    chain.refresh();
    await rig.settle();
    expect([chain.isDisputed(), links(chain)]).toEqual([false, 3]);
    expect(await chain.change({ add: [memberOf(three, tablet)] })).toBe('done');
  });

  it('the chain of a device that only the hint names is followed', async () => {
    const code = realRecovery(1);
    const chained = two.adding(laptop, code);
    const chain = rig.startWithChain(chained);
    rig.directory.publish(chained, laptop, desk);
    const recovered = chained.next(code, {
      add: [chained.member(tablet)],
      drop: [laptop.id, desk.id, code.id],
    });
    rig.directory.publish(recovered, tablet);
    rig.directory.hasWildcard = false;
    rig.directory.hint = writeHint([tablet.id]);
    await connect(chain);
    expect([chain.state(), links(chain)]).toEqual(['removed', 4]);
  });

  it('a dispute is not ended by the first part of a reading', async () => {
    const code = realRecovery(1);
    const chained = two.adding(laptop, code);
    const chain = rig.startWithChain(chained);
    rig.directory.publish(chained, laptop, desk);
    const recovered = chained.next(code, { add: [chained.member(tablet)], drop: [code.id] }).adding(tablet, phone);
    rig.directory.publish(recovered.dropping(tablet, phone), tablet);
    rig.directory.publish(recovered.dropping(phone, tablet), phone);
    await connect(chain);
    expect([chain.isDisputed(), rig.changes()]).toEqual([true, 1]);
    chain.refresh();
    await rig.settle();
    expect([chain.isDisputed(), rig.changes()]).toEqual([true, 1]);
  });

  it('a removal on a branch that lost is signed again, without a dispute', async () => {
    const base = first.adding(laptop, desk, phone, tablet);
    const chain = rig.startWithChain(base.next(desk, { proto: [1, 2] }).dropping(laptop, phone));
    rig.directory.publish(base.dropping(tablet, desk), tablet);
    await connect(chain);
    expect([chain.isDisputed(), membersIn(chain)]).toEqual([false, [laptop.id, tablet.id]]);
    expect(rig.published()).toBe(textOf(payloadOf(chain.held().chain)));
  });
});

describe('changes of our chain', () => {
  it('a change becomes a link on disk and then in the directory', async () => {
    const chain = rig.startWithChain(first);
    await connect(chain);
    rig.hooks.beforePublish = () => expect(rig.start().head().n).toBe(2); // on disk before it is published
    expect(await chain.change({ add: [memberOf(first, desk)] })).toBe('done');
    rig.hooks.beforePublish = () => undefined;
    expect(membersIn(chain)).toEqual([laptop.id, desk.id]);
    expect(rig.published()).toBe(textOf(payloadOf(chain.held().chain)));
    expect(await chain.change({ drop: [desk.id] })).toBe('done');
    expect(chain.devices().map(({ id }) => id)).toEqual([laptop.id]);
    expect(await chain.change({ proto: [1, 2] })).toBe('done');
    expect(links(chain)).toBe(4);
  });

  it('a change that the chain already contains makes no link', async () => {
    const chain = rig.startWithChain(two);
    await connect(chain);
    const again = { add: [memberOf(two, desk)], drop: [], proto: [1] };
    expect([await chain.change(again), links(chain)]).toEqual(['done', 2]);
  });

  it('a change goes on top of the links that other devices signed meanwhile', async () => {
    const chain = rig.startWithChain(two);
    await connect(chain);
    const longer = two.adding(desk, phone);
    rig.directory.publish(longer, desk);
    expect(await chain.change({ add: [memberOf(two, tablet)] })).toBe('done');
    expect(membersIn(chain)).toEqual([laptop.id, desk.id, phone.id, tablet.id]);
  });

  it('a change is followed by another reading 10 s later', async () => {
    const chain = rig.startWithChain(two);
    await connect(chain);
    expect(await chain.change({ add: [memberOf(two, tablet)] })).toBe('done');
    rig.directory.publish(two.dropping(desk, phone), desk);
    await wait(10_000);
    expect(links(chain)).toBe(4);
  });

  it('a change that lost a race is repeated on top of the winning branch with the same join, even after a restart', async () => {
    const chain = rig.startWithChain(two);
    await connect(chain);
    const added = memberOf(two, tablet);
    expect(await chain.change({ add: [added] })).toBe('done');
    chain.offline();
    const ours = toHex(chain.held().chain.links[2]!.hash);
    const theirs = two.dropping(desk, phone); // this link drops an id, so it takes precedence
    rig.directory.publish(theirs, desk);
    const later = rig.start();
    await connect(later);
    const { chain: held } = later.held();
    expect(held.links.map(({ hash }) => toHex(hash))).not.toContain(ours);
    expect(held.links[2]!.hash).toEqual(sha256(utf8(theirs.links[2]!.link)));
    expect(held.links[3]!.link.add).toEqual([added]);
    expect(rig.published()).toBe(textOf(payloadOf(held)));
    // The repeated change may lose again, to another link of the same device.
    const better = two.dropping(desk, phone).dropping(desk, realDevice(9));
    rig.directory.publish(better, desk);
    const last = rig.start();
    await connect(last);
    expect([links(last), membersIn(last)]).toEqual([5, [laptop.id, desk.id, tablet.id]]);
  });

  it('a change that could not be written is not published', async () => {
    const chain = rig.startWithChain(first);
    await connect(chain);
    rig.store.isFull = true;
    expect(await chain.change({ add: [memberOf(first, desk)] })).toBe('disk');
    expect([links(chain), rig.publications.length, rig.diskFailures()]).toEqual([1, 1, 1]);
    rig.directory.publish(first, laptop);
    await wait(15 * 60_000);
    expect(rig.published()).toBe(textOf(first.payload));
  });

  it('another device’s change that could not be written is not published, and is written in the next round', async () => {
    const chain = rig.startWithChain(two);
    await connect(chain);
    rig.directory.publish(two.adding(desk, phone), desk);
    rig.store.isFull = true;
    chain.refresh();
    await rig.settle();
    expect([rig.rounds.at(-1), rig.publications.length]).toEqual(['disk', 1]);
    rig.store.isFull = false;
    await wait(15_000);
    expect([rig.rounds.at(-1), rig.start().head().n]).toEqual(['kept', 3]);
  });

  it('a stored change that could not be published is published with the next connection', async () => {
    const chain = rig.startWithChain(first);
    await connect(chain);
    rig.hooks.answer = 'refused';
    expect(await chain.change({ add: [memberOf(first, desk)] })).toBe('unconfirmed');
    expect(rig.published()).toBe(textOf(first.payload));
    rig.hooks.answer = 'sent';
    await connect(chain);
    expect(rig.published()).toBe(textOf(payloadOf(chain.held().chain)));
  });

  it('a change is not made if the directory does not answer', async () => {
    const chain = rig.startWithChain(first);
    await connect(chain);
    rig.directory.before = () => Promise.resolve('timeout');
    expect(await chain.change({ add: [memberOf(first, desk)] })).toBe('not-connected');
    expect(links(chain)).toBe(1);
  });

  it('a change that breaks a rule of the chain is refused', async () => {
    const chain = rig.startWithChain(two.dropping(laptop, desk));
    await connect(chain);
    const foreign = memberOf(HandChain.begin(desk), phone);
    expect(await chain.change({ add: [memberOf(two, desk)] })).toBe('invalid');
    expect(await chain.change({ add: [foreign] })).toBe('invalid');
    expect([links(chain), rig.publications.length]).toEqual([3, 1]);
  });
});

describe('the hint of our address', () => {
  const named = () => rig.hints.map((hint) => readHint(hint));

  it('the hint names our devices once their chain is published, and is not rewritten', async () => {
    const chain = rig.startWithChain(two);
    await connect(chain);
    expect([rig.published(), named()]).toEqual([textOf(two.payload), [[laptop.id, desk.id]]]);
    await wait(15 * 60_000);
    expect(rig.hints).toHaveLength(1);
  });

  it('a hint that does not name us is rewritten and keeps naming others who have a chain', async () => {
    const stranger = HandChain.begin(tablet);
    rig.directory.publish(stranger, tablet);
    rig.directory.publish(first, laptop);
    rig.directory.hint = writeHint([phone.id, tablet.id]); // the phone has no published chain
    const chain = rig.startWithChain(first);
    await connect(chain);
    expect(named()).toEqual([[laptop.id, tablet.id]]);
  });

  it('a malformed hint is overwritten', async () => {
    rig.directory.hint = utf8('{"v":2}');
    await connect(rig.startWithChain(first));
    expect(named()).toEqual([[laptop.id]]);
  });

  it('a device that is outside the chain, or could not read the directory, does not change the hint', async () => {
    await connect(rig.startWithChain(HandChain.begin(desk))); // a device that waits to be added
    rig.directory.before = () => Promise.resolve('timeout');
    await connect(rig.startWithChain(first));
    expect(rig.hints).toEqual([]);
  });

  // Where the broker has no wildcards, a hint that names others makes a reading have a second part.
  it.each([
    ['no hint is written', undefined],
    ['a hint that names others is not completed', writeHint([tablet.id])],
  ])('%s before our chain is published', async (_what, hint) => {
    rig.directory.hasWildcard = false;
    rig.directory.hint = hint;
    rig.hooks.answer = 'refused';
    await connect(rig.startWithChain(first));
    expect([rig.rounds, rig.hints]).toEqual([['refused'], []]);
    rig.hooks.answer = 'sent';
    await wait(15_000);
    expect([rig.rounds, named()]).toEqual([['refused', 'kept'], [[laptop.id]]]);
  });

  it('a chain published at one broker leads to no hint at another broker that lacks the chain', async () => {
    const chain = rig.startWithChain(two);
    await connect(chain);
    expect(named()).toHaveLength(1);
    chain.offline();
    rig.directory.payloads.clear();
    rig.directory.publish(two.adding(desk, phone), desk);
    rig.directory.hasWildcard = false;
    rig.directory.hint = writeHint([tablet.id]);
    rig.store.isFull = true; // nothing is published that is not on disk
    await connect(chain);
    expect([rig.rounds, rig.hints.length]).toEqual([['kept', 'disk'], 1]);
  });

  it('a hint that the broker refused is written again with the next reading', async () => {
    rig.directory.publish(first, laptop);
    rig.hooks.answer = 'refused';
    await connect(rig.startWithChain(first));
    expect([rig.rounds, rig.hints.length]).toEqual([['kept'], 1]);
    await wait(15 * 60_000);
    expect(rig.hints).toHaveLength(2);
  });
});

describe('second claimants of our address', () => {
  const stranger = HandChain.begin(tablet);

  it('an earlier claimant of our address is reported and makes us the second person', async () => {
    rig.directory.publish(stranger, tablet);
    const chain = rig.startWithChain(first);
    await connect(chain);
    expect([rig.claims(), chain.isSecond()]).toEqual([1, true]);
    expect(rig.published()).toBe(textOf(first.payload));
    await wait(15 * 60_000);
    expect(chain.isSecond()).toBe(true);
  });

  it.each([
    ['our chain is in the directory already', first, (): void => rig.directory.publish(first, laptop)],
    ['we had another device before', two, (): void => undefined],
  ] as const)('a claimant does not make us the second person if %s', async (_who, own, before) => {
    before();
    rig.directory.publish(stranger, tablet);
    const chain = rig.startWithChain(own);
    await connect(chain);
    expect([rig.claims() > 0, chain.isSecond()]).toEqual([true, false]);
  });

  it('a claimant who publishes after us does not make us the second person, even if our chain is no longer in the directory by then', async () => {
    const chain = rig.startWithChain(first);
    await connect(chain);
    rig.directory.publish(stranger, tablet);
    rig.directory.payloads.delete(laptop.id);
    chain.refresh();
    await rig.settle();
    expect([rig.claims() > 0, chain.isSecond()]).toEqual([true, false]);
  });
});

describe('full chains', () => {
  const full = Array.from({ length: 125 })
    .reduce<HandChain>((chain, _, count) => chain.next(desk, { proto: count % 2 === 0 ? [1, 2] : [2] }), three)
    .dropping(laptop, phone);

  it('a full chain accepts no further device', async () => {
    const chain = rig.startWithChain(full);
    await connect(chain);
    expect(await chain.change({ add: [memberOf(full, tablet)] })).toBe('room');
    expect(links(chain)).toBe(128);
  });

  it('a full chain accepts the removal of the device that filled it, by a link on top of an earlier link', async () => {
    const chain = rig.startWithChain(full);
    await connect(chain);
    expect(await chain.change({ drop: [desk.id] })).toBe('done');
    expect(membersIn(chain)).toEqual([laptop.id]);
    expect(open({ payload: rig.directory.payloads.get(laptop.id)! } as HandChain).links).toHaveLength(128);
    // A peer who has read the full chain follows the removal.
    const peer = createOwnRig(tablet);
    const watching = peer.startWith(holds(full));
    peer.directory.payloads.set(laptop.id, rig.directory.payloads.get(laptop.id)!);
    watching.online();
    await peer.settle();
    expect(watching.devices().map(({ id }) => id)).toEqual([laptop.id]);
  });

  it.each([1, 3])(
    'a full chain accepts the removal of the device that filled it, even if the last %i links drop unknown ids',
    async (count) => {
      const proto = Array.from({ length: 126 - count }).reduce<HandChain>(
        (chain, _, n) => chain.next(desk, { proto: n % 2 === 0 ? [1, 2] : [2] }),
        three,
      );
      const neverAdded = (n: number) =>
        Array.from({ length: 65 }, (_, i) =>
          `${n}x${i}x`.replaceAll(/\d/g, (c) => 'abcdefghij'.charAt(Number(c))).padEnd(26, 'z'),
        );
      const hostile = Array.from({ length: count }).reduce<HandChain>(
        (chain, _, n) => chain.next(desk, { drop: neverAdded(n) }),
        proto,
      );
      const chain = rig.startWithChain(hostile);
      await connect(chain);
      expect(links(chain)).toBe(128);
      expect(await chain.change({ drop: [desk.id] })).toBe('done');
      expect(membersIn(chain)).toEqual([laptop.id, phone.id]);
    },
  );
});

describe('devices to which a chain was handed over', () => {
  it('a newly linked device publishes nothing until its link is in the directory, and finds the link within a minute', async () => {
    rig = createOwnRig(phone);
    const chain = rig.startWithChain(two);
    rig.directory.publish(two, laptop, desk);
    await connect(chain);
    expect([chain.state(), rig.rounds, rig.publications]).toEqual(['waiting', ['out'], []]);
    expect(await chain.change({ drop: [desk.id] })).toBe('out');
    const longer = two.adding(laptop, phone);
    rig.directory.publish(longer, laptop);
    await wait(60_000);
    expect([chain.state(), rig.published()]).toEqual(['in', textOf(longer.payload)]);
  });
});

describe('heads of our chain', () => {
  it('the head is that of the held chain, and earlier heads are recognised', () => {
    const chain = rig.startWithChain(two);
    const [one, last] = two.links.map(({ link }) => toB64u(sha256(utf8(link)))) as [string, string];
    expect(chain.head()).toEqual({ n: 2, head: last });
    expect([chain.relation({ n: 2, head: last }), chain.relation({ n: 1, head: one })]).toEqual(['same', 'earlier']);
  });
});
