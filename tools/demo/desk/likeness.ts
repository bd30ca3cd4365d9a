// How much two pictures differ: the means of small fields are compared, because a codec nearly preserves these means
// but not the single pixels. This file does not know where the pictures come from.
import { PNG } from 'pngjs';
import type { Place } from '../../desktop/other-program.ts';

/** Below this distance two pictures count as the same. */
export const SAME = 5;
const ACROSS = 80;
const DOWN = 50;

/** The part of a picture at `place`, without what lies outside the picture. */
export function cut(picture: PNG, { x, y, width, height }: Place): PNG {
  const part = new PNG({ width: Math.min(width, picture.width - x), height: Math.min(height, picture.height - y) });
  PNG.bitblt(picture, part, x, y, part.width, part.height, 0, 0);
  return part;
}

/** The mean of each channel in each of 80 × 50 fields, 0 to 255. */
function fields({ data, width, height }: PNG): readonly number[] {
  const sums = new Float64Array(ACROSS * DOWN * 3);
  const counts = new Float64Array(ACROSS * DOWN);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const field = Math.floor((y * DOWN) / height) * ACROSS + Math.floor((x * ACROSS) / width);
      counts[field] = (counts[field] ?? 0) + 1;
      for (let channel = 0; channel < 3; channel++)
        sums[field * 3 + channel] = (sums[field * 3 + channel] ?? 0) + (data[(y * width + x) * 4 + channel] ?? 0);
    }
  }
  return [...sums].map((sum, at) => sum / (counts[Math.floor(at / 3)] ?? 1));
}

/** The mean distance of the fields of two pictures, 0 to 255: 0 for the same picture, whatever its size. */
export function distance(one: PNG, other: PNG): number {
  const [a, b] = [fields(one), fields(other)];
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
}
