// `npm run demo -- --auto --scene desk`: makes two desktops whose programs run in a network without a way out, plays
// the scene, judges and reports it. Needs root, because it makes a network and removes it afterwards.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { carryPorts } from '../../desktop/within-network.ts';
import { withClosedNet } from '../../network/closed-net.ts';
import { prepareSystem } from '../../system.ts';
import { pictures, type Pictures } from '../pictures.ts';
import { type Seat, takeSeat } from './cast.ts';
import { deskPage } from './page.ts';
import { deskChecks, type DeskReport } from './report.ts';
import { playDesk } from './scene.ts';

async function playAtDesks(
  inside: readonly string[],
  shots: Pictures,
  say: (line: string) => void,
): Promise<Omit<DeskReport, 'capture'>> {
  // Dora's Siegel runs the broker in the closed network; this process must reach it, too (untilPublished).
  const broker = await carryPorts(inside, 1);
  const server = `127.0.0.1:${broker.ports[0] ?? 0}`;
  const seats: Seat[] = [];
  try {
    const common = [`--broker-url=mqtt://${server}`];
    const dora = await takeSeat('dora', inside, [...common, `--start-broker=${server}`], say);
    seats.push(dora);
    const emil = await takeSeat('emil', inside, common, say);
    seats.push(emil);
    return await playDesk({ dora, emil, shots, say });
  } catch (error) {
    for (const { who, desktop, person } of seats) {
      await shots.screen(desktop.frameBuffer, 'failed', who).catch(() => undefined);
      for (const window of person.app.windows()) await shots.take(window, 'failed', who).catch(() => undefined);
    }
    throw error;
  } finally {
    for (const seat of seats.toReversed()) await seat.leave();
    broker.close();
  }
}

/** Runs the scene; `output` gets report.json and the pictures. True if everything holds. */
export async function desk(output: string, say: (line: string) => void): Promise<boolean> {
  if (!prepareSystem(say)) return false;
  if (process.getuid?.() !== 0) {
    say(
      'this scene plays in a network of its own, in which every attempt to reach another machine is captured. Run as root, best in a container:',
    );
    say('  npm run demo -- --auto --scene desk');
    return false;
  }
  let holds = false;
  await withClosedNet(async ({ inside, left }) => {
    const played = await playAtDesks(inside, pictures(output), say);
    const report: DeskReport = { ...played, capture: await left() };
    const judged = deskChecks(report);
    const text = `${JSON.stringify({ ...report, checks: judged }, undefined, 2)}\n`;
    await writeFile(path.join(output, 'report.json'), text);
    process.stdout.write(deskPage(report, judged));
    holds = judged.every((check) => check.holds);
  });
  return holds;
}
