// The kinds of pages, and the shapes of which the table of commands is made.
import * as v from 'valibot';
import { DeviceChange, PreferencesChange, ServerChange } from './preferences.ts';
import { soundSettings } from './sound.ts';
import { HistoryKey } from './view.ts';

/**
 * The kinds of pages. `main`: the main window. `card`: an incoming call, also one to a locked program. `stage`,
 * `security`: the two pages of a call window (decision 0041). `recovery`: shows a recovery code (decision 0060).
 * `picker`: offers what to share in a call (decision 0079). `tryout`: lets a person try microphone, speaker and camera
 * (decision 0088). `headset`: speaks to headsets and is never visible (decision 0090). `trial`: calls itself through
 * the relays and is never visible (decision 0093).
 */
export const WindowKind = v.picklist([
  'main',
  'card',
  'stage',
  'security',
  'recovery',
  'picker',
  'headset',
  'tryout',
  'trial',
]);
export type WindowKind = v.InferOutput<typeof WindowKind>;

/** The sender: the kind of the page, and the id (in hex) of the call to which it belongs, or ''. */
export interface Sender {
  readonly kind: WindowKind;
  readonly call: string;
}

/** The id of a call: 16 bytes in hex. */
export const CallId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
/** An address as typed or shown; core checks the form. */
export const Address = v.pipe(v.string(), v.minLength(1), v.maxLength(254));
/** A call of the history. */
export const PastCall = v.strictObject({ ...HistoryKey.entries, id: CallId, address: Address });
/** Eight digits. */
export const Code = v.pipe(v.string(), v.regex(/^[0-9]{8}$/));
/** A passphrase as typed, at most 1024 UTF-16 units. */
export const Passphrase = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));
/** 32 bytes in base64url. */
export const Hash = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));
/** No value. */
export const nothing = v.undefined();
// The schema takes an array for an object without fields, so an array would count as an empty change.
const isNoArray = v.check((input: unknown) => !Array.isArray(input), 'an array');
/** A change of the server. */
export const serverChange = v.pipe(v.unknown(), isNoArray, ServerChange);
/** A change of preferences. */
export const ownChange = v.pipe(v.unknown(), isNoArray, PreferencesChange);
/** A change of microphone, camera, speaker or background. */
export const deviceChange = v.pipe(v.unknown(), isNoArray, DeviceChange);
/** A change of sounds. */
export const soundChange = v.pipe(v.unknown(), isNoArray, v.partial(v.strictObject(soundSettings)));
/** One call. */
export const onCall = v.strictObject({ call: CallId });

/** One command of the table. */
export interface Command {
  readonly from: readonly WindowKind[];
  readonly input: v.GenericSchema;
  readonly output: v.GenericSchema;
}

/** Every page. */
export const everywhere = WindowKind.options;
/** The pages that show a ringing call. */
export const ringing: readonly WindowKind[] = ['main', 'card'];
/** The two pages of a call window. */
export const ofCall: readonly WindowKind[] = ['stage', 'security'];
/** A length in CSS pixels. */
export const px = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(10_000));

/** What a person says about themselves at set-up, and the passphrase that they may choose. */
export const personFields = {
  address: Address,
  name: v.pipe(v.string(), v.maxBytes(64)),
  passphrase: v.optional(Passphrase),
};
