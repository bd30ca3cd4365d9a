// Calls over real links and brokers whose broker changes, dies or is gone for good while people talk: media need none, so the call
// goes on, and what has to be said goes by whatever broker there is.
import { expect, onTestFinished, test, vi } from 'vitest';
import { unwrap } from '../../src/core/assert.ts';
import { userTag } from '../../src/core/keys/address.ts';
import type { PolicyValues } from '../../src/core/policy/table.ts';
import { createLink, type Link } from '../../src/main/signalling/link.ts';
import { linkTargetOf } from '../../src/main/signalling/link-target.ts';
import { defaultPolicyValues } from '../../src/main/policy/policy-in-force.ts';
import { embedded, quiet } from '../main/signalling/test-broker.ts';
import { realClock, systemRandom } from '../main/signalling/test-clock.ts';
import { type Person, talkFor, World } from './support/world.ts';

/** Two people whose desks hang on real links, as one policy has them. */
async function linked() {
  const world = new World();
  const links = new Map<string, Link>();
  vi.spyOn(world.broker, 'connect').mockImplementation((device) => {
    const link = createLink({ clock: realClock(), random: systemRandom, log: quiet });
    onTestFinished(() => link.close());
    links.set(device, link);
    return link;
  });
  const [anna, ben] = [world.person('anna@a.example'), world.person('ben@b.example')];
  const linkOf = ({ device }: Person): Link => unwrap(links.get(device), 'a person has a link');
  /** Time of the desks passes with real time until this holds. */
  const until = (check: () => void): Promise<void> =>
    vi.waitFor(
      async () => {
        await world.clock.advance(20);
        check();
      },
      { timeout: 20_000, interval: 10 },
    );
  const follow = (policy: Partial<PolicyValues>): void => {
    for (const { device } of [anna, ben]) {
      const target = linkTargetOf({
        device,
        settings: { brokerUrl: '', brokerUsername: '' },
        password: '',
        embedded: { kind: 'stopped' },
        policy: { ...defaultPolicyValues(), ...policy },
        isLocked: true,
        clientCertificate: () => undefined,
        tunnel: () => Promise.resolve(undefined),
      });
      expect(target && links.get(device)?.open(target)).toBe('opening');
    }
  };
  const online = (url: string): Promise<void> =>
    until(() => {
      for (const link of links.values()) expect(link.view()).toMatchObject({ kind: 'online', url });
    });
  /** Both talk for so long, and each hears every frame of the other. */
  const talk = async (seconds: number): Promise<void> => {
    const before = [anna, ben].map(({ page }) => page.worker.opened[0]);
    await talkFor(world, seconds, anna, ben);
    const heard = [anna, ben].map(({ page }, i) => page.worker.opened[0] - (before[i] ?? 0));
    expect(heard).toEqual([seconds, seconds]);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  };
  return { world, anna, ben, linkOf, follow, online, until, talk };
}

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
