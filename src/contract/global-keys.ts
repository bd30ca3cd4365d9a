// The keyboard keys that work while another program is in front: which acts exist, and what a person may set them to.
import * as v from 'valibot';

/** What a global key does. `talk`: a muted person is heard while the key is held. */
export const GlobalAct = v.picklist(['mute', 'talk', 'answer', 'hangUp']);
export type GlobalAct = v.InferOutput<typeof GlobalAct>;

/**
 * A chord as Electron names it, '' for none. It needs at least two modifiers, or a function key that office keyboards
 * lack: anything less would take a key that other programs use.
 */
export const Chord = v.pipe(
  v.string(),
  v.regex(/^(?:|(?:Ctrl\+)?(?:Alt\+)?(?:Shift\+)?(?:Super\+)?(?:[A-Z0-9]|F(?:[1-9]|1[0-9]|2[0-4])))$/u),
  v.check(
    (chord) => chord === '' || chord.split('+').length > 2 || /(?:^|\+)F(?:1[3-9]|2[0-4])$/u.test(chord),
    'modifiers',
  ),
);

/** Whether a person may set `chord`. */
export function isChord(chord: string): boolean {
  return v.is(Chord, chord);
}

/** Which chord does what; '' for none. Settings that were stored before `talk` existed have none for it. */
export const GlobalKeys = v.strictObject({ mute: Chord, talk: v.optional(Chord, ''), answer: Chord, hangUp: Chord });
export type GlobalKeys = v.InferOutput<typeof GlobalKeys>;

/**
 * Whether this desktop reports that a global key was released. Without such reports, no global key can be held to talk.
 * `never`: on Windows, macOS and Wayland. `no-display`: no display server lets us in.
 */
export const ReleaseSeen = v.picklist(['yes', 'never', 'no-display']);
export type ReleaseSeen = v.InferOutput<typeof ReleaseSeen>;
