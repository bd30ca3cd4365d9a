// The page of a call crashes: the call continues in another page, under new keys, and the next worker gets no key that
// the crashed worker held (protocol §5 rule 17, §7; docs/decisions/0026).
import { describe, expect, test } from 'vitest';
import type { Parcel } from './support/broker.ts';
import { dice } from './support/dice.ts';
import { expectNoKeyTwice, isGrant } from './support/no-key-twice.ts';
import { inCall, type Person, strangers, talkFor, talking, type World } from './support/world.ts';

const isRekey = ({ bytes }: Parcel): boolean => bytes.length > 1700;
const isDescription = (parcel: Parcel): boolean => parcel.bytes.length > 1000 && !isRekey(parcel);
const hear = (one: Person, other: Person): readonly boolean[] => [one.page.sendFrame(0), other.page.sendFrame(0)];
const stateOf = ({ phase, reason }: Person): readonly unknown[] => [phase, reason];
const generation = (person: Person): number => person.view?.numbers.generation ?? -1;

async function mended(world: World, ...people: readonly Person[]): Promise<number> {
  const fromMs = world.clock.nowMs();
  await world.clock.until(
    () => `live again: ${people.map(stateOf).join(' and ')}`,
    () => people.every(({ phase }) => phase === 'live'),
    40_000,
  );
  return world.clock.nowMs() - fromMs;
}

