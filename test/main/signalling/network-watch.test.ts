// A cable is pulled, a wireless network changes, a tunnel comes and goes: each change is noticed within a second, and
// reported once.
import { expect, it } from 'vitest';
import { type NetworkChange, ownAddresses, watchNetwork } from '../../../src/main/signalling/network-watch.ts';
import { heldClock } from './test-clock.ts';

it('the network watch reports lost and new addresses, and nothing without a change', () => {
  let addresses = ['192.0.2.7', '2001:db8::7'];
  const told: NetworkChange[] = [];
  const left: (readonly string[])[] = [];
  const clock = heldClock();
  watchNetwork(
    () => addresses,
    clock,
    (change, now) => {
      told.push(change);
      left.push(now);
    },
  );
  const look = (next: string[]): NetworkChange[] => {
    addresses = next;
    clock.advance(1000);
    return told.splice(0);
  };
  expect(look(['2001:db8::7', '192.0.2.7'])).toEqual([]);
  expect(look(['2001:db8::7', '192.0.2.7', '198.51.100.4'])).toEqual(['found']);
  expect(look(['2001:db8::7', '192.0.2.8', '198.51.100.4'])).toEqual(['lost']);
  expect(look([])).toEqual(['lost']);
  expect(look([])).toEqual([]);
  expect(look(['192.0.2.7'])).toEqual(['found']);
  // The addresses after each change but the first.
  expect(left.slice(1)).toEqual([['2001:db8::7', '192.0.2.8', '198.51.100.4'], [], ['192.0.2.7']]);
});

it('the network watch ignores loopback and link-local addresses', () => {
  for (const address of ownAddresses()) expect(address).not.toMatch(/^(127\.|::1$|fe80:|169\.254\.)/);
});
