// A peer in a call sends thousands of genuine session messages a second (protocol §9): the cost on this side is
// bounded, and the last message of the flood takes effect. Also garbage ANSWERs before a call is secured.
import { expect, onTestFinished, test, vi } from 'vitest';
import { SessionOpener } from '../../src/core/signal/session.ts';
import { CallerLeg } from '../../src/main/calls/session/leg.ts';
import { hangUp, inCall, type Person, strangers, talkFor, type World } from './support/world.ts';

/** An attacker does `act` four thousand times in two seconds. */
async function flood(world: World, act: (i: number) => void): Promise<void> {
  for (let i = 0; i < 4000; i++) {
    act(i);
    await world.clock.advance(0.5);
  }
}

/** Counts from now on the messages opened on any device, and how often the desk of `person` reports changed views. */
function counting(person: Person): { readonly opened: () => number; readonly told: () => number } {
  const open = vi.spyOn(SessionOpener.prototype, 'open');
  onTestFinished(() => open.mockRestore());
  let told = 0;
  person.desk.onView(() => told++);
  return { opened: () => open.mock.calls.length, told: () => told };
}

test('four thousand mute changes in two seconds are shown at most thirty times, and the last one is shown', async () => {
  const { world, anna, ben } = await inCall();
  const { opened, told } = counting(ben);
  await flood(world, (i) => anna.desk.mute(anna.id, i % 2 === 0));
  anna.desk.mute(anna.id, true);
  expect(opened()).toBeLessThanOrEqual(256 + 2 * 64);
  expect(told()).toBeLessThanOrEqual(2 * 10 + 10);
  await world.clock.advance(1500);
  expect(ben.view?.remote.mute).toBe(true);
  await talkFor(world, 2, anna, ben);
  await hangUp(anna, ben); // the `end` that this sends is read like any other message
});

test('a hold that follows twenty other changes within a fifth of a second is not lost', async () => {
  const { world, anna, ben } = await inCall();
  for (let i = 0; i < 20; i++) {
    anna.desk.mute(anna.id, i % 2 === 0);
    await world.clock.advance(10);
  }
  anna.desk.hold(anna.id, true);
  await world.clock.advance(1500);
  expect(ben.view?.remote).toMatchObject({ mute: false, hold: true });
});

test('four thousand holds and resumptions by the peer switch the local devices at most 32 times, and the last one counts', async () => {
  const { world, anna, ben } = await inCall();
  const commands = ben.page.commands.length;
  await flood(world, (i) => anna.desk.hold(anna.id, i % 2 === 0));
  await world.clock.advance(1500);
  expect(ben.page.commands.length - commands).toBeLessThanOrEqual(2 * (3 * 10 + 2)); // `send` and `play` for each
  expect(ben.view?.remote.hold).toBe(false);
  expect(ben.page.isSending.microphone).toBe(true);
});

test('a peer that hangs up during its own flood is recorded as having hung up', async () => {
  const { world, anna, ben } = await inCall();
  await flood(world, (i) => anna.desk.mute(anna.id, i % 2 === 0));
  anna.hangUp();
  await ben.waitFor('ended', 1000);
  expect(ben.reason).toBe('peer-hung-up');
});

test('a hang-up behind three hundred messages is processed within 600 ms', async () => {
  const { world, anna, ben } = await inCall();
  anna.desk.mute(anna.id, true);
  const [last] = world.broker.sent.slice(-1);
  await world.clock.advance(1000);
  for (let i = 0; i < 300; i++) world.broker.inject({ ...last!, delayMs: 0 });
  await world.clock.advance(1);
  anna.hangUp();
  await ben.waitFor('ended', 600);
  expect(ben.reason).toBe('peer-hung-up');
});

test('a session message delivered four thousand times is opened at most 384 times', async () => {
  const { world, anna, ben } = await inCall();
  const { opened, told } = counting(ben);
  anna.desk.mute(anna.id, true);
  const [last] = world.broker.sent.slice(-1);
  await flood(world, () => world.broker.inject({ ...last!, delayMs: 0 }));
  expect(opened()).toBeLessThanOrEqual(256 + 2 * 64);
  expect(told()).toBeLessThanOrEqual(10);
  expect(ben.view?.remote.mute).toBe(true);
});

test('at most thirty of four thousand garbage ANSWERs are read, and the true ANSWER is read after them', async () => {
  const { world, anna, ben } = strangers();
  anna.place(ben);
  await ben.waitFor('ringing');
  const read = vi.spyOn(CallerLeg.prototype, 'readAnswer');
  onTestFinished(() => read.mockRestore());
  const id = world.broker.sent.find(({ bytes }) => bytes[1] === 1)!.bytes.slice(2, 18);
  await flood(world, (i) => {
    const bytes = Uint8Array.of(1, 3, ...id, ...new Uint8Array(1500).fill(i));
    world.broker.inject({ from: ben.device, to: anna.device, bytes, delayMs: 0 });
  });
  expect(read.mock.calls.length).toBeLessThanOrEqual(2 * 10 + 10);
  await world.clock.advance(1000);
  ben.answer();
  await anna.waitFor('live');
});
