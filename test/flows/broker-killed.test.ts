// Debian's Mosquitto, killed and started again without its state, twenty times in a row: during the ringing and during
// the conversation.
import { expect, test } from 'vitest';
import { userTag } from '../../src/core/keys/address.ts';
import { payloadOf } from '../../src/core/keys/chain.ts';
import { MOSQUITTO } from '../main/signalling/mosquitto.ts';
import { type SiteBroker, withSiteBroker } from '../support/site-broker.ts';
import { linked } from './support/real-connections.ts';

const TIMES = 20;

async function ringing(broker: SiteBroker) {
  const made = await linked();
  const { anna, ben, connectionOf, follow, online, until } = made;
  follow({ BrokerUrl: broker.url });
  await online(broker.url);
  for (const person of [anna, ben]) {
    expect(await connectionOf(person).publishChain(userTag(person.address), payloadOf(person.chain))).toBe('sent');
  }
  anna.place(ben);
  await until(() => expect([anna.phase, ben.phase]).toEqual(['calling', 'ringing']));
  /** Kills the broker, runs `meanwhile` without a broker, starts it again and waits until both people are connected. */
  const kill = async (meanwhile: () => void | Promise<void> = () => undefined): Promise<void> => {
    await broker.kill();
    await until(() => {
      for (const person of [anna, ben]) expect(connectionOf(person).view().kind).not.toBe('online');
    });
    await meanwhile();
    await broker.start();
    for (const person of [anna, ben]) connectionOf(person).retryNow();
    await online(broker.url);
  };
  return { ...made, kill };
}

test.skipIf(MOSQUITTO === undefined)(
  'a ringing call survives twenty broker kills and is answered',
  () =>
    withSiteBroker(async (broker) => {
      const { anna, ben, kill, until, talk } = await ringing(broker);
      for (let i = 0; i < TIMES; i++) {
        await kill();
        expect([anna.phase, ben.phase]).toEqual(['calling', 'ringing']);
      }
      ben.answer();
      await until(() => expect([anna.phase, ben.phase]).toEqual(['live', 'live']));
      expect(anna.code).toBe(ben.code);
      await talk(5);
    }),
  120_000,
);

test.skipIf(MOSQUITTO === undefined)(
  'a live call survives twenty broker kills: mutes arrive, keys are renewed, and the hang-up arrives',
  () =>
    withSiteBroker(async (broker) => {
      const { world, anna, ben, kill, until, talk } = await ringing(broker);
      ben.answer();
      await until(() => expect([anna.phase, ben.phase]).toEqual(['live', 'live']));
      for (let i = 0; i < TIMES; i++) {
        const isMuted = i % 2 === 0;
        await kill(async () => {
          anna.desk.mute(anna.id, isMuted);
          await world.clock.advance(15_000); // time of the desks; the broker connections use real time
        });
        await until(() => expect(ben.view?.remote.mute).toBe(isMuted));
        expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
      }
      await talk(5);
      const generation = anna.view?.numbers.generation ?? 0;
      anna.desk.networkChanged('lost'); // makes an ICE restart, and new keys with it
      await until(() => expect([anna.phase, ben.view?.numbers.generation]).toEqual(['live', generation + 1]));
      await talk(5);
      ben.hangUp();
      await until(() => expect(anna.reason).toBe('peer-hung-up'));
    }),
  120_000,
);
