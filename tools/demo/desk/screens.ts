// The screen and the window that are shared in the call of the desk scene: what the other person sees, compared with
// what was on the screen at that moment.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import { desktopTexts } from '../../../src/text/desktop.ts';
import { en } from '../../../src/text/page/en.ts';
import { photograph } from '../../desktop/framebuffer.ts';
import { edgesOf, frameOf, pickShared, SHARED_FRAME, sharedBy, sizeOf } from '../../desktop/shared-screen.ts';
import type { Pictures } from '../pictures.ts';
import { people, type Seat } from './cast.ts';
import { cut, distance, SAME } from './likeness.ts';
import { PATIENCE_MS, settled } from './measured.ts';
import type { DeskReport, SharedReport } from './report.ts';

const texts = desktopTexts.en;
const { sharing } = en;

async function screenOf(seat: Seat): Promise<PNG> {
  const file = path.join(seat.desktop.session, 'screen.png');
  await photograph(seat.desktop.frameBuffer, file);
  return PNG.sync.read(readFileSync(file));
}

async function trayOf({ desktop, person }: Seat): Promise<string> {
  const { tooltip } = await desktop.tray.waitFor(
    person.pid,
    (state) => state.tooltip.includes(texts.sharesScreen) || state.tooltip.includes(texts.sharesWindow),
    PATIENCE_MS,
  );
  return tooltip;
}

/** Shares the screen or window of this name, and compares what the other person sees with the picture from `shown`. */
async function share(
  by: Seat,
  to: Seat,
  name: string,
  shots: Pictures,
  shown: () => Promise<PNG>,
): Promise<SharedReport> {
  const what = name === sharing.wholeScreen ? 'screen' : 'window';
  await pickShared(by.person, name, undefined, async (page) => shots.take(page, `choice-${what}`, by.who));
  await to.person.until('the shared screen or window', ({ call }) => call?.remote.screen === true, PATIENCE_MS);
  const stage = await to.person.window('stage');
  const video = sharedBy(stage, people[by.who].name);
  await settled(
    () => sizeOf(video),
    ([width = 0]) => width > 0,
  );
  // The received picture is late, so wait until it matches what is shown.
  const looked = await settled(
    async () => ({ seen: await frameOf(video), shown: await shown() }),
    ({ seen, shown: now }) => distance(seen, now) < SAME / 2,
  );
  const elsewhere = await screenOf(to);
  const head = await by.person.window('security');
  const [tray, bar] = [await trayOf(by), await head.getByRole('region', { name: sharing.bar }).innerText()];
  await shots.take(stage, `sees-${what}`, to.who);
  await shots.screen(by.desktop.frameBuffer, `shares-${what}`, by.who);
  await to.person.bringCallToFront();
  await shots.screen(to.desktop.frameBuffer, `sees-${what}-on-the-desk`, to.who);
  return {
    by: by.who,
    sizeSeen: [looked.seen.width, looked.seen.height],
    sizeShown: [looked.shown.width, looked.shown.height],
    apart: distance(looked.seen, looked.shown),
    apartFromOther: distance(looked.seen, elsewhere),
    tray,
    bar,
  };
}

async function isFramed(seat: Seat, wanted: boolean): Promise<boolean> {
  const file = path.join(seat.desktop.session, 'edges.png');
  const frame = JSON.stringify([SHARED_FRAME, SHARED_FRAME, SHARED_FRAME, SHARED_FRAME]);
  const look = async (): Promise<boolean> => JSON.stringify(await edgesOf(seat.desktop.frameBuffer, file)) === frame;
  return settled(look, (is) => is === wanted);
}

/** Dora shares her screen. Then Emil shares a window instead, until he stops. */
export async function shareBothWays(dora: Seat, emil: Seat, shots: Pictures): Promise<DeskReport['sharing']> {
  dora.document.raise();
  const screen = await share(dora, emil, sharing.wholeScreen, shots, () => screenOf(dora));
  const framed = await isFramed(dora, true);
  emil.document.raise();
  const { place, title } = emil.document;
  const window = await share(emil, dora, title, shots, async () => cut(await screenOf(emil), place()));
  const replaced = await dora.person.until(
    'the end of her own share',
    ({ call }) => call?.sharing?.kind === 'over',
    PATIENCE_MS,
  );
  const over = replaced.call?.sharing;
  const framedAfter = await isFramed(dora, false);
  const head = await emil.person.window('security');
  await head.getByRole('button', { name: sharing.stop }).click();
  await dora.person.until('the end of the other share', ({ call }) => call?.remote.screen === false, PATIENCE_MS);
  return { screen, framed, window, endedBy: over?.kind === 'over' ? over.why : '', framedAfter };
}
