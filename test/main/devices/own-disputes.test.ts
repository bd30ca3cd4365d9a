// What a person decides about their own devices, on the chain that this device holds: whether this device objects
// to its removal, and which side counts when devices contradict each other.
import { beforeEach, describe, expect, test } from 'vitest';
import { membersOf, payloadOf } from '../../../src/core/keys/chain.ts';
import type { OwnChain } from '../../../src/main/devices/own-chain.ts';
import { createSlices } from '../../../src/main/time/slices.ts';
import type { Consent } from '../../../src/main/desktop/consent.ts';
import type { ConsentQuestion } from '../../../src/main/desktop/consent-question.ts';
import { openDeviceMarks } from '../../../src/main/devices/device-marks.ts';
import { createOwnDisputes, type OwnDisputes } from '../../../src/main/devices/own-disputes.ts';
import { createOwnRemoval, type OwnRemoval } from '../../../src/main/devices/own-removal.ts';
import { choose } from '../../../src/main/people/held.ts';
import { openSeenDevices } from '../../../src/main/people/seen-devices.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { ADDRESS, type Actor, HandChain, realDevice, realRecovery } from '../../core/keys/hand-written-chain.ts';
import { createOwnRig, textOf } from './own-chain-rig.ts';
import { MemoryStore } from '../memory-store.ts';
import { holds, open } from '../people/reader-rig.ts';

const nothing = (): void => undefined;
const [laptop, desk, thief, tablet] = [realDevice(1), realDevice(2), realDevice(3), realDevice(4)];
const three = HandChain.begin(laptop).adding(laptop, desk, thief);
const theft = three.dropping(thief, laptop);

let rig: ReturnType<typeof createOwnRig>;
let chain: OwnChain;
let removal: OwnRemoval;
let disputes: OwnDisputes;
let asked: ConsentQuestion[];
let answer: () => Consent;
let events: RecordEvent[];
let announced: number;
beforeEach(() => {
  rig = createOwnRig(laptop);
  asked = [];
  events = [];
  announced = 0;
  answer = () => 'yes';
});

/** Starts this device with `held`, connected. */
async function begin(held: HandChain): Promise<void> {
  chain = rig.startWithChain(held);
  const parts = {
    address: ADDRESS,
    device: laptop.id,
    chain,
    marks: openDeviceMarks(new MemoryStore()),
    names: { of: (device: string) => (device === desk.id ? 'Desk' : '') },
    seen: openSeenDevices(new MemoryStore(), rig.clock, nothing),
    slices: createSlices(),
    clock: rig.clock,
    consent: async (question: ConsentQuestion): Promise<Consent> => {
      asked.push(question);
      return Promise.resolve(answer());
    },
    onRecord: (event: RecordEvent) => void events.push(event),
    announce: () => void announced++,
    onDisk: nothing,
  };
  removal = createOwnRemoval(parts);
  disputes = createOwnDisputes(parts);
  chain.online();
  await rig.settle();
}
const membersIn = (): readonly string[] => chain.devices().map(({ id }) => id);
async function refreshed(): Promise<void> {
  chain.refresh();
  await rig.settle();
}

