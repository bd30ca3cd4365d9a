// Two people whose desks use real links, for tests with real brokers. The test still controls the time of the desks.
import { expect, onTestFinished, vi } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import type { PolicyValues } from '../../../src/core/policy/table.ts';
import { createLink, type Link } from '../../../src/main/signalling/link.ts';
import { linkTargetOf } from '../../../src/main/signalling/link-target.ts';
import { defaultPolicyValues } from '../../../src/main/policy/policy-in-force.ts';
import { quiet } from '../../main/signalling/test-broker.ts';
import { realClock, systemRandom } from '../../main/signalling/test-clock.ts';
import { type Person, talkFor, World } from './world.ts';

/** Two people whose desks hang on real links, as one policy has them. */
export async function linked() {
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
        password: undefined,
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
