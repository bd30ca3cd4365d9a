// Two people with the real desks of the product on real links, who call each other while nodes die. Only page and sound are played.
import { setTimeout as wait } from 'node:timers/promises';
import { payloadOf } from '../../../src/core/keys/chain.ts';
import { unwrap } from '../../../src/core/assert.ts';
import { createLink, type Link } from '../../../src/main/signalling/link.ts';
import { type Person, World } from '../../flows/support/world.ts';
import type { RabbitCluster } from '../../main/signalling/rabbitmq-cluster.ts';
import { quiet } from '../../main/signalling/test-broker.ts';
import { realClock, systemRandom } from '../../main/signalling/test-clock.ts';
import { registering } from './crowd.ts';

/** When in a call the node dies. */
export const MOMENTS = ['placed', 'ringing', 'answered', 'live', 'hung up'] as const;
export type Moment = (typeof MOMENTS)[number];

const PATIENCE_MS = 45_000;
const STEP_MS = 10;

/** Two people who know each other; their links are off until they are opened. */
export function createCallers() {
  const world = new World();
  const links = new Map<string, Link>();
  world.broker.connect = (device) => {
    const link = createLink({ clock: realClock(), random: systemRandom, log: quiet });
    links.set(device, link);
    return link;
  };
  const [anna, ben] = [world.person('anna@a.example'), world.person('ben@b.example')];
  anna.meet(ben);
  ben.meet(anna);
  const linkOf = ({ device }: Person): Link => unwrap(links.get(device), 'a person has a link');

  let lastMs = performance.now();
  /** Time of the desks catches up with real time and goes with it until this holds; false where it does not within the patience. */
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
    devices: [anna.device, ben.device],
    links: () => [linkOf(anna), linkOf(ben)],
    until,
    open: (cluster: RabbitCluster): void => {
      for (const person of [anna, ben]) {
        registering(linkOf(person), person.device, person.address, payloadOf(person.chain));
        linkOf(person).open(cluster.target(person.device, 0, 1, 2));
      }
    },
    /** One call from the first ring to the last word, with `kill` at that moment; what did not come about, if anything. */
    call: async (moment: Moment, kill: () => void): Promise<string | undefined> => {
      const die = (now: Moment): void => {
        if (now === moment) kill();
      };
      const phases = (): string => `${anna.phase} ${anna.reason ?? ''}, ${ben.phase} ${ben.reason ?? ''}`;
      const failed = (what: string): string => `call with a death when ${moment}: ${what} (${phases()})`;
      anna.place(ben);
      die('placed');
      if (!(await until(() => ben.phase === 'ringing'))) return failed('it does not ring');
      die('ringing');
      ben.answer();
      die('answered');
      if (!(await until(() => anna.phase === 'live' && ben.phase === 'live'))) return failed('it is not live');
      if (anna.code !== ben.code) return failed('the codes differ');
      die('live');
      anna.desk.mute(anna.id, true);
      if (!(await until(() => ben.view?.remote.mute === true))) return failed('the switch is not told');
      ben.hangUp();
      die('hung up');
      if (!(await until(() => anna.phase === 'ended'))) return failed('the end is not told');
      const reason = anna.reason;
      for (const person of [anna, ben]) person.desk.dismiss(person.id);
      return reason === 'peer-hung-up' ? undefined : failed(`it ended as ${reason ?? 'nothing'}`);
    },
    end: async (): Promise<void> => {
      await Promise.all([...links.values()].map((link) => link.close()));
    },
  };
}
