// A second installation is linked while its person is in a call: the call continues, the new device stays silent, and
// the peer sees another device of a known person. Real linking and real calls share one inbox.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { unwrap } from '../../src/core/assert.ts';
import { readLinkCode } from '../../src/core/keys/link-code.ts';
import type { LinkBundle } from '../../src/core/signal/link-bundle.ts';
import { type DividedInbox, divideInbox } from '../../src/main/devices/divided-inbox.ts';
import { ExistingDeviceLinking } from '../../src/main/devices/existing-device-linking.ts';
import { NewDeviceLinking } from '../../src/main/devices/new-device-linking.ts';
import type { Random } from '../../src/main/time/clock.ts';
import { atOnce, chainOf, heldOf } from '../main/devices/two-devices.ts';
import { linkedPin } from '../support/pinned.ts';
import { dice } from './support/dice.ts';
import { call, hangUp, type Person, talkFor, talking, World } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;
let inboxes: Map<string, DividedInbox>;
beforeEach(() => {
  world = new World();
  inboxes = new Map();
  const connect = world.broker.connect.bind(world.broker);
  vi.spyOn(world.broker, 'connect').mockImplementation((device) => {
    const inbox = divideInbox(connect(device));
    inboxes.set(device, inbox);
    return inbox.calls;
  });
  anna = world.person('anna@a.example');
  ben = world.person('ben@b.example');
});

/** What a person's device hands to the new one: address, name, devices, the peer as a contact, and settings. */
function bundleOf(person: Person, peer: Person): LinkBundle {
  const pin = unwrap(person.book.pin(peer.address), 'the peer is pinned');
  const known = {
    address: peer.address,
    name: 'B',
    rings: false,
    pin: linkedPin(pin),
    verified: null,
    change: null,
    recovered: null,
    failed: 0,
  };
  return {
    v: 1,
    address: person.address,
    name: 'A',
    devices: [{ device: person.device, name: 'desk' }],
    people: [known],
    settings: { relayOnly: false, unknownCallers: 'ring', idleLockMinutes: 5, historyDays: 30 },
  };
}

/** Lets both talk for this many seconds and expects that each hears the other. */
async function talk(seconds: number): Promise<void> {
  const [a, b] = [anna.pages[0], ben.pages[0]].map((page) => unwrap(page, 'the page of the call'));
  const before = [a?.worker.opened[0], b?.worker.opened[0]];
  await talkFor(world, seconds, anna, ben);
  const heard = [a, b].map((page, i) => (page?.worker.opened[0] ?? 0) - (before[i] ?? 0));
  expect([heard, anna.phase, ben.phase]).toEqual([[seconds, seconds], 'live', 'live']);
}

/**
 * Links a new device of this person while both talk. The link code is typed on the existing device, the number on the
 * new one, and the person agrees.
 */
async function link(person: Person, peer: Person): Promise<Person> {
  // `world.person` makes both keys of a device from the first value that it draws. The linking draws the same two keys,
  // so that the device of the calls is the one that was linked.
  const seed = dice(`${world.seed}/${person.address}/two`)(32);
  const seeds = [seed, seed.map((byte) => byte ^ 0xff)];
  const rolled = dice('taking');
  const random: Random = (length) => seeds.shift() ?? rolled(length);
  let fresh: Person | undefined;
  const taking: NewDeviceLinking = new NewDeviceLinking({
    deviceName: 'laptop',
    send: (...letter) => unwrap(inboxes.get(taking.device), 'the new device is connected').calls.send(...letter),
    clock: world.clock,
    random,
    slices: atOnce,
    read: () => Promise.resolve({ kind: 'timeout', persons: [], isWhole: false, isPartial: true, isCrowded: false }),
    onlyAddress: () => '',
    keep: (bundle) => {
      expect(bundle).toEqual(bundleOf(person, peer));
      return 'kept';
    },
    onChange: () => undefined,
    onKept: (added) => {
      added.wipe();
      fresh = world.person(person.address, 'two', person); // the new device goes online and publishes
    },
    onFailed: () => undefined,
  });
  const there = world.broker.connect(taking.device);
  inboxes.get(taking.device)?.onLink((from, bytes) => taking.receive(from, bytes));
  taking.follow(there.view());
  const shown = taking.view;
  const code = shown.kind === 'code' ? readLinkCode(shown.code) : 'unfinished';
  if (typeof code === 'string') throw new Error(code);
  const own = unwrap(inboxes.get(person.device), 'the existing device is connected');
  const giving = new ExistingDeviceLinking(code.device, {
    own: { address: person.address, name: 'A', deviceKeys: person.deviceKeys },
    send: own.calls.send,
    clock: world.clock,
    random: dice('giving'),
    chain: () => heldOf(chainOf(person.deviceKeys, person.address)),
    bundle: () => bundleOf(person, peer),
    add: () => Promise.resolve('done'),
    onChange: () => undefined,
    onLeaving: () => undefined,
  });
  own.onLink((from, bytes) => giving.receive(from, bytes));
  await world.clock.until('the number', () => giving.view.kind === 'number');
  await talk(2);
  taking.type(giving.view.kind === 'number' ? giving.view.number : '');
  await world.clock.until('the question', () => giving.view.kind === 'asking');
  await talk(2);
  expect(giving.confirm()).toBe(true);
  await world.clock.until('the end of the linking', () => giving.view.kind === 'done');
  const linked = unwrap(fresh, 'everything was kept');
  expect(linked.device).toBe(taking.device);
  return linked;
}