describe('calls whose page crashes', () => {
  test.each(['caller', 'callee'] as const)(
    'a call whose %s’s page crashes continues in a replacement page with the same code within a second',
    async (who) => {
      const { world, anna, ben } = await inCall();
      const [it, other] = who === 'caller' ? [anna, ben] : [ben, anna];
      expect(hear(anna, ben)).toEqual([true, true]);
      const { code } = it;
      it.losePage();
      expect(stateOf(it)).toEqual(['reconnecting', undefined]);
      expect(await mended(world, it, other)).toBeLessThan(1000);
      expect([it.code, other.code]).toEqual([code, code]);
      expect([it.pages.length, other.pages.length]).toEqual([2, 2]);
      expect(hear(anna, ben)).toEqual([true, true]);
      expectNoKeyTwice(anna, ben);
    },
  );

  test('a replacement page gets no key of the crashed worker, only keys of the next generation', async () => {
    const { world, anna, ben } = await inCall('video');
    const before = generation(anna);
    anna.losePage();
    await world.clock.until(
      'another page to be connected',
      () => ben.pages.length === 2 && anna.page.peer === ben.page,
    );
    expect(anna.page.worker.granted.filter(isGrant).every((grant) => grant.generation > before)).toBe(true);
    await talking(anna, ben);
    expect([generation(anna), generation(ben)]).toEqual([before + 1, before + 1]);
    expectNoKeyTwice(anna, ben);
  });

  test('a call in a replacement page is not live before its new keys have arrived', async () => {
    const { world, anna, ben } = await inCall();
    const held: Parcel[] = [];
    world.broker.mischief = (parcel) => {
      if (!isRekey(parcel)) return [parcel];
      held.push(parcel);
      return [];
    };
    anna.losePage();
    await world.clock.until(
      'the path between the new pages',
      () => anna.page.peer !== undefined && anna.page.peer === ben.page,
    );
    await world.clock.advance(1500);
    expect([anna.phase, ben.phase, ...hear(anna, ben)]).toEqual(['reconnecting', 'reconnecting', false, false]);
    expect([anna.page.worker.isHeld, ben.page.worker.isHeld]).toEqual([true, true]);
    expect(held.length).toBeGreaterThan(0);
    world.broker.mischief = (parcel) => [parcel];
    await talking(anna, ben);
    expect(hear(anna, ben)).toEqual([true, true]);
  });

  test('a replacement page keeps mute, camera and hold', async () => {
    const { world, anna, ben } = await inCall('video');
    anna.desk.mute(anna.id, true);
    anna.losePage();
    await mended(world, anna, ben);
    expect(anna.page.isSending).toEqual({ microphone: false, camera: true });
    expect([anna.page.isHearing, anna.page.isShowing]).toEqual([true, true]);
    anna.desk.hold(anna.id, true);
    await world.clock.advance(100);
    anna.losePage();
    await mended(world, anna, ben);
    expect([anna.page.worker.isHeld, anna.page.isSending, ben.page.isHearing]).toEqual([
      true,
      { microphone: false, camera: false },
      false,
    ]);
    anna.desk.mute(anna.id, false);
    anna.desk.hold(anna.id, false);
    await world.clock.advance(100);
    expect(hear(anna, ben)).toEqual([true, true]);
  });

  test('a replacement page opens no camera while the call is held, and opens it on resuming', async () => {
    const { world, anna, ben } = await inCall('video');
    anna.desk.hold(anna.id, true);
    await world.clock.advance(100);
    anna.losePage();
    await mended(world, anna, ben);
    await world.clock.advance(100); // the pages have reported which devices run
    expect(anna.page.commands[0]).toMatchObject({ kind: 'open', camera: false });
    expect(ben.page.commands[0]).toMatchObject({ kind: 'open', camera: false });
    anna.desk.hold(anna.id, false);
    await world.clock.advance(100);
    expect([anna.page.isSending.camera, ben.page.isSending.camera]).toEqual([true, true]);
  });

  test('a replacement page opens no camera and seals nothing in a call with a wrong code', async () => {
    const { world, anna, ben } = await inCall('video');
    ben.desk.confirmCode(ben.id, anna.code === '00000000' ? '00000001' : '00000000');
    expect(ben.page.isSending).toEqual({ microphone: false, camera: false });
    anna.losePage();
    await mended(world, anna, ben);
    expect(ben.page.commands[0]).toMatchObject({ kind: 'open', camera: false });
    expect(ben.page.isSending).toEqual({ microphone: false, camera: false });
    expect(ben.page.worker.granted.some(({ kind }) => kind === 'grant-seal')).toBe(false);
    expect(anna.page.sendFrame(0)).toBe(true);
  });

  test('a call whose replacement page finds no camera shows the camera as off on both sides', async () => {
    const { world, anna, ben } = await inCall('video');
    anna.onPage = ({ fact, call }) =>
      world.clock.after(30, () => fact({ kind: 'no-device', call, device: 'camera', cause: 'gone' }));
    anna.losePage();
    await mended(world, anna, ben);
    await world.clock.advance(100);
    expect([anna.view?.local.camera, anna.view?.noCamera, ben.view?.remote.camera]).toEqual([false, 'gone', false]);
  });

  test('a replacement page keeps sending the reduced picture', async () => {
    const { world, anna, ben } = await inCall('video');
    const line = { roundTripMs: 50, jitterMs: 5, packetsLost: 0, lostThere: 0, availableKbps: 200 };
    anna.page.line = line;
    for (let i = 0; i < 3; i++) anna.page.report();
    expect(anna.page.commands.at(-1)).toMatchObject({ kind: 'picture', step: 'half' });
    anna.losePage();
    await mended(world, anna, ben);
    expect(anna.page.commands).toContainEqual({ kind: 'picture', call: anna.id, step: 'half' });
  });

  test('frame counts continue across a replacement of the page', async () => {
    const { world, anna, ben } = await inCall();
    await talkFor(world, 5, anna, ben);
    anna.losePage();
    await mended(world, anna, ben);
    await talkFor(world, 3, anna, ben);
    expect(anna.view?.numbers.streams.find(({ stream }) => stream === 0)?.opened).toBe(8);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  });

  test('a replacement page stays on relays if the call began on relays only', async () => {
    const { world, anna, ben } = strangers();
    const server = { urls: 'turn:turn.example', username: 'a', credential: 'b' };
    for (const person of [anna, ben]) {
      person.quirks.iceServers = [server];
      person.policy.set({ RelayOnly: true });
    }
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await talking(anna, ben);
    anna.policy.set({ RelayOnly: false }); // this call began while only relays were allowed
    anna.losePage();
    await world.clock.until('another page', () => anna.pages.length === 2);
    expect(anna.page.commands[0]).toMatchObject({ kind: 'open', relayOnly: true, iceServers: [server] });
  });

  test('a ringing call whose page crashes rings on and is answered in a replacement page', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    anna.losePage();
    expect(anna.phase).toBe('calling');
    ben.answer();
    ben.losePage(); // none of its messages has arrived yet
    await talking(anna, ben);
    expect(hear(anna, ben)).toEqual([true, true]);
  });
});

