// The person of the benches that start programs without a driver. The profile is set up through the windows, as
// everybody's is.
import type { ChildProcess } from 'node:child_process';
import { spawnAs } from '../../../tools/desktop/account.ts';
import type { Desktop } from '../../../tools/desktop/desktop.ts';
import { endAtOnce, launchSiegel } from '../../../tools/desktop/launch.ts';
import { Person } from '../../../tools/desktop/person.ts';

const CONTACTS = 5;
const PATIENCE_MS = 30_000;

/** The name of the first contact in the list. */
export const FIRST_CONTACT = 'Person 0';

/**
 * Makes the profile of somebody with five contacts; `look` sees the windows before they are closed. Returns the folder
 * of the profile.
 */
export async function setUpSomebody(
  desktop: Desktop,
  args: readonly string[],
  look: (person: Person) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const profile = 'somebody';
  const person = new Person(profile, await launchSiegel(desktop, { profile, args }));
  await person.setUp('emil@bench.example', 'Emil');
  for (let at = 0; at < CONTACTS; at++) await person.addContact(`person-${at}@bench.example`, `Person ${at}`);
  await look(person);
  await person.app.close();
  return desktop.folder(profile);
}

/** Starts `executable` as the account of this desktop, with `args` and without the GPU. */
export function startAlone(desktop: Desktop, executable: string, args: readonly string[]): ChildProcess {
  return spawnAs(desktop.account, [executable, '--disable-gpu', ...args], desktop.env, 'ignore');
}

/**
 * Waits until the tooltip of the tray icon of `child` contains this text. If it does not within 30 s, ends the program
 * and throws.
 */
export async function untilTraySays(desktop: Desktop, child: ChildProcess, tooltip: string): Promise<void> {
  try {
    await desktop.tray.waitFor(child.pid ?? 0, (look) => look.tooltip.includes(tooltip), PATIENCE_MS);
  } catch (error) {
    await endAtOnce(child);
    throw error;
  }
}
