// Where the two pages of a call window lie: the stage in the foreground of the security page, which fills the window behind it and
// shows in its head and, while it is open, in the panel. Main computes, the style sheets use the same numbers. CSS pixels.

/** Width of the panel beside the stage. */
export const PANEL_WIDTH = 352;
/** Below this width of the window the panel takes the place of the stage. */
export const NARROW_BELOW = 700;
/** Height of the stage's bar alone, which stays while the panel has the place of the stage. */
export const BAR_HEIGHT = 52;
/** The least height of the head: name and trust mark are always to be seen. */
export const LEAST_HEAD = 44;