describe('removed devices', () => {
  test('a removed device names its remover and when it learnt of the removal', async () => {
    await begin(theft);
    expect(removal.view()).toEqual({ by: { kind: 'device', device: thief.id, name: '' } });
    removal.learn();
    expect(removal.view()?.learnt).toBe(rig.clock.nowMs());
  });

  test('a device removed by the recovery code names the code, and a device in the chain names no remover', async () => {
    const paper = realRecovery(1);
    const safe = three.adding(desk, paper);
    await begin(safe.next(paper, { add: [safe.member(tablet)], drop: [laptop.id, desk.id, thief.id, paper.id] }));
    expect(removal.view()).toEqual({ by: { kind: 'code' } });
    await begin(three);
    expect([removal.view(), await removal.object()]).toEqual([undefined, 'unknown-side']);
  });

  test('an objection brings a removed device back by a link that is stored before it is published', async () => {
    rig.directory.publish(theft, thief, desk);
    await begin(theft);
    rig.hooks.beforePublish = () => expect(rig.start().state()).toBe('in');
    expect(await removal.object()).toBe('done');
    await rig.settle();
    expect([chain.state(), chain.isDisputed(), membersIn()]).toEqual(['in', false, [laptop.id, desk.id]]);
    expect(rig.published()).toBe(textOf(payloadOf(chain.held().chain)));
    expect(chain.held().chain.links.at(-1)?.link).toMatchObject({ by: laptop.id, drop: [thief.id], n: 3 });
    rig.directory.publish(theft.adding(thief, tablet).dropping(tablet, desk), thief, tablet);
    await refreshed();
    expect([chain.state(), membersIn()]).toEqual(['in', [laptop.id, desk.id]]);
    expect([asked, events.map(({ kind }) => kind), announced]).toEqual([
      [{ kind: 'object', by: { kind: 'device', device: thief.id, name: '' } }],
      ['removal-objected'],
      1,
    ]);
  });

  test('an objection is a dispute for readers who see both sides, and does not count for readers who hold the removal', async () => {
    await begin(theft);
    await removal.object();
    await rig.settle();
    const objection = chain.held().chain;
    expect(choose(holds(three), [objection, open(theft)]).kind).toBe('disputed');
    expect(choose(holds(theft), [objection, open(theft)])).toMatchObject({
      kind: 'chosen',
      held: { dropped: [{ id: laptop.id }] },
    });
  });

  test('a device stays removed after a no, on a full disk, or after too many questions', async () => {
    await begin(theft);
    answer = () => 'no';
    expect(await removal.object()).toBe('cancelled');
    answer = () => 'asked-lately';
    expect(await removal.object()).toBe('asked-lately');
    answer = () => 'yes';
    rig.store.isFull = true;
    expect(await removal.object()).toBe('disk');
    expect([chain.state(), events]).toEqual(['removed', []]);
  });
});

