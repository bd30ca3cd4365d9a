// Push to talk in a whole call: what the other person hears and sees while a muted person holds a key.
import { expect, test } from 'vitest';
import { hold, passes } from './support/hold.ts';
import { inCall } from './support/world.ts';

test('a muted person is heard while a key is held, and the peer sees the mute end and return', async () => {
  const { world, anna, ben } = await inCall();
  anna.desk.mute(anna.id, true);
  await world.clock.until('Ben sees the mute', () => ben.view?.remote.mute === true);
  anna.desk.talk(anna.id, 'window');
  expect(anna.view).toMatchObject({ talks: true, local: { mute: false } });
  expect([anna.page.isSending.microphone, passes(anna)]).toEqual([true, true]);
  await world.clock.until('Ben sees no mute', () => ben.view?.remote.mute === false);
  anna.desk.talkOver('desktop', anna.id); // another key
  expect(anna.page.isSending.microphone).toBe(true);
  anna.desk.talkOver('window', anna.id);
  expect([anna.page.isSending.microphone, anna.view?.local.mute, anna.view?.talks]).toEqual([false, true, undefined]);
  await world.clock.until('Ben sees the mute', () => ben.view?.remote.mute === true);
});

test('a screen lock, a hold, a page crash or the end of all talking mutes a person who talks with a held key', async () => {
  const { anna } = await inCall();
  anna.desk.mute(anna.id, true);
  const ends = [
    () => anna.desk.screenLocked(),
    () => hold(anna),
    () => anna.desk.pageLost(anna.id),
    () => anna.desk.talkOver(),
  ];
  for (const end of ends) {
    anna.desk.talk(anna.id, 'desktop');
    expect(anna.view?.talks).toBe(true);
    end();
    expect(anna.view).toMatchObject({ local: { mute: true } });
    expect(anna.view?.talks).toBeUndefined();
    hold(anna, false);
    expect(anna.view?.local.mute).toBe(true);
  }
});

test('a push-to-talk key does nothing in an ended or unknown call', async () => {
  const { anna } = await inCall();
  anna.desk.mute(anna.id, true);
  anna.desk.talk('f'.repeat(32), 'window');
  expect(anna.view?.talks).toBeUndefined();
  anna.desk.talk(anna.id, 'window');
  anna.desk.hangUp(anna.id);
  anna.desk.talk(anna.id, 'window');
  expect(anna.view?.talks).toBeUndefined();
});
