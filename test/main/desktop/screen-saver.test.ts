// The screen lock of a Linux desktop, as its screen saver reports it, and whose reports are ignored.
import { expect, it, vi } from 'vitest';
import { followScreenSaver } from '../../../src/main/desktop/screen-saver.ts';
import { createLog } from '../../../src/main/log.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { playedBus } from './played-bus.ts';

const GNOME = 'org.gnome.ScreenSaver';
const quiet = createLog('error', () => undefined);

async function follow(isLocked: boolean) {
  const played = playedBus({ [GNOME]: ':1.7' }, ({ member }) => (member === 'GetActive' ? [isLocked] : []));
  const clock = heldClock();
  const connect = vi.fn(() => Promise.resolve(played.bus));
  const saver = followScreenSaver(connect, clock, quiet);
  await vi.waitUntil(() => played.called.length > 0);
  await new Promise(setImmediate);
  return { ...played, clock, connect, saver };
}

const changed = (sender: string, isActive: boolean) =>
  ({ sender, interface: GNOME, member: 'ActiveChanged', body: [isActive] }) as const;

it('a screen locked before the start counts as locked, and asking starts no screen saver', async () => {
  const { saver, called } = await follow(true);
  expect([saver.isActive(), called]).toEqual([true, [['GetActive']]]); // only one of the five names has an owner
});

it('only the signals of the real screen saver count', async () => {
  const { saver, signal } = await follow(false);
  const told: boolean[] = [];
  saver.onChange((isActive) => void told.push(isActive));
  signal(changed(':1.7', true));
  await vi.waitUntil(saver.isActive);
  signal(changed(':1.9', false));
  signal({ ...changed(':1.7', false), interface: 'org.example.ScreenSaver' });
  await new Promise(setImmediate);
  expect([saver.isActive(), told]).toEqual([true, [true]]);
});

it('the screen saver is asked again after the bus was lost, and nothing counts as locked meanwhile', async () => {
  const { saver, lose, clock, connect, called } = await follow(true);
  lose();
  expect(saver.isActive()).toBe(false);
  clock.advance(30_000);
  await vi.waitUntil(() => called.length === 2);
  await vi.waitUntil(saver.isActive);
  expect(connect).toHaveBeenCalledTimes(2);
});
