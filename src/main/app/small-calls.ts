// Call windows that are small, above all others and on all workspaces: how large each one was before, and where a
// person has moved it.
import { type BaseWindow, type Rectangle, screen } from 'electron';
import { type Place, placeWithin } from './window-place.ts';
import type { CallWindow } from './call-window.ts';
import { smallCallSize } from './window-options.ts';

const MARGIN = 24;
const MOVED_PX = 8; // window managers move a window by a few pixels; a person moves it further
// How much of the free area's width and height a window may take: it stays on top and must not cover the work below it
const MOST_OF_AREA = 0.5;

/** Where a person has put the small window of a call whose large window was on this display. */
export interface SmallPlace extends Place {
  readonly display: number; // Electron's id of the display
}

/** Stored places that outlive a call: the latest one for each display. */
export interface SmallPlaces {
  readonly read: () => readonly SmallPlace[];
  readonly keep: (place: SmallPlace) => void;
}

interface Small {
  readonly window: BaseWindow;
  readonly large: Rectangle; // the bounds of the large window
  readonly display: number; // the display on which the large window was
  put: Rectangle; // where we have put the small window: if it is elsewhere later, the person has moved it
}

// Moves the place so that all of it is visible, on its own display or, if that is gone, on the nearest one.
function seen(place: Place): Place {
  const middle = { x: Math.round(place.x + place.width / 2), y: Math.round(place.y + place.height / 2) };
  return placeWithin(place, screen.getDisplayNearestPoint(middle).workArea);
}

// The place that the person has chosen, limited to half the width and half the height of the display's free area, but
// never to less than the usual small size.
function capped({ x, y, width, height }: Place): Place {
  const middle = { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
  const { workArea } = screen.getDisplayNearestPoint(middle);
  return {
    x,
    y,
    width: Math.min(width, Math.max(smallCallSize.width, Math.floor(workArea.width * MOST_OF_AREA))),
    height: Math.min(height, Math.max(smallCallSize.height, Math.floor(workArea.height * MOST_OF_AREA))),
  };
}

const isSame = (one: Place, other: Place): boolean => isNear(one, other, 0);

function isNear(one: Place, other: Place, pixels: number): boolean {
  const isClose = (of: keyof Place): boolean => Math.abs(one[of] - other[of]) <= pixels;
  return isClose('x') && isClose('y') && isClose('width') && isClose('height');
}

// The bounds of a full-screen, maximised or minimised window say nothing about where the person wants it.
const isPlaced = (window: BaseWindow): boolean =>
  !window.isFullScreen() && !window.isMaximized() && !window.isMinimized();

/** Follows all call windows; none is small at first. */
export class SmallCalls {
  readonly #places: SmallPlaces;
  readonly #small = new Map<string, Small>(); // by call
  #isWatching = false;

  constructor(places: SmallPlaces) {
    this.#places = places;
  }

  /** Makes this window small and keeps it on top in every workspace, or restores its size, according to its state. */
  follow(of: CallWindow): void {
    const { call, window } = of;
    const { small } = of.state;
    const before = this.#small.get(call);
    if (small === (before !== undefined)) return;
    if (small && window.isFullScreen()) {
      // A window on top must not cover the screen. The system restores its former size only once full screen is over.
      window.once('leave-full-screen', () => this.follow(of));
      window.setFullScreen(false);
      return;
    }
    window.setAlwaysOnTop(small, 'floating');
    window.setVisibleOnAllWorkspaces(small, { visibleOnFullScreen: small, skipTransformProcessType: true });
    if (before === undefined) return this.#shrink(call, window);
    this.forget(call);
    window.setBounds({ ...seen(before.large) });
  }

  /** To be run before this call's window closes or grows: stores where the person has moved it. */
  forget(call: string): void {
    const before = this.#small.get(call);
    this.#small.delete(call);
    if (before !== undefined) this.#keep(before);
  }

  // Stores the place if the person has moved the window there.
  #keep({ window, put, display }: Small): void {
    if (window.isDestroyed() || !isPlaced(window)) return;
    const now = window.getBounds();
    if (!isNear(now, put, MOVED_PX)) this.#places.keep({ display, ...now });
  }

  #shrink(call: string, window: BaseWindow): void {
    this.#watch();
    const large = window.getBounds();
    const { id: display, workArea } = screen.getDisplayMatching(large);
    const { width, height } = smallCallSize;
    const corner = {
      x: workArea.x + workArea.width - width - MARGIN,
      y: workArea.y + workArea.height - height - MARGIN,
      width,
      height,
    };
    const before = this.#places.read().find((each) => each.display === display);
    const place = before === undefined ? corner : capped(before);
    // Small windows of two calls are placed one above the other or, if there is no room above, one below the other.
    const step = (place.height + MARGIN) * this.#small.size;
    const above = seen({ ...place, y: place.y - step });
    window.setBounds({ ...(above.y === place.y - step ? above : seen({ ...place, y: place.y + step })) });
    this.#small.set(call, { window, large, display, put: window.getBounds() });
  }

  // If a display is unplugged or becomes smaller, its small windows move to where they are visible.
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const look = (): void => {
      for (const small of this.#small.values()) {
        const now = small.window.getBounds();
        const next = seen(now);
        if (isSame(now, next)) continue;
        this.#keep(small); // First, because afterwards our own move would look like the person's.
        small.window.setBounds({ ...next });
        small.put = small.window.getBounds();
      }
    };
    screen.on('display-removed', look);
    screen.on('display-metrics-changed', look);
  }
}
