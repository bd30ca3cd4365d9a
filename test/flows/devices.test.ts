// Several devices of one person in whole calls: an additional device is not a different person, and a removed device
// belongs to nobody.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Person } from './support/person.ts';
import { World } from './support/person.ts';
import { answerFor } from './support/world.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

test('a device that was linked later belongs to the known person and is verified', async () => {
  const anna = world.person('anna@demo.example');
  const bert = world.person('bert@demo.example');
  bert.place(anna);
  await anna.waitFor('ringing');
  anna.answer();
  await bert.waitFor('live');
  const code = anna.code ?? '';
  bert.desk.confirmCode(bert.id, code);
  bert.hangUp();
  await anna.waitFor('ended');
  expect(bert.book.trustOf(anna.address).kind).toBe('verified');

  const laptop = world.person('anna@demo.example', 'laptop', anna);
  await world.clock.advance(120_000); // the last reading of the list is old
  laptop.place(bert);
  await bert.waitFor('ringing');
  expect(bert.view?.trust.kind).toBe('verified');
  bert.answer();
  await laptop.waitFor('live');
  expect(bert.book.trustOf(anna.address).kind).toBe('verified');
});

test('the first device stops ringing without a missed call when the second answers', async () => {
  const anna = world.person('anna@demo.example');
  const laptop = world.person('anna@demo.example', 'laptop', anna);
  const bert = world.person('bert@demo.example');
  bert.place(anna);
  await anna.waitFor('ringing');
  await laptop.waitFor('ringing');
  laptop.answer();
  await anna.waitFor('ended');
  await bert.waitFor('live');
  expect(anna.reason).toBe('answered-elsewhere');
  expect(anna.history.filter((entry) => entry.unseen === true)).toEqual([]);
  expect(anna.history.map(({ on }) => on)).toEqual([laptop.device]); // the only other device
});

test('the call records on two other devices name no answering device if the answering device’s note is dropped', async () => {
  // Drops HANDLED, as if the program were older than that note.
  world.broker.mischief = (parcel) => (parcel.bytes[1] === 10 ? [] : [parcel]);
  const anna = world.person('anna@demo.example');
  const laptop = world.person('anna@demo.example', 'laptop', anna);
  const tablet = world.person('anna@demo.example', 'tablet', anna);
  const bert = world.person('bert@demo.example');
  bert.place(anna);
  for (const each of [anna, laptop, tablet]) await each.waitFor('ringing');
  laptop.answer();
  for (const other of [anna, tablet]) {
    await other.waitFor('ended');
    expect(other.history.map(({ on, outcome }) => [on, outcome])).toEqual([[undefined, 'answered-elsewhere']]);
  }
});

test('a removed device is not rung and rings nobody', async () => {
  const anna = world.person('anna@demo.example');
  const laptop = world.person('anna@demo.example', 'laptop', anna);
  const bert = world.person('bert@demo.example');
  anna.drop(laptop);
  bert.place(anna);
  await anna.waitFor('ringing');
  expect(laptop.phase).toBe('none');
  bert.hangUp();
  await anna.waitFor('ended');
  bert.desk.dismiss(bert.id);

  await world.clock.advance(120_000);
  laptop.place(bert); // the laptop does not know of its removal yet, or ignores it
  await laptop.waitFor('ended', 120_000);
  expect(laptop.reason).toBe('unreachable');
  expect(bert.phase).toBe('none');
  expect(bert.history).toHaveLength(1);
});

test('a live call continues when the device on which a person talks is removed', async () => {
  const anna = world.person('anna@demo.example');
  const laptop = world.person('anna@demo.example', 'laptop', anna);
  const bert = world.person('bert@demo.example');
  laptop.place(bert);
  await bert.waitFor('ringing');
  bert.answer();
  await laptop.waitFor('live');
  anna.drop(laptop);
  await world.clock.advance(5 * 60_000);
  expect(laptop.phase).toBe('live');
  expect(bert.phase).toBe('live');
});

