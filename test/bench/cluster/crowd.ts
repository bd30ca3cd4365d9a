// Devices that register at a cluster, write to each other and sleep while its nodes die, and what happened to every
// acknowledged message.
import { setTimeout as wait } from 'node:timers/promises';
import { sha256 } from '@noble/hashes/sha2.js';
import { assert } from '../../../src/core/assert.ts';
import { type Bytes, toBase32, utf8 } from '../../../src/core/bytes.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { keepOwnTopic } from '../../../src/main/devices/own-topic.ts';
import { createBrokerConnection, type BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import type { RabbitCluster } from '../../main/signalling/rabbitmq-cluster.ts';
import { quiet } from '../../main/signalling/test-broker.ts';
import { realClock, systemRandom } from '../../main/signalling/test-clock.ts';

const ADDRESS = 'crowd@klinik.example';
const PAUSE_MS = 100;
const MOST_TRIES = 20;
const EXPIRY_SECONDS = 60;
const BOUNDS = { timeoutMs: 10_000, mostPayloads: 80, mostBytes: 1024 * 1024 };

/** The device with this number. */
export const deviceOf = (number: number): string => toBase32(sha256(utf8(`crowd ${String(number)}`)), 26);

interface Due {
  readonly to: Member;
  readonly text: string;
}

interface Member {
  readonly device: string;
  readonly connection: BrokerConnection;
  readonly heard: Set<string>;
}

/**
 * How many messages were acknowledged and how many were not taken, how many chains were found again, and which messages
 * and chains were lost.
 */
export interface Tally {
  acknowledged: number;
  notTaken: number;
  registrations: number;
  readonly lost: string[];
}

/**
 * Makes sure each time it connects, as the program does, that the chain is stored at the node to which the device is
 * connected. Then calls `onKept`.
 */
export function registering(
  connection: BrokerConnection,
  device: string,
  address: string,
  chain: Bytes,
  onKept: () => Promise<void> | void = () => undefined,
): void {
  const keep = async (): Promise<void> => {
    if ((await keepOwnTopic(connection, realClock(), { address, device }, chain)) === 'kept') await onKept();
  };
  connection.onView((view) => {
    if (view.kind === 'online') void keep();
  });
}

/**
 * The devices of the crowd; each `join` adds one. The first `settled` of them write to each other, and those that join
 * later only register.
 */
export function createCrowd(cluster: RabbitCluster, settled: number) {
  const members: Member[] = [];
  const tally: Tally = { acknowledged: 0, notTaken: 0, registrations: 0, lost: [] };

  /** One more device registers; returns its broker connection. */
  function join(): BrokerConnection {
    const device = deviceOf(members.length);
    const connection = createBrokerConnection({ clock: realClock(), random: systemRandom, log: quiet });
    const heard = new Set<string>();
    connection.onMessage((_from, bytes) => void heard.add(new TextDecoder().decode(bytes)));
    registering(connection, device, ADDRESS, utf8(`chain of ${device}`));
    connection.open(cluster.target(device, 0, 1, 2));
    members.push({ device, connection, heard });
    return connection;
  }

  async function write(from: Member, to: Member, text: string): Promise<Due | undefined> {
    const outcome = await from.connection.send(to.device, utf8(text), EXPIRY_SECONDS);
    if (outcome === 'sent') tally.acknowledged++;
    else tally.notTaken++;
    return outcome === 'sent' ? { to, text } : undefined;
  }

  async function registered(): Promise<void> {
    const here = members.map((member) => ({ ...member, view: member.connection.view() }));
    const urls = new Set(here.flatMap(({ view }) => (view.kind === 'online' ? [view.url] : [])));
    for (const url of urls) {
      const group = here.filter(({ view }) => view.kind === 'online' && view.url === url);
      const devices = group.map(({ device }) => device);
      let missing = devices;
      for (let tries = 0; tries < MOST_TRIES && missing.length > 0; tries++) {
        const part = await group[0]?.connection.readDirectory(userTag(ADDRESS), { devices }, BOUNDS);
        if (part !== undefined && part !== 'timeout') missing = devices.filter((device) => !part.chains.has(device));
      }
      tally.registrations += devices.length - missing.length;
      for (const device of missing) tally.lost.push(`chain of ${device}, not found at its node`);
    }
  }

  return {
    tally,
    join,
    connections: (): readonly BrokerConnection[] => members.map(({ connection }) => connection),
    /**
     * The first of the settled devices sleeps. Until `isOver` holds, every other settled device writes to the next one
     * and to the sleeper; then the sleeper wakes. An acknowledged message counts as lost if it has not arrived when
     * `until` gives up, and so does a chain that is not found at its device's node.
     */
    round: async (
      number: number,
      isOver: () => boolean,
      until: (check: () => boolean) => Promise<boolean>,
    ): Promise<void> => {
      const [sleeper, ...awake] = members.slice(0, settled);
      assert(sleeper !== undefined, 'there is somebody');
      await sleeper.connection.close();
      const writing: Promise<Due | undefined>[] = [];
      for (let n = 0; !isOver(); n++) {
        for (const [i, from] of awake.entries()) {
          const next = awake[(i + 1) % awake.length] ?? sleeper;
          writing.push(write(from, next, `round ${number}, ${i} to the next, ${n}`));
          writing.push(write(from, sleeper, `round ${number}, ${i} to the sleeper, ${n}`));
        }
        await wait(PAUSE_MS);
      }
      const due = (await Promise.all(writing)).filter((each) => each !== undefined);
      sleeper.connection.open(cluster.target(sleeper.device, 0, 1, 2));
      const unheard = (): readonly Due[] => due.filter(({ to, text }) => !to.heard.has(text));
      await until(() => unheard().length === 0 && sleeper.connection.view().kind === 'online');
      for (const { text } of unheard()) tally.lost.push(`${text}: acknowledged, but not received`);
      await registered();
    },
    end: async (): Promise<void> => {
      await Promise.all(members.map(({ connection }) => connection.close()));
    },
  };
}