describe('own devices in dispute', () => {
  const removed = three.dropping(desk, thief);
  const robbed = three.dropping(thief, desk);
  const nameFor = async (device: Actor): Promise<string> => {
    const view = await disputes.read();
    if (view.kind !== 'sides') throw new Error(view.kind);
    return view.sides.find(({ devices }) => devices.some((each) => each.device === device.id))!.side;
  };
  beforeEach(async () => {
    rig.directory.publish(removed, desk);
    rig.directory.publish(robbed, thief);
    await begin(three);
  });

  test('a dispute of own devices is shown as sides, and the person decides for one of them', async () => {
    expect(chain.isDisputed()).toBe(true);
    expect(await disputes.decide(await nameFor(desk))).toBe('done');
    await rig.settle();
    expect(asked).toEqual([
      {
        kind: 'choose-own-side',
        stay: [
          { device: desk.id, name: 'Desk' },
          { device: laptop.id, name: '' },
        ],
        go: [{ device: thief.id, name: '' }],
        isThisOut: false,
      },
    ]);
    expect([chain.isDisputed(), membersIn()]).toEqual([false, [laptop.id, desk.id]]);
    rig.directory.publish(robbed.adding(thief, tablet).dropping(tablet, laptop), thief, tablet);
    await refreshed();
    expect([chain.isDisputed(), membersIn()]).toEqual([false, [laptop.id, desk.id]]);
    expect([events, announced]).toEqual([[{ kind: 'dispute-decided', whose: 'own' }], 1]);
    expect(await rig.start().change({ drop: [] })).toBe('not-connected'); // a start reads what is on disk
    expect(
      rig
        .start()
        .devices()
        .map(({ id }) => id),
    ).toEqual([laptop.id, desk.id]);
  });

  test('a dispute of own devices is not decided without a yes or for an unknown side', async () => {
    answer = () => 'no';
    expect(await disputes.decide(await nameFor(desk))).toBe('cancelled');
    expect(await disputes.decide('A'.repeat(43))).toBe('unknown-side');
    expect(chain.isDisputed()).toBe(true);
    rig.directory.before = () => Promise.resolve('timeout');
    expect([await disputes.read(), await disputes.decide('A'.repeat(43))]).toEqual([
      { kind: 'unread' },
      'not-connected',
    ]);
  });

  test('a device whose person decides for the other side leaves the chain and withdraws its own side', async () => {
    const mine = three.dropping(laptop, desk);
    const theirs = three.dropping(desk, laptop);
    rig.directory.payloads.clear();
    rig.directory.publish(theirs, desk);
    await begin(mine);
    // This device keeps to the removal that it signed.
    expect([chain.isDisputed(), rig.published()]).toEqual([false, textOf(mine.payload)]);
    expect(await disputes.decide(await nameFor(desk))).toBe('done');
    await rig.settle();
    expect(asked.at(-1)).toMatchObject({ kind: 'choose-own-side', isThisOut: true });
    expect([chain.state(), rig.published()]).toEqual(['removed', textOf(theirs.payload)]);
    expect(choose(holds(three), [open(theirs)]).kind).toBe('chosen'); // the dispute is settled for other readers
  });

  test('a device whose person decides against it withdraws its own side after a restart, and only once', async () => {
    const mine = three.dropping(laptop, desk);
    const theirs = three.dropping(desk, laptop);
    rig.directory.payloads.clear();
    rig.directory.publish(theirs, desk);
    await begin(mine);
    rig.hooks.answer = 'not-connected';
    expect(await disputes.decide(await nameFor(desk))).toBe('done');
    await rig.settle();
    chain.offline();
    expect(rig.published()).toBe(textOf(mine.payload));
    rig.hooks.answer = 'sent';
    const restarted = async (): Promise<void> => {
      const again = rig.start();
      again.online();
      await rig.settle();
      again.offline();
    };
    await restarted();
    expect(rig.published()).toBe(textOf(theirs.payload));
    rig.directory.payloads.delete(laptop.id);
    await restarted();
    expect(rig.published()).toBeUndefined(); // a removed device publishes no chain
  });

  test.each([
    ['withdraws its own side 15 s after the connection failed', 'not-connected', true],
    ['does not try again by itself once the broker has refused to replace its own side', 'refused', false],
  ] as const)('a device whose person decides against it %s', async (_what, failure, isTriedAgain) => {
    const mine = three.dropping(laptop, desk);
    const theirs = three.dropping(desk, laptop);
    rig.directory.payloads.clear();
    rig.directory.publish(theirs, desk);
    await begin(mine);
    rig.hooks.answer = failure;
    expect(await disputes.decide(await nameFor(desk))).toBe('done');
    await rig.settle();
    expect(rig.rounds.at(-1)).toBe(isTriedAgain ? failure : 'out');
    rig.hooks.answer = 'sent';
    rig.clock.advance(15_000);
    await rig.settle();
    expect(rig.published()).toBe(textOf((isTriedAgain ? theirs : mine).payload));
    await refreshed();
    expect([rig.published(), rig.rounds.at(-1)]).toEqual([textOf(theirs.payload), 'out']);
  });

  test('deciding a dispute also drops a device that signed against the chosen side', async () => {
    const helper = realDevice(6);
    const four = three.adding(laptop, helper);
    const mine = four.dropping(laptop, thief);
    const theirs = four.dropping(helper, laptop);
    rig.directory.payloads.clear();
    rig.directory.publish(theirs, helper);
    await begin(mine);
    expect(chain.isDisputed()).toBe(true);
    expect(await disputes.decide(await nameFor(laptop))).toBe('done');
    await rig.settle();
    expect([chain.isDisputed(), membersIn()]).toEqual([false, [laptop.id, desk.id]]);
    expect(membersOf(chain.held().chain).map(({ id }) => id)).not.toContain(helper.id);
  });
});

describe('objections of removed devices', () => {
  const objection = three.dropping(desk, thief);
  const followed = three.dropping(thief, desk);
  beforeEach(async () => {
    rig.directory.publish(followed, thief);
    await begin(followed);
    rig.directory.publish(objection, desk);
    await refreshed();
  });

  test('the objection of a removed device is no dispute here, and only the objecting side is shown', async () => {
    expect(chain.isDisputed()).toBe(false);
    expect(await disputes.read()).toMatchObject({
      kind: 'sides',
      sides: [{ devices: [{ device: desk.id }] }],
      more: 0,
    });
  });

  test('a person may decide for the objecting device, which is followed from then on', async () => {
    const view = await disputes.read();
    const [side] = view.kind === 'sides' ? view.sides : [];
    expect(await disputes.decide(side!.side)).toBe('done');
    await rig.settle();
    expect(membersIn()).toEqual([laptop.id, desk.id]);
    expect(await disputes.read()).toMatchObject({ kind: 'sides', sides: [{ devices: [{ device: thief.id }] }] });
    await refreshed();
    expect(membersIn()).toEqual([laptop.id, desk.id]);
  });

  test('an objection disappears when its device withdraws it', async () => {
    rig.directory.publish(followed, desk);
    expect(await disputes.read()).toEqual({ kind: 'over' });
  });
});
