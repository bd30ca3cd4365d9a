// Held calls: held by one side, by both, during a loss of the connection or the broker. While anybody holds, no frame
// passes in either direction, whatever a page does. Afterwards every switch is as the person last set it.
import { describe, expect, test } from 'vitest';
import { hold, leaks, passes, told } from './support/hold.ts';
import { call, hangUp, inCall, strangers, talkFor } from './support/world.ts';

describe('calls held by one side', () => {
  test('no frame of a held call passes, the other side is told, and the call resumes with its switches as before', async () => {
    const { world, anna, ben } = await inCall('video');
    anna.desk.mute(anna.id, true);
    hold(anna);
    expect(anna.page.isSending).toEqual({ microphone: false, camera: false });
    expect([anna.page.isHearing, anna.page.isShowing]).toEqual([false, false]);
    expect(leaks(anna)).toBe(false);
    expect(ben.page.sendFrame(0)).toBe(false); // Anna's worker drops frames that Ben still sends
    await told(world, ben, true);
    expect(ben.view?.remote).toEqual({ mute: true, camera: true, hold: true, screen: false });
    expect(ben.page.isSending).toEqual({ microphone: false, camera: false });
    expect([ben.page.isHearing, ben.page.isShowing]).toEqual([false, false]);
    expect(leaks(anna, ben)).toBe(false);
    hold(anna, false);
    await told(world, ben, false);
    expect(anna.page.isSending).toEqual({ microphone: false, camera: true });
    expect(ben.page.isSending).toEqual({ microphone: true, camera: true });
    expect([passes(anna, 1), passes(ben, 0), passes(ben, 1)]).toEqual([true, true, true]);
    anna.desk.mute(anna.id, false);
    expect(passes(anna)).toBe(true);
  });

  test('switches changed during a hold take effect when the call resumes', async () => {
    const { world, anna, ben } = await inCall('video');
    hold(anna);
    await told(world, ben, true);
    ben.desk.mute(ben.id, true);
    anna.desk.camera(anna.id, false);
    anna.desk.camera(anna.id, true);
    ben.desk.camera(ben.id, false);
    for (const person of [anna, ben]) expect(person.page.isSending).toEqual({ microphone: false, camera: false });
    hold(anna, false);
    await told(world, ben, false);
    expect(anna.page.isSending).toEqual({ microphone: true, camera: true });
    expect(ben.page.isSending).toEqual({ microphone: false, camera: false });
    expect(anna.view?.remote).toEqual({ mute: true, camera: false, hold: false, screen: false });
  });

  test('packets that do not open during a hold neither end the call nor renew its keys', async () => {
    const { world, anna, ben } = await inCall();
    await talkFor(world, 2, anna, ben);
    hold(anna);
    await told(world, ben, true);
    for (let i = 0; i < 20; i++) {
      for (const { page } of [anna, ben]) {
        page.packets[0] += 50;
        page.report();
      }
      await world.clock.advance(1000);
    }
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
    expect([anna, ben].map((person) => person.view?.numbers.generation)).toEqual([0, 0]);
  });

  test.each(['holder', 'held'] as const)(
    'a held call finishes like any other if the %s side hangs up, and the next call is not held',
    async (who) => {
      const { world, anna, ben } = await inCall();
      hold(anna);
      await told(world, ben, true);
      const [ends, hears] = who === 'holder' ? [anna, ben] : [ben, anna];
      await hangUp(ends, hears);
      expect([ends.history[0]?.outcome, hears.history[0]?.outcome]).toEqual(['hung-up', 'peer-hung-up']);
      expect(JSON.stringify([anna.history, anna.records, ben.records])).not.toMatch(/hold|held/i);
      await call(anna, ben);
      expect([anna.view?.local.hold, ben.view?.remote.hold]).toEqual([false, false]);
      expect([passes(anna), passes(ben)]).toEqual([true, true]);
    },
  );
});