describe('repeated crashes', () => {
  test('a call survives the crash of both pages at once', async () => {
    const { world, anna, ben } = await inCall();
    anna.losePage();
    ben.losePage();
    await mended(world, anna, ben);
    expect(hear(anna, ben)).toEqual([true, true]);
    expectNoKeyTwice(anna, ben);
  });

  test.each([0, 10, 20, 25, 30, 45, 60, 100, 400])(
    'a call survives a second page crash on the same side %i ms after the first crash',
    async (afterMs) => {
      const { world, anna, ben } = await inCall();
      ben.losePage();
      await world.clock.advance(afterMs);
      ben.losePage();
      await mended(world, anna, ben);
      expect(hear(anna, ben)).toEqual([true, true]);
      expectNoKeyTwice(anna, ben);
    },
  );

  test.each([0, 10, 20, 25, 30, 45, 60, 100, 400])(
    'a call survives a crash of the peer’s page %i ms after the first crash',
    async (afterMs) => {
      const { world, anna, ben } = await inCall();
      ben.losePage();
      await world.clock.advance(afterMs);
      anna.losePage();
      await mended(world, anna, ben);
      expect(hear(anna, ben)).toEqual([true, true]);
      expectNoKeyTwice(anna, ben);
    },
  );

  test.each(['caller', 'callee'] as const)(
    'a call survives a crash of the page that is to answer the %s’s offer',
    async (who) => {
      const { world, anna, ben } = await inCall();
      const [it, other] = who === 'caller' ? [anna, ben] : [ben, anna];
      it.losePage();
      await world.clock.until('the offer to be taken', () => other.pages.length === 2);
      other.losePage();
      expect(await mended(world, it, other)).toBeLessThan(4000);
      expect(hear(anna, ben)).toEqual([true, true]);
      it.desk.networkChanged('lost');
      expect(await mended(world, it, other)).toBeLessThan(1000); // a later restart succeeds, too
      expectNoKeyTwice(anna, ben);
    },
  );

  test('a replacement page’s worker starts held if the network was lost before the crash, and frames pass once the call is live', async () => {
    const { world, anna, ben } = await inCall();
    for (const { page } of [anna, ben]) page.lose();
    anna.losePage();
    await world.clock.until('a worker', () => anna.page.worker.granted.length > 0);
    expect(anna.page.worker.isHeld).toBe(true);
    await mended(world, anna, ben);
    expect(hear(anna, ben)).toEqual([true, true]);
  });

  test('the fourth page crash within a minute ends the call, and the peer is told', async () => {
    const { world, anna, ben } = await inCall();
    for (let i = 0; i < 3; i++) {
      anna.losePage();
      await mended(world, anna, ben);
    }
    anna.losePage();
    expect(anna.reason).toBe('page-lost');
    await ben.waitFor('ended');
    expect(ben.reason).toBe('error');
  });

  test('a page that crashes every ninety seconds does not end the call', async () => {
    const { world, anna, ben } = await inCall();
    for (let i = 0; i < 6; i++) {
      anna.losePage();
      await mended(world, anna, ben);
      await talkFor(world, 90, anna, ben);
    }
    expect(hear(anna, ben)).toEqual([true, true]);
  });
});

