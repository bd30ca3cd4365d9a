// A RabbitMQ cluster of three nodes on one machine with the files of the administrator's guide. Each node can be killed
// and restarted on its own. Without vitest, so that a bench can use it, too.
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrokerTarget } from '../../../src/main/signalling/broker-connection.ts';
import { guideRecipe } from '../../../tools/guide-recipe.ts';
import { brokerFolder, type ChildBroker, childBroker } from './child-broker.ts';
import type { Authority } from './openssl-authority.ts';
import {
  admitCommand,
  definitionsOf,
  installNode,
  type NodePlace,
  portMapper,
  RABBIT_TRAITS,
  RABBITMQ_SERVER,
  runAtNode,
} from './rabbitmq-node.ts';
import { freePort } from '../../../tools/network/free-port.ts';

const NODES = 3;

/** A cluster that a test controls; its nodes know the same devices. */
export interface RabbitCluster {
  readonly nodes: readonly ChildBroker[];
  /** The target of a device: the number of its first node, and those of its fallbacks. */
  readonly target: (device: string, first: number, ...fallbacks: readonly number[]) => BrokerTarget;
  /** Runs a shell command whose `rabbitmqctl` controls this node; returns its output. */
  readonly run: (node: number, command: string) => string;
  /** Makes one more device known at this node, by the guide's command. */
  readonly admit: (node: number, device: string) => void;
  readonly stop: () => Promise<void>;
}

/** Starts three nodes that know these devices, with the guide's files for a cluster. */
export async function rabbitmqCluster(devices: readonly string[], authority: Authority): Promise<RabbitCluster> {
  const folder = brokerFolder('rabbitmq-cluster');
  const mapperPort = await freePort();
  writeFileSync(join(folder, 'definitions.json'), definitionsOf(devices));
  // One cookie for all, as the guide says; a node with a cookie of its own is rejected.
  writeFileSync(join(folder, '.erlang.cookie'), randomBytes(16).toString('hex'), { mode: 0o400 });
  const places: NodePlace[] = [];
  for (let n = 1; n <= NODES; n++) {
    const [port, nodePort] = [await freePort(), await freePort()];
    places.push({ folder, name: `rabbit-${n}-${port}@localhost`, port, mapperPort, nodePort });
  }
  const lines = guideRecipe('/etc/rabbitmq/conf.d/siegel-cluster.conf');
  const more = places.reduce((text, { name }, n) => text.replaceAll(`rabbit@broker-${n + 1}`, name), lines);
  const mapper = await portMapper(mapperPort);
  const urlOf = (node: number): string => `mqtts://127.0.0.1:${places[node]?.port ?? 0}`;
  const target = (device: string, first: number, ...fallbacks: readonly number[]): BrokerTarget => ({
    device,
    url: urlOf(first),
    fallbackUrls: fallbacks.map(urlOf),
    tls: authority.tlsOf(device),
  });
  const envs = places.map((place) => installNode(place, authority.folder, more));
  const start = async ({ port }: NodePlace, n: number): Promise<ChildBroker> => {
    const options = { folder, port, program: RABBITMQ_SERVER, args: [], env: envs[n] ?? {} };
    return { ...(await childBroker(options, (device) => target(device, n))), ...RABBIT_TRAITS };
  };
  const nodes = await Promise.all(places.map(start));
  return {
    nodes,
    target,
    run: (node, command) => runAtNode(envs[node] ?? {}, command),
    admit: (node, device) => void runAtNode(envs[node] ?? {}, admitCommand(folder), { DEVICE: device }),
    stop: async () => {
      await Promise.all(nodes.map((node) => node.kill()));
      mapper.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
