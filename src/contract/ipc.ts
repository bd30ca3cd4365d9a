// THE table of what a page may ask of main: command → who may send it, input, output. Main parses every command by it.
// A command is an act of a person, a fact that the page saw, or a reading of one fixed thing; there is no `get(key)`.
import * as v from 'valibot';
import { OthersView } from './claims.ts';
import { Tried } from './device-cause.ts';
import { DisputeView, SideDevice } from './dispute.ts';
import type { RefusalCode } from './failure.ts';
import { HistoryPage, HistoryQuery } from './history.ts';
import { HeadsetLights, HeadsetPress, HeadsetsSeen } from './headset.ts';
import { DoctorReport, PolicyReport, RecordState } from './managed.ts';
import { RelayTest } from './own-relay.ts';
import { ProxyLogin } from './proxy-login.ts';
import { MediaCommand, MediaFact } from './media.ts';
import { MainChange, PageView, Side } from './page-view.ts';
import { RelayChange } from './preferences.ts';
import { Status, StatusFor } from './status.ts';
import { CallNumbers, Language, Media } from './view.ts';
import {
  type WindowKind,
  type Sender,
  everywhere,
  ringing,
  ofCall,
  CallId,
  Address,
  PastCall,
  Code,
  Passphrase,
  Hash,
  nothing,
  serverChange,
  ownChange,
  deviceChange,
  soundChange,
  onCall,
  type Command,
  px,
  personFields,
} from './command-shapes.ts';

