// A network changes, a broker connection fails, or a machine sleeps during a call: what the desk does, and what it
// shows when nothing helps. test/e2e/chromium/moving.spec.ts measures recovery over real networks.
import { describe, expect, test } from 'vitest';
import { slowLine } from './support/slow-line.ts';
import { inCall, type Person, talkFor, talking } from './support/world.ts';

const iceRestarts = ({ page }: Person): number =>
  page.commands.filter((command) => command.kind === 'offer' && command.iceRestart).length;
const hear = async ({ world, anna, ben }: Awaited<ReturnType<typeof inCall>>, seconds: number): Promise<void> => {
  const before = [anna, ben].map(({ page }) => page.worker.opened[0]);
  await talkFor(world, seconds, anna, ben);
  expect([anna, ben].map(({ page }, i) => page.worker.opened[0] - (before[i] ?? 0))).toEqual([seconds, seconds]);
};

test('losing the path’s address shows “reconnecting”, and no frame passes until the ICE restart is complete', async () => {
  const three = await inCall();
  const { world, anna, ben } = three;
  await hear(three, 2);
  anna.desk.networkChanged('lost', ['192.0.2.8']);
  expect([anna.phase, iceRestarts(anna), anna.page.worker.isHeld]).toEqual(['reconnecting', 1, true]);
  expect([anna.page.sendFrame(0), ben.page.sendFrame(0)]).toEqual([false, false]);
  await talking(anna);
  expect([anna.page.sendFrame(0), ben.page.sendFrame(0)]).toEqual([true, true]);
  await hear(three, 3);
  await world.clock.advance(2000);
  expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  expect(anna.view?.numbers.generation).toBe(1); // the restart brought new keys
});

test('a broker reconnection after an answered ICE restart does not bring the next restart forward', async () => {
  const { world, anna } = await inCall();
  world.air.join = () => undefined;
  anna.desk.networkChanged('lost');
  await world.clock.until(
    'the answer',
    () => anna.page.isDescribed && anna.page.commands.at(-1)?.kind === 'candidates',
  );
  world.broker.setOnline(anna.device, false);
  world.broker.setOnline(anna.device, true);
  await world.clock.advance(3000);
  expect([anna.phase, iceRestarts(anna)]).toEqual(['reconnecting', 1]);
  await world.clock.advance(3000); // the restart did not help: another follows after the usual six seconds
  expect(iceRestarts(anna)).toBe(2);
});

test('gaining an address, or losing an address that the path does not use, does not interrupt the call', async () => {
  const three = await inCall();
  const { anna } = three;
  await hear(three, 2);
  anna.desk.networkChanged('found', ['192.0.2.7', '192.0.2.8']);
  anna.desk.networkChanged('lost', ['192.0.2.7']);
  expect([anna.phase, iceRestarts(anna), anna.page.worker.isHeld]).toEqual(['live', 0, false]);
  await hear(three, 2);
});

describe('lost addresses while the broker is away', () => {
  async function doubted(address: string) {
    const three = await inCall();
    const { world, anna, ben } = three;
    for (const { page } of [anna, ben]) page.way = { address, answers: 3 };
    await talkFor(world, 2, anna, ben);
    world.broker.setOnline(anna.device, false);
    const agreed = anna.page.ufrag;
    anna.desk.networkChanged('lost', ['192.0.2.9']);
    expect(anna.phase).toBe('reconnecting');
    return { ...three, agreed };
  }
  // Over a relay nobody knows which of our addresses the path uses.
  test.each(['the peer’s sound comes', 'the peer is silent and answers checks'] as const)(
    'a call whose path works after all goes live within two seconds although no restart gets through (%s)',
    async (how) => {
      const three = await doubted('');
      const { world, anna, ben } = three;
      for (let i = 0; i < 2; i++) {
        if (how === 'the peer’s sound comes') ben.page.sendFrame(0);
        else anna.page.way = { address: '', answers: anna.page.way.answers + 1 };
        anna.page.report();
        await world.clock.advance(1000);
      }
      expect([anna.phase, anna.page.worker.isHeld]).toEqual(['live', false]);
      await hear(three, 60);
      expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
    },
  );

  test('a call whose path is lost ends after 30 s, even if a packet from before the loss arrives', async () => {
    const { world, anna, ben } = await doubted('192.0.2.7');
    ben.page.sendFrame(0); // this frame was in transit when the address was lost
    for (let i = 0; i < 29; i++) {
      anna.page.report(); // the page goes on reporting no packets
      await world.clock.advance(1000);
    }
    expect(anna.phase).toBe('reconnecting');
    await anna.waitFor('ended', 2000);
    expect(anna.reason).toBe('connection-lost');
  });

  test('a candidate pair from before the restart does not prove the path, and a pair of the restart does', async () => {
    const { world, anna, agreed } = await doubted('192.0.2.7');
    const { call, fact, peer } = anna.page;
    const stands = { kind: 'connection', call, state: 'connected', fingerprint: peer?.liveFingerprint ?? '' } as const;
    await world.clock.advance(1000); // by now the page has made the offer, which does not arrive
    fact({ ...stands, pair: agreed });
    expect(anna.phase).toBe('reconnecting');
    expect(anna.page.ufrag).not.toBe(agreed);
    fact({ ...stands, pair: anna.page.ufrag });
    expect([anna.phase, anna.page.worker.isHeld]).toEqual(['live', false]);
  });

  test('packets do not prove the path after the page reported it broken', async () => {
    const { world, anna, ben } = await doubted('192.0.2.7');
    anna.page.lose();
    for (let i = 0; i < 3; i++) {
      anna.page.packets[0] += 50;
      anna.page.report();
      await world.clock.advance(1000);
    }
    expect([anna.phase, anna.page.worker.isHeld, ben.phase]).toEqual(['reconnecting', true, 'live']);
  });
});

