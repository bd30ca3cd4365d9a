// What a person may see: plain data that main pushes to windows. Never a key, never a secret.
import * as v from 'valibot';
import { appearanceSettings } from './appearance.ts';
import { AddressClaims } from './claims.ts';
import { Background } from './background.ts';
import { DeviceCause } from './device-cause.ts';
import { DevicesView } from './devices.ts';
import { RecoveryView } from './recovery.ts';
import { AddressDispute } from './dispute.ts';
import { OwnRelay, RelaysOf } from './own-relay.ts';
import { ProxyLoginView } from './proxy-login.ts';
import { Proposal } from './proposal.ts';
import { EndReason } from './failure.ts';
import { GlobalKeys, KeysInForce } from './global-keys.ts';
import { HeadsetsView } from './headset.ts';
import { Knock } from './knock.ts';
import { KeyStoreView } from './key-store-view.ts';
import { ConnectionView } from './connection-view.ts';
import { SharingView } from './sharing.ts';
import { CallTextLine } from './text-line.ts';
import { EnrolmentView, ManagedView, OrganisationMark, UpdateView } from './managed.ts';
import { Notifications } from './notifications.ts';
import { Status, StatusReason, statusSettings } from './status.ts';
import { Notice } from './notice.ts';
import { NetworkQuality, PathBy } from './network-quality.ts';
import { soundSettings } from './sound.ts';

/** Devices chosen earlier, the latest first. Each is used while the chosen one and those before it are missing. */
const names = v.pipe(v.array(v.string()), v.readonly());
const DevicesBefore = v.strictObject({ microphone: names, camera: names, speaker: names });

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const timeMs = count;

/** The languages of the program. */
export const Language = v.picklist(['de', 'en']);
export type Language = v.InferOutput<typeof Language>;

/** `audio` is a voice call, `video` one with camera. */
export const Media = v.picklist(['audio', 'video']);
export type Media = v.InferOutput<typeof Media>;

/** This person has used a recovery code. `verifiedAt` counts again once the notice was read, unless policy forbids. */
const Recovered = v.strictObject({ seenAt: timeMs, verifiedAt: v.optional(timeMs) });

/** How far a person's identity is known; times in ms since 1970. `way`: by code here, or on another own device. */
export const Trust = v.variant('kind', [
  v.strictObject({ kind: v.literal('new') }), // nobody is pinned
  v.strictObject({ kind: v.literal('pinned'), since: timeMs, recovered: v.optional(Recovered) }), // not verified
  v.strictObject({ kind: v.literal('verified'), at: timeMs, way: v.picklist(['code', 'own-device']) }),
  // the person's devices contradict each other, which must be decided first; `verifiedAt`: of the last verification
  v.strictObject({ kind: v.literal('changed'), seenAt: timeMs, verifiedAt: v.optional(timeMs) }),
]);
export type Trust = v.InferOutput<typeof Trust>;

/** Presence as the peer's device publishes it: an indication that never prevents a call. */
export const Presence = v.picklist(['unknown', 'online', 'busy', 'away', 'dnd', 'gone']);
export type Presence = v.InferOutput<typeof Presence>;

/** A contact, as the list shows it. */
export const ContactView = v.strictObject({
  address: v.string(),
  name: v.string(), // '' where the person has given none
  trust: Trust,
  presence: Presence,
  alwaysRings: v.boolean(), // even under do not disturb
  isPinned: v.boolean(), // a person is known for this address
  claimedBy: v.optional(v.pipe(v.array(v.string()), v.readonly())), // another claimant's devices
  organisation: OrganisationMark,
});
export type ContactView = v.InferOutput<typeof ContactView>;

/** A call that has ended, as the history stores it and the list shows it. */
export const HistoryEntry = v.strictObject({
  id: v.string(),
  address: v.string(),
  name: v.string(),
  direction: v.picklist(['in', 'out']),
  media: Media,
  at: timeMs,
  durationMs: count, // 0 if it never connected
  verified: v.boolean(), // the person had verified the peer when the call ended
  confirmed: v.optional(v.boolean()), // the organisation confirmed the peer then; only set if `verified` is false
  answered: v.optional(v.boolean()), // incoming, and answered on this device, even if it never connected
  unseen: v.optional(v.boolean()), // missed, and not looked at since
  stranger: v.optional(v.boolean()), // came in from somebody whom this person did not know then
  on: v.optional(v.string()), // id of the person's other device that answered or declined, where it is known
  outcome: EndReason,
});
export type HistoryEntry = v.InferOutput<typeof HistoryEntry>;

/** Identifies a call of the history. An id alone would not, because callers choose ids. */
export const HistoryKey = v.pick(HistoryEntry, ['id', 'direction', 'address']);
export type HistoryKey = v.InferOutput<typeof HistoryKey>;

