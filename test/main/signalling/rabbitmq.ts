// Debian's RabbitMQ with the configuration of the administrator's guide, in a folder of its own with a node name, ports
// and a port mapper of its own: no RabbitMQ of this machine is touched.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { theAuthority } from './authority.ts';
import { brokerFolder, childBroker } from './child-broker.ts';
import {
  admitCommand,
  definitionsOf,
  installNode,
  portMapper,
  RABBIT_TRAITS,
  RABBITMQ_SERVER,
  runAtNode,
} from './rabbitmq-node.ts';
import { type TestBroker } from './test-broker.ts';
import { freePort } from '../../../tools/network/free-port.ts';

/** A RabbitMQ that a test controls. */
export interface RabbitBroker extends TestBroker {
  /** Makes one more device known to the running broker, by the guide's command. */
  readonly admit: (device: string) => void;
}

/** RabbitMQ by `mqtts` with a certificate per device; only these devices are its users. */
export async function rabbitmq(devices: readonly string[]): Promise<RabbitBroker> {
  const folder = brokerFolder('rabbitmq');
  const [port, mapperPort, nodePort] = [await freePort(), await freePort(), await freePort()];
  const authority = theAuthority();
  writeFileSync(join(folder, 'definitions.json'), definitionsOf(devices));
  const place = { folder, name: `siegel-${port}@localhost`, port, mapperPort, nodePort };
  const env = installNode(place, authority.folder);
  const mapper = await portMapper(mapperPort);
  const target = (device: string) => ({ device, url: `mqtts://127.0.0.1:${port}`, tls: authority.tlsOf(device) });
  const broker = await childBroker({ folder, port, program: RABBITMQ_SERVER, args: [], env }, target);
  return {
    ...broker,
    ...RABBIT_TRAITS,
    admit: (device) => {
      // On a slow machine the port listens before the node has started, and until then it refuses the guide's command.
      runAtNode(env, 'rabbitmqctl await_startup');
      runAtNode(env, admitCommand(folder), { DEVICE: device });
    },
    stop: async () => {
      await broker.stop();
      mapper.kill('SIGKILL');
    },
  };
}
