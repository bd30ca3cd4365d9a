// What is on the screen, read without asking any program: pieces of the frame buffer that Xvfb keeps in a file
// (`-fbdir`, XWD version 7), and a pointer that presses there.
import { execFile } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Desktop } from '../../../tools/desktop/desktop.ts';

const XWD_VERSION = 7;
const HEADER_BYTES = 100;
const COLOUR_BYTES = 12;
const PIXEL_BYTES = 4;
const LOOK_EVERY_MS = 4;
const STILL_LOOKS = 50; // in a row
const STILL_EVERY_MS = 20;
/** How long a bench waits for what a program shows, in ms. */
export const PATIENCE_MS = 20_000;

/** A piece of the screen or of a window, in pixels. */
export interface Piece {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A screen that a bench watches. */
export interface Screen {
  /** The pixels of this piece, now. */
  readonly read: (piece: Piece) => Buffer;
  /** Waits until this piece looks like `pixels`; returns the time of the look that saw it. */
  readonly untilSeen: (piece: Piece, pixels: Buffer) => Promise<number>;
  /** Waits until this piece has not changed for a second. */
  readonly untilStill: (piece: Piece) => Promise<void>;
  /**
   * Moves the pointer to the middle of this piece and presses. Without a piece it only moves to the upper left corner.
   */
  readonly press: (piece?: Piece) => Promise<void>;
  /** The bounds of the visible window of Siegel or of the bare program; undefined while there is none. */
  readonly window: () => Promise<Piece | undefined>;
  readonly close: () => void;
}

const run = promisify(execFile);

/** The screen of this desktop. */
export function watchScreen({ frameBuffer, env }: Desktop): Screen {
  const file = openSync(frameBuffer, 'r');
  const header = Buffer.alloc(HEADER_BYTES);
  readSync(file, header, 0, HEADER_BYTES, 0);
  const field = (index: number): number => header.readUInt32BE(index * 4);
  if (field(1) !== XWD_VERSION || field(11) !== PIXEL_BYTES * 8) throw new Error('the frame buffer has another format');
  const [start, lineBytes] = [field(0) + field(19) * COLOUR_BYTES, field(12)];

  function read({ x, y, width, height }: Piece): Buffer {
    const pixels = Buffer.alloc(width * height * PIXEL_BYTES);
    const row = width * PIXEL_BYTES;
    for (let line = 0; line < height; line++)
      readSync(file, pixels, line * row, row, start + (y + line) * lineBytes + x * PIXEL_BYTES);
    return pixels;
  }

  const xdotool = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('xdotool', [...args], { env: { ...process.env, ...env } });
    return stdout;
  };

  async function untilSeen(piece: Piece, pixels: Buffer): Promise<number> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!read(piece).equals(pixels)) {
      if (performance.now() > deadline) throw new Error('the expected picture does not appear on the screen');
      await wait(LOOK_EVERY_MS);
    }
    return performance.now();
  }

  async function untilStill(piece: Piece): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    let [before, still] = [read(piece), 0];
    while (still < STILL_LOOKS) {
      if (performance.now() > deadline) throw new Error('the screen does not stop changing');
      await wait(STILL_EVERY_MS);
      const now = read(piece);
      still = now.equals(before) ? still + 1 : 0;
      before = now;
    }
  }

  return {
    read,
    untilSeen,
    untilStill,
    press: async (piece) => {
      const { x, y, width, height } = piece ?? { x: 0, y: 0, width: 0, height: 0 };
      const at = [x + width / 2, y + height / 2].map((each) => String(Math.round(each)));
      await xdotool('mousemove', ...at, ...(piece === undefined ? [] : ['click', '1']));
    },
    window: async () => {
      const found = await xdotool('search', '--onlyvisible', '--name', '^(Siegel|Bare)$').catch(() => '');
      const [window] = found.trim().split('\n');
      if (window === undefined || window === '') return undefined;
      const text = await xdotool('getwindowgeometry', '--shell', window);
      const of = (name: string): number => Number(new RegExp(`^${name}=(\\d+)$`, 'mu').exec(text)?.[1]);
      return { x: of('X'), y: of('Y'), width: of('WIDTH'), height: of('HEIGHT') };
    },
    close: () => closeSync(file),
  };
}
