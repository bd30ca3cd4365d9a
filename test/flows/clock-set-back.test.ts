// The clock is set back by an hour while a call rings or runs. The call's timers still fire.
import { expect, test } from 'vitest';
import { inCall, strangers } from './support/world.ts';

const HOUR_MS = 3_600_000;

test('a worker that stops after the clock was set back is noticed within four seconds', async () => {
  const { world, anna } = await inCall();
  await world.clock.advance(5000);
  world.clock.setBack(HOUR_MS);
  anna.page.worker.isDead = true; // the worker no longer reports anything
  await world.clock.until('the end', () => anna.phase === 'ended', 4000);
  expect(anna.reason).toBe('worker-lost');
});

test('a device tries twice to restart a broken path although the clock is set back, and gives up within 31 seconds', async () => {
  const { world, anna, ben } = await inCall();
  world.air.join = () => undefined;
  anna.desk.networkChanged('lost');
  world.clock.setBack(HOUR_MS);
  await world.clock.advance(7000);
  const restarts = anna.page.commands.filter((command) => command.kind === 'offer' && command.iceRestart);
  expect([anna.phase, restarts.length]).toEqual(['reconnecting', 2]);
  await world.clock.until('the end', () => anna.phase === 'ended', 24_000);
  expect(anna.reason).toBe('connection-lost');
  await world.clock.until('the end there', () => ben.phase === 'ended', 2000);
});

test('a call stops ringing within forty-six seconds although the clock is set back', async () => {
  const { world, anna, ben } = strangers();
  anna.place(ben);
  await ben.waitFor('ringing');
  world.clock.setBack(HOUR_MS);
  await world.clock.until('the end', () => anna.phase === 'ended' && ben.phase === 'ended', 46_000);
  expect([anna.reason, ben.reason]).toEqual(['no-answer', 'no-answer']);
});