test('a device that is not in its person’s device list yet cannot place a call, and the refusal says device-unfinished', () => {
  const anna = world.person('anna@demo.example');
  const laptop = world.person('anna@demo.example', 'laptop', anna);
  laptop.out = 'device-unfinished';
  expect(laptop.desk.place('bert@demo.example', 'audio')).toEqual({ ok: false, code: 'device-unfinished' });
  expect(laptop.phase).toBe('none');
});

describe('devices removed while they ring', () => {
  let anna: Person;
  let laptop: Person;
  let bert: Person;
  beforeEach(async () => {
    anna = world.person('anna@demo.example');
    laptop = world.person('anna@demo.example', 'laptop', anna);
    bert = world.person('bert@demo.example');
    bert.place(anna);
    for (const device of [anna, laptop]) await device.waitFor('ringing');
    anna.drop(laptop);
  });
  const knows = (device: Person): void => {
    device.out = 'device-removed';
    device.desk.removed();
  };
  const sessions = (): number =>
    world.broker.sent.filter(({ from, bytes }) => from === bert.device && bytes[1] === 4).length;

  test('a callee device that answers after its removal is sent the message `end` instead of CONFIRM', async () => {
    laptop.answer();
    await bert.waitFor('ended');
    expect(bert.reason).toBe('device-removed');
    await laptop.waitFor('ended');
    expect([bert.code, laptop.code]).toEqual([undefined, undefined]);
    expect(sessions()).toBe(1); // the only SESSION message is `end`: no CONFIRM was sent
    expect(bert.book.failedSecureCalls()).toEqual([{ address: anna.address, count: 1 }]);
    expect(laptop.page.sendFrame(0)).toBe(false);
  });

  test('a callee device that learns of its removal stops ringing, and the person’s other device can still answer', async () => {
    const ringing = laptop.id;
    knows(laptop);
    expect(laptop.reason).toBe('device-removed');
    expect(laptop.desk.answer(ringing, 'audio')).toEqual({ ok: false, code: 'unknown-call' });
    await world.clock.advance(1000);
    expect([anna.phase, bert.phase]).toEqual(['ringing', 'calling']);
    anna.answer();
    await bert.waitFor('live');
  });

  test('a callee device that learns of its removal before sending ANSWER stops, and the person’s other device rings on', async () => {
    laptop.onPage = () => knows(laptop); // the person has accepted, and the page is preparing ANSWER
    laptop.answer();
    expect(laptop.reason).toBe('device-removed');
    await world.clock.advance(1000);
    expect([anna.phase, bert.phase]).toEqual(['ringing', 'calling']);
  });

  test('a device that knows of its removal does not ring for callers with an older list and cannot place calls', async () => {
    knows(laptop);
    bert.hangUp();
    await anna.waitFor('ended');
    for (const person of [bert, anna, laptop]) person.desk.dismiss(person.id);
    expect(laptop.desk.place(bert.address, 'audio')).toEqual({ ok: false, code: 'device-removed' });
    bert.place(anna); // by the list that was read for the first call
    await anna.waitFor('ringing');
    await world.clock.advance(5000);
    const invited = world.broker.sent.filter(({ to, bytes }) => to === laptop.device && bytes[1] === 1);
    expect(invited).toHaveLength(2);
    expect(laptop.phase).toBe('none');
  });

  test('a silent directory delays an answered call by at most five seconds, and until it responds, the call is unconfirmed', async () => {
    let isSilent = true;
    answerFor(world, anna.address, () => (isSilent ? 'timeout' : anna.published));
    anna.answer();
    await bert.waitFor('live', 5000);
    expect(bert.view?.unconfirmed).toBe(true);
    isSilent = false;
    await world.clock.advance(11_000);
    expect(bert.view?.unconfirmed).toBe(false);
    expect(bert.phase).toBe('live');
  });
});