describe('calls held by both sides', () => {
  test('a call held by both sides resumes only once both have resumed it', async () => {
    const { world, anna, ben } = await inCall('video');
    hold(anna);
    hold(ben);
    await told(world, anna, true);
    await told(world, ben, true);
    hold(anna, false);
    await told(world, ben, false);
    expect(leaks(anna, ben)).toBe(false);
    expect([anna.page.isHearing, ben.page.isHearing]).toEqual([false, false]);
    expect(anna.page.isSending).toEqual({ microphone: false, camera: false });
    hold(ben, false);
    await told(world, anna, false);
    expect([passes(anna), passes(ben), passes(anna, 1), passes(ben, 1)]).toEqual([true, true, true, true]);
  });
});

describe('holds during a loss of connection', () => {
  test('a call held while reconnecting reconnects, and no frame passes until it is resumed', async () => {
    const { world, anna, ben } = await inCall();
    for (const { page } of [anna, ben]) page.lose();
    expect([anna.phase, ben.phase]).toEqual(['reconnecting', 'reconnecting']);
    hold(anna);
    await world.clock.advance(5000);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
    expect(anna.view?.numbers.generation).toBeGreaterThan(0); // the restart brings new keys all the same
    expect(leaks(anna, ben)).toBe(false);
    hold(anna, false);
    await told(world, ben, false);
    expect([passes(anna), passes(ben)]).toEqual([true, true]);
  });

  test.each(['holder', 'held'] as const)(
    'a hold that ends while the %s side has no broker is lifted on both sides when the broker returns',
    async (who) => {
      const { world, anna, ben } = await inCall();
      hold(anna);
      await told(world, ben, true);
      const away = who === 'holder' ? anna : ben;
      world.broker.setOnline(away.device, false);
      hold(anna, false);
      await world.clock.advance(60_000); // longer than the broker keeps a message
      expect(ben.view?.remote.hold).toBe(true);
      expect(leaks(ben)).toBe(false);
      world.broker.setOnline(away.device, true);
      await told(world, ben, false);
      expect([passes(anna), passes(ben)]).toEqual([true, true]);
    },
  );

  test('after a reconnection to the broker, the two sides tell each other their state in three messages and no more', async () => {
    const { world, anna, ben } = await inCall();
    await world.clock.advance(60_000);
    const before = world.broker.sent.length;
    world.broker.setOnline(anna.device, false);
    world.broker.setOnline(anna.device, true);
    await world.clock.advance(60_000);
    // Anna sends her state. Ben's reply shows that he is there, and Anna repeats hers once, because his inbox may not
    // have existed before.
    expect(world.broker.sent.length - before).toBe(3);
    expect(ben.phase).toBe('live');
  });
});

describe('holds and other rules', () => {
  test('a held call resumes without video if policy forbids video meanwhile', async () => {
    const { world, anna, ben } = await inCall('video');
    hold(ben);
    await told(world, anna, true);
    anna.policy.set({ AllowVideo: false });
    await world.clock.advance(1000);
    expect([anna.phase, anna.view?.local.camera, anna.page.isShowing]).toEqual(['live', false, false]);
    hold(ben, false);
    await told(world, anna, false);
    expect(anna.page.isSending).toEqual({ microphone: true, camera: false });
    expect([passes(anna), passes(ben), passes(ben, 1)]).toEqual([true, true, false]);
  });

  test('a person who types a wrong code in a held call sends nothing after the hold ends', async () => {
    const { world, anna, ben } = await inCall();
    hold(anna);
    await told(world, ben, true);
    anna.desk.confirmCode(anna.id, anna.code === '00000000' ? '00000001' : '00000000');
    hold(anna, false);
    await told(world, ben, false).catch(() => undefined); // Anna's side sends no further message
    expect(anna.page.isSending).toEqual({ microphone: false, camera: false });
    expect(anna.page.worker.seal(0)).toBeUndefined();
  });

  test('a call that is still ringing cannot be held', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    for (const person of [anna, ben]) {
      expect(person.desk.hold(person.id, true)).toEqual({ ok: false, code: 'unknown-call' });
      expect(person.view?.local.hold).toBe(false);
    }
  });

  test('frames of a peer that claims to hold but still sends are refused', async () => {
    const { world, anna, ben } = await inCall();
    hold(anna);
    await told(world, ben, true);
    anna.page.worker.isHeld = false; // but Anna's own worker lets frames out
    expect(leaks(anna)).toBe(false);
    expect(ben.page.worker.refused[0]).toBe(1);
  });
});
