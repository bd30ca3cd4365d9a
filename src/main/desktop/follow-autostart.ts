// Switches starting at login on or off, as the person or policy has chosen. Before the vault is open nobody knows what
// the person wants, so only policy counts.
import { homedir } from 'node:os';
import { app } from 'electron';
import type { SettingsOf } from '../policy/settings.ts';
import type { Log } from '../log.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { ownInstallation } from '../update/program-updates.ts';
import { programOf, systemAutostart } from './autostart.ts';

/** What is followed. */
export interface AutostartParts {
  readonly settings: Pick<SettingsOf, 'read' | 'onChange'>;
  readonly policy: Pick<PolicyInForce, 'lockOf'>;
  /** Whether the vault is open. */
  readonly isOpen: () => boolean;
}

/** Follows the setting from here on. Call this only if the program is installed and runs in its default profile. */
export function followAutostart({ settings, policy, isOpen }: AutostartParts, log: Log): void {
  const program = programOf(ownInstallation(true), process.execPath);
  const autostart = systemAutostart(process, homedir(), [program, '--hidden'], app);
  let last: boolean | undefined;
  const follow = (): void => {
    if (!isOpen() && policy.lockOf('StartAtLogin') === undefined) return;
    const { startAtLogin } = settings.read();
    if (startAtLogin === last) return;
    last = startAtLogin;
    if (autostart(startAtLogin) === 'failed') log.error('starting at login could not be changed');
  };
  follow();
  settings.onChange(follow);
}
