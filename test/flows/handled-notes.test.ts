// A person with more than two devices answers or declines a call on one of them (protocol §5 rule 19): which device the
// call records on the other devices name, in whichever order record and note arrive, and which false notes are ignored.
import { beforeEach, expect, test } from 'vitest';
import { unwrap } from '../../src/core/assert.ts';
import { fromHex } from '../../src/core/bytes.ts';
import { sealNote } from '../../src/core/keys/sealed-note.ts';
import { writeHandledEnvelope } from '../../src/core/signal/envelope.ts';
import { type Handled, writeMessage } from '../../src/core/signal/message.ts';
import type { Parcel } from './support/broker.ts';
import { dice } from './support/dice.ts';
import { type Person, strangers, talking, type World } from './support/world.ts';

const HANDLED = 10; // type of the envelope

let world: World;
let anna: Person;
let ben: Person;
let ward: Person;
let home: Person; // Ben's third device
beforeEach(() => {
  ({ world, anna, ben } = strangers());
  ward = world.person(ben.address, 'two', ben);
  home = world.person(ben.address, 'three', ben);
  for (const device of [ben, ward]) device.chain = home.chain;
});

const notes = (): readonly Parcel[] => world.broker.sent.filter(({ bytes }) => bytes[1] === HANDLED);
const lines = (person: Person): unknown =>
  person.history.filter(({ direction }) => direction === 'in').map(({ on, outcome }) => [outcome, on]);

async function ringing(): Promise<void> {
  anna.place(ben);
  for (const device of [ben, ward, home]) await device.waitFor('ringing');
}

async function answeredAt(device: Person): Promise<void> {
  await ringing();
  device.answer('audio');
  await talking(anna, device);
  await world.clock.advance(1000);
}

/** The HANDLED note from `from` to `home` about Anna's call with the id `call`, as it lies in the inbox. */
function noteOf(from: Pick<Person, 'device' | 'deviceKeys'>, how: Handled['how'], call: string, ageMs = 0): Parcel {
  const callId = fromHex(call);
  const issuedAtMs = BigInt(world.clock.nowMs() - ageMs);
  const text = writeMessage({ kind: 'handled', how, address: anna.address });
  const binding = { kind: 'handled', callId, issuedAtMs } as const;
  const noise = sealNote(from.deviceKeys, home.deviceKeys, binding, text, dice('a word')(32));
  const bytes = writeHandledEnvelope(callId, issuedAtMs, unwrap(noise, 'a good key'));
  return { to: home.device, from: from.device, bytes, delayMs: 5 };
}

test('the call records on the other devices name the answering device, which sends one note to each of them', async () => {
  await answeredAt(ward);
  for (const device of [ben, home]) expect(lines(device)).toEqual([['answered-elsewhere', ward.device]]);
  expect(
    notes()
      .map(({ to }) => to)
      .toSorted(),
  ).toEqual([ben.device, home.device].toSorted());
  anna.hangUp();
  await world.clock.advance(5000);
  expect(notes()).toHaveLength(2);
  expect(lines(ward)).toEqual([['peer-hung-up', undefined]]);
});

test('the call records on the other devices name the device that declined', async () => {
  await ringing();
  ward.desk.decline(ward.id);
  await world.clock.advance(2000);
  for (const device of [ben, home]) expect(lines(device)).toEqual([['declined-elsewhere', ward.device]]);
});

test('a HANDLED note that arrives before the call ends makes the call record name the answering device', async () => {
  await ringing();
  world.broker.inject(noteOf(ben, 'answered', home.id));
  await world.clock.advance(100);
  expect([lines(home), home.phase]).toEqual([[], 'ringing']); // a note does not end a call
  // No note arrives after the record was written.
  world.broker.mischief = (parcel) => (parcel.bytes[1] === HANDLED ? [] : [parcel]);
  ben.answer('audio');
  await talking(anna, ben);
  await world.clock.advance(1000);
  expect(lines(home)).toEqual([['answered-elsewhere', ben.device]]);
});

test('an old HANDLED note makes the record of its own call, and no other, name the answering device', async () => {
  world.broker.mischief = (parcel) => (parcel.bytes[1] === HANDLED ? [] : [parcel]);
  await answeredAt(ward);
  const first = home.history[0]?.id ?? '';
  anna.hangUp();
  await ward.waitFor('ended');
  for (const person of [anna, ward]) person.desk.dismiss(person.id);
  await world.clock.advance(5000);
  await answeredAt(ben);
  const unnamed = ['answered-elsewhere', undefined];
  expect(lines(home)).toEqual([unnamed, unnamed]);
  world.broker.inject(noteOf(ward, 'answered', first, 10 * 60_000));
  await world.clock.advance(1000);
  expect(lines(home)).toEqual([unnamed, ['answered-elsewhere', ward.device]]);
});

test('a HANDLED note from a stranger or a removed device, with another outcome or too old, changes no call record', async () => {
  await answeredAt(ward);
  const { id } = home;
  const call = home.history[0]?.id ?? id;
  const told = lines(home);
  const mallory = world.person('mallory@m.example');
  world.broker.inject(noteOf(mallory, 'answered', call));
  // The broker delivers a stranger's note under the id of one of Ben's devices. Then the stranger seals a note under
  // that device's id.
  world.broker.inject({ ...noteOf(mallory, 'answered', call), from: ben.device });
  const posing = { ...mallory.deviceKeys, id: ben.device };
  world.broker.inject(noteOf({ device: ben.device, deviceKeys: posing }, 'answered', call));
  world.broker.inject(noteOf(ben, 'declined', call));
  world.broker.inject(noteOf(ben, 'answered', call, 16 * 60_000));
  await world.clock.advance(1000);
  expect(lines(home)).toEqual(told);
  ben.chain = ben.without(ward);
  home.chain = ben.chain;
  world.broker.inject(noteOf(ben, 'answered', call));
  await world.clock.advance(1000);
  expect(lines(home)).toEqual([['answered-elsewhere', ben.device]]);
  world.broker.inject(noteOf(ward, 'answered', call));
  await world.clock.advance(1000);
  expect(lines(home)).toEqual([['answered-elsewhere', ben.device]]);
});

test('the HANDLED note of a device that is removed before the record is written does not make the record name that device', async () => {
  await ringing();
  world.broker.mischief = (parcel) => (parcel.bytes[1] === HANDLED ? [] : [parcel]);
  world.broker.inject(noteOf(ben, 'answered', home.id));
  await world.clock.advance(100);
  home.chain = ward.without(ben);
  ward.answer('audio');
  await talking(anna, ward);
  await world.clock.advance(1000);
  expect(lines(home)).toEqual([['answered-elsewhere', ward.device]]); // the only other device that remains
});

test('a note of an unknown kind changes nothing while the call rings or once it is answered here', async () => {
  await ringing();
  const note = noteOf(ward, 'answered', home.id);
  note.bytes[1] = HANDLED + 1; // unknown to this program, as HANDLED is to an older one
  world.broker.inject(note);
  await world.clock.advance(100);
  expect([home.phase, lines(home)]).toEqual(['ringing', []]);
  home.answer('audio');
  await talking(anna, home);
  world.broker.inject(note);
  await world.clock.advance(1000);
  expect(home.phase).toBe('live');
});
