// Two people whose desks use real broker connections, for tests with real brokers. The test still controls the time of
// the desks.
import { expect, onTestFinished, vi } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import type { PolicyValues } from '../../../src/core/policy/table.ts';
import { createBrokerConnection, type BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { brokerTargetOf } from '../../../src/main/signalling/broker-target.ts';
import { defaultPolicyValues } from '../../../src/main/policy/policy-in-force.ts';
import { quiet } from '../../main/signalling/test-broker.ts';
import { realClock, systemRandom } from '../../main/signalling/test-clock.ts';
import { type Person, talkFor, World } from './world.ts';

/** Two people whose desks use real broker connections under one policy. */
export async function linked() {
  const world = new World();
  const connections = new Map<string, BrokerConnection>();
  vi.spyOn(world.broker, 'connect').mockImplementation((device) => {
    const connection = createBrokerConnection({ clock: realClock(), random: systemRandom, log: quiet });
    onTestFinished(() => connection.close());
    connections.set(device, connection);
    return connection;
  });
  const [anna, ben] = [world.person('anna@a.example'), world.person('ben@b.example')];
  const connectionOf = ({ device }: Person): BrokerConnection =>
    unwrap(connections.get(device), 'a person has a connection');
  /** Lets the time of the desks pass with real time until this holds. */
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
      const target = brokerTargetOf({
        device,
        settings: { brokerUrl: '', brokerUsername: '' },
        password: undefined,
        embedded: { kind: 'stopped' },
        policy: { ...defaultPolicyValues(), ...policy },
        isLocked: true,
        clientCertificate: () => undefined,
        tunnel: () => Promise.resolve(undefined),
      });
      expect(target && connections.get(device)?.open(target)).toBe('opening');
    }
  };
  const online = (url: string): Promise<void> =>
    until(() => {
      for (const connection of connections.values()) expect(connection.view()).toMatchObject({ kind: 'online', url });
    });
  /** Lets both talk for this long, and expects that each opens every frame of the other. */
  const talk = async (seconds: number): Promise<void> => {
    const before = [anna, ben].map(({ page }) => page.worker.opened[0]);
    await talkFor(world, seconds, anna, ben);
    const heard = [anna, ben].map(({ page }, i) => page.worker.opened[0] - (before[i] ?? 0));
    expect(heard).toEqual([seconds, seconds]);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  };
  return { world, anna, ben, connectionOf, follow, online, until, talk };
}
