// Calls over real links and brokers whose broker changes, dies or is gone for good while people talk: media need none, so the call
// goes on, and what has to be said goes by whatever broker there is.
import { expect, onTestFinished, test } from 'vitest';
import { userTag } from '../../src/core/keys/address.ts';
import { embedded } from '../main/signalling/test-broker.ts';
import { linked } from './support/linked.ts';

async function broker() {
  const made = await embedded('tcp');
  onTestFinished(made.stop);
  return { ...made, url: made.target('').url };
}

test('policy names another broker, one dies, all die: people talk on, and hang up by the broker that is there', async () => {
  const [one, two, three] = [await broker(), await broker(), await broker()];
  const { anna, ben, linkOf, follow, online, until, talk } = await linked();
  follow({ BrokerUrl: one.url });
  await online(one.url);
  for (const person of [anna, ben]) {
    expect(await linkOf(person).publishList(userTag(person.address), person.list.payload)).toBe('sent');
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
  await until(() => expect(linkOf(anna).view().kind).not.toBe('online'));
  await talk(120);

  await three.restart();
  for (const person of [anna, ben]) linkOf(person).retryNow();
  await online(three.url);
  anna.hangUp();
  await until(() => expect(ben.reason).toBe('peer-hung-up'));
}, 60_000);
