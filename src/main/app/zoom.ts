// Zoom by keyboard, where no menu bar offers it: 58 % to 300 %, in steps of a factor of 1.2. All pages share one level.
import type { Input, WebContents } from 'electron';

const LEAST_LEVEL = -3;
const MOST_LEVEL = 6; // 1.2^6 ≈ 300 %

/** The zoom level after this key at `level` (Chromium's: 1.2^level). `undefined` if the key is not a zoom key. */
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

/** The zoom level of all pages, in whatever window they are. */
export interface Zoom {
  /** The level. Undefined before any page or person has set it. */
  readonly level: () => number | undefined;
  /**
   * A page has loaded: it takes the level of the others. The first page brings the level that its session has stored.
   */
  readonly loaded: (contents: Pick<WebContents, 'getZoomLevel' | 'setZoomLevel'>) => void;
  /** A person has asked for this level. */
  readonly to: (level: number) => void;
  /** Called with each level that a person asks for, and with the first page's level if it is not the default. */
  readonly onChange: (listener: (level: number) => void) => void;
}

/** A zoom that no page has given a level yet. */
export function createZoom(): Zoom {
  const listeners: ((level: number) => void)[] = [];
  let known: number | undefined;
  const tell = (level: number): void => {
    for (const listener of listeners) listener(level);
  };
  return {
    level: () => known,
    loaded: (contents) => {
      if (known === undefined) {
        known = contents.getZoomLevel();
        if (known !== 0) tell(known);
      }
      if (contents.getZoomLevel() !== known) contents.setZoomLevel(known);
    },
    to: (level) => tell((known = level)),
    onChange: (listener) => void listeners.push(listener),
  };
}