/** Why frames were dropped; each cause is counted separately (protocol §7). */
export const DropCause = v.picklist([
  'no-key', // no key for this KID, or none granted yet
  'header', // SFrame header malformed or not in shortest form
  'envelope', // codec envelope is not exactly the constant one
  'replay',
  'tag', // authentication failed
  'full', // too many frames in flight
  'empty',
  'held', // either side holds the call, or its connection is broken
  'ended', // the worker was told to stop
]);
export type DropCause = v.InferOutput<typeof DropCause>;

/**
 * Counters of one stream: 0 audio, 1 camera, 2 screen. Those in a view count from the beginning of the call, those in a
 * message of a worker from the start of that worker.
 */
export const StreamCounters = v.strictObject({
  stream: v.picklist([0, 1, 2]),
  sealed: count,
  sealDropped: v.record(v.string(), count), // by DropCause
  opened: count,
  openDropped: v.record(v.string(), count), // by DropCause
});
export type StreamCounters = v.InferOutput<typeof StreamCounters>;

/** The live numbers for the auditor. */
export const CallNumbers = v.strictObject({
  handshake: v.string(), // the Noise protocol name
  suite: v.string(), // the SFrame suite
  generation: count,
  step: count,
  path: v.picklist(['unknown', 'direct', 'relay']),
  pathBy: PathBy,
  codec: v.strictObject({ audio: v.string(), video: v.string() }),
  fingerprint: v.string(), // authenticated DTLS fingerprint of the peer, '' before it is known
  streams: v.array(StreamCounters),
  decodedFrames: count, // remote camera frames decoded
  line: v.optional(NetworkQuality), // once it was measured
});
export type CallNumbers = v.InferOutput<typeof CallNumbers>;

/** What one side of a call has switched. */
const MediaState = v.strictObject({ mute: v.boolean(), camera: v.boolean(), hold: v.boolean(), screen: v.boolean() });
export type MediaState = v.InferOutput<typeof MediaState>;

/** The state of a call. Times in ms since 1970. */
export const CallPhase = v.variant('kind', [
  // looking up the address, sending; `paced`: this person was rung just before, and is rung again within three seconds
  v.strictObject({ kind: v.literal('placing'), paced: v.optional(v.boolean()) }),
  v.strictObject({ kind: v.literal('calling'), ringing: v.boolean() }), // out; `ringing` once a device says so
  // in; `silenced`: by a person or do not disturb; `visual`: shown without sound, because the caller is unknown. A call
  // that continues a moved one is both.
  v.strictObject({ kind: v.literal('ringing'), silenced: v.boolean(), visual: v.optional(v.boolean()) }),
  v.strictObject({ kind: v.literal('securing') }), // answered, keys not proven yet
  v.strictObject({ kind: v.literal('connecting') }), // code is known, media not connected
  v.strictObject({ kind: v.literal('live'), since: timeMs }),
  v.strictObject({ kind: v.literal('reconnecting'), since: timeMs, until: timeMs }),
  v.strictObject({ kind: v.literal('ended'), reason: EndReason, at: timeMs, connected: v.boolean() }),
]);
export type CallPhase = v.InferOutput<typeof CallPhase>;

/** The code and what became of it. */
export const CodeView = v.variant('kind', [
  // before the caller has checked READY, or the callee CONFIRM; and after the end
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({
    kind: v.literal('shown'),
    code: v.string(), // 8 digits
    role: v.picklist(['read', 'type']), // the caller reads first, the callee types first
    mayConfirm: v.boolean(), // false while the call is unconfirmed or a dispute waits (protocol §6.4.3)
    confirmedAt: v.optional(timeMs), // this person has typed it right in this call
  }),
  v.strictObject({ kind: v.literal('mismatch') }),
]);
export type CodeView = v.InferOutput<typeof CodeView>;

