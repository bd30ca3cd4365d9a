// Where the two pages of a call window lie. The security page fills the window; the stage lies over it and leaves the
// head of the security page free and, while the panel is open, the panel too. Main computes the layout, and the style
// sheets use the same numbers, except the least height of the head. All numbers are CSS pixels.

/** Width of the panel beside the stage. */
export const PANEL_WIDTH = 352;
/** Below this width of the window, the panel replaces the stage. */
export const NARROW_BELOW = 700;
/** Height of the stage's bar. The bar stays when the panel replaces the rest of the stage. */
export const BAR_HEIGHT = 52;
/** The least height of the head: name and trust mark are always visible. */
export const LEAST_HEAD = 44;
