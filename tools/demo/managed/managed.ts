// `npm run demo -- --auto --scene managed`: installs the package, founds an organisation, plays the scene, judges and
// reports it, and removes the package again. Needs root and apt.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { de } from '../../../src/text/page/de.ts';
import { en } from '../../../src/text/page/en.ts';
import { managedPackages } from '../../desktop/system-packages.ts';
import { prepareSystem } from '../../system.ts';
import { type Installed, installPackage } from './package.ts';
import { managedPage } from './page.ts';
import { managedChecks } from './report.ts';
import { playManaged } from './scene.ts';
import { shots } from './shots.ts';
import { startSite } from './site.ts';

const wordsOf = ({ managed, refusal, reason, line, organisation }: typeof de | typeof en) => ({
  locked: managed.locked,
  forbidden: refusal['peer-not-allowed'],
  confirmed: line.confirmed,
  refused: organisation.refused,
  notVerified: reason['verification-required'].why,
});

/** Runs the scene; `output` gets report.json and the pictures. True if everything holds. */
export async function managed(output: string, say: (line: string) => void): Promise<boolean> {
  if (process.getuid?.() !== 0) {
    say('this scene installs a package and plays two machines: it needs root. Run as root, best in a container:');
    say('  npm run demo -- --auto --scene managed');
    return false;
  }
  if (!prepareSystem(say, managedPackages)) return false;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-managed-'));
  chmodSync(folder, 0o755); // the people must be able to read the files on their machines
  let installed: Installed | undefined;
  try {
    const pictures = shots(output);
    installed = installPackage(say);
    const site = await startSite(folder);
    try {
      const report = await playManaged(installed, site, folder, pictures, say);
      const judged = managedChecks(report, { de: wordsOf(de), en: wordsOf(en) });
      const text = JSON.stringify({ ...report, checks: judged }, undefined, 2);
      await writeFile(path.join(output, 'report.json'), `${text}\n`);
      process.stdout.write(managedPage(report, judged));
      return judged.every(({ holds }) => holds);
    } finally {
      await site.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    installed?.remove(); // last, because apt may fail
  }
}
