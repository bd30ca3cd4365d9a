// Keys while people talk: steps, rekeys, lost encryptors, silence (protocol §6, §7). Nothing is sent under a key that
// the peer lacks, and no key is granted twice.
import { describe, expect, test } from 'vitest';
import type { GrantMessage } from '../../src/contract/ports.ts';
import { inCall, type Person, talkFor } from './support/world.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const generationOf = (person: Person): number => person.view?.numbers.generation ?? -1;
type Grant = Extract<GrantMessage, { kind: 'grant-seal' | 'grant-open' }>;
const grants = (person: Person, kind: Grant['kind']): readonly Grant[] =>
  person.page.worker.granted.filter((message): message is Grant => message.kind === kind);

// The key of each (generation, step, stream) is granted once in each direction, and no two of these keys are equal.
function expectKeysInOrder(...people: readonly Person[]): void {
  for (const person of people) {
    for (const kind of ['grant-seal', 'grant-open'] as const) {
      const names = grants(person, kind).map(({ stream, generation, step }) => `${stream}/${generation}/${step}`);
      expect(new Set(names).size).toBe(names.length);
      const keys = grants(person, kind).map(({ key }) => key.join());
      expect(new Set(keys).size).toBe(keys.length);
    }
  }
}

describe('steps', () => {
  test('a sender steps every ten minutes; the receiver holds the keys of six steps ahead and erases old keys after two seconds', async () => {
    const { world, anna, ben } = await inCall();
    expect(ben.page.worker.openable(0).map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    anna.page.sendFrame(0);
    await world.clock.advance(10 * MINUTE + 100);
    expect(anna.page.worker.sealingOf(0)).toMatchObject({ generation: 0, step: 1 });
    expect(anna.view?.numbers.step).toBe(1);
    expect(anna.page.sendFrame(0)).toBe(true);
    expect(ben.page.worker.openable(0).map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await world.clock.advance(2100);
    expect(ben.page.worker.openable(0).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    // Nobody has sent on this stream.
    expect(ben.page.worker.openable(1).map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expectKeysInOrder(anna, ben);
  });

  test('frames open in both directions after a machine slept through three steps', async () => {
    const { world, anna, ben } = await inCall();
    expect(anna.page.sendFrame(0)).toBe(true);
    world.clock.sleep(35 * 60_000);
    await world.clock.advance(100);
    expect(anna.page.worker.sealingOf(0)).toMatchObject({ step: 3 });
    expect(anna.page.sendFrame(0) && ben.page.sendFrame(0)).toBe(true);
  });

  test('the first frame of a stream after fifty minutes of silence opens', async () => {
    const { world, anna, ben } = await inCall();
    await world.clock.advance(50 * MINUTE + 100);
    expect(anna.page.worker.sealingOf(0)?.step).toBe(5);
    expect(anna.page.sendFrame(0)).toBe(true);
    expectKeysInOrder(anna, ben);
  });
});

describe('rekey', () => {
  test('a call rekeys hourly, and old keys are erased two seconds after the first frame of the new generation', async () => {
    const { world, anna, ben } = await inCall();
    await talkFor(world, 3, anna, ben);
    await world.clock.advance(HOUR);
    expect([generationOf(anna), generationOf(ben)]).toEqual([1, 1]);
    for (const person of [anna, ben]) expect(person.page.worker.sealingOf(0)?.generation).toBe(1);
    expect(anna.page.sendFrame(0) && ben.page.sendFrame(0)).toBe(true);
    expect(new Set(ben.page.worker.openable(0).map(({ generation }) => generation))).toEqual(new Set([0, 1]));
    await world.clock.advance(2100);
    expect(new Set(ben.page.worker.openable(0).map(({ generation }) => generation))).toEqual(new Set([1]));
    // Nobody has sent on this stream.
    expect(new Set(ben.page.worker.openable(1).map(({ generation }) => generation))).toEqual(new Set([0, 1]));
    await talkFor(world, 3, anna, ben);
    await world.clock.advance(HOUR);
    expect([generationOf(anna), generationOf(ben)]).toEqual([2, 2]);
    expect(new Set(ben.page.worker.openable(1).map(({ generation }) => generation))).toEqual(new Set([1, 2]));
    expectKeysInOrder(anna, ben);
    anna.desk.mute(anna.id, true); // the session uses the new keys, too
    await world.clock.until('ben hears of it', () => ben.view?.remote.mute === true);
  });

  test.each([
    ['the caller’s `rekey`', 0],
    ['the callee’s `rekeyed`', 1],
  ])('a rekey is repeated byte for byte and succeeds if %s is lost three times', async (_name, lost) => {
    const { world, anna, ben } = await inCall();
    let dropped = 0;
    world.broker.mischief = (parcel) => {
      const isLost = parcel.from === (lost === 0 ? anna : ben).device && dropped < 3 && parcel.bytes.length > 1200;
      if (isLost) dropped++;
      return isLost ? [] : [parcel];
    };
    const before = world.broker.sent.length;
    anna.page.worker.say({ kind: 'silent-encryptor', stream: 0 });
    await world.clock.advance(15_000);
    expect(dropped).toBe(3);
    expect([generationOf(anna), generationOf(ben)]).toEqual([1, 1]);
    const offers = world.broker.sent
      .slice(before)
      .filter(({ from, bytes }) => from === anna.device && bytes.length > 1200);
    expect(offers.length).toBeGreaterThan(2);
    expect(new Set(offers.map(({ bytes }) => bytes.join())).size).toBe(1);
    expectKeysInOrder(anna, ben);
    expect(anna.page.sendFrame(0) && ben.page.sendFrame(0)).toBe(true);
  });

  test('no frame is sent under new keys before the other side has them', async () => {
    const { world, anna, ben } = await inCall();
    world.broker.mischief = (parcel) => (parcel.from === ben.device ? [] : [parcel]); // `rekeyed` never arrives
    anna.page.worker.say({ kind: 'silent-encryptor', stream: 0 });
    await world.clock.advance(30_000);
    expect([generationOf(anna), generationOf(ben)]).toEqual([0, 1]);
    expect(anna.page.worker.sealingOf(0)?.generation).toBe(0);
    expect(ben.page.worker.sealingOf(0)?.generation).toBe(0); // Ben has received no frame of Anna's under generation 1
    expect(anna.page.sendFrame(0) && ben.page.sendFrame(0)).toBe(true);
  });

  test('simultaneous rekeys of both sides end in one new generation', async () => {
    const { world, anna, ben } = await inCall();
    anna.page.worker.say({ kind: 'silent-encryptor', stream: 0 });
    ben.page.worker.say({ kind: 'lost-window', stream: 0 });
    await world.clock.advance(5000);
    expect([generationOf(anna), generationOf(ben)]).toEqual([1, 1]);
    expect(anna.page.sendFrame(0) && ben.page.sendFrame(0)).toBe(true);
    expectKeysInOrder(anna, ben);
  });

  test('the callee starts a rekey when its worker cannot open a stream any more', async () => {
    const { world, anna, ben } = await inCall();
    ben.page.worker.say({ kind: 'lost-window', stream: 0 });
    await world.clock.advance(2000);
    expect([generationOf(anna), generationOf(ben)]).toEqual([1, 1]);
    expect(anna.page.sendFrame(0) && ben.page.sendFrame(0)).toBe(true);
  });

  test('a side rekeys at most once in ten seconds, and at most five times without a frame in between', async () => {
    const { world, anna } = await inCall();
    for (let i = 0; i < 20; i++) {
      anna.page.worker.say({ kind: 'silent-encryptor', stream: 0 });
      await world.clock.advance(500);
    }
    expect(generationOf(anna)).toBe(1);
    for (let i = 0; i < 120; i++) {
      anna.page.worker.say({ kind: 'silent-encryptor', stream: 0 });
      await world.clock.advance(1000);
    }
    expect(generationOf(anna)).toBe(5);
    anna.page.peer?.sendFrame(0);
    anna.page.sendFrame(0);
    await world.clock.advance(15_000);
    expect(generationOf(anna)).toBeGreaterThan(5);
  });

  test('a rekey replayed later changes nothing', async () => {
    const { world, anna, ben } = await inCall();
    const before = world.broker.sent.length;
    anna.page.worker.say({ kind: 'silent-encryptor', stream: 0 });
    await world.clock.advance(12_000);
    const all = world.broker.sent.slice(before);
    for (const parcel of all) world.broker.inject({ ...parcel, delayMs: 10 });
    await world.clock.advance(12_000);
    expect([generationOf(anna), generationOf(ben)]).toEqual([1, 1]);
    expect(anna.page.sendFrame(0) && ben.page.sendFrame(0)).toBe(true);
  });
});

describe('silence', () => {
  test.each([
    ['', 0],
    [', even if the peer changes its path every few seconds', 4],
  ])('packets that never open trigger a rekey, and end the call after ten seconds%s', async (_what, moves) => {
    const { world, anna, ben } = await inCall();
    const { call, fact, peer } = ben.page;
    const stands = { kind: 'connection', call, state: 'connected', fingerprint: peer?.liveFingerprint ?? '' } as const;
    await talkFor(world, 2, anna, ben);
    let generation = 0;
    let seconds = 0;
    for (let i = 0; i < 14 && ben.phase === 'live'; i++) {
      if (moves > 0 && i % moves === 0) fact({ ...stands, pair: `new${i}` });
      ben.page.packets[0] += 50; // packets arrive, and none of them opens
      ben.page.report();
      await world.clock.advance(1000);
      generation = Math.max(generation, generationOf(ben));
      seconds++;
    }
    expect(generation).toBeGreaterThan(0);
    expect(seconds).toBeGreaterThanOrEqual(10);
    expect(ben.reason).toBe('media-keys');
    await anna.waitFor('ended');
    expect(anna.reason).toBe('media-keys');
  });

  test('packets of a muted peer that do not open do not end the call', async () => {
    const { world, anna, ben } = await inCall();
    anna.desk.mute(anna.id, true);
    await world.clock.advance(1000);
    for (let i = 0; i < 20; i++) {
      ben.page.packets[0] += 1;
      ben.page.report();
      await world.clock.advance(1000);
    }
    expect(ben.phase).toBe('live');
  });

  test('a worker whose messages main refuses ends the call at once', async () => {
    const { anna, ben } = await inCall();
    anna.page.worker.babble();
    expect(anna.reason).toBe('worker-lost');
    await ben.waitFor('ended');
    expect(ben.reason).toBe('error');
  });

  test('a worker that no longer answers ends the call within 4.1 seconds', async () => {
    const { world, anna } = await inCall();
    await world.clock.advance(5000);
    anna.page.worker.isDead = true; // it says nothing; the end of its port is not reported
    await world.clock.advance(4100);
    expect(anna.reason).toBe('worker-lost');
  });

  test('a second worker for the same call is refused and its port closed', async () => {
    const { world, anna } = await inCall();
    const { FakeWorker } = await import('./support/air.ts');
    const second = new FakeWorker();
    anna.desk.attachWorker(anna.id, second.port(world.clock));
    expect(second.granted).toEqual([{ kind: 'end' }]);
    expect(second.isClosed).toBe(true);
  });
});

describe('key frames', () => {
  test('a frame gap makes the peer send a key frame at most once in 300 ms', async () => {
    const { world, anna, ben } = await inCall('video');
    const asked = (): number => anna.page.commands.filter(({ kind }) => kind === 'key-frame').length;
    ben.page.worker.say({ kind: 'gap', stream: 1 });
    await world.clock.advance(20);
    expect(asked()).toBe(1);
    for (let i = 0; i < 5; i++) ben.page.worker.say({ kind: 'gap', stream: 1 });
    await world.clock.advance(20);
    expect(asked()).toBe(1);
    await world.clock.advance(300);
    ben.page.worker.say({ kind: 'gap', stream: 1 });
    await world.clock.advance(20);
    expect(asked()).toBe(2);
  });
});
