// What a refused start leaves behind: a text for the person who tried, and a note for the security record. The
// record is sealed, so only a later start can write to it, once its vault is open. The note holds a time and a name
// from the closed lists (switches.ts), never a value.
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Language } from '../../contract/view.ts';
import { refusedStartTexts } from '../../text/refused-start.ts';
import { refusedSwitches, refusedVariables } from './switches.ts';

/** A start that was refused: when (ms since 1970), and the switch or variable of the closed lists. */
export interface RefusedStart {
  readonly at: number;
  readonly name: string;
}

const FILE = 'refused-starts.json';
const MOST = 64; // further attempts add nothing
const MAX_BYTES = 16_384;
const time = v.pipe(v.number(), v.integer(), v.minValue(0));
const Kept = v.pipe(
  v.array(v.strictObject({ at: time, name: v.picklist([...refusedSwitches, ...refusedVariables]) })),
  v.maxLength(MOST),
);

/** Why the program does not start and what to do, as a text with the name of the switch or variable. */
export function refusalSentence(name: string, language: Language): string {
  const { ofSwitch, ofVariable } = refusedStartTexts[language];
  return refusedVariables.includes(name) ? ofVariable(name) : ofSwitch(name);
}

/**
 * Leaves a note for the security record in the profile `folder`. A failure to write is ignored: the start is refused
 * anyway.
 */
export function noteRefusedStart(folder: string, start: RefusedStart): void {
  const file = join(folder, FILE);
  try {
    const known = readRefused(file);
    if (known === 'unreadable' || known.length >= MOST) return;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    replace(file, [...known, start]);
  } catch {
    // a disk that is full or read-only changes nothing: the start is refused anyway
  }
}

/** The refused starts that the record may lack, oldest first. Anything malformed or unreadable counts as none. */
export function readRefusedStarts(folder: string): readonly RefusedStart[] {
  const known = readRefused(join(folder, FILE));
  return known === 'unreadable' ? [] : known;
}

/**
 * Removes these starts, which the record has by now, and anything malformed. Starts that were refused after these were
 * read stay in the file. A file that the system refuses to read stays, too.
 */
export function forgetRefusedStarts(folder: string, recorded: readonly RefusedStart[]): void {
  const file = join(folder, FILE);
  const names = new Set(recorded.map(({ at, name }) => `${at} ${name}`));
  const known = readRefused(file);
  if (known === 'unreadable') return;
  const rest = known.filter(({ at, name }) => !names.has(`${at} ${name}`));
  try {
    if (rest.length === 0) rmSync(file, { force: true });
    else replace(file, rest);
  } catch {
    // the record has these starts already, and does not record them twice if they are read again
  }
}

// Writes the file anew and renames it, so that a crash loses nothing and no symbolic link is followed.
function replace(file: string, starts: readonly RefusedStart[]): void {
  const next = `${file}.new`;
  rmSync(next, { force: true });
  writeFileSync(next, JSON.stringify(starts), { mode: 0o600, flag: 'wx' });
  renameSync(next, file);
}

function readRefused(file: string): readonly RefusedStart[] | 'unreadable' {
  let text: string;
  try {
    if (!existsSync(file) || !lstatSync(file).isFile() || lstatSync(file).size > MAX_BYTES) return [];
    text = readFileSync(file, 'utf8');
  } catch {
    return 'unreadable';
  }
  try {
    const kept = v.safeParse(Kept, JSON.parse(text));
    return kept.success ? kept.output : [];
  } catch {
    return [];
  }
}
