// Where windows go. The window of a second call leaves the controls of the first call visible, and no window lies
// partly outside the screen. Pure.

/** A window or a screen's free area, in device-independent pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const BAR_HEIGHT = 96; // the bar at the bottom of a call window, and the window's border

/**
 * The position of a window of this size beside `first`. If there is no room on either side, the window is offset so
 * that the bar of `first` stays reachable.
 */
export function placeNextTo(
  first: Place,
  { width, height }: Pick<Place, 'width' | 'height'>,
  area: Place,
): Pick<Place, 'x' | 'y'> {
  const y = within(first.y, area.y, area.y + area.height - height);
  const right = first.x + first.width;
  if (right + width <= area.x + area.width) return { x: right, y };
  if (first.x - width >= area.x) return { x: first.x - width, y };
  return {
    x: within(first.x + BAR_HEIGHT, area.x, area.x + area.width - width),
    y: Math.max(area.y, first.y + first.height - height - BAR_HEIGHT),
  };
}

/**
 * `place`, changed so that all of it lies in `area`: moved as little as possible, and shrunk only if it is larger than
 * `area`.
 */
export function placeWithin(place: Place, area: Place): Place {
  const [width, height] = [Math.min(place.width, area.width), Math.min(place.height, area.height)];
  return {
    x: within(place.x, area.x, area.x + area.width - width),
    y: within(place.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
