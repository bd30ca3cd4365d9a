// Draws the tray icons and the program's icon from the shapes below: `node tools/icons.ts` writes resources/ and
// tools/packaging/icon.ico. Each state has a shape of its own that can be recognised at 16 px in one ink; colour
// carries no meaning. The drawing is the source, and the PNG and ICO files are generated from it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';

// Whether a point lies in the shape; the canvas is 16 × 16, with y downwards.
type Shape = (x: number, y: number) => boolean;

const disc =
  (cx: number, cy: number, r: number): Shape =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) <= r;
const box =
  (left: number, top: number, right: number, bottom: number): Shape =>
  (x, y) =>
    x >= left && x <= right && y >= top && y <= bottom;
const both =
  (a: Shape, b: Shape): Shape =>
  (x, y) =>
    a(x, y) && b(x, y);
const any =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));
const without =
  (a: Shape, b: Shape): Shape =>
  (x, y) =>
    a(x, y) && !b(x, y);
const ring = (cx: number, cy: number, r: number, width: number): Shape =>
  without(disc(cx, cy, r), disc(cx, cy, r - width));

/** A stroke with round ends. */
function stroke(x1: number, y1: number, x2: number, y2: number, width: number): Shape {
  const length = Math.hypot(x2 - x1, y2 - y1);
  return (x, y) => {
    const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length ** 2;
    const t = Math.min(1, Math.max(0, along));
    return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1)) <= width / 2;
  };
}

/** The seal: a disc with a scalloped edge. */
function seal(cx: number, cy: number, r: number, waves: number, depth: number): Shape {
  return (x, y) => {
    const angle = Math.atan2(y - cy, x - cx);
    return Math.hypot(x - cx, y - cy) <= r - depth + depth * Math.cos(angle * waves);
  };
}

/** A triangle standing on its base, with round corners. */
function warning(): Shape {
  const edge = any(stroke(8, 2.6, 14, 13.2, 2.2), stroke(14, 13.2, 2, 13.2, 2.2), stroke(2, 13.2, 8, 2.6, 2.2));
  const inside: Shape = (x, y) => y <= 13.2 && y >= 2.6 && Math.abs(x - 8) <= ((y - 2.6) / 10.6) * 6;
  return any(edge, inside);
}

const check = any(stroke(4.9, 8.3, 7.1, 10.5, 1.7), stroke(7.1, 10.5, 11.2, 5.9, 1.7));
const whole = seal(8, 8, 7.4, 10, 0.35);
const slash = stroke(2.6, 13.4, 13.4, 2.6, 1.7);
const slashGap = stroke(2.2, 13.8, 13.8, 2.2, 4.2);
const microphone = any(
  stroke(8, 4, 8, 7.2, 4.4),
  both(ring(8, 7.2, 4.9, 1.5), box(0, 7.2, 16, 16)),
  box(7.25, 11.6, 8.75, 14.2),
  stroke(5.8, 14.2, 10.2, 14.2, 1.5),
);
const beside: Shape = (x, y) => Math.abs(x - 8) >= Math.abs(y - 8) * 1.05;
const right: Shape = (x, y) => x - 3.4 >= Math.abs(y - 8) * 1.05;

const states: Readonly<Record<string, Shape>> = {
  offline: any(without(ring(8, 8, 6.4, 1.6), slashGap), slash), // an empty ring, struck out
  ready: any(ring(8, 8, 6.6, 1.6), disc(8, 8, 2.9)), // a ring with its centre
  dnd: without(disc(7.6, 8.4, 6.8), disc(11.2, 5.4, 5.8)), // a moon
  ringing: any(disc(8, 8, 2.2), both(any(ring(8, 8, 5, 1.5), ring(8, 8, 8, 1.5)), beside)), // waves to both sides
  calling: any(
    disc(3.4, 8, 2.2),
    both(any(ring(3.4, 8, 5.4, 1.5), ring(3.4, 8, 8.6, 1.5), ring(3.4, 8, 11.8, 1.5)), right),
  ), // waves to one side
  verified: without(whole, check), // a whole seal with a tick
  unverified: any(both(whole, box(0, 0, 8, 16)), without(whole, seal(8, 8, 5.8, 10, 0.35))), // half a seal
  muted: any(without(microphone, slashGap), slash), // a microphone, struck out
  sharing: any(
    stroke(1.6, 2.6, 14.4, 2.6, 1.5),
    stroke(14.4, 2.6, 14.4, 11.6, 1.5),
    stroke(14.4, 11.6, 1.6, 11.6, 1.5),
    stroke(1.6, 11.6, 1.6, 2.6, 1.5),
    stroke(5.4, 14.2, 10.6, 14.2, 1.5),
    stroke(8, 5.4, 8, 9, 1.5),
    stroke(5.9, 7.2, 8, 5.2, 1.4),
    stroke(10.1, 7.2, 8, 5.2, 1.4),
  ), // a screen with an arrow
  attention: without(warning(), any(stroke(8, 6, 8, 9.4, 1.7), disc(8, 12, 1.05))),
};

