// What a refused start leaves behind: a sentence for the person who tried, and a line for the security record, which is
// sealed and so can only be written by a later start. The line holds a time and a name from the closed lists, never a
// value.
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** One sentence on why the program does not start and what to do, with the name of the switch or variable. */
export function refusalSentence(name: string, language: Language): string {
  const { ofSwitch, ofVariable } = refusedStartTexts[language];
  return refusedVariables.includes(name) ? ofVariable(name) : ofSwitch(name);
}

/**
 * Leaves a line for the security record in the profile `folder`. A failure to write is ignored: the start is refused
 * anyway.
 */
export function noteRefusedStart(folder: string, start: RefusedStart): void {
  const file = join(folder, FILE);
  try {
    const known = readRefused(file);
    if (known.length >= MOST) return;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    rmSync(file, { force: true }); // even if it is a link: nothing is written through one
    writeFileSync(file, JSON.stringify([...known, start]), { mode: 0o600, flag: 'wx' });
  } catch {
    // a full or closed disk does not make the start less refused
  }
}

/** The refused starts that were not taken yet, oldest first. Anything malformed is ignored and removed. */
export function takeRefusedStarts(folder: string): readonly RefusedStart[] {
  const file = join(folder, FILE);
  const known = readRefused(file);
  try {
    rmSync(file, { force: true });
  } catch {
    return []; // otherwise each start would report them again
  }
  return known;
}

function readRefused(file: string): readonly RefusedStart[] {
  try {
    if (!existsSync(file) || !lstatSync(file).isFile() || lstatSync(file).size > MAX_BYTES) return [];
    const kept = v.safeParse(Kept, JSON.parse(readFileSync(file, 'utf8')));
    return kept.success ? kept.output : [];
  } catch {
    return [];
  }
}
