// Debian's RabbitMQ with the configuration of the administrator's guide, in a folder of its own with a node name, ports and a
// port mapper of its own: no RabbitMQ of this machine is touched.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { theAuthority } from './authority.ts';
import { brokerFolder, childBroker, untilOpen } from './child-broker.ts';
import { guideCommand, guideRecipe } from '../../../tools/guide-recipe.ts';
import { freePort, type TestBroker } from './test-broker.ts';

const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';
export const RABBITMQ = existsSync(SERVER) ? SERVER : undefined;

interface Definitions {
  readonly users: readonly unknown[];
  readonly vhosts: readonly unknown[];
  readonly permissions: readonly unknown[];
  readonly topic_permissions: readonly unknown[];
}

// What the guide gives for one device, for each of these.
function definitionsOf(devices: readonly string[]): string {
  const text = guideRecipe('/etc/rabbitmq/siegel/definitions.json');
  const each = devices.map((device) => JSON.parse(text.replaceAll('DEVICE', device)) as Definitions);
  return JSON.stringify({
    users: each.flatMap((one) => one.users),
    vhosts: each[0]?.vhosts,
    permissions: each.flatMap((one) => one.permissions),
    topic_permissions: each.flatMap((one) => one.topic_permissions),
  });
}

/** RabbitMQ in the hand of a test. */
export interface RabbitBroker extends TestBroker {
  /** Makes one more device known to it while it runs, by the guide's command. */
  readonly admit: (device: string) => void;
}

/** RabbitMQ by `mqtts` with a certificate per device; only these devices are its users. */
export async function rabbitmq(devices: readonly string[]): Promise<RabbitBroker> {
  const folder = brokerFolder('rabbitmq');
  const [port, mapperPort, nodePort] = [await freePort(), await freePort(), await freePort()];
  const authority = theAuthority();
  mkdirSync(join(folder, 'log'));
  writeFileSync(join(folder, 'definitions.json'), definitionsOf(devices));
  writeFileSync(join(folder, 'device.json'), guideRecipe('/etc/rabbitmq/siegel/definitions.json'));
  writeFileSync(join(folder, 'enabled_plugins'), guideRecipe('/etc/rabbitmq/enabled_plugins'));
  const config = guideRecipe('/etc/rabbitmq/rabbitmq.conf')
    .replaceAll('/etc/rabbitmq/siegel/roots.pem', join(authority.folder, 'authority.pem'))
    .replaceAll('/etc/rabbitmq/siegel/server.', join(authority.folder, 'server.'))
    .replaceAll('/etc/rabbitmq/siegel/', `${folder}/`)
    .replace(/^(mqtt\.listeners\.ssl\.default) = \d+$/m, `$1 = 127.0.0.1:${port}`);
  writeFileSync(join(folder, 'rabbitmq.conf'), config);
  const env = {
    HOME: folder,
    ERL_EPMD_PORT: String(mapperPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `siegel-${port}@localhost`,
    RABBITMQ_DIST_PORT: String(nodePort),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'none.config'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'none.conf'),
  };
  const mapper: ChildProcess = spawn('epmd', ['-port', String(mapperPort), '-address', '127.0.0.1'], {
    stdio: 'ignore',
  });
  await untilOpen(mapperPort, mapper);
  const target = (device: string) => ({ device, url: `mqtts://127.0.0.1:${port}`, tls: authority.tlsOf(device) });
  const broker = await childBroker({ folder, port, program: SERVER, args: [], env }, target);
  return {
    ...broker,
    bindsIds: false,
    bindsNames: true,
    hasRetainedByWildcard: false,
    admit: (device) => {
      const command = guideCommand('brokers', 'sed')
        .replaceAll('/etc/rabbitmq/siegel/definitions.json', join(folder, 'device.json'))
        .replaceAll('/run/siegel-device.json', join(folder, 'one-device.json'));
      const path = `${dirname(SERVER)}:${process.env['PATH'] ?? ''}`; // not Debian's wrapper, which asks the system's broker
      execFileSync('sh', ['-c', command], { env: { ...env, PATH: path, DEVICE: device }, stdio: 'pipe' });
    },
    stop: async () => {
      await broker.stop();
      mapper.kill('SIGKILL');
    },
  };
}
