// A border around the shared screen, so that the person sees which screen is shared: four thin windows without a page.
// They are above all other windows, take no click and no key, and are excluded from what is shared if the system can do
// that. A shared window has no border: the border would have to follow it, and Electron does not report where another
// program's window moves.
import { BaseWindow, type Rectangle } from 'electron';
import type { ShareSource } from '../../core/call/media-share-state.ts';
import { boundsOfScreen } from './share-sources.ts';

const WIDTH = 4;
const COLOUR = '#c4312b';

/** At most one border. */
export class ScreenBorder {
  #source: ShareSource | undefined;
  #edges: readonly BaseWindow[] = [];

  /** Shows the border around this source, or hides it. */
  follow(source: ShareSource | undefined): void {
    if (source?.id === this.#source?.id) return;
    this.#source = source;
    for (const edge of this.#edges) edge.destroy();
    this.#edges = [];
    if (source !== undefined) void this.#show(source);
  }

  async #show(source: ShareSource): Promise<void> {
    const bounds = await boundsOfScreen(source).catch(() => undefined);
    if (bounds !== undefined && this.#source === source) this.#edges = edgesOf(bounds).map(edge);
  }
}

function edgesOf({ x, y, width, height }: Rectangle): readonly Rectangle[] {
  return [
    { x, y, width, height: WIDTH },
    { x, y: y + height - WIDTH, width, height: WIDTH },
    { x, y, width: WIDTH, height },
    { x: x + width - WIDTH, y, width: WIDTH, height },
  ];
}

function edge(bounds: Rectangle): BaseWindow {
  const window = new BaseWindow({
    ...bounds,
    minWidth: 1,
    minHeight: 1,
    frame: false,
    show: false,
    focusable: false,
    skipTaskbar: true,
    resizable: false,
    hasShadow: false,
    alwaysOnTop: true,
    backgroundColor: COLOUR,
    title: 'Siegel',
    // Otherwise a window manager keeps the border inside the area that panels leave free.
    ...(process.platform === 'linux' ? { type: 'dock' } : {}),
  });
  window.setIgnoreMouseEvents(true);
  window.setContentProtection(true);
  window.setAlwaysOnTop(true, 'screen-saver');
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
  window.showInactive();
  window.setBounds(bounds);
  return window;
}
