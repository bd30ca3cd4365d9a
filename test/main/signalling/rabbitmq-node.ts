// One RabbitMQ node with the files of the administrator's guide, and the port mapper that nodes share.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { guideCommand, guideRecipe } from '../../../tools/guide-recipe.ts';
import { untilOpen } from './child-broker.ts';

/** Debian's server, not the wrapper, which is for the system's own broker. */
export const RABBITMQ_SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';
/** Why RabbitMQ cannot be tested; undefined if it can. */
export const rabbitIsMissing = existsSync(RABBITMQ_SERVER) ? undefined : 'rabbitmq-server is not installed';

interface Definitions {
  readonly users: readonly unknown[];
  readonly vhosts: readonly unknown[];
  readonly permissions: readonly unknown[];
  readonly topic_permissions: readonly unknown[];
}

/** The properties of RabbitMQ that the contract asks for. */
export const RABBIT_TRAITS = {
  bindsIds: false,
  bindsNames: true,
  hasRetainedByWildcard: false,
  storesLater: true,
} as const;

/** Where one node stores its files and listens; nodes of one folder share its cookie, its users and its plugins. */
export interface NodePlace {
  readonly folder: string;
  readonly name: string;
  readonly port: number;
  readonly mapperPort: number;
  readonly nodePort: number;
}

/** The guide's definitions for one device, repeated for each of these devices. */
export function definitionsOf(devices: readonly string[]): string {
  const text = guideRecipe('/etc/rabbitmq/siegel/definitions.json');
  const each = devices.map((device) => JSON.parse(text.replaceAll('DEVICE', device)) as Definitions);
  return JSON.stringify({
    users: each.flatMap((one) => one.users),
    vhosts: each[0]?.vhosts,
    permissions: each.flatMap((one) => one.permissions),
    topic_permissions: each.flatMap((one) => one.topic_permissions),
  });
}

/**
 * Writes the guide's files for this node, followed by `more` lines of configuration; returns the environment that makes
 * the server read them.
 */
export function installNode(
  { folder, name, port, mapperPort, nodePort }: NodePlace,
  authorityFolder: string,
  more = '',
): Readonly<Record<string, string>> {
  const [log, file] = [join(folder, `log-${port}`), join(folder, `rabbitmq-${port}.conf`)];
  mkdirSync(log);
  writeFileSync(join(folder, 'enabled_plugins'), guideRecipe('/etc/rabbitmq/enabled_plugins'));
  const config = guideRecipe('/etc/rabbitmq/rabbitmq.conf')
    .replaceAll('/etc/rabbitmq/siegel/roots.pem', join(authorityFolder, 'authority.pem'))
    .replaceAll('/etc/rabbitmq/siegel/server.', join(authorityFolder, 'server.'))
    .replaceAll('/etc/rabbitmq/siegel/', `${folder}/`)
    .replace(/^(mqtt\.listeners\.ssl\.default) = \d+$/m, `$1 = 127.0.0.1:${port}`);
  writeFileSync(file, config + more);
  return {
    HOME: folder,
    ERL_EPMD_PORT: String(mapperPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: name,
    RABBITMQ_DIST_PORT: String(nodePort),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: log,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_CONFIG_FILE: file,
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'none.config'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'none.conf'),
  };
}

/** A port mapper of our own, so that no RabbitMQ of this machine is touched. */
export async function portMapper(port: number): Promise<ChildProcess> {
  const mapper = spawn('epmd', ['-port', String(port), '-address', '127.0.0.1'], { stdio: 'ignore' });
  await untilOpen(port, mapper);
  return mapper;
}

/**
 * Runs a shell command with the environment of a node, so that its `rabbitmqctl` speaks to that node; returns what it
 * prints, and throws if it fails.
 */
export function runAtNode(
  env: Readonly<Record<string, string>>,
  command: string,
  more: Readonly<Record<string, string>> = {},
): string {
  // Not Debian's wrapper, which asks the system's broker.
  const path = `${dirname(RABBITMQ_SERVER)}:${process.env['PATH'] ?? ''}`;
  return execFileSync('sh', ['-c', command], { env: { ...env, ...more, PATH: path }, stdio: 'pipe', encoding: 'utf8' });
}

/** The guide's command that makes one more device known to a running broker, with the files of this folder. */
export function admitCommand(folder: string): string {
  writeFileSync(join(folder, 'device.json'), guideRecipe('/etc/rabbitmq/siegel/definitions.json'));
  return guideCommand('brokers', 'sed')
    .replaceAll('/etc/rabbitmq/siegel/definitions.json', join(folder, 'device.json'))
    .replaceAll('/run/siegel-device.json', join(folder, 'one-device.json'));
}
