// The system's do not disturb on a fake bus: which announcements count, and what hostile answers and silence do.
import { expect, it } from 'vitest';
import type { BusMessage } from '../../../src/main/desktop/bus-message.ts';
import { followSystemDnd, isGnome } from '../../../src/main/desktop/system-dnd.ts';
import { createLog } from '../../../src/main/log.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { playedBus } from './played-bus.ts';

const SERVER = 'org.freedesktop.Notifications';
const SHELL = 'org.gnome.Shell';
const DCONF = 'ca.desrt.dconf';
const settled = () => new Promise(setImmediate);

/** A desktop whose session bus has these owners of names at first. */
async function desktop(first: Readonly<Record<string, string>>) {
  const owners: Record<string, string> = { ...first };
  const system = {
    inhibited: [false] as BusMessage['body'] | Promise<BusMessage['body']>,
    banners: undefined as boolean | undefined,
    readings: 0,
    connections: 0,
    isReachable: true,
  };
  const clock = heldClock();
  const bus = playedBus(owners, () => system.inhibited);
  const dnd = followSystemDnd({
    connect: () => {
      system.connections++;
      return system.isReachable ? Promise.resolve(bus.bus) : Promise.reject(new Error('no session bus'));
    },
    readBanners: () => {
      system.readings++;
      return Promise.resolve(system.banners);
    },
    clock,
    log: createLog('error', () => undefined),
  });
  const states: string[] = [];
  dnd.onChange(() => void states.push(dnd.state()));
  await settled();
  /** The owner of a name changes, as the bus announces. */
  const own = async (name: string, owner?: string): Promise<void> => {
    if (owner === undefined) Reflect.deleteProperty(owners, name);
    else owners[name] = owner;
    bus.signal({ sender: 'org.freedesktop.DBus', member: 'NameOwnerChanged', body: [name, '', owner ?? ''] });
    await settled();
  };
  const pause = async (): Promise<void> => {
    clock.advance(1000);
    await settled();
  };
  await pause();
  return { ...bus, dnd, states, system, own, pause, clock };
}

const propertiesChanged = (sender: string) => ({
  sender,
  interface: 'org.freedesktop.DBus.Properties',
  member: 'PropertiesChanged',
  body: [SERVER],
});
const settingChanged = (sender: string) => ({
  sender,
  interface: 'ca.desrt.dconf.Writer',
  member: 'Notify',
  body: ['/org/gnome/desktop/notifications/show-banners', [''], ''],
});

it('the notification server’s `Inhibited` is read at the start and after each change that the server announces', async () => {
  const { dnd, system, signal, states, pause, called, followed } = await desktop({ [SERVER]: ':1.7' });
  expect([dnd.state(), called]).toEqual(['off', [['Get', SERVER, 'Inhibited']]]);
  expect(followed).toEqual([SERVER, DCONF, SERVER, SHELL]);
  system.inhibited = [true];
  signal(propertiesChanged(':1.9')); // another program
  signal({ ...propertiesChanged(':1.7'), body: ['org.kde.osdService'] });
  await settled();
  expect(called).toHaveLength(1);
  signal(propertiesChanged(':1.7'));
  await settled();
  await pause();
  system.inhibited = [false];
  signal(propertiesChanged(':1.7'));
  await settled();
  expect(states).toEqual(['off', 'on', 'off']);
});

it('GNOME’s banner setting is read at the start, and again only when the writer of its database announces a change', async () => {
  const { dnd, system, signal, called, pause } = await desktop({ [SHELL]: ':1.2', [SERVER]: ':1.7', [DCONF]: ':1.3' });
  expect([dnd.state(), system.readings, called]).toEqual(['unreadable', 1, []]);
  system.banners = false;
  signal(settingChanged(':1.9'));
  await settled();
  expect(system.readings).toBe(1);
  signal(settingChanged(':1.3'));
  await settled();
  expect(dnd.state()).toBe('on');
  await pause();
  system.banners = true;
  signal(settingChanged(':1.3'));
  await settled();
  expect(dnd.state()).toBe('off');
});

it('GNOME’s banner setting does not count under another desktop', async () => {
  const { dnd, system } = await desktop({ [SERVER]: ':1.7' });
  system.banners = false;
  expect([dnd.state(), system.readings]).toEqual(['off', 0]);
});

