// Proves the archive that a person unpacks: its program runs from the unpacked folder, through its launcher, as that
// person.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commandAs } from '../../desktop/account.ts';
import type { Desktop } from '../../desktop/desktop.ts';
import { hold } from './hold.ts';
import { proveRefusal, proveRunning } from './running.ts';

/** Unpacks `archive` as the desktop's user, and proves that its program refuses a debugger and runs. */
export async function proveArchive(desktop: Desktop, archive: string): Promise<void> {
  const folder = desktop.folder('archive');
  const [program, ...args] = commandAs(desktop.account, ['/usr/bin/tar', '-xz', '-C', folder]);
  execFileSync(program ?? '', [...args, '--file', '-'], {
    input: readFileSync(archive),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const [name, ...others] = readdirSync(folder);
  hold(name !== undefined && others.length === 0, `the archive unpacks to one folder (${name ?? ''})`);
  const launcher = path.join(folder, name ?? '', 'siegel');
  await proveRefusal(desktop, launcher);
  await proveRunning(desktop, launcher, `${launcher}-app`);
}
