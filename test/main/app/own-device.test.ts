// This device as its calls see it: whether it may take part in calls, and if not, why.
import { expect, it } from 'vitest';
import { ownDevice } from '../../../src/main/app/own-device.ts';
import type { OwnChain, OwnState } from '../../../src/main/devices/own-chain.ts';
import type { Identity } from '../../../src/main/devices/identity.ts';

it('a device may not take part in calls while it waits to be added, nor after it was removed', () => {
  let state: OwnState = 'waiting';
  const own = ownDevice({} as Identity, { state: () => state } as OwnChain);
  expect(own.whyOut()).toBe('device-unfinished');
  state = 'in';
  expect(own.whyOut()).toBeUndefined();
  state = 'removed';
  expect(own.whyOut()).toBe('device-removed');
});
