// If a person's chain was read within the last minute, a call rings the devices of that reading at once, and the chain
// is read again meanwhile (protocol §5 rule 1). A device that only the new reading has rings then, and a device that it
// no longer has stops ringing.
import { beforeEach, describe, expect, test } from 'vitest';
import { payloadOf } from '../../src/core/keys/chain.ts';
import { answerFor, call, hangUp, type Person, strangers, talking, type World } from './support/world.ts';

const CONFIRMED = { kind: 'confirmed', name: 'Klinik', until: Number.MAX_SAFE_INTEGER } as const;
// There must be an organisation. The test sets its answers.
const ROOT = '-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----';
const INVITE = 1;
const MISSED = 6;

let world: World;
let anna: Person;
let ben: Person;
beforeEach(async () => {
  ({ world, anna, ben } = strangers());
  await call(anna, ben);
  await hangUp(anna, ben);
  await world.clock.advance(30_000); // the last reading is half a minute old
});

const sent = (type: number, to: Person): number =>
  world.broker.sent.filter(({ bytes, to: device }) => bytes[1] === type && device === to.device).length;

/** Ben's new device. If it replaces his previous device, that device is removed. */
function newDevice(how: 'replaced' | 'added'): Person {
  const phone = world.person(ben.address, 'two', ben);
  if (how === 'replaced') {
    phone.drop(ben);
    ben.chain = phone.chain;
  }
  return phone;
}

/** How long this device takes to ring after Anna's press. */
async function msToRing(device: Person): Promise<number> {
  const atMs = world.clock.nowMs();
  anna.place(ben);
  await device.waitFor('ringing', 5000);
  return world.clock.nowMs() - atMs;
}

describe('devices added within the last minute', () => {
  test('a device added within the last minute rings one round trip after the others and can answer', async () => {
    const phone = newDevice('added');
    const before = await msToRing(ben);
    await phone.waitFor('ringing', 50);
    expect(before).toBeLessThan(50);
    phone.answer();
    await talking(anna, phone);
    expect(anna.code).toBe(phone.code);
    expect([ben.reason, anna.view?.peerDevice]).toEqual(['answered-elsewhere', phone.device]);
  });

  test('a device that replaces another rings, and the replaced device stops without a missed-call note', async () => {
    const phone = newDevice('replaced');
    const invites = sent(INVITE, ben);
    expect(await msToRing(phone)).toBeLessThan(50);
    await world.clock.until('Ben’s first device to stop ringing', () => ben.phase !== 'ringing');
    await world.clock.advance(100);
    anna.hangUp();
    await phone.waitFor('ended');
    await world.clock.advance(1000);
    expect([sent(INVITE, ben) - invites, sent(MISSED, ben), sent(MISSED, phone)]).toEqual([1, 0, 0]);
    expect(phone.history[0]?.outcome).toBe('cancelled');
  });

  // A removed device may sign links that its remover has not read. Then the chain that counts is not an extension of
  // the chain that the call uses.
  test('a replacement device rings although the replaced device has signed a link meanwhile', async () => {
    const phone = newDevice('added');
    const before = phone.chain;
    ben.membership.publish(ben.membership.link({ proto: [1, 3] }, before));
    await call(anna, ben);
    await hangUp(anna, ben);
    await world.clock.advance(30_000);
    const third = world.person(ben.address, 'three', ben);
    third.membership.publish(phone.membership.link({ add: [third.membership.keys], drop: [ben.device] }, before));
    expect(await msToRing(third)).toBeLessThan(50);
    await world.clock.until('Ben’s first device to stop ringing', () => ben.phase !== 'ringing');
  });

  test('a call to a replacement device continues although the replaced device is offline', async () => {
    const phone = newDevice('replaced');
    world.broker.setOnline(ben.device, false);
    expect(await msToRing(phone)).toBeLessThan(50);
    await world.clock.advance(10_000);
    expect(anna.view?.phase).toEqual({ kind: 'calling', ringing: true });
    anna.hangUp();
    await world.clock.advance(1000);
    expect(sent(MISSED, ben)).toBe(0);
  });

  test('a new device rings as soon as a withheld list arrives', async () => {
    await world.clock.advance(60_000);
    const phone = newDevice('added');
    let isWithheld = true;
    answerFor(world, ben.address, (reader) => (isWithheld && reader === anna.device ? 'timeout' : ben.published));
    anna.place(ben);
    await ben.waitFor('ringing');
    expect([anna.view?.unconfirmed, phone.phase]).toEqual([true, 'none']);
    isWithheld = false;
    await phone.waitFor('ringing', 15_000);
    expect(anna.view?.unconfirmed).toBe(false);
  });

  test('a new device is not rung if policy requires a verified peer and the organisation has not confirmed the device', async () => {
    anna.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse', OrganisationRoots: [ROOT] });
    anna.confirmations.say(ben.device, CONFIRMED);
    const phone = newDevice('added');
    await msToRing(ben);
    await world.clock.advance(2000);
    expect([anna.phase, phone.phase, sent(INVITE, phone)]).toEqual(['calling', 'none', 0]);
  });
});

describe('lists read within the last minute', () => {
  test('a list read within the last minute is used without waiting for the directory, and the device is rung once', async () => {
    answerFor(world, ben.address, (reader) => (reader === anna.device ? 'timeout' : ben.published));
    const before = sent(INVITE, ben);
    expect(await msToRing(ben)).toBeLessThan(50);
    await world.clock.advance(20_000);
    expect([anna.view?.phase, anna.view?.unconfirmed]).toEqual([{ kind: 'calling', ringing: true }, false]);
    expect(sent(INVITE, ben) - before).toBe(1);
  });

  test('a list read within the last minute stays in use if the directory now names somebody else', async () => {
    const mallory = world.impostor(ben.address);
    answerFor(world, ben.address, (reader) => (reader === anna.device ? mallory.published : ben.published));
    await msToRing(ben);
    await world.clock.advance(10_000);
    expect([anna.phase, mallory.phase, sent(INVITE, mallory)]).toEqual(['calling', 'none', 0]);
    expect(anna.book.trustOf(ben.address).kind).toBe('pinned');
  });

  test('the ringing ends when another reading shows that the list is disputed', async () => {
    const phone = newDevice('added');
    await call(anna, ben);
    await hangUp(anna, ben);
    await world.clock.advance(3000);
    const both = new Map([
      [ben.device, payloadOf(ben.without(phone))],
      [phone.device, payloadOf(phone.without(ben))],
    ]);
    answerFor(world, ben.address, (reader) => (reader === anna.device ? both : ben.published));
    anna.place(ben);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('key-changed');
    await ben.waitFor('ended');
  });
});

test('a call answered before a new device is found continues, and the new device does not ring', async () => {
  const phone = newDevice('added');
  let isWithheld = true;
  answerFor(world, ben.address, (reader) => (isWithheld && reader === anna.device ? 'timeout' : ben.published));
  await msToRing(ben);
  ben.answer();
  await anna.waitFor('securing');
  isWithheld = false;
  await talking(anna, ben);
  expect([phone.phase, sent(INVITE, phone)]).toEqual(['none', 0]);
});