const SAMPLES = 8;

/** How much of the pixel the shape covers, 0 to 1. */
function coverage(shape: Shape, column: number, row: number, scale: number): number {
  let hits = 0;
  for (let i = 0; i < SAMPLES; i++) {
    for (let j = 0; j < SAMPLES; j++) {
      if (shape((column + (i + 0.5) / SAMPLES) / scale, (row + (j + 0.5) / SAMPLES) / scale)) hits++;
    }
  }
  return hits / SAMPLES ** 2;
}

type Ink = readonly [number, number, number];

/** Draws layers of one ink each, upper ones last. */
function print(sizePx: number, layers: readonly (readonly [Shape, Ink])[]): Buffer {
  const png = new PNG({ width: sizePx, height: sizePx });
  for (let row = 0; row < sizePx; row++) {
    for (let column = 0; column < sizePx; column++) {
      let [red, green, blue, alpha] = [0, 0, 0, 0];
      for (const [shape, ink] of layers) {
        const over = coverage(shape, column, row, sizePx / 16);
        const total = over + alpha * (1 - over);
        if (total === 0) continue;
        const mix = (under: number, above: number): number => (above * over + under * alpha * (1 - over)) / total;
        [red, green, blue, alpha] = [mix(red, ink[0]), mix(green, ink[1]), mix(blue, ink[2]), total];
      }
      png.data.set([red, green, blue, alpha * 255].map(Math.round), (row * sizePx + column) * 4);
    }
  }
  return PNG.sync.write(png);
}

/** A square with round corners, the background of the program's icon. */
function ground(inset: number, radius: number): Shape {
  return (x, y) => {
    const dx = Math.max(0, Math.abs(x - 8) - (8 - inset - radius));
    const dy = Math.max(0, Math.abs(y - 8) - (8 - inset - radius));
    return Math.hypot(dx, dy) <= radius;
  };
}

const resources = join(import.meta.dirname, '../resources');
mkdirSync(join(resources, 'tray'), { recursive: true });
const inks: Readonly<Record<string, Ink>> = { black: [0, 0, 0], white: [255, 255, 255] };
for (const [state, shape] of Object.entries(states)) {
  for (const [name, ink] of Object.entries(inks)) {
    for (const sizePx of [16, 22, 32]) {
      writeFileSync(join(resources, 'tray', `${state}-${name}-${String(sizePx)}.png`), print(sizePx, [[shape, ink]]));
    }
  }
}
const wax = seal(8, 8, 5.7, 14, 0.32);
const program: readonly (readonly [Shape, Ink])[] = [
  [ground(0.6, 3.4), [24, 38, 58]],
  [wax, [186, 48, 44]],
  [without(disc(8, 8, 4.5), disc(8, 8, 4.2)), [236, 170, 150]],
  [any(stroke(6, 8.2, 7.5, 9.7, 0.95), stroke(7.5, 9.7, 10.2, 6.5, 0.95)), [255, 244, 236]],
];
writeFileSync(join(resources, 'icon.png'), print(512, program));
// For the windows: each window passes its icon to the system as pixels when it is created, which takes 10 ms at 512
// pixels a side, and 2 ms at 128.
writeFileSync(join(resources, 'window.png'), print(128, program));

/**
 * Pictures of the same motif as one Windows icon: a directory of 16 bytes per picture, then the PNG files (ICO format).
 */
function windowsIcon(sizesPx: readonly number[]): Buffer {
  const pictures = sizesPx.map((sizePx) => print(sizePx, program));
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2); // an icon, not a cursor
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [at, picture] of pictures.entries()) {
    const entry = 6 + 16 * at;
    const sizePx = sizesPx[at] ?? 0;
    head.writeUInt8(sizePx % 256, entry); // 256 is written as 0
    head.writeUInt8(sizePx % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4); // planes
    head.writeUInt16LE(32, entry + 6); // bits of a pixel
    head.writeUInt32LE(picture.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += picture.length;
  }
  return Buffer.concat([head, ...pictures]);
}
writeFileSync(join(import.meta.dirname, 'packaging', 'icon.ico'), windowsIcon([16, 24, 32, 48, 64, 128, 256]));
