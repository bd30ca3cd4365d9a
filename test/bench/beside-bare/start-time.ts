// A start of Siegel as a waiting person sees it. While it is timed, no driver is attached.
import type { ChildProcess } from 'node:child_process';
import type { Page } from '@playwright/test';
import { endAtOnce } from '../../../tools/desktop/launch.ts';
import type { Person } from '../../../tools/desktop/person.ts';
import { PATIENCE_MS, type Piece, type Screen } from './screen.ts';

/** Something on the screen, and its pixels. */
export interface Seen {
  readonly piece: Piece;
  readonly pixels: Buffer;
}

/** The finished main window: the contact in the list, and the heading of the contact's page. */
export interface Look {
  readonly window: Piece;
  readonly list: Seen;
  readonly person: Seen;
}

/** When something was seen, in ms after the start of the process. */
export interface StartTime {
  readonly listMs: number;
  readonly personMs: number;
}

/** Where in the window the name of this contact is: in the list, and above the contact's page once that is open. */
export async function placesOf(person: Person, name: string): Promise<readonly [row: Piece, heading: Piece]> {
  const page: Page = await person.choose(name);
  const boxOf = async (locator: ReturnType<Page['getByRole']>): Promise<Piece> => {
    const box = await locator.boundingBox();
    if (box === null) throw new Error("the contact's name is not visible");
    return box;
  };
  const row = page.getByRole('option', { name }).getByText(name, { exact: true });
  return [await boxOf(row), await boxOf(page.getByRole('heading', { name }))];
}

/** The only window, once nothing in it changes. */
export async function stillWindow(screen: Screen): Promise<Piece> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const window = await screen.window();
    if (window === undefined) {
      if (performance.now() > deadline) throw new Error('the program shows no window');
      continue;
    }
    await screen.untilStill(window);
    return window;
  }
}

/** How a piece of this window looks now; the piece is given relative to the window's upper left corner. */
export function seenIn(screen: Screen, window: Piece, { x, y, width, height }: Piece): Seen {
  const piece = {
    x: Math.ceil(window.x + x),
    y: Math.ceil(window.y + y),
    width: Math.floor(width),
    height: Math.floor(height),
  };
  return { piece, pixels: screen.read(piece) };
}

/** Starts a program once, to learn how its window looks; `row` and `heading` are those of `placesOf`. */
export async function learnLook(
  screen: Screen,
  start: () => ChildProcess,
  [row, heading]: readonly [row: Piece, heading: Piece],
): Promise<Look> {
  await screen.press();
  const child = start();
  try {
    const window = await stillWindow(screen);
    const [list, before] = [seenIn(screen, window, row), seenIn(screen, window, heading)];
    await screen.press(list.piece);
    await screen.untilStill(window);
    const person = seenIn(screen, window, heading);
    if (person.pixels.equals(before.pixels)) throw new Error('the press changes nothing');
    return { window, list, person };
  } finally {
    await endAtOnce(child);
  }
}

/**
 * Starts a program, waits for the contact in its list, presses there at once, waits for the contact's page, and ends
 * the program.
 */
export async function timeStart(screen: Screen, start: () => ChildProcess, look: Look): Promise<StartTime> {
  await screen.press();
  await screen.untilStill(look.window);
  const beganAtMs = performance.now();
  const child = start();
  try {
    const listMs = (await screen.untilSeen(look.list.piece, look.list.pixels)) - beganAtMs;
    await screen.press(look.list.piece);
    const personMs = (await screen.untilSeen(look.person.piece, look.person.pixels)) - beganAtMs;
    return { listMs, personMs };
  } finally {
    await endAtOnce(child);
  }
}
