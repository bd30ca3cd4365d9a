// Calls whose broker changes, dies or stays away while people talk. The first test uses real broker
// connections. Media need no broker, so the call continues. Session messages go through whatever broker there is.
import { expect, onTestFinished, test } from 'vitest';
import { userTag } from '../../src/core/keys/address.ts';
import { payloadOf } from '../../src/core/keys/chain.ts';
import { embedded } from '../main/signalling/test-broker.ts';
import { linked } from './support/real-connections.ts';
import { inCall, type Person } from './support/world.ts';

async function broker() {
  const made = await embedded('tcp');
  onTestFinished(made.stop);
  return { ...made, url: made.target('').url };
}

test('a call survives a broker change by policy and the loss of all brokers, and the hang-up arrives once a broker returns', async () => {
  const [one, two, three] = [await broker(), await broker(), await broker()];
  const { anna, ben, connectionOf, follow, online, until, talk } = await linked();
  follow({ BrokerUrl: one.url });
  await online(one.url);
  for (const person of [anna, ben]) {
    expect(await connectionOf(person).publishChain(userTag(person.address), payloadOf(person.chain))).toBe('sent');
  }
  const mutes = async (): Promise<void> => {
    for (const isMuted of [true, false]) {
      anna.desk.mute(anna.id, isMuted);
      await until(() => expect(ben.view?.remote.mute).toBe(isMuted));
    }
  };
  anna.place(ben);
  await until(() => expect(ben.phase).toBe('ringing'));
  ben.answer();
  await until(() => expect([anna.phase, ben.phase]).toEqual(['live', 'live']));

  follow({ BrokerUrl: two.url, FallbackBrokerUrls: [three.url] });
  await online(two.url);
  await talk(20);
  await mutes();

  await two.stop();
  await online(three.url);
  await talk(20);
  await mutes();

  await three.stop();
  await until(() => expect(connectionOf(anna).view().kind).not.toBe('online'));
  await talk(120);

  await three.restart();
  for (const person of [anna, ben]) connectionOf(person).retryNow();
  await online(three.url);
  anna.hangUp();
  await until(() => expect(ben.reason).toBe('peer-hung-up'));
}, 60_000);

// A broker that was restarted knows a device's inbox only after that device is back. Messages for the device that
// arrive earlier are lost.
test.each([
  ['if the muting device returns first', true],
  ['if the muting device returns last', false],
])('a mute made during a restart of a broker without memory reaches the peer %s', async (_who, isFirst) => {
  const { world, anna, ben } = await inCall();
  const away = new Set<string>();
  world.broker.mischief = (parcel) => (away.has(parcel.to) ? [] : [parcel]);
  const leaves = (person: Person): void => {
    away.add(person.device);
    world.broker.setOnline(person.device, false);
  };
  const comes = (person: Person): void => {
    away.delete(person.device);
    world.broker.setOnline(person.device, true);
  };
  for (const isMuted of [true, false, true]) {
    for (const person of [anna, ben]) leaves(person);
    anna.desk.mute(anna.id, isMuted);
    await world.clock.advance(15_000);
    for (const person of isFirst ? [anna, ben] : [ben, anna]) {
      comes(person);
      await world.clock.advance(1000);
    }
    expect([ben.view?.remote.mute, anna.phase, ben.phase]).toEqual([isMuted, 'live', 'live']);
  }
  const sent = world.broker.sent.length;
  await world.clock.advance(60_000);
  expect(world.broker.sent.length - sent).toBeLessThan(4); // the devices do not repeat the state to each other for ever
});

test('mutes made by both people while the broker is away reach both when it returns', async () => {
  const { world, anna, ben } = await inCall();
  const away = new Set([anna.device, ben.device]);
  world.broker.mischief = (parcel) => (away.has(parcel.to) ? [] : [parcel]);
  for (const { device } of [anna, ben]) world.broker.setOnline(device, false);
  for (const person of [anna, ben]) person.desk.mute(person.id, true);
  await world.clock.advance(15_000);
  for (const { device } of [anna, ben]) {
    away.delete(device);
    world.broker.setOnline(device, true);
    await world.clock.advance(1000);
  }
  expect([anna.view?.remote.mute, ben.view?.remote.mute]).toEqual([true, true]);
});