describe('unreliable broker connections', () => {
  test('a page is replaced although the broker loses the first six messages', async () => {
    const { world, anna, ben } = await inCall();
    let lost = 0;
    world.broker.mischief = (parcel) => (lost++ < 6 ? [] : [parcel]);
    anna.losePage();
    await mended(world, anna, ben);
    expect(hear(anna, ben)).toEqual([true, true]);
    expectNoKeyTwice(anna, ben);
  });

  test('a repeated offer is answered again if the answer was lost', async () => {
    const { world, anna, ben } = await inCall();
    let isLost = false;
    world.broker.mischief = (parcel) => {
      const isAnswer = parcel.from === ben.device && isDescription(parcel);
      if (!isAnswer || isLost) return [parcel];
      isLost = true;
      return [];
    };
    anna.losePage();
    await mended(world, anna, ben);
    expect([isLost, ben.pages.length, ...hear(anna, ben)]).toEqual([true, 2, true, true]);
  });

  test('an offer that the next offer has overtaken does nothing', async () => {
    const { world, anna, ben } = await inCall();
    let offers = 0;
    world.broker.mischief = (parcel) => [
      parcel.from === ben.device && isDescription(parcel) && offers++ === 0 ? { ...parcel, delayMs: 2000 } : parcel,
    ];
    ben.losePage();
    await world.clock.advance(50);
    ben.losePage();
    await mended(world, anna, ben);
    await world.clock.advance(10_000);
    expect([anna.phase, ben.phase, anna.pages.length, ...hear(anna, ben)]).toEqual(['live', 'live', 2, true, true]);
  });

  test('an ICE restart that overtakes the answer is not taken for a false certificate', async () => {
    const { world, anna, ben } = await inCall();
    let isDelayed = false;
    world.broker.mischief = (parcel) => {
      const isAnswer = parcel.from === ben.device && isDescription(parcel) && !isDelayed;
      isDelayed ||= isAnswer;
      return [isAnswer ? { ...parcel, delayMs: 500 } : parcel];
    };
    anna.losePage();
    await world.clock.until('the answer', () => isDelayed);
    await world.clock.advance(10);
    ben.desk.networkChanged('lost');
    await mended(world, anna, ben);
    expect(hear(anna, ben)).toEqual([true, true]);
  });

  test('a page is replaced although the broker is away for ten seconds', async () => {
    const { world, anna, ben } = await inCall();
    world.broker.setOnline(anna.device, false);
    anna.losePage();
    await world.clock.advance(10_000);
    world.broker.setOnline(anna.device, true);
    await mended(world, anna, ben);
    expect(hear(anna, ben)).toEqual([true, true]);
  });

  test('a call ends as connection-lost on both sides if the broker loses every message after a page crash', async () => {
    const { world, anna, ben } = await inCall();
    world.broker.mischief = () => [];
    anna.losePage();
    await world.clock.advance(45_000);
    expect([anna.reason, ben.reason]).toEqual(['connection-lost', 'connection-lost']);
  });

  test.each(Array.from({ length: 24 }, (_, i) => i))(
    'after page crashes over an unreliable broker connection, a call is live on both sides or ended on both sides (%i)',
    async (seed) => {
      const { world, anna, ben } = await inCall('audio', `reopened ${String(seed)}`);
      const rolled = dice(`link ${String(seed)}`);
      const roll = (): number => (rolled(2)[0] ?? 0) / 256;
      world.broker.mischief = (parcel) => {
        const copies = roll() < 0.15 ? 0 : roll() < 0.15 ? 2 : 1;
        return Array.from({ length: copies }, () => ({ ...parcel, delayMs: roll() < 0.3 ? roll() * 3000 : 5 }));
      };
      for (let i = 0; i < 3; i++) {
        const person = roll() < 0.5 ? anna : ben;
        if (person.phase !== 'ended') person.losePage();
        await world.clock.advance(roll() * 4000);
      }
      await world.clock.advance(60_000);
      expect([['live', 'live'].join(), ['ended', 'ended'].join()]).toContain([anna.phase, ben.phase].join());
      expect(hear(anna, ben)).toEqual([anna.phase === 'live', ben.phase === 'live']);
      expectNoKeyTwice(anna, ben);
    },
  );
});

describe('late and false messages', () => {
  test('late facts of the old connection do not end the call', async () => {
    const { world, anna, ben } = await inCall();
    const [old, { fingerprint }] = [ben.page, anna.page];
    // These were on their way to main when the page was told to close: the old certificate, a failure, and a message of
    // the old worker.
    ben.onPage = () => {
      ben.desk.mediaFact({ kind: 'connection', call: ben.id, state: 'connected', fingerprint });
      ben.desk.mediaFact({ kind: 'failed', call: ben.id, cause: 'worker-lost' });
      old.worker.babble();
    };
    anna.losePage();
    await mended(world, anna, ben);
    expect(hear(anna, ben)).toEqual([true, true]);
  });

  test('a late ICE restart of the previous connection is dropped and not taken for a false certificate', async () => {
    const { world, anna, ben } = await inCall();
    world.broker.mischief = (parcel) => [parcel.from === ben.device ? { ...parcel, delayMs: 300 } : parcel];
    ben.desk.networkChanged('lost'); // the offer of this restart is in transit
    await world.clock.advance(40);
    world.broker.mischief = (parcel) => [parcel];
    anna.losePage();
    await mended(world, anna, ben);
    await world.clock.advance(5000);
    // The replacement page is told of the answer to its offer, and of no restart.
    expect(anna.page.commands.filter(({ kind }) => kind === 'describe')).toMatchObject([{ type: 'answer' }]);
    expect([stateOf(anna), stateOf(ben)]).toEqual([
      ['live', undefined],
      ['live', undefined],
    ]);
  });

  test('a certificate other than the announced one ends the call', async () => {
    const { world, anna, ben } = await inCall();
    ben.onPage = (page) => {
      page.liveFingerprint = anna.page.fingerprint; // an attacker sits between the two
    };
    anna.losePage();
    await anna.waitFor('ended');
    expect(anna.reason).toBe('fingerprint');
    await world.clock.advance(2000);
    expect(ben.phase).toBe('ended');
  });

  test('a page cannot reopen the call by itself: its second description is not sent', async () => {
    const { world, anna, ben } = await inCall();
    const told = ben.page.commands.length;
    anna.page.obey({ kind: 'offer', call: anna.id, iceRestart: false });
    await world.clock.advance(500);
    expect([ben.page.commands.length - told, ben.pages.length]).toEqual([0, 1]);
  });
});