test('a new network triggers the ICE restart of a broken call at once', async () => {
  const { world, anna } = await inCall();
  anna.page.lose();
  await world.clock.advance(100);
  expect([anna.phase, iceRestarts(anna)]).toEqual(['reconnecting', 0]);
  anna.desk.networkChanged('found');
  expect(iceRestarts(anna)).toBe(1);
  await talking(anna);
});

test('an ICE restart that waited for the broker is sent when the broker returns, and restores the call', async () => {
  const three = await inCall();
  const { world, anna, ben } = three;
  world.broker.setOnline(anna.device, false);
  for (const person of [anna, ben]) person.page.lose();
  await world.clock.advance(12_000);
  expect([anna.phase, ben.phase]).toEqual(['reconnecting', 'reconnecting']);
  world.broker.setOnline(anna.device, true);
  await world.clock.advance(1000); // sooner than the next attempt, which would come after six seconds
  expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  await hear(three, 3);
});

test('an ICE restart restores the call after the machine slept for eight seconds', async () => {
  const three = await inCall();
  const { world, anna } = three;
  world.clock.sleep(8000); // Anna's timers stood still; Ben's side has noticed nothing yet
  anna.desk.networkChanged('lost'); // as after a resume, without a list of the remaining addresses
  expect([anna.phase, iceRestarts(anna)]).toEqual(['reconnecting', 1]);
  await talking(anna);
  await hear(three, 5);
  expect([three.anna.phase, three.ben.phase]).toEqual(['live', 'live']);
});

test('both sides report a lost connection if one machine sleeps until the other side has given up', async () => {
  const { world, anna, ben } = await inCall();
  world.broker.setOnline(anna.device, false);
  ben.page.lose();
  await ben.waitFor('ended', 31_000);
  expect(ben.reason).toBe('connection-lost');
  await world.clock.advance(600_000); // the broker has dropped what Ben sent meanwhile
  world.broker.setOnline(anna.device, true);
  anna.desk.networkChanged('lost');
  anna.page.lose();
  await anna.waitFor('ended', 31_000);
  expect(anna.reason).toBe('connection-lost');
});

test('a machine that wakes ten seconds after the other side gave up learns of the end at once', async () => {
  const { world, anna, ben } = await inCall();
  world.broker.setOnline(anna.device, false);
  ben.page.lose();
  await ben.waitFor('ended', 31_000);
  await world.clock.advance(10_000);
  world.broker.setOnline(anna.device, true);
  expect(anna.phase).toBe('ended');
  expect(anna.reason).toBe('timeout');
});

test('a call survives ten minutes without a broker, and switches made meanwhile are delivered afterwards', async () => {
  const three = await inCall('video');
  const { world, anna, ben } = three;
  for (const person of [anna, ben]) world.broker.setOnline(person.device, false);
  ben.desk.camera(ben.id, false);
  await hear(three, 600);
  anna.desk.mute(anna.id, true);
  expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  expect([ben.view?.remote.mute, anna.view?.remote.camera]).toEqual([false, true]);
  for (const person of [anna, ben]) world.broker.setOnline(person.device, true);
  await world.clock.advance(1000);
  expect([ben.view?.remote.mute, anna.view?.remote.camera]).toEqual([true, false]);
});

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'a call recovers within two seconds when addresses change twice in quick succession (%i)',
  async (seed) => {
    const { world, anna, ben } = await inCall('audio', `twice ${String(seed)}`);
    const roll = slowLine(world, `twice ${String(seed)}`);
    const it = roll() < 0.5 ? anna : ben;
    it.desk.networkChanged('lost');
    await world.clock.advance(roll() * 400);
    it.desk.networkChanged('lost');
    await world.clock.until(
      () => `both to hear each other: ${anna.phase} and ${ben.phase}`,
      () => [anna, ben].every(({ phase, page }) => phase === 'live' && page.sendFrame(0)),
      2000,
    );
    await world.clock.advance(3000);
    expect([anna.phase, ben.phase, anna.page.sendFrame(0), ben.page.sendFrame(0)]).toEqual([
      'live',
      'live',
      true,
      true,
    ]);
  },
);
