// The people of the devices scene, the network of each of their machines, and how their Siegels are started.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Desktop } from '../../desktop/desktop.ts';
import { launchSiegel } from '../../desktop/launch.ts';
import { Person } from '../../desktop/person.ts';
import type { Lab } from './lab.ts';

/** Address and name of the two people. */
export const people = {
  anna: { address: 'anna@demo.example', name: 'Anna Amsel' },
  bert: { address: 'bert@demo.example', name: 'Bert Buche' },
} as const;

/** The three devices, by their names in pictures and report, with the network of each. */
export const devices = {
  'anna-laptop': 'alice',
  'bert-desk': 'bob',
  'bert-ward': 'bob',
} as const;
export type DeviceName = keyof typeof devices;

/**
 * Starts Siegel for the first time under this `profile`, with the policies of the lab and in the network of this
 * device. Returns the person at the device.
 */
export async function startDevice(
  desktop: Desktop,
  lab: Lab,
  name: DeviceName,
  profile: string = name,
): Promise<Person> {
  const folder = desktop.folder(`policy-${profile}`);
  const managed = path.join(folder, 'managed');
  mkdirSync(managed);
  for (const one of [folder, managed]) chmodSync(one, 0o755);
  writeFileSync(path.join(managed, '50-site.json'), JSON.stringify(lab.policies), { mode: 0o644 });
  const args = ['--language=en', `--policy-folder=${folder}`];
  const within = lab.inNetworkOf(devices[name]);
  return new Person(name, await launchSiegel(desktop, { profile, args, within }));
}
