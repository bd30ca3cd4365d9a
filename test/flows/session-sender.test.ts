// A message sealed for a call is accepted only from the device in that call. Here the broker lies about the sender.
import { expect, test } from 'vitest';
import { inCall } from './support/world.ts';

test('a message of the peer is dropped under another device’s name and accepted under the peer’s own', async () => {
  const { anna, ben, world } = await inCall();
  const carla = world.person('carla@c.example');
  world.broker.mischief = (parcel) => [parcel.from === ben.device ? { ...parcel, from: carla.device } : parcel];
  ben.desk.mute(ben.id, true);
  await world.clock.advance(2000);
  expect(anna.view?.remote.mute).toBe(false);
  world.broker.mischief = (parcel) => [parcel];
  ben.desk.mute(ben.id, false);
  ben.desk.mute(ben.id, true);
  await world.clock.until('the mute', () => anna.view?.remote.mute === true);
});