describe.each(['who was called', 'who placed the call'])('a person %s and links a device', (role) => {
  let laptop: Person;
  beforeEach(async () => {
    if (role === 'who was called') await call(ben, anna);
    else await call(anna, ben);
    laptop = await link(anna, ben);
  });

  test('a new device linked during a call neither rings for that call nor learns of it', async () => {
    expect(laptop.device).not.toBe(anna.device);
    for (let i = 0; i < 12; i++) {
      await talk(10);
      expect([laptop.phase, laptop.history, laptop.desk.offer()]).toEqual(['none', [], undefined]);
    }
    expect(laptop.logs).toEqual([]);
  });

  test('a device linked during a call does not change the peer’s trust, and the call’s code still counts', async () => {
    await talk(30);
    expect(ben.view).toMatchObject({ trust: { kind: 'pinned' }, unconfirmed: false, peerDevice: anna.device });
    expect(ben.desk.confirmCode(ben.id, ben.code ?? '').ok).toBe(true);
    expect(anna.desk.confirmCode(anna.id, anna.code ?? '').ok).toBe(true);
    await talk(2);
    expect(ben.view?.trust.kind).toBe('verified');
    expect(ben.records.filter(({ kind }) => kind === 'key-change')).toEqual([]);
    expect([...ben.notices, ...anna.notices]).toEqual([]);
  });

  test('the next call rings both devices, shows the person as verified, and warns nobody of an old device list', async () => {
    ben.desk.confirmCode(ben.id, ben.code ?? '');
    await hangUp(ben, anna);
    await world.clock.advance(61_000); // the last reading of the list is old by now
    ben.place(anna);
    for (const device of [anna, laptop]) await device.waitFor('ringing');
    laptop.answer();
    await talking(ben, laptop);
    expect(ben.view).toMatchObject({ trust: { kind: 'verified' }, unconfirmed: false, peerDevice: laptop.device });
    expect([anna.reason, anna.history.filter(({ unseen }) => unseen === true)]).toEqual(['answered-elsewhere', []]);
    expect([anna, ben, laptop].flatMap(({ notices }) => notices)).toEqual([]);
  });

  test('another call to the person right after linking warns nobody of an old device list', async () => {
    await hangUp(ben, anna);
    ben.place(anna); // by the previous list, which is less than a minute old
    await anna.waitFor('ringing');
    anna.answer();
    await talking(anna, ben);
    await world.clock.advance(20_000);
    expect([anna, ben].flatMap(({ notices }) => notices)).toEqual([]);
  });

  test('a call can be moved to a device that was just linked, and is heard there', async () => {
    expect(anna.desk.move(anna.id, laptop.device).ok).toBe(true);
    await world.clock.until('the offer', () => laptop.desk.offer()?.state === 'offered');
    laptop.desk.takeOver(laptop.desk.offer()?.call ?? '');
    await talking(laptop);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('transferred');
    await world.clock.until('the call there', () => ben.view?.peerDevice === laptop.device);
    expect(ben.view).toMatchObject({ tookPlace: true, trust: { kind: 'pinned' }, unconfirmed: false });
    await world.clock.advance(1000);
    expect([laptop.page.sendFrame(0), ben.page.sendFrame(0)]).toEqual([true, true]);
    expect([anna, ben, laptop].flatMap(({ notices }) => notices)).toEqual([]);
  });
});
