// What each kind of page may see: one view per kind, cut by main from the whole. The pages of headsets and of trial
// calls have none. A page that an attacker has taken over learns no more of other calls, codes, contacts and settings
// than the page shows. Never a key, never a secret.
import * as v from 'valibot';
import { SettingLock } from './managed.ts';
import { Processing, Sounding, soundSettings } from './sound.ts';
import { CallView, Language, View } from './view.ts';

const timeMs = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What every page that has a view needs. */
export const CommonView = v.strictObject({
  language: Language,
  ...v.pick(View.entries.settings, ['moreContrast', 'lessMotion']).entries,
  banner: v.string(), // classification line, or ''
  hideNames: v.boolean(), // no names in titles
  support: v.string(), // whom to ask, in the organisation's words, or ''
});
export type CommonView = v.InferOutput<typeof CommonView>;

/** The state of a code, without the code. */
const CodeState = v.strictObject({ kind: v.picklist(['none', 'shown', 'mismatch']) });

const outside = [
  'code',
  'talks',
  'sharing',
  'mayShare',
  'text',
  'numbers',
  'moving',
  'peerDevice',
  'tookPlace',
] as const;

/** A call as pages outside its window know it: with whom it is, how well that person is known, and its state. */
export const CallSummary = v.strictObject({ ...v.omit(CallView, outside).entries, code: CodeState });
export type CallSummary = v.InferOutput<typeof CallSummary>;

/** The main window: everything except what belongs to one call alone. */
export const MainView = v.strictObject({
  ...v.omit(View, ['calls']).entries,
  calls: v.array(CallSummary),
  common: CommonView,
});
export type MainView = v.InferOutput<typeof MainView>;

/** The card of one incoming call, and who the person is talking to. */
export const CardView = v.strictObject({
  common: CommonView,
  call: v.optional(CallSummary), // only while it rings
  knocks: v.boolean(), // somebody calls a locked program
  other: v.optional(v.strictObject({ ...v.pick(CallView, ['address', 'name', 'claimed']).entries, hold: v.boolean() })),
  allowVideo: v.boolean(),
  sound: v.optional(Sounding), // its ring, or the tone of a waiting call
});
export type CardView = v.InferOutput<typeof CardView>;

/** What is shown beside the stage. Main stores it, because both pages of a call share it. */
export const Side = v.picklist(['none', 'security', 'text', 'keys']);
export type Side = v.InferOutput<typeof Side>;

/** The call as its stage knows it: no code and no trust. */
export const StageCall = v.pick(CallView, [
  'id',
  'address',
  'name',
  'claimed',
  'media',
  'phase',
  'local',
  'remote',
  'noMicrophone',
  'noCamera',
  'talks',
  'picturePaused',
  'text',
  'leftHeld',
]);
export type StageCall = v.InferOutput<typeof StageCall>;

/**
 * The chosen devices, the devices used instead while those are missing, and the background of the person's picture.
 */
export const DevicesWanted = v.strictObject({
  ...v.pick(View.entries.settings, ['microphone', 'camera', 'speaker', 'devicesBefore', 'background']).entries,
  backgroundLock: v.optional(SettingLock),
});
export type DevicesWanted = v.InferOutput<typeof DevicesWanted>;

const OwnDevice = v.strictObject({ device: v.string(), name: v.string() });

/** The stage of one call: pictures, controls, text. */
export const StageView = v.strictObject({
  common: CommonView,
  call: StageCall,
  side: Side,
  sharing: v.picklist(['none', 'may', 'is']), // a screen cannot be shared, can be, or is
  mayShow: v.boolean(), // the camera may be used: policy allows it, and the call is not limited to comparing the code
  devices: DevicesWanted,
  moveTo: v.array(OwnDevice), // the person's other devices
});
export type StageView = v.InferOutput<typeof StageView>;

/** The security page of one call: who it is, how well known, the code, and what policy says. */
export const SecurityView = v.strictObject({
  common: CommonView,
  call: v.omit(CallView, ['text', 'numbers']),
  others: v.array(CallSummary), // the other calls that have not ended
  side: Side,
  small: v.boolean(), // the window is the small one
  mayShow: v.boolean(), // the camera may be used, as on the stage
  organisation: v.boolean(), // there is an organisation that could confirm people
  ownDevices: v.array(OwnDevice), // to name the one to which a call is moved
  durationMs: v.optional(timeMs), // of an ended call that is in the history
  isContact: v.boolean(), // only used for a call that has ended
  sound: v.optional(Sounding), // the state of the call as sound
});
export type SecurityView = v.InferOutput<typeof SecurityView>;
/** The call as the security page sees it. */
export type SecurityCall = SecurityView['call'];

/**
 * The page that shows a recovery code. The view does not contain the code: the page asks for it once (`recovery.read`).
 */
export const RecoveryPageView = v.strictObject({
  common: CommonView,
  identity: v.strictObject({ address: v.string(), name: v.string(), fingerprint: v.string() }), // of the person
  showing: v.picklist(['shown', 'saving', 'made']),
  shownAt: timeMs, // since when the code is shown; a different time means a different code
  replaces: v.boolean(), // a code is in force: until `made`, the one that the new code replaces
});
export type RecoveryPageView = v.InferOutput<typeof RecoveryPageView>;

/** A source that a person may choose to share, with a small picture of it. */
const ShareChoice = v.strictObject({
  id: v.string(),
  kind: v.picklist(['screen', 'window']),
  name: v.string(),
  picture: v.string(), // its current picture as a `data:` URL, or ''
});

/** The page for choosing what to share. */
export const PickerView = v.strictObject({
  common: CommonView,
  name: v.string(), // of the person in the call
  address: v.string(),
  claimed: v.boolean(), // as in the call
  // `before-permission`: before the system asks for permission. `denied`: permission was refused. `before-system`:
  // before the system's own dialog, in which the person chooses.
  step: v.picklist(['before-permission', 'denied', 'before-system', 'choose']),
  choices: v.optional(v.array(ShareChoice)), // missing while they are being looked for
  allowed: v.picklist(['window', 'all']),
  peerShares: v.boolean(), // the peer shares, which ends when something is shared here
  showsSiegel: v.boolean(), // on a whole screen our own windows are visible, because this system cannot exclude them
  givesSound: v.boolean(), // the system can deliver the computer's sound without what Siegel plays
});
export type PickerView = v.InferOutput<typeof PickerView>;

/** The page for trying microphone, speaker and camera. */
export const TryoutView = v.strictObject({
  common: CommonView,
  isFree: v.boolean(), // no call rings or is on, so the page may open devices
  devices: DevicesWanted,
  processing: Processing, // of the microphone, as in a call
  toneVolume: soundSettings.toneVolume,
  allowVideo: v.boolean(),
  opensCamera: v.boolean(), // at once, because the command line asked for it; otherwise a person presses
});
export type TryoutView = v.InferOutput<typeof TryoutView>;

/** The view of each kind of page that has one. */
export interface PageViews {
  readonly main: MainView;
  readonly card: CardView;
  readonly stage: StageView;
  readonly security: SecurityView;
  readonly recovery: RecoveryPageView;
  readonly picker: PickerView;
  readonly tryout: TryoutView;
}
/** The view of a page of any kind. */
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

/** What has changed in the main view since it was last sent: whole parts and, of the contacts, those that changed. */
export const MainChange = v.strictObject({
  parts: v.partial(v.omit(MainView, ['contacts'])),
  // `gone` lists addresses.
  contacts: v.strictObject({ set: v.array(View.entries.contacts.item), gone: v.array(v.string()) }),
});
export type MainChange = v.InferOutput<typeof MainChange>;
