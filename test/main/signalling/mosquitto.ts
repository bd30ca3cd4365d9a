// Debian's Mosquitto with the configuration of the administrator's guide: a certificate per device, or a password per
// device.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { theAuthority } from './authority.ts';
import { brokerFolder, type ChildBroker, childBroker } from './child-broker.ts';
import { guideRecipe } from '../../../tools/guide-recipe.ts';
import { freePort } from '../../../tools/network/free-port.ts';

export const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'].find(
  (path) => existsSync(path),
);

const FILES = {
  mqtts: '/etc/mosquitto/conf.d/siegel.conf',
  wss: '/etc/mosquitto/conf.d/siegel-passwords.conf',
} as const;

/** Lines that are added to the guide's configuration and access list for one Mosquitto. */
export interface Addition {
  readonly config?: string;
  readonly acl?: string;
}

/** Mosquitto: `mqtts` with a certificate per device, or `wss` with a password per device. */
export async function mosquitto(
  by: 'mqtts' | 'wss',
  devices: readonly string[],
  more: Addition = {},
): Promise<ChildBroker> {
  const folder = brokerFolder('mosquitto');
  const port = await freePort();
  const authority = theAuthority();
  const acl = guideRecipe('/etc/mosquitto/siegel/siegel.acl') + (more.acl ?? '');
  writeFileSync(join(folder, 'siegel.acl'), acl, { mode: 0o600 });
  const config = guideRecipe(FILES[by])
    .replaceAll('/etc/mosquitto/siegel/roots.pem', join(authority.folder, 'authority.pem'))
    .replaceAll('/etc/mosquitto/siegel/server.', join(authority.folder, 'server.'))
    .replaceAll('/etc/mosquitto/siegel/', `${folder}/`)
    .replaceAll('/var/lib/mosquitto/', `${folder}/`)
    .replace(/^listener \d+$/m, `listener ${port} 127.0.0.1`);
  const asRoot = process.getuid?.() === 0 ? 'user root\n' : '';
  writeFileSync(join(folder, 'config'), asRoot + config + (more.config ?? ''));
  if (by === 'wss') {
    const passwords = join(folder, 'passwords');
    writeFileSync(passwords, '', { mode: 0o600 });
    for (const device of devices) {
      execFileSync('mosquitto_passwd', ['-b', passwords, device, `password of ${device}`], { stdio: 'pipe' });
    }
  }
  const url = `${by}://127.0.0.1:${port}`;
  const passwordOf = (device: string) => ({ text: `password of ${device}`, places: [url] });
  const target = (device: string) => ({
    device,
    url,
    ...(by === 'mqtts'
      ? { tls: authority.tlsOf(device) }
      : { tls: { roots: [authority.root] }, username: device, password: passwordOf(device) }),
  });
  const program = MOSQUITTO ?? 'mosquitto';
  return childBroker({ folder, port, program, args: ['-c', join(folder, 'config')] }, target);
}
