// What each kind of page may see: one view per kind, cut by main out of the whole. A page that was taken over learns what it shows
// and nothing else: no other call, no code, no contact, no setting. Never a key, never a secret.
import * as v from 'valibot';
import { Processing, Sounding, soundSettings } from './sound.ts';
import { CallView, Language, View } from './view.ts';

const timeMs = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What every page needs, whatever it shows. */
export const CommonView = v.strictObject({
  language: Language,
  ...v.pick(View.entries.settings, ['moreContrast', 'lessMotion']).entries,
  banner: v.string(), // classification line, '' where the organisation wants none
  hideNames: v.boolean(), // no names in titles
  support: v.string(), // whom to ask, in the organisation's words; '' where it names nobody
});
export type CommonView = v.InferOutput<typeof CommonView>;

/** How far a code has come, without the code. */
const CodeState = v.strictObject({ kind: v.picklist(['none', 'shown', 'mismatch']) });

const outside = ['code', 'sharing', 'mayShare', 'text', 'numbers', 'moving', 'peerDevice', 'tookPlace'] as const;

/** A call as pages outside it know it: who, how far known, how it stands. */
export const CallSummary = v.strictObject({ ...v.omit(CallView, outside).entries, code: CodeState });
export type CallSummary = v.InferOutput<typeof CallSummary>;

/** The main window: everything but what belongs to one call alone. */
export const MainView = v.strictObject({
  ...v.omit(View, ['calls']).entries,
  calls: v.array(CallSummary),
  common: CommonView,
});
export type MainView = v.InferOutput<typeof MainView>;

/** The card of one incoming call, and who is spoken with meanwhile. */
export const CardView = v.strictObject({
  common: CommonView,
  call: v.optional(CallSummary), // not there once it rings no more
  knocks: v.boolean(), // somebody calls a program that is locked
  other: v.optional(v.strictObject({ address: v.string(), name: v.string(), hold: v.boolean() })),
  allowVideo: v.boolean(),
  sound: v.optional(Sounding), // its ring, or that it waits
});
export type CardView = v.InferOutput<typeof CardView>;

/** What stands beside the stage. Main keeps it, because the two pages of a call share it. */
export const Side = v.picklist(['none', 'security', 'text', 'keys']);
export type Side = v.InferOutput<typeof Side>;

/** The call as its stage knows it: no code and no trust. */
export const StageCall = v.pick(CallView, [
  'id',
  'address',
  'name',
  'media',
  'phase',
  'local',
  'remote',
  'noMicrophone',
  'noCamera',
  'picturePaused',
  'text',
  'leftHeld',
]);
export type StageCall = v.InferOutput<typeof StageCall>;

/** The devices that were chosen, those that take their place where they are missing, and what stands behind the person. */
export const DevicesWanted = v.pick(View.entries.settings, [
  'microphone',
  'camera',
  'speaker',
  'devicesBefore',
  'background',
]);
export type DevicesWanted = v.InferOutput<typeof DevicesWanted>;

const OwnDevice = v.strictObject({ device: v.string(), name: v.string() });

/** The stage of one call: pictures, controls, text. */
export const StageView = v.strictObject({
  common: CommonView,
  call: StageCall,
  side: Side,
  sharing: v.picklist(['none', 'may', 'is']), // a screen: it cannot be, it can be, or it is
  mayShow: v.boolean(), // the camera: by policy, and while the call is not for comparing the code only
  devices: DevicesWanted,
  moveTo: v.array(OwnDevice), // the person's other devices
});
export type StageView = v.InferOutput<typeof StageView>;

/** The security page of one call: who it is, how far that is known, the code, and what policy says. */
export const SecurityView = v.strictObject({
  common: CommonView,
  call: v.omit(CallView, ['text', 'numbers']),
  others: v.array(CallSummary), // that have not ended
  side: Side,
  small: v.boolean(), // the window is the small one
  mayShow: v.boolean(), // the camera, as the stage may
  organisation: v.boolean(), // one could confirm people here
  ownDevices: v.array(OwnDevice), // to name the one a call is moved to
  durationMs: v.optional(timeMs), // of a call that has ended and stands in the list of calls
  isContact: v.boolean(), // whom a call that has ended was with; else nobody asks
  sound: v.optional(Sounding), // how the call stands, by ear
});
export type SecurityView = v.InferOutput<typeof SecurityView>;
export type SecurityCall = SecurityView['call'];

/** The page that shows a recovery code. The code is not in it: the page asks for it once (`recovery.read`). */
export const RecoveryPageView = v.strictObject({
  common: CommonView,
  identity: v.strictObject({ address: v.string(), name: v.string(), fingerprint: v.string() }), // of the person
  showing: v.picklist(['shown', 'saving', 'made']),
  shownAt: timeMs, // since when it is shown; another one is another code
  replaces: v.boolean(), // there is a code already, which then counts no more
});
export type RecoveryPageView = v.InferOutput<typeof RecoveryPageView>;

/** What a person may choose to share, as a small picture of it. */
const ShareChoice = v.strictObject({
  id: v.string(),
  kind: v.picklist(['screen', 'window']),
  name: v.string(),
  picture: v.string(), // a `data:` address of it as it is now, '' where there is none
});

/** The page on which a person chooses what to share. */
export const PickerView = v.strictObject({
  common: CommonView,
  name: v.string(), // of the person in the call
  address: v.string(),
  // the system is going to ask, and it is said why; it was asked and has said no; or the choices are here
  step: v.picklist(['before-permission', 'denied', 'before-system', 'choose']),
  choices: v.optional(v.array(ShareChoice)), // while they are looked for there are none yet
  allowed: v.picklist(['window', 'all']),
  peerShares: v.boolean(), // what they share ends when something is shared here
  showsSiegel: v.boolean(), // on a whole screen our own windows are seen: this system leaves none out
});
export type PickerView = v.InferOutput<typeof PickerView>;

/** The page on which a person tries microphone, speaker and camera. */
export const TryoutView = v.strictObject({
  common: CommonView,
  isFree: v.boolean(), // no call rings or is on: they may be opened here
  devices: DevicesWanted,
  processing: Processing, // of the microphone, as in a call
  toneVolume: soundSettings.toneVolume,
  allowVideo: v.boolean(),
  opensCamera: v.boolean(), // at once: the command line has asked for it; else a person presses
});
export type TryoutView = v.InferOutput<typeof TryoutView>;

/** The view of each kind of page. */
export interface PageViews {
  readonly main: MainView;
  readonly card: CardView;
  readonly stage: StageView;
  readonly security: SecurityView;
  readonly recovery: RecoveryPageView;
  readonly picker: PickerView;
  readonly tryout: TryoutView;
}
export const PageView = v.union([
  MainView,
  CardView,
  StageView,
  SecurityView,
  RecoveryPageView,
  PickerView,
  TryoutView,
]);
export type PageView = v.InferOutput<typeof PageView>;

/** What has changed of the main view since it was last told: whole parts, and of the contacts those that changed. */
export const MainChange = v.strictObject({
  parts: v.partial(v.omit(MainView, ['contacts'])),
  contacts: v.strictObject({ set: v.array(View.entries.contacts.item), gone: v.array(v.string()) }), // `gone` by address
});
export type MainChange = v.InferOutput<typeof MainChange>;
