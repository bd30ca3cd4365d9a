// The windows of calls that are small and above all others: how
// large each was before, and where a person has put the small one.
import { type BaseWindow, type Rectangle, screen } from 'electron';
import { kept, type Place } from './beside.ts';
import type { CallWindow } from './call-window.ts';
import { smallCallSize } from './window-options.ts';

const MARGIN = 24;
const MOVED_PX = 8; // window managers move windows by some pixels; a person moves them further
const MOST_OF_AREA = 0.5; // of the free area's width and height: what is on top must not cover the work below

/** Where a person has put the small window while the large one stood on this display. */
export interface SmallPlace extends Place {
  readonly display: number; // Electron's id of it
}

/** What outlives the calls: the newest place of each display. */
export interface SmallPlaces {
  readonly read: () => readonly SmallPlace[];
  readonly keep: (place: SmallPlace) => void;
}

interface Small {
  readonly window: BaseWindow;
  readonly large: Rectangle; // how it was before
  readonly display: number; // where it was before
  put: Rectangle; // where we have put it: what differs from that is the person's
}

// All of it, on the display that it is on or, where that is gone, on the nearest one.
function seen(place: Place): Place {
  const middle = { x: Math.round(place.x + place.width / 2), y: Math.round(place.y + place.height / 2) };
  return kept(place, screen.getDisplayNearestPoint(middle).workArea);
}

// As the person has put it, but not larger than half of the display that it is on.
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

// A window of the whole screen, or none at all: its bounds are no place where the person has put it.
const isPlaced = (window: BaseWindow): boolean =>
  !window.isFullScreen() && !window.isMaximized() && !window.isMinimized();

/** None is small yet. */
export class SmallCalls {
  readonly #places: SmallPlaces;
  readonly #small = new Map<string, Small>(); // by call
  #isWatching = false;

  constructor(places: SmallPlaces) {
    this.#places = places;
  }

  /** Makes this window small and keeps it on top, or restores its size, as its state says. */
  follow({ call, window, state: { small } }: CallWindow): void {
    const before = this.#small.get(call);
    if (small === (before !== undefined)) return;
    window.setAlwaysOnTop(small, 'floating');
    if (before === undefined) return this.#shrink(call, window);
    this.forget(call);
    window.setBounds({ ...seen(before.large) });
  }

  /** The window of this call is about to go, or to be large: where the person has put it is kept. */
  forget(call: string): void {
    const before = this.#small.get(call);
    this.#small.delete(call);
    if (before !== undefined) this.#keep(before);
  }

  // Where it is now, if the person has put it there.
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
    // One above the other, where two calls are small; below, where there is no room above.
    const step = (place.height + MARGIN) * this.#small.size;
    const above = seen({ ...place, y: place.y - step });
    window.setBounds({ ...(above.y === place.y - step ? above : seen({ ...place, y: place.y + step })) });
    this.#small.set(call, { window, large, display, put: window.getBounds() });
  }

  // A display that is unplugged or made smaller takes no small window with it.
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const look = (): void => {
      for (const small of this.#small.values()) {
        const now = small.window.getBounds();
        const next = seen(now);
        if (isSame(now, next)) continue;
        this.#keep(small); // otherwise what follows would stand for the person's place
        small.window.setBounds({ ...next });
        small.put = small.window.getBounds();
      }
    };
    screen.on('display-removed', look);
    screen.on('display-metrics-changed', look);
  }
}