/** A call, with everything that any page may show of it (main/app/page-views.ts cuts it). */
export const CallView = v.strictObject({
  id: v.string(), // 32 hex digits
  direction: v.picklist(['in', 'out']),
  address: v.string(),
  name: v.string(),
  claimed: v.boolean(), // `name` is what the caller calls themselves: it is shown only beside the address
  unconfirmed: v.boolean(), // the directory has not settled the peer (protocol §5 rule 1)
  trust: Trust,
  replaces: v.optional(v.strictObject({ verifiedAt: timeMs })), // a verified person; only a compared code replaces them
  organisation: OrganisationMark,
  verifyBy: v.optional(timeMs), // set by policy: voice only, and the call ends at this time unless the code is compared
  media: Media,
  phase: CallPhase,
  local: MediaState,
  remote: MediaState,
  noMicrophone: v.optional(DeviceCause), // why it does not run; it stays off until somebody switches it again
  noCamera: v.optional(DeviceCause),
  talks: v.optional(v.boolean()), // muted, and heard while a key is held
  picturePaused: v.optional(v.boolean()), // our picture is withheld so that the sound gets through
  sharing: v.optional(SharingView),
  mayShare: v.picklist(['none', 'window', 'all']), // of this machine's screen, now
  code: CodeView,
  text: v.array(CallTextLine), // of both sides, oldest first; gone with the call
  leftHeld: v.optional(v.boolean()), // held for a call that has ended: it does not resume by itself
  numbers: CallNumbers,
  // `device`: the own device to which this person moves the call. It was asked, the move failed, it refused, or it has
  // the call now.
  moving: v.optional(
    v.strictObject({ device: v.string(), state: v.picklist(['asked', 'failed', 'refused', 'moved']) }),
  ),
  peerDevice: v.optional(v.string()), // id of the device at the other end, from its proof to the end of the call
  tookPlace: v.optional(v.boolean()), // this call replaces an earlier one, which the peer has moved to `peerDevice`
});
export type CallView = v.InferOutput<typeof CallView>;

/** A call that another own device, `from`, offers to this one, shown `until`. `over`: it cannot be taken any more. */
export const MoveOffer = v.strictObject({
  call: v.string(),
  state: v.picklist(['offered', 'over']),
  address: v.string(),
  name: v.string(), // '' where the person has given none
  from: v.string(),
  until: timeMs,
});
export type MoveOffer = v.InferOutput<typeof MoveOffer>;

/** The embedded broker. */
export const BrokerView = v.variant('kind', [
  v.strictObject({ kind: v.literal('stopped') }),
  v.strictObject({ kind: v.literal('running'), url: v.string(), clients: count }),
  v.strictObject({ kind: v.literal('failed'), cause: v.picklist(['broker-in-use', 'internal']) }),
]);
export type BrokerView = v.InferOutput<typeof BrokerView>;

/** What happens to a caller who is no contact and not confirmed by the organisation, from loose to tight. */
export const UnknownCallers = v.picklist(['ring', 'silent', 'refuse']);
export type UnknownCallers = v.InferOutput<typeof UnknownCallers>;

/** The settings in force: the person's choices within what policy allows. They contain no password. */
export const Settings = v.strictObject({
  language: Language,
  brokerUrl: v.string(), // '' where none is set
  brokerUsername: v.string(),
  hasBrokerPassword: v.boolean(), // the password itself never comes back
  localBroker: v.boolean(), // start the embedded broker with the app
  relay: OwnRelay,
  relayOnly: v.boolean(),
  unknownCallers: UnknownCallers,
  startAtLogin: v.boolean(),
  idleLockMinutes: count, // 0: never
  ...statusSettings,
  globalKeys: GlobalKeys,
  headset: v.boolean(), // its buttons and lights
  historyDays: count, // 0: no history
  notifications: Notifications,
  ...appearanceSettings,
  microphone: v.string(), // a device's name as pages list it (renderer/call/device-list.ts), '' = system default
  camera: v.string(),
  speaker: v.string(),
  devicesBefore: DevicesBefore,
  background: Background,
  ...soundSettings,
});
export type Settings = v.InferOutput<typeof Settings>;

/** All that windows may know of main (page-view.ts). `identity` is present once one was made, and not while locked. */
export const View = v.strictObject({
  versions: v.strictObject({ app: v.string(), electron: v.string(), chromium: v.string() }),
  keyStore: KeyStoreView,
  identity: v.optional(
    v.strictObject({ address: v.string(), name: v.string(), device: v.string(), fingerprint: v.string() }),
  ),
  link: ConnectionView,
  status: Status,
  statusReason: StatusReason,
  mayFollowSystem: v.boolean(), // the system's do not disturb can be read
  contacts: v.array(ContactView),
  claims: v.array(AddressClaims), // addresses for which the person has to choose
  disputes: v.array(AddressDispute), // at addresses of people who are no contacts
  calls: v.array(CallView), // those that are on, and ended ones until that was seen; the oldest first
  history: v.array(HistoryEntry), // the newest 200, newest first; earlier ones by `history.read`
  broker: BrokerView,
  notices: v.array(Notice),
  settings: Settings,
  relaysOf: RelaysOf,
  proxyLogin: v.optional(ProxyLoginView),
  keysInForce: KeysInForce, // the global keys
  headsets: HeadsetsView, // those plugged in, while their buttons are wanted
  managed: ManagedView,
  enrolment: EnrolmentView,
  update: UpdateView,
  devices: DevicesView,
  recovery: v.optional(RecoveryView), // with an identity
  offer: v.optional(MoveOffer),
  proposal: v.optional(Proposal),
  knock: v.optional(Knock), // while the program is locked
  isLocked: v.boolean(), // the account is closed and its keys are wiped
});
export type View = v.InferOutput<typeof View>;
