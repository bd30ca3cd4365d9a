import { expect, test } from 'vitest';
import { knownDevices } from '../../../src/main/people/known-devices.ts';
import { pinOf, type PersonPin } from '../../../src/main/people/person-pin.ts';
import { beginChain, extendChain } from '../../../src/core/keys/chain-build.ts';
import { joinDevice } from '../../../src/core/keys/member.ts';
import { signerOf } from '../../../src/main/devices/kept-chain.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const ANNA = 'anna@klinik.example';
const [laptop, tablet] = [1, 2].map((fill) => deviceKeysOf(new Uint8Array(32).fill(fill))) as [
  ReturnType<typeof deviceKeysOf>,
  ReturnType<typeof deviceKeysOf>,
];
const first = beginChain({ address: ANNA, s: laptop.s, proto: [1], at: 1 }, signerOf(laptop));
const both = extendChain(
  first,
  { by: laptop.id, at: 2, add: [joinDevice(first.person, tablet.s, signerOf(tablet), [1])] },
  signerOf(laptop),
);
if (typeof both === 'string') throw new Error(both);
const held = { chain: both, dropped: [] };
const seen = { firstSeenMs: (_address: string, device: string) => (device === laptop.id ? 5 : undefined) };
const bookWith = (pin: PersonPin | undefined) => ({ pin: () => pin });

test('the devices of a known person are listed, each with the time when it was first seen, if this time is known', () => {
  const pin = pinOf(held, 3);
  expect(knownDevices(bookWith(pin), seen, 'Anna@Klinik.example')).toEqual([
    { device: laptop.id, firstSeen: 5 },
    { device: tablet.id },
  ]);
});

test('a device whose removal is known is not listed', () => {
  const removed = { ...held, dropped: [{ id: tablet.id, link: first.person, signed: [] }] };
  expect(knownDevices(bookWith(pinOf(removed, 3)), seen, ANNA)).toEqual([{ device: laptop.id, firstSeen: 5 }]);
});

test('no device is listed for an unknown person', () => {
  expect(knownDevices(bookWith(undefined), seen, ANNA)).toEqual([]);
});
