// This device as its calls see it: why it takes part in none.
import { expect, it } from 'vitest';
import { ownDevice } from '../../../src/main/app/own-device.ts';
import type { OwnChain, OwnState } from '../../../src/main/devices/own-chain.ts';
import type { Identity } from '../../../src/main/devices/identity.ts';

it('a device that waits to be added is unfinished to its calls, and only one that was removed is removed', () => {
  let state: OwnState = 'waiting';
  const own = ownDevice({} as Identity, { state: () => state } as OwnChain);
  expect(own.whyOut()).toBe('device-unfinished');
  state = 'in';
  expect(own.whyOut()).toBeUndefined();
  state = 'removed';
  expect(own.whyOut()).toBe('device-removed');
});
