// People with the real desks of the product on real broker connections, who call while nodes die. Only the page, the
// sound and the clock of the desks are faked.
import { setTimeout as wait } from 'node:timers/promises';
import { payloadOf } from '../../../src/core/keys/chain.ts';
import { unwrap } from '../../../src/core/assert.ts';
import type { ConnectionView } from '../../../src/contract/connection-view.ts';
import { publishHint } from '../../../src/main/devices/own-hint.ts';
import { createBrokerConnection, type BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { type Person, World } from '../../flows/support/world.ts';
import type { RabbitCluster } from '../../main/signalling/rabbitmq-cluster.ts';
import { quiet } from '../../main/signalling/test-broker.ts';
import { realClock, systemRandom } from '../../main/signalling/test-clock.ts';
import { registering } from './crowd.ts';

/**
 * The stage of a call in which the node dies; `before`: just before the call is placed; `caller back`: it is placed as
 * soon as the caller is at the next node.
 */
export const MOMENTS = ['before', 'caller back', 'placed', 'ringing', 'answered', 'live', 'hung up'] as const;
export type Moment = (typeof MOMENTS)[number];

const PATIENCE_MS = 45_000;
const STEP_MS = 10;

/**
 * Ben and his callers: Anna, whom he knows, or, unless `strangers` is 0, that many people in turn who have never read
 * his address. All broker connections are off until `open`.
 */
export function createCallers(strangers: number) {
  const world = new World();
  const connections = new Map<string, BrokerConnection>();
  // Desks have a clock of their own, which runs at the same speed.
  const inDeskTime = (view: ConnectionView): ConnectionView =>
    view.kind === 'online' ? { ...view, since: view.since + world.clock.nowMs() - Date.now() } : view;
  world.broker.connect = (device) => {
    const connection = createBrokerConnection({ clock: realClock(), random: systemRandom, log: quiet });
    connections.set(device, connection);
    return { ...connection, view: () => inDeskTime(connection.view()) };
  };
  const ben = world.person('ben@b.example');
  const calling = Array.from({ length: Math.max(1, strangers) }, (_, n) => world.person(`anna${n}@a.example`));
  const [first] = calling;
  if (strangers === 0 && first !== undefined) {
    first.meet(ben);
    ben.meet(first);
  }
  const connectionOf = ({ device }: Person): BrokerConnection =>
    unwrap(connections.get(device), 'a person has a connection');
  const isOnline = (person: Person): boolean => connectionOf(person).view().kind === 'online';

  let lastMs = performance.now();
  /**
   * Lets the desks' time catch up with real time and follow it until `check` holds; false if it does not hold in 45 s.
   */
  async function until(check: () => boolean): Promise<boolean> {
    const untilMs = performance.now() + PATIENCE_MS;
    while (!check()) {
      if (performance.now() > untilMs) return false;
      await wait(STEP_MS);
      const nowMs = performance.now();
      await world.clock.advance(Math.round(nowMs - lastMs));
      lastMs = nowMs;
    }
    return true;
  }

  return {
    devices: [ben, ...calling].map(({ device }) => device),
    connections: () => [ben, ...calling].map(connectionOf),
    until,
    open: (cluster: RabbitCluster): void => {
      for (const person of [ben, ...calling]) {
        const { address, chain, device } = person;
        const connection = connectionOf(person);
        // The hint follows the chain, as in the program. Somebody who does not know the person finds them only by it.
        registering(connection, device, address, payloadOf(chain), () => publishHint(connection, address, [device]));
        connection.open(cluster.target(device, 0, 1, 2));
      }
    },
    /** Makes one call to its end and calls `kill` at stage `moment`. Returns what failed to happen, or undefined. */
    call: async (number: number, moment: Moment, kill: () => void): Promise<string | undefined> => {
      const anna = unwrap(calling[number % calling.length], 'somebody calls');
      const die = (now: Moment): void => {
        if (now === moment) kill();
      };
      const phases = (): string => `${anna.phase} ${anna.reason ?? ''}, ${ben.phase} ${ben.reason ?? ''}`;
      const failed = (what: string): string => `call with a death when ${moment}: ${what} (${phases()})`;
      die('before');
      if (moment === 'caller back') {
        kill();
        await until(() => !isOnline(anna));
        await until(() => isOnline(anna));
      }
      anna.place(ben);
      die('placed');
      await until(() => ben.phase === 'ringing' || anna.phase === 'ended');
      if (ben.phase !== 'ringing') return failed('it does not ring');
      die('ringing');
      ben.answer();
      die('answered');
      if (!(await until(() => anna.phase === 'live' && ben.phase === 'live'))) return failed('it is not live');
      if (anna.code !== ben.code) return failed('the codes differ');
      die('live');
      anna.desk.mute(anna.id, true);
      if (!(await until(() => ben.view?.remote.mute === true))) return failed('muting is not announced');
      ben.hangUp();
      die('hung up');
      if (!(await until(() => anna.phase === 'ended'))) return failed('the end is not announced');
      const reason = anna.reason;
      for (const person of [anna, ben]) person.desk.dismiss(person.id);
      return reason === 'peer-hung-up' ? undefined : failed(`it ended as ${reason ?? 'nothing'}`);
    },
    end: async (): Promise<void> => {
      await Promise.all([...connections.values()].map((connection) => connection.close()));
    },
  };
}
