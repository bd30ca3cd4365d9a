// The keyboard of a desktop, and the keys that a person assigns to actions of the program.
import { execFileSync } from 'node:child_process';
import { en } from '../../src/text/page/en.ts';
import type { Desktop } from './desktop.ts';
import type { Person } from './person.ts';

/** Presses keys on the desktop's keyboard, whichever program is in front: `ctrl+alt+m`. */
export function pressKeys(desktop: Desktop, keys: string): void {
  execFileSync('xdotool', ['key', keys], { env: { ...process.env, ...desktop.env } });
}

/** Holds keys down on the desktop's keyboard. The returned function releases them. */
export function holdKeys(desktop: Desktop, keys: string): () => void {
  const all = keys.split('+');
  const run = (what: 'keydown' | 'keyup', each: readonly string[]): void =>
    void execFileSync(
      'xdotool',
      each.flatMap((key) => [what, key]),
      { env: { ...process.env, ...desktop.env } },
    );
  run('keydown', all);
  return () => run('keyup', all.toReversed());
}

/** Sets the key of this action in the settings. */
export async function setGlobalKey(person: Person, act: keyof typeof en.keys.globalAct, chord: string): Promise<void> {
  const main = await person.window('main');
  await main.getByRole('tab', { name: 'Settings' }).click();
  await main.getByRole('button', { name: `Set the key: ${en.keys.globalAct[act]}` }).click();
  await main.keyboard.press(chord);
}
