// `npm run demo -- --auto --scene devices`: builds the networks, plays the scene, judges and reports it. Needs root,
// because it makes networks and removes them afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startDesktop } from '../../desktop/desktop.ts';
import { noNetlab } from '../../network/netlab.ts';
import { prepareSystem } from '../../system.ts';
import { withLab } from './lab.ts';
import { devicesPage } from './page.ts';
import { devicesChecks } from './report.ts';
import { playDevices } from './scene.ts';

/** Runs the scene; `output` gets report.json and the pictures. True if everything holds. */
export async function devices(output: string, say: (line: string) => void): Promise<boolean> {
  if (!prepareSystem(say)) return false;
  const why = noNetlab();
  if (why !== undefined) {
    say(`this scene plays in networks of its own: ${why}. Run as root, best in a container:`);
    say('  npm run demo -- --auto --scene devices');
    return false;
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-devices-'));
  const desktop = await startDesktop({ keyring: 'unlocked', say });
  let holds = false;
  try {
    await withLab(folder, async (lab) => {
      const report = await playDevices(desktop, lab, output, say);
      const judged = devicesChecks(report);
      await writeFile(
        path.join(output, 'report.json'),
        `${JSON.stringify({ ...report, checks: judged }, undefined, 2)}\n`,
      );
      process.stdout.write(devicesPage(report, judged));
      holds = judged.every((check) => check.holds);
    });
  } finally {
    await desktop.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return holds;
}
