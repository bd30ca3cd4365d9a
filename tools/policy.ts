// `npm run policy:files`: writes the files for administrators that are made from the table of policies. A test compares
// the files in the repository with the table, so this must run after every change of the table.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { policyFiles } from './policy/files.ts';

const project = path.resolve(import.meta.dirname, '..');
for (const [name, text] of policyFiles()) {
  const file = path.join(project, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`policy: ${name}\n`);
}
