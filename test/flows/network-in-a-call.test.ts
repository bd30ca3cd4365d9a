// The network of one side changes, its link is away, or its machine sleeps while people talk: what the desk does about it, and what
// is said when nothing helps. How fast it heals is measured over real networks (test/e2e/chromium/moving.spec.ts).
import { expect, test } from 'vitest';
import { inCall, type Person, talkFor, talking } from './support/world.ts';

const iceRestarts = ({ page }: Person): number =>
  page.commands.filter((command) => command.kind === 'offer' && command.iceRestart).length;
const hear = async ({ world, anna, ben }: Awaited<ReturnType<typeof inCall>>, seconds: number): Promise<void> => {
  const before = [anna, ben].map(({ page }) => page.worker.opened[0]);
  await talkFor(world, seconds, anna, ben);
  expect([anna, ben].map(({ page }, i) => page.worker.opened[0] - (before[i] ?? 0))).toEqual([seconds, seconds]);
};

test('an address is gone: the way is looked for anew at once, and one more address breaks nothing', async () => {
  const three = await inCall();
  const { world, anna, ben } = three;
  anna.desk.networkChanged('found');
  expect(iceRestarts(anna)).toBe(0);
  anna.desk.networkChanged('lost');
  expect(iceRestarts(anna)).toBe(1);
  await hear(three, 5);
  await world.clock.advance(2000);
  expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  expect(anna.view?.numbers.generation).toBe(1); // new keys with it
});

test('broken, and a new network comes: nobody waits for the next second', async () => {
  const { world, anna } = await inCall();
  anna.page.lose();
  await world.clock.advance(100);
  expect([anna.phase, iceRestarts(anna)]).toEqual(['mending', 0]);
  anna.desk.networkChanged('found');
  expect(iceRestarts(anna)).toBe(1);
  await talking(anna);
});

test('the link is away longer than messages wait: the restart is said when it is back, and heals the call', async () => {
  const three = await inCall();
  const { world, anna, ben } = three;
  world.broker.setOnline(anna.device, false);
  for (const person of [anna, ben]) person.page.lose();
  await world.clock.advance(12_000);
  expect([anna.phase, ben.phase]).toEqual(['mending', 'mending']);
  world.broker.setOnline(anna.device, true);
  await world.clock.advance(1000); // not the six seconds to the next attempt
  expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  await hear(three, 3);
});

test('the machine sleeps for a moment: the call goes on by a restart', async () => {
  const three = await inCall();
  const { world, anna } = three;
  world.clock.sleep(8000); // hers stands still; his side has seen nothing of it yet
  anna.desk.networkChanged('lost'); // as at resume
  expect(iceRestarts(anna)).toBe(1);
  await hear(three, 5);
  expect([three.anna.phase, three.ben.phase]).toEqual(['live', 'live']);
});

test('the machine sleeps so long that the other side has given up: both are told that the connection was lost', async () => {
  const { world, anna, ben } = await inCall();
  world.broker.setOnline(anna.device, false);
  ben.page.lose();
  await ben.waitFor('ended', 31_000);
  expect(ben.reason).toBe('connection-lost');
  await world.clock.advance(600_000); // what he said meanwhile is no longer kept
  world.broker.setOnline(anna.device, true);
  anna.desk.networkChanged('lost');
  anna.page.lose();
  await anna.waitFor('ended', 31_000);
  expect(anna.reason).toBe('connection-lost');
});

test('the machine wakes within half a minute of the other side’s giving up: it hears so at once', async () => {
  const { world, anna, ben } = await inCall();
  world.broker.setOnline(anna.device, false);
  ben.page.lose();
  await ben.waitFor('ended', 31_000);
  await world.clock.advance(10_000);
  world.broker.setOnline(anna.device, true);
  expect(anna.phase).toBe('ended');
  expect(anna.reason).toBe('timeout');
});

test('the broker is away for ten minutes of a call: it goes on, and what was switched meanwhile is told afterwards', async () => {
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
