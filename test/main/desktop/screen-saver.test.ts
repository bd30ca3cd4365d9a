// The screen lock of a Linux desktop, as its screen saver reports it. Reports of other programs are ignored.
import { expect, it, vi } from 'vitest';
import { followScreenSaver } from '../../../src/main/desktop/screen-saver.ts';
import { createLog } from '../../../src/main/log.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { playedBus } from './played-bus.ts';

const GNOME = 'org.gnome.ScreenSaver';
const quiet = createLog('error', () => undefined);

const settled = () => new Promise(setImmediate);

async function follow(isLocked: boolean) {
  const owners: Record<string, string> = { [GNOME]: ':1.7' };
  const system = { active: [isLocked] as readonly boolean[] | Promise<readonly boolean[]>, isReachable: true };
  const played = playedBus(owners, ({ member }) => (member === 'GetActive' ? system.active : []));
  const clock = heldClock();
  const connect = vi.fn(() =>
    system.isReachable ? Promise.resolve(played.bus) : Promise.reject(new Error('no session bus')),
  );
  const saver = followScreenSaver(connect, clock, quiet);
  await settled();
  return { ...played, clock, connect, saver, owners, system };
}

const changed = (sender: string, isActive: boolean) =>
  ({ sender, interface: GNOME, member: 'ActiveChanged', body: [isActive] }) as const;

it('a screen locked before the start counts as locked, and only a running screen saver is asked', async () => {
  const { saver, called } = await follow(true);
  expect([saver.isActive(), called]).toEqual([true, [['GetActive']]]); // only one of the five names has an owner
});

it('only signals from the owner of the screen saver’s name count', async () => {
  const { saver, signal } = await follow(false);
  const told: boolean[] = [];
  saver.onChange((isActive) => void told.push(isActive));
  signal(changed(':1.7', true));
  await settled();
  signal(changed(':1.9', false));
  signal({ ...changed(':1.7', false), interface: 'org.example.ScreenSaver' });
  await settled();
  expect([saver.isActive(), told]).toEqual([true, [true]]);
});

it('a screen that one of two screen savers reports as locked counts as locked, whatever the other one reports', async () => {
  const { saver, signal, owners } = await follow(false);
  owners['org.freedesktop.ScreenSaver'] = ':1.8';
  const other = (isActive: boolean) => ({ ...changed(':1.8', isActive), interface: 'org.freedesktop.ScreenSaver' });
  const seen: boolean[] = [];
  for (const report of [changed(':1.7', true), other(false), other(true), changed(':1.7', false), other(false)]) {
    signal(report);
    await settled();
    seen.push(saver.isActive());
  }
  expect(seen).toEqual([true, true, true, true, false]);
});

it('a locked screen stays locked while the bus is lost, until a screen saver says otherwise on the next bus', async () => {
  const { saver, lose, clock, connect, called, system } = await follow(true);
  const told: boolean[] = [];
  saver.onChange((isActive) => void told.push(isActive));
  lose();
  expect([saver.isActive(), told]).toEqual([true, []]);
  system.active = [false];
  clock.advance(30_000);
  await settled();
  expect([saver.isActive(), called.length, connect.mock.calls.length, told]).toEqual([false, 2, 2, [false]]);
});

it('an unlocked screen stays unlocked while the bus is lost', async () => {
  const { saver, lose } = await follow(false);
  lose();
  expect(saver.isActive()).toBe(false);
});

it('the lock is followed again even if the bus comes back only at the third attempt', async () => {
  const { saver, lose, clock, connect, signal, system } = await follow(false);
  lose();
  system.isReachable = false;
  for (const attempts of [2, 3]) {
    clock.advance(30_000);
    await settled();
    expect(connect).toHaveBeenCalledTimes(attempts);
  }
  system.isReachable = true;
  clock.advance(30_000);
  await settled();
  signal(changed(':1.7', true));
  await settled();
  expect(saver.isActive()).toBe(true);
});

it('a locked screen stays locked if its screen saver does not answer on the next bus', async () => {
  const { saver, lose, clock, called, system } = await follow(true);
  lose();
  system.active = Promise.reject(new Error('the session bus does not answer'));
  system.active.catch(() => undefined);
  clock.advance(30_000);
  await settled();
  expect(called).toHaveLength(2);
  expect(saver.isActive()).toBe(true);
});

it('a locked screen stays locked if the next bus is lost before the screen saver answers', async () => {
  const { saver, lose, clock, called, system } = await follow(true);
  lose();
  let answer: (body: readonly boolean[]) => void = () => undefined;
  system.active = new Promise((resolve) => (answer = resolve));
  clock.advance(30_000);
  await settled();
  expect(called).toHaveLength(2);
  lose();
  answer([false]);
  await settled();
  expect(saver.isActive()).toBe(true);
});

it('a locked screen counts as unlocked if the next bus has no screen saver', async () => {
  const { saver, lose, clock, owners } = await follow(true);
  lose();
  Reflect.deleteProperty(owners, GNOME);
  clock.advance(30_000);
  await settled();
  expect(saver.isActive()).toBe(false);
});
