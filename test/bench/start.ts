// `npm run bench:start`: how long a person waits for Siegel: from the start of its process until its list of contacts is on the screen, and
// until a press on a contact shows that person; online at a broker that answers, with a keyring that is open. Beside it, in turn, a bare
// Electron program of the same version until its one line is on the screen (beside-bare/bare). No driver is attached: what is seen is read
// from the screen, and the press is the pointer's. Both are laid out as packages are, with the same flags and the same sandbox, and the
// page cache of the system is warm for both. Medians and the ratio; no test. Wants Linux.
//   npm run bench:start -- --rounds 10
import { parseArgs } from 'node:util';
import { en } from '../../src/text/page/en.ts';
import { startDesktop } from '../../tools/desktop/desktop.ts';
import { endAtOnce } from '../../tools/desktop/launch.ts';
import { withSiteBroker } from '../support/site-broker.ts';
import { layOutBare, layOutSiegel } from './beside-bare/laid-out.ts';
import { type Piece, type Screen, watchScreen } from './beside-bare/screen.ts';
import { FIRST_CONTACT, setUpSomebody, startAlone } from './beside-bare/somebody.ts';
import { median } from './moments/steps.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const ROUNDS = Number(values.rounds);
const GOAL = 1.3;
const BARE_LINE = { x: 0, y: 0, width: 300, height: 60 } as const; // bare/window.html
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Something in a window and how it looks on the screen. */
interface Seen {
  readonly piece: Piece;
  readonly pixels: Buffer;
}

async function stillWindow(screen: Screen): Promise<Piece> {
  for (;;) {
    const window = await screen.window();
    if (window === undefined) continue;
    await screen.untilStill(window);
    return window;
  }
}

const within = (window: Piece, { x, y, width, height }: Piece): Piece => ({
  x: Math.ceil(window.x + x),
  y: Math.ceil(window.y + y),
  width: Math.floor(width),
  height: Math.floor(height),
});

const desktop = await startDesktop({ keyring: 'unlocked', say });
const screen = watchScreen(desktop);
try {
  await withSiteBroker(async ({ url }) => {
    const args = ['--language=en', `--broker-url=${url}`];
    const pieces: Piece[] = []; // the contact's name in the list, and above their own page
    const profile = await setUpSomebody(desktop, args, async (person) => {
      const page = await person.choose(FIRST_CONTACT);
      const row = page.getByRole('option', { name: FIRST_CONTACT }).getByText(FIRST_CONTACT, { exact: true });
      for (const name of [row, page.getByRole('heading', { name: FIRST_CONTACT })]) {
        const box = await name.boundingBox();
        if (box === null) throw new Error(`${en.nav.contacts}: the name cannot be seen`);
        pieces.push(box);
      }
    });
    const [siegel, bare] = [layOutSiegel(desktop), layOutBare(desktop)];
    const startSiegel = () => startAlone(desktop, siegel, [`--profile=${profile}`, ...args]);
    const startBare = () => startAlone(desktop, bare, [`--profile=${desktop.folder('bare')}`]);

    // How it looks once all is there.
    const [row, heading] = pieces;
    if (row === undefined || heading === undefined) throw new Error('two pieces');
    const first = startSiegel();
    const window = await stillWindow(screen);
    const look = (piece: Piece): Seen => ({ piece: within(window, piece), pixels: screen.read(within(window, piece)) });
    const [list, before] = [look(row), look(heading)];
    await screen.press(list.piece);
    await screen.untilStill(window);
    const person = look(heading);
    if (person.pixels.equals(before.pixels)) throw new Error('the press shows nothing');
    await endAtOnce(first);
    const other = startBare();
    const line = await stillWindow(screen).then((each): Seen => {
      const piece = within(each, BARE_LINE);
      return { piece, pixels: screen.read(piece) };
    });
    await endAtOnce(other);

    const times: Record<'bare' | 'list' | 'person', number[]> = { bare: [], list: [], person: [] };
    for (let round = 0; round <= ROUNDS; round++) {
      await screen.press();
      let beganAtMs = performance.now();
      const one = startBare();
      const bareMs = (await screen.untilSeen(line.piece, line.pixels)) - beganAtMs;
      await endAtOnce(one);
      await screen.untilStill(window);
      beganAtMs = performance.now();
      const two = startSiegel();
      const listMs = (await screen.untilSeen(list.piece, list.pixels)) - beganAtMs;
      await screen.press(list.piece);
      const personMs = (await screen.untilSeen(person.piece, person.pixels)) - beganAtMs;
      await endAtOnce(two);
      await screen.untilStill(window);
      if (round === 0) continue; // warms up
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
