// `npm run bench:start`: how long a person waits for Siegel. The time is measured from the start of its process until
// its list of contacts is on the screen, and until a press on a contact shows that person. Siegel is online at a broker
// that answers, and the keyring is unlocked. Starts of Siegel alternate with starts of a bare Electron program of the
// same version (beside-bare/bare). A start of the bare program is measured until its only line is on the screen. No
// driver is attached: the bench reads the screen and presses with the pointer. Both programs are laid out as packages
// are, with the same flags and the same sandbox, and the page cache of the system is warm for both. Prints medians and
// their ratios. A bench, not a test. Needs Linux.
//   npm run bench:start -- --rounds 10
import { parseArgs } from 'node:util';
import { startDesktop } from '../../tools/desktop/desktop.ts';
import { endAtOnce } from '../../tools/desktop/launch.ts';
import { withSiteBroker } from '../support/site-broker.ts';
import { layOutBare, layOutSiegel } from './beside-bare/laid-out.ts';
import { type Piece, watchScreen } from './beside-bare/screen.ts';
import { FIRST_CONTACT, setUpSomebody, startAlone } from './beside-bare/somebody.ts';
import { learnLook, placesOf, seenIn, stillWindow, timeStart } from './beside-bare/start-time.ts';
import { median } from './moments/steps.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const ROUNDS = Number(values.rounds);
const GOAL = 1.3;
const BARE_LINE = { x: 0, y: 0, width: 300, height: 60 } as const; // bare/window.html
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const desktop = await startDesktop({ keyring: 'unlocked', say });
const screen = watchScreen(desktop);
try {
  await withSiteBroker(async ({ url }) => {
    const args = ['--language=en', `--broker-url=${url}`];
    const places: (readonly [Piece, Piece])[] = [];
    const profile = await setUpSomebody(desktop, args, async (person) => {
      places.push(await placesOf(person, FIRST_CONTACT));
    });
    const [siegel, bare] = [layOutSiegel(desktop), layOutBare(desktop)];
    const startSiegel = () => startAlone(desktop, siegel, [`--profile=${profile}`, ...args]);
    const startBare = () => startAlone(desktop, bare, [`--profile=${desktop.folder('bare')}`]);
    const [place] = places;
    if (place === undefined) throw new Error('the contact was not looked for');
    const look = await learnLook(screen, startSiegel, place);
    const other = startBare();
    const line = seenIn(screen, await stillWindow(screen), BARE_LINE);
    await endAtOnce(other);

    const times: Record<'bare' | 'list' | 'person', number[]> = { bare: [], list: [], person: [] };
    for (let round = 0; round <= ROUNDS; round++) {
      await screen.untilStill(look.window);
      const beganAtMs = performance.now();
      const child = startBare();
      const bareMs = (await screen.untilSeen(line.piece, line.pixels)) - beganAtMs;
      await endAtOnce(child);
      const { listMs, personMs } = await timeStart(screen, startSiegel, look);
      if (round === 0) continue; // the first round warms up
      times.bare.push(bareMs);
      times.list.push(listMs);
      times.person.push(personMs);
    }
    const tell = (what: string, all: readonly number[]): void => {
      const [ms, ratio] = [median(all), median(all) / median(times.bare)];
      say(`${what.padEnd(44)} ${ms.toFixed(0).padStart(5)} ms, ratio ${ratio.toFixed(2)}`);
    };
    say(`medians of ${ROUNDS} starts of each, with a warm page cache`);
    tell('bare Electron: start to its line', times.bare);
    tell('Siegel: start to the list of contacts', times.list);
    tell('Siegel: start to the person who was pressed', times.person);
    say(`goal: ratio ${GOAL}`);
  });
} finally {
  screen.close();
  await desktop.stop();
}
