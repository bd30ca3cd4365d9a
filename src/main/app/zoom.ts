// Zoom by keyboard, where no menu bar brings it: 50 % to 300 %, in steps that Chromium's own browsers take.
import type { Input } from 'electron';

const LEAST_LEVEL = -3;
const MOST_LEVEL = 6; // 1.2^6 ≈ 300 %

/** The zoom level after this key at `level` (Chromium's: 1.2^level), or `undefined` where the key is none of ours. */
export function zoomAfter(
  input: Pick<Input, 'type' | 'key' | 'control' | 'meta' | 'alt'>,
  level: number,
): number | undefined {
  if (input.type !== 'keyDown' || input.alt || input.control === input.meta) return undefined;
  if (input.key === '0') return 0;
  if (input.key === '+' || input.key === '=') return Math.min(MOST_LEVEL, level + 1);
  if (input.key === '-') return Math.max(LEAST_LEVEL, level - 1);
  return undefined;
}
