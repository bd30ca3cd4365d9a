// `npm run demo -- --auto --scene person`: plays a theft and a recovery with one broker, judges and reports them.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startDesktop } from '../../desktop/desktop.ts';
import { prepareSystem } from '../../system.ts';
import { pictures } from '../pictures.ts';
import { withCountingBroker } from './broker.ts';
import { openStage, people, type Stage } from './cast.ts';
import { personPage } from './page.ts';
import { playRecovered } from './recovered.ts';
import { personChecks, type PersonReport } from './report.ts';
import { playStolen } from './thief.ts';

async function play(stage: Stage): Promise<PersonReport> {
  const first = await stage.start('bert');
  await first.setUp(people.bert.address, people.bert.name);
  const { versions } = await first.view();
  const { stolen, bert } = await playStolen(stage, first);
  const recovered = await playRecovered(stage, bert);
  return { app: versions.app, at: new Date().toISOString(), stolen, recovered, pictures: stage.shots.taken() };
}

/** Runs the scene; `output` gets report.json and the pictures. True if everything holds. */
export async function person(output: string, say: (line: string) => void): Promise<boolean> {
  if (!prepareSystem(say)) return false;
  const desktop = await startDesktop({ keyring: 'unlocked', say });
  let holds = false;
  try {
    await withCountingBroker(async (broker) => {
      const stage = openStage(desktop, { broker, shots: pictures(output), say });
      let hasFailed = true;
      try {
        const report = await play(stage);
        const judged = personChecks(report);
        const text = `${JSON.stringify({ ...report, checks: judged }, undefined, 2)}\n`;
        await writeFile(path.join(output, 'report.json'), text);
        process.stdout.write(personPage(report, judged));
        holds = judged.every((check) => check.holds);
        hasFailed = false;
      } finally {
        await stage.close(hasFailed);
      }
    });
  } finally {
    await desktop.stop();
  }
  return holds;
}