/** Pages of a call window name no call: their own call is meant. A card or media fact may name only its own call. */
export const commands = {
  'view.read': { from: everywhere, input: v.strictObject({}), output: PageView }, // of the page that asks
  'identity.create': {
    from: ['main'],
    input: v.strictObject({ ...personFields, asNew: v.optional(v.literal(true)) }), // even if the address is used
    output: nothing,
  },
  'identity.recover': {
    from: ['main'],
    input: v.strictObject({ ...personFields, code: v.pipe(v.string(), v.maxLength(100)) }), // as written on paper
    output: v.picklist(['recovered', 'disputed']), // `disputed`: the person's devices contradict each other
  },
  'vault.unlock': { from: ['main'], input: v.strictObject({ passphrase: Passphrase }), output: nothing },
  'vault.protect': {
    from: ['main'],
    input: v.strictObject({ passphrase: v.optional(Passphrase), proof: v.optional(Passphrase) }), // `proof`: the old one
    output: nothing,
  }, // protects the key by the passphrase, or without one by the key store; main asks the person
  'vault.startOver': { from: ['main'], input: v.strictObject({}), output: nothing }, // damaged vault: moved aside, begun anew
  'contact.add': {
    from: ['main'],
    input: v.strictObject({ address: Address, name: v.pipe(v.string(), v.maxBytes(64)) }),
    output: nothing,
  },
  'contact.remove': { from: ['main'], input: v.strictObject({ address: Address }), output: nothing },
  'contact.choosePerson': {
    from: ['main'],
    input: v.strictObject({ address: Address, person: Hash }), // the person id
    output: nothing,
  }, // one who claims the address; main asks first
  'contact.readOthers': { from: ['main'], input: v.strictObject({ address: Address }), output: OthersView }, // other claimants, read now
  'contact.restore': { from: ['main'], input: v.strictObject({ address: Address }), output: nothing }, // undo of remove
  'contact.ringAlways': {
    from: ['main'],
    input: v.strictObject({ address: Address, always: v.boolean() }),
    output: nothing,
  },
  // Fingerprint: 60 digits in 12 groups, from us and the pinned person; '' if nobody is pinned.
  'contact.readFingerprint': { from: ['main'], input: v.strictObject({ address: Address }), output: v.string() },
  'contact.readDevices': { from: ['main'], input: v.strictObject({ address: Address }), output: v.array(SideDevice) }, // from memory
  'contact.readDispute': { from: ['main'], input: v.strictObject({ address: Address }), output: DisputeView },
  'contact.chooseSide': { from: ['main'], input: v.strictObject({ address: Address, side: Hash }), output: nothing },
  'contact.acceptKey': { from: ['main'], input: v.strictObject({ address: Address }), output: nothing }, // the person has read the notice of a recovery
  // Removes the pinned person, unless verified; the contact stays. `removeForGood` removes both. Main asks the person.
  'contact.forget': { from: ['main'], input: v.strictObject({ address: Address }), output: nothing },
  'contact.removeForGood': { from: ['main'], input: v.strictObject({ address: Address }), output: nothing },
  'history.read': { from: ['main'], input: HistoryQuery, output: HistoryPage }, // calls beyond those in the view
  'history.see': { from: ['main'], input: v.strictObject({}), output: nothing }, // the list of calls is being looked at
  'history.remove': { from: ['main'], input: PastCall, output: nothing },
  'history.restore': { from: ['main'], input: PastCall, output: nothing }, // undo of the last remove
  'history.clear': { from: ['main'], input: v.strictObject({}), output: nothing },
  'call.place': { from: ['main'], input: v.strictObject({ address: Address, media: Media }), output: CallId },
  // by voice, to this claimant of a verified person's address, who is pinned only once the code was compared
  'call.placeToCompare': { from: ['main'], input: v.strictObject({ address: Address, person: Hash }), output: CallId },
  'call.answer': {
    from: ringing,
    // `forOther`: what happens to the call that is on; `call-exists`: that call is not held, and nothing was chosen
    input: v.strictObject({ call: CallId, media: Media, forOther: v.optional(v.picklist(['hold', 'end'])) }),
    output: nothing,
  },
  'call.decline': { from: ringing, input: onCall, output: nothing },
  'call.silence': { from: ringing, input: onCall, output: nothing },
  'call.hangUp': { from: ['main'], input: onCall, output: nothing },
  'call.dismiss': { from: ['main'], input: onCall, output: nothing }, // the person has seen the end
  'call.mute': { from: ['main'], input: v.strictObject({ call: CallId, mute: v.boolean() }), output: nothing },
  'call.stopShare': { from: ['main'], input: onCall, output: nothing },
  'call.hold': { from: ['main'], input: v.strictObject({ call: CallId, hold: v.boolean() }), output: nothing }, // in both directions
  'call.takeOver': { from: ['main'], input: onCall, output: nothing }, // the call that another device offers
  'call.refuseMove': { from: ['main'], input: onCall, output: nothing }, // or dismisses that it is over
  'call.showWindow': { from: ['main'], input: onCall, output: nothing },
  'own.hangUp': { from: ofCall, input: v.strictObject({}), output: nothing },
  'own.dismiss': { from: ['security'], input: v.strictObject({}), output: nothing },
  // About the sender's call, which has ended. `unknown-call`: it has not ended, or has no record to show.
  'ended.callAgain': { from: ['security'], input: v.strictObject({ media: Media }), output: nothing }, // and dismisses it
  'ended.addContact': { from: ['security'], input: v.strictObject({}), output: nothing }, // offers that in the main window
  'ended.showLine': { from: ['security'], input: v.strictObject({}), output: nothing }, // its record, in the main window
  'own.mute': { from: ofCall, input: v.strictObject({ mute: v.boolean() }), output: nothing },
  'own.camera': { from: ofCall, input: v.strictObject({ on: v.boolean() }), output: nothing },
  'own.hold': { from: ofCall, input: v.strictObject({ hold: v.boolean() }), output: nothing },
  'own.move': {
    from: ['stage'],
    input: v.strictObject({ device: v.pipe(v.string(), v.regex(/^[a-z2-7]{26}$/)) }),
    output: nothing,
  }, // to another own device
  'own.dismissMove': { from: ['security'], input: v.strictObject({}), output: nothing }, // takes the offer back, or dismisses its outcome
  'own.share': { from: ofCall, input: v.strictObject({}), output: nothing }, // opens the page on which the person chooses
  'own.stopShare': { from: ofCall, input: v.strictObject({}), output: nothing }, // or dismisses why it ended
  'share.choose': {
    from: ['picker'],
    input: v.strictObject({ source: v.pipe(v.string(), v.maxLength(200)), sound: v.boolean() }), // a shown source; `sound`: of the computer
    output: nothing,
  },
  'share.goOn': { from: ['picker'], input: v.strictObject({}), output: nothing }, // the person has read what the system will ask
  'share.close': { from: ['picker'], input: v.strictObject({}), output: nothing },
  'own.type': {
    from: ['stage'],
    input: v.strictObject({ text: v.pipe(v.string(), v.maxLength(1000)), done: v.boolean() }),
    output: nothing,
  },
  'code.confirm': { from: ['security'], input: v.strictObject({ code: Code }), output: nothing }, // wrong: `code-mismatch`
  // About the other call, not the sender's. `unknown-call`: there is no other call to which this can be done.
  'other.showCard': { from: ['security'], input: v.strictObject({}), output: nothing }, // it rings
  'other.show': { from: ['security'], input: v.strictObject({}), output: nothing },
  'other.resume': { from: ['security'], input: v.strictObject({}), output: nothing }, // and holds the sender's call
  'other.hangUp': { from: ['security'], input: v.strictObject({}), output: nothing }, // not for a ringing call
  'window.side': { from: ofCall, input: v.strictObject({ side: Side }), output: nothing },
  'window.small': { from: ['security'], input: v.strictObject({ on: v.boolean() }), output: nothing }, // and always on top
  'window.grow': { from: ['stage'], input: v.strictObject({}), output: nothing }, // a small window becomes normal; any other stays as it is
  'window.full': { from: ofCall, input: v.strictObject({ to: v.picklist(['other', 'normal']) }), output: nothing }, // the whole window
  // The space that the security page needs, in CSS pixels: the height of its head, or the whole window.
  'window.layout': { from: ['security'], input: v.strictObject({ head: px, full: v.boolean() }), output: nothing },
  'window.leave': { from: ofCall, input: v.strictObject({ backwards: v.boolean() }), output: nothing }, // Tab left the page
  'status.set': {
    from: ['main'],
    input: v.strictObject({ status: Status, for: v.optional(StatusFor) }),
    output: nothing,
  },
  'settings.set': { from: ['main'], input: v.strictObject({ settings: serverChange }), output: nothing },
  'preferences.set': { from: ['main'], input: v.strictObject({ preferences: ownChange }), output: nothing }, // `locked`: policy decides
  'devices.set': {
    from: ['main', 'stage', 'tryout'],
    input: v.strictObject({ devices: deviceChange }),
    output: nothing,
  },
  'tryout.open': { from: ['main'], input: v.strictObject({}), output: nothing }, // to try devices; `call-first`
  'tryout.told': {
    from: ['tryout'],
    input: v.strictObject({ device: v.picklist(['microphone', 'camera']), came: Tried }),
    output: nothing,
  }, // whether the device runs, or why not; the self-check reports it
  'tryout.close': { from: ['tryout'], input: v.strictObject({}), output: nothing },
  'sounds.set': { from: ['main'], input: v.strictObject({ sounds: soundChange }), output: nothing }, // a stage cannot silence rings
  'language.set': { from: ['main'], input: v.strictObject({ language: Language }), output: nothing },
  // The person's own relay, '' for none. Without `password`, the one stored for it stays. `bad-relay`, `relay-account`
  'relay.set': { from: ['main'], input: RelayChange, output: nothing },
  'relay.test': { from: ['main'], input: v.strictObject({}), output: RelayTest }, // the stored relay; `no-relay`
  'proxy.login': { from: ['main'], input: ProxyLogin, output: nothing }, // `no-proxy`, `proxy-account`
  'proxy.forget': { from: ['main'], input: v.strictObject({}), output: nothing },
  'broker.start': {
    from: ['main'],
    input: v.strictObject({
      host: v.pipe(v.string(), v.maxLength(253)),
      port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535)),
    }),
    output: nothing,
  },
  'broker.allow': { from: ['main'], input: v.strictObject({}), output: nothing }, // a broker without TLS; main asks the person
  'broker.stop': { from: ['main'], input: v.strictObject({}), output: nothing },
  'notice.dismiss': {
    from: ['main'],
    input: v.strictObject({ index: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
    output: nothing,
  },
  'policy.read': { from: ['main'], input: v.strictObject({}), output: PolicyReport },
  // A call to the locked program: the person unlocks (in the main window if a passphrase is needed), or saw the call.
  'knock.unlock': { from: ['card'], input: v.strictObject({}), output: nothing },
  'knock.silence': { from: ['card'], input: v.strictObject({}), output: nothing },
  'app.lock': { from: ['main'], input: v.strictObject({}), output: nothing }, // refused during a call: `call-exists`
  'app.unlock': { from: ['main'], input: v.strictObject({}), output: nothing }, // by the system's key store; else `vault.unlock`
  'enrolment.enrol': {
    from: ['main'],
    input: v.strictObject({ token: v.pipe(v.string(), v.minLength(1), v.maxLength(512)) }),
    output: nothing,
  },
  'enrolment.saveRequest': { from: ['main'], input: v.strictObject({}), output: nothing }, // PKCS #10, to a file
  'device.take': { from: ['main'], input: v.strictObject({ passphrase: v.optional(Passphrase) }), output: nothing }, // joins a person
  'device.typeNumber': { from: ['main'], input: v.strictObject({ number: Code }), output: nothing }, // of the existing device; one try
  'device.give': {
    from: ['main'],
    input: v.strictObject({ code: v.pipe(v.string(), v.maxLength(100)) }), // as the new device shows it
    output: nothing,
  },
  'device.stop': { from: ['main'], input: v.strictObject({}), output: nothing }, // ends a linking, or dismisses its end
  'device.readDispute': { from: ['main'], input: v.strictObject({}), output: DisputeView }, // among own devices, read now
  'device.chooseSide': { from: ['main'], input: v.strictObject({ side: Hash }), output: nothing }, // main asks the person
  'device.object': { from: ['main'], input: v.strictObject({}), output: nothing }, // to the removal of this device; main asks
  'device.remove': {
    from: ['main'],
    input: v.strictObject({ device: v.pipe(v.string(), v.regex(/^[a-z2-7]{26}$/)) }),
    output: nothing,
  },
  'device.acknowledge': {
    from: ['main'],
    input: v.strictObject({ device: v.pipe(v.string(), v.regex(/^[a-z2-7]{26}$/)) }),
    output: nothing,
  }, // the person has read that the device is new, or was handed data
  'device.refresh': { from: ['main'], input: v.strictObject({}), output: nothing }, // the list is being looked at
  'device.beginAnew': { from: ['main'], input: v.strictObject({}), output: nothing }, // erases all: for a removed or unfinished device, or a second person
  'recovery.make': { from: ['main'], input: v.strictObject({}), output: nothing }, // stored only once confirmed on its page
  'recovery.takeBack': { from: ['main'], input: v.strictObject({}), output: nothing }, // main asks the person
  'recovery.notNow': { from: ['main'], input: v.strictObject({}), output: nothing },
  'recovery.read': { from: ['recovery'], input: v.strictObject({}), output: v.string() }, // the code in groups: once
  'recovery.print': { from: ['recovery'], input: v.strictObject({}), output: nothing }, // by the system's dialog
  'recovery.confirm': {
    from: ['recovery'],
    input: v.strictObject({ group: v.pipe(v.string(), v.maxLength(100)) }), // the last one, as the person wrote it down
    output: nothing,
  },
  'recovery.close': { from: ['recovery'], input: v.strictObject({}), output: nothing },
  'doctor.tryDevices': { from: ['main'], input: v.strictObject({}), output: nothing }, // replies when the window has closed
  'doctor.run': { from: ['main'], input: v.strictObject({}), output: DoctorReport },
  'diagnostics.read': { from: ['main'], input: v.strictObject({}), output: v.string() }, // exactly what would be saved
  'diagnostics.save': { from: ['main'], input: v.strictObject({}), output: nothing },
  'record.check': { from: ['main'], input: v.strictObject({}), output: RecordState },
  'record.save': { from: ['main'], input: v.strictObject({}), output: nothing },
  'update.check': { from: ['main'], input: v.strictObject({}), output: nothing },
  'update.install': { from: ['main'], input: v.strictObject({}), output: nothing },
  'proposal.dismiss': { from: ['main'], input: v.strictObject({}), output: nothing }, // it was shown
  'link.open': { from: ['main'], input: v.strictObject({ page: v.picklist(['privacy', 'imprint']) }), output: nothing },
  'headset.press': { from: ['headset'], input: HeadsetPress, output: nothing },
  'headset.seen': { from: ['headset'], input: v.strictObject({ devices: HeadsetsSeen }), output: nothing },
  'media.fact': { from: ['stage'], input: MediaFact, output: nothing },
} as const satisfies Record<string, Command>;

/** The name of a command. */
export type CommandName = keyof typeof commands;
/** What a page sends with this command. */
export type Input<N extends CommandName> = v.InferOutput<(typeof commands)[N]['input']>;
/** What main returns if this command was carried out. */
export type Output<N extends CommandName> = v.InferOutput<(typeof commands)[N]['output']>;

/** The reply to every command. Nothing is thrown across the wall. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: RefusalCode };

/** One handler per command. Main does not compile while one is missing. */
export type Handlers = {
  readonly [N in CommandName]: (input: Input<N>, from: Sender) => Promise<Reply<Output<N>>> | Reply<Output<N>>;
};

/** What main pushes to pages, by name. The worker's port is sent separately, by `window.postMessage`. */
export const events = {
  view: PageView, // complete
  change: MainChange, // to the main window: what has changed since the last view or change
  numbers: CallNumbers, // to the security page, of its call
  media: MediaCommand, // to the stage, and to the page of a trial call
  lights: HeadsetLights, // to the page of headsets
  focus: v.strictObject({ at: v.picklist(['first', 'last']) }), // the focus comes from the other page of the call
} as const;
/** The name of an event. */
export type EventName = keyof typeof events;
/** What main sends with this event. */
export type Event<N extends EventName> = v.InferOutput<(typeof events)[N]>;

/** The channel on which pages send commands. */
export const COMMAND_CHANNEL = 'siegel:command';
/** The channel on which main sends events. */
export const EVENT_CHANNEL = 'siegel:event';
/** The name under which the preload hands main's port to the page, by `window.postMessage`. */
export const PORT_MESSAGE = 'siegel:port';
/** The argument that tells a preload the kind of its page. */
export const WINDOW_ARGUMENT = '--siegel-window=';

/** `window.siegel`, as the preload builds it. */
export interface Siegel {
  readonly window: WindowKind;
  readonly call: <N extends CommandName>(name: N, input: Input<N>) => Promise<Reply<Output<N>>>;
  readonly on: <N extends EventName>(name: N, listener: (event: Event<N>) => void) => () => void;
}
