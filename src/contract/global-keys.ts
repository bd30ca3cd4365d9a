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
 * How Siegel can notice that a key which it has registered is released. `by-display`: a display server of X11 says
 * which keys are down. `by-system`: Windows or macOS says whether the keys of this chord are down. In the other cases
 * nobody can tell now. `no-display`: no display server lets Siegel in. `not-allowed`: macOS does not say it without the
 * person's permission. `never`: Siegel's process that would ask the system does not run on this computer.
 */
export const ReleaseSeen = v.picklist(['by-display', 'by-system', 'no-display', 'not-allowed', 'never']);
export type ReleaseSeen = v.InferOutput<typeof ReleaseSeen>;

/** A key that the desktop has given: for which act, and how the desktop describes the key; '' if it does not. */
export const GrantedKey = v.strictObject({ act: GlobalAct, described: v.pipe(v.string(), v.maxLength(80)) });
export type GrantedKey = v.InferOutput<typeof GrantedKey>;

/**
 * Who gives the global keys, and what became of those that are set. `system`: Siegel registers them; the keys of the
 * acts in `taken` could not be registered, usually because another program or act has them. `desktop`: a Wayland
 * desktop chooses them, perhaps others than were set; without `granted` it has not answered yet. `nobody`: a Wayland
 * desktop that gives none.
 */
export const KeysInForce = v.variant('from', [
  v.strictObject({ from: v.literal('system'), taken: v.array(GlobalAct), release: ReleaseSeen }),
  v.strictObject({ from: v.literal('desktop'), granted: v.optional(v.array(GrantedKey)) }),
  v.strictObject({ from: v.literal('nobody') }),
]);
export type KeysInForce = v.InferOutput<typeof KeysInForce>;

/**
 * Whether a key to talk may be set, that is, whether Siegel can notice its release. On macOS it may be set before the
 * person has given the permission, because macOS asks for that only once the key is pressed.
 */
export function canHoldToTalk(keys: KeysInForce): boolean {
  if (keys.from !== 'system') return keys.from === 'desktop';
  return ['by-display', 'by-system', 'not-allowed'].includes(keys.release);
}