describe('callers whose device is removed while they ring', () => {
  let anna: Person;
  let laptop: Person;
  let bert: Person;
  beforeEach(async () => {
    anna = world.person('anna@demo.example');
    laptop = world.person('anna@demo.example', 'laptop', anna);
    bert = world.person('bert@demo.example');
    laptop.place(bert);
    await bert.waitFor('ringing');
    await world.clock.advance(1000); // the reading that starts with the ringing is finished
  });
  const answers = (): number =>
    world.broker.sent.filter(({ from, bytes }) => from === bert.device && bytes[1] === 3).length;
  const missed = (): unknown[] => bert.history.filter(({ unseen }) => unseen === true);

  test('a callee stops ringing within five seconds if the caller’s device is removed, and lists no missed call', async () => {
    anna.drop(laptop);
    await bert.waitFor('ended', 5000);
    expect(bert.reason).toBe('device-removed');
    laptop.hangUp();
    await world.clock.advance(10_000);
    expect(missed()).toEqual([]);
  });

  test('no ANSWER is sent if the caller’s device is removed just before the callee accepts', async () => {
    anna.drop(laptop);
    bert.answer();
    await bert.waitFor('ended', 5000);
    expect([bert.reason, answers()]).toEqual(['device-removed', 0]);
    await world.clock.advance(2000);
    expect([laptop.phase, laptop.code]).toEqual(['calling', undefined]);
    expect([missed(), bert.book.failedSecureCalls()]).toEqual([[], []]);
  });

  test('no ANSWER is sent if the caller’s device is removed while the callee’s page is slow', async () => {
    bert.onPage = (page) => (page.isStuck = true);
    bert.answer();
    await world.clock.advance(1000);
    anna.drop(laptop);
    await bert.waitFor('ended', 5000);
    expect([bert.reason, answers()]).toEqual(['device-removed', 0]);
  });

  test.each(['new', 'pinned'] as const)(
    'a newly linked caller rings on when the directory serves an older list, and the trust shown stays “%s”',
    async (trust) => {
      const cleo = world.person('cleo@demo.example');
      const before = cleo.published;
      const tablet = world.person('cleo@demo.example', 'tablet', cleo);
      laptop.hangUp();
      await bert.waitFor('ended');
      bert.desk.dismiss(bert.id);
      if (trust === 'pinned') bert.meet(tablet);
      tablet.place(bert);
      await bert.waitFor('ringing');
      await world.clock.advance(1000);
      answerFor(world, cleo.address, () => before);
      await world.clock.advance(10_000);
      expect([bert.phase, tablet.phase, bert.view?.trust.kind]).toEqual(['ringing', 'calling', trust]);
      bert.answer();
      await tablet.waitFor('live');
    },
  );

  test('a held call can be resumed after the second caller’s device turns out to be removed', async () => {
    laptop.hangUp();
    await bert.waitFor('ended');
    const cleo = world.person('cleo@demo.example');
    cleo.place(bert);
    await bert.waitFor('ringing');
    bert.answer();
    await cleo.waitFor('live');
    const first = bert.id;
    laptop.desk.dismiss(laptop.id);
    await world.clock.advance(3000);
    laptop.place(bert);
    await bert.waitFor('ringing');
    anna.drop(laptop);
    expect(bert.desk.answer(bert.id, 'audio', 'hold').ok).toBe(true);
    await bert.waitFor('ended', 5000);
    expect([bert.reason, answers()]).toEqual(['device-removed', 1]); // the one ANSWER to Cleo
    expect(bert.desk.hold(first, false).ok).toBe(true);
    await world.clock.until('the hold to be taken back', () => cleo.view?.remote.hold === false);
  });

  test('if the device list was read shortly before the call and the directory then falls silent, the call is live within 2.5 seconds and not unconfirmed', async () => {
    answerFor(world, anna.address, () => 'timeout');
    bert.answer();
    await laptop.waitFor('live', 2500);
    expect(bert.view?.unconfirmed).toBe(false);
  });

  test('ANSWER is sent within 50 ms if the caller’s device was not removed', async () => {
    const atMs = world.clock.nowMs();
    bert.answer();
    await world.clock.until('ANSWER to leave', () => answers() === 1);
    expect(world.clock.nowMs() - atMs).toBeLessThanOrEqual(50);
  });
});
