// Which devices count as those of a known person, before their INVITEs and notes are read.
import { beforeEach, expect, test } from 'vitest';
import type { Bytes } from '../../../../src/core/bytes.ts';
import { type ContactDevices, createContactDevices } from '../../../../src/main/calls/inbox/contact-devices.ts';
import type { PeerPerson } from '../../../../src/main/people/people.ts';
import { deviceKeysOf } from '../../../support/device-keys.ts';
import { HandClock } from '../../../flows/support/hand-clock.ts';

const ANNA = 'anna@demo.example';
const person = new Uint8Array(32).fill(1);
const [phone, laptop] = [deviceKeysOf(new Uint8Array(32).fill(2)), deviceKeysOf(new Uint8Array(32).fill(3))];

let held: PeerPerson | undefined; // the pinned person
let there: PeerPerson; // what the directory has
let devices: ContactDevices;
beforeEach(async () => {
  held = undefined;
  there = annaWith(phone, laptop);
  devices = createContactDevices({
    clock: new HandClock(),
    book: {
      contacts: () => [{ address: ANNA, name: '', trust: { kind: 'new' }, person: held?.person, alwaysRings: false }],
    },
    people: { held: () => held, glance: () => Promise.resolve(there) },
  });
  devices.look();
  await Promise.resolve();
  await Promise.resolve();
});

function annaWith(...members: readonly (typeof phone)[]): PeerPerson {
  const list = members.map(({ id, s, d }) => ({ id, s, d, proto: [1] }));
  return { address: ANNA, person, devices: list, head: { n: 1, head: '' }, relation: () => 'unknown' };
}

const isOf = (id: string, who: Bytes = person): boolean => devices.isOf(ANNA, who, id);

test('the devices that were read for an unpinned contact count as the contact’s, but not under another person id', () => {
  expect([isOf(phone.id), isOf(laptop.id)]).toEqual([true, true]);
  expect(isOf(phone.id, new Uint8Array(32))).toBe(false);
});

test('a device of a pinned person no longer counts once its removal is stored', () => {
  held = annaWith(phone, laptop);
  expect(isOf(laptop.id)).toBe(true);
  held = annaWith(phone);
  expect([isOf(phone.id), isOf(laptop.id)]).toEqual([true, false]);
});
