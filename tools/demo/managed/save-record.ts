// Saves the security record as the person does: with the button, then with the system's own dialog for a file name.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { de } from '../../../src/text/page/de.ts';
import type { en } from '../../../src/text/page/en.ts';
import type { Machine } from './machine.ts';

const PATIENCE_MS = 20_000;

// The dialog belongs to GTK, which is invisible to assistive technology while Chromium is connected, so it is found by
// its title.
const TITLE = '^(Sicherheitsprotokoll speichern|Save the security record)';

/** Saves the security record in the person's home and returns the path; rejects if no file appears within 20 s. */
export async function saveRecord(machine: Machine, text: typeof de | typeof en): Promise<string> {
  const file = path.join(machine.desktop.env['HOME'] ?? '', 'sicherheitsprotokoll.jsonl');
  await machine.screen.press({ role: 'button', name: text.record.save });
  await machine.window(TITLE);
  machine.key('ctrl+a'); // the dialog selects the name without its extension
  machine.write(file);
  machine.key('Return');
  const deadline = Date.now() + PATIENCE_MS;
  while (!existsSync(file)) {
    if (Date.now() > deadline) throw new Error('the record was not saved');
    await wait(100);
  }
  await machine.screen.find({ role: 'static', name: text.record.saved });
  return file;
}
