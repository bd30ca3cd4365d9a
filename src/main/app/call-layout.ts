// Where the stage of a call window lies over its security page. Pure. The stage never covers the head or the panel:
// whatever the stage draws, the name, the trust mark and the code belong to the security page.
import { BAR_HEIGHT, LEAST_HEAD, NARROW_BELOW, PANEL_WIDTH } from '../../contract/call-layout.ts';
import type { Side } from '../../contract/page-view.ts';

/** A place in a window, in device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the layout depends on besides the window's size. */
export interface CallLayout {
  readonly head: number; // height of the security page's head, in CSS pixels
  readonly full: boolean; // the security page needs the whole window
  readonly side: Side;
  readonly zoom: number; // device-independent pixels of one CSS pixel
}

/** The bounds of the stage in a window of this inner size. Undefined if the stage must not be visible. */
export function stageBounds(
  { width, height }: Pick<Bounds, 'width' | 'height'>,
  { head, full, side, zoom }: CallLayout,
): Bounds | undefined {
  if (full) return undefined;
  const top = Math.min(height, Math.ceil(Math.max(head, LEAST_HEAD) * zoom));
  if (side !== 'security') return { x: 0, y: top, width, height: height - top };
  if (width >= NARROW_BELOW * zoom) {
    return { x: 0, y: top, width: width - Math.round(PANEL_WIDTH * zoom), height: height - top };
  }
  const bar = Math.min(Math.round(BAR_HEIGHT * zoom), height - top);
  return { x: 0, y: height - bar, width, height: bar };
}