it('a notification server is read when it appears, and do not disturb is unreadable when it disappears', async () => {
  const { dnd, system, own, pause } = await desktop({});
  expect(dnd.state()).toBe('unreadable');
  system.inhibited = [true];
  await own(SERVER, ':1.7');
  expect(dnd.state()).toBe('on');
  await pause();
  await own(SERVER);
  expect(dnd.state()).toBe('unreadable');
});

it.each([
  ['a text', ['true']],
  ['a number', [1]],
  ['nothing', []],
])('do not disturb is unreadable if the notification server’s `Inhibited` is %s', async (_what, body) => {
  const { dnd, system, signal } = await desktop({ [SERVER]: ':1.7' });
  system.inhibited = body;
  signal(propertiesChanged(':1.7'));
  await settled();
  expect(dnd.state()).toBe('unreadable');
});

it('a notification server whose answer fails makes do not disturb unreadable, and is not asked again without a signal', async () => {
  const { dnd, system, signal, called, clock } = await desktop({ [SERVER]: ':1.7' });
  let refuse: (why: Error) => void = () => undefined;
  system.inhibited = new Promise((_resolve, reject) => (refuse = reject));
  signal(propertiesChanged(':1.7'));
  await settled();
  refuse(new Error('the session bus does not answer'));
  await settled();
  expect(dnd.state()).toBe('unreadable');
  clock.advance(3_600_000);
  await settled();
  expect(called).toHaveLength(2);
});

it('a flood of announcements causes one reading a second, and the last announcement is not lost', async () => {
  const { dnd, system, signal, called, pause } = await desktop({ [SERVER]: ':1.7' });
  for (let count = 0; count < 100; count++) signal(propertiesChanged(':1.7'));
  await settled();
  system.inhibited = [true];
  signal(propertiesChanged(':1.7'));
  await settled();
  expect([dnd.state(), called.length]).toEqual(['off', 2]);
  await pause();
  expect([dnd.state(), called.length]).toEqual(['on', 3]);
  await pause();
  expect(called).toHaveLength(3);
});

it('after a loss of the bus do not disturb is unreadable, and connecting is tried until it succeeds', async () => {
  const { dnd, system, lose, clock, states } = await desktop({ [SERVER]: ':1.7' });
  lose();
  expect(dnd.state()).toBe('unreadable');
  system.inhibited = [true];
  system.isReachable = false;
  clock.advance(30_000);
  await settled();
  expect([system.connections, dnd.state()]).toEqual([2, 'unreadable']);
  system.isReachable = true;
  clock.advance(30_000);
  await settled();
  expect([system.connections, states]).toEqual([3, ['off', 'unreadable', 'on']]);
});

it('an answer that arrives after the bus was lost does not count', async () => {
  const { dnd, system, signal, lose } = await desktop({ [SERVER]: ':1.7' });
  let answer: (body: BusMessage['body']) => void = () => undefined;
  system.inhibited = new Promise((resolve) => (answer = resolve));
  signal(propertiesChanged(':1.7'));
  await settled();
  lose();
  answer([true]);
  await settled();
  expect(dnd.state()).toBe('unreadable');
});

it('without a session bus the do not disturb of the system is unreadable', async () => {
  let attempts = 0;
  const clock = heldClock();
  const dnd = followSystemDnd({
    connect: () => {
      attempts++;
      return Promise.reject(new Error('no session bus'));
    },
    readBanners: () => Promise.resolve(false),
    clock,
    log: createLog('error', () => undefined),
  });
  await settled();
  clock.advance(3_600_000);
  expect([dnd.state(), attempts]).toEqual(['unreadable', 1]);
});

it('a session counts as GNOME if XDG_CURRENT_DESKTOP names GNOME, alone or among others', () => {
  const desktops = ['GNOME', 'ubuntu:GNOME', 'Pantheon', 'KDE', ''];
  expect(desktops.filter((name) => isGnome({ XDG_CURRENT_DESKTOP: name }))).toEqual(['GNOME', 'ubuntu:GNOME']);
  expect(isGnome({})).toBe(false);
});
