// THE table of what a page may ask of main: command → who may send it, input, output. Main parses every call by it.
// A command is something a person does, or a fact the page saw; there is no `get(key)`.
import * as v from 'valibot';
import type { RefusalCode } from './failure.ts';
import { HistoryPage, HistoryQuery } from './history.ts';
import { DoctorReport, PolicyReport, RecordState } from './managed.ts';
import { MediaCommand, MediaFact } from './media.ts';
import { HistoryKey, Language, Media, Status, UnknownCallers, View } from './view.ts';

/** Which window a page runs in: the main window, the call window or the card of an incoming call. */
export const WindowKind = v.picklist(['main', 'call', 'card']);
export type WindowKind = v.InferOutput<typeof WindowKind>;

const CallId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const Address = v.pipe(v.string(), v.minLength(1), v.maxLength(254)); // core checks the form
const PastCall = v.strictObject({ ...HistoryKey.entries, id: CallId, address: Address });
const Code = v.pipe(v.string(), v.regex(/^[0-9]{8}$/));
const Passphrase = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));
const nothing = v.undefined();
const Text = v.pipe(v.string(), v.maxLength(2048));
// An array counts as an object without fields, which here would be a change of nothing.
const isNoArray = v.check((input: unknown) => !Array.isArray(input), 'an array');
const serverChange = v.pipe(
  v.unknown(),
  isNoArray,
  v.partial(v.strictObject({ brokerUrl: Text, brokerUsername: Text, brokerPassword: Text, localBroker: v.boolean() })),
);
const ownChange = v.pipe(
  v.unknown(),
  isNoArray,
  v.partial(
    v.strictObject({
      relayOnly: v.boolean(),
      unknownCallers: UnknownCallers,
      startAtLogin: v.boolean(),
      idleLockMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1440)),
      historyDays: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650)),
    }),
  ),
);
const deviceChange = v.pipe(
  v.unknown(),
  isNoArray,
  v.partial(v.strictObject({ microphone: Text, camera: Text, speaker: Text })),
);
const onCall = v.strictObject({ call: CallId });

interface Command {
  readonly from: readonly WindowKind[];
  readonly input: v.GenericSchema;
  readonly output: v.GenericSchema;
}

const everywhere: readonly WindowKind[] = ['main', 'call', 'card'];
const talking: readonly WindowKind[] = ['main', 'call'];

/** Every command, the windows that may send it, its input and its output. */
export const commands = {
  'view.read': { from: everywhere, input: v.strictObject({}), output: View },
  'identity.create': {
    from: ['main'],
    input: v.strictObject({
      address: Address,
      name: v.pipe(v.string(), v.maxBytes(64)),
      passphrase: v.optional(Passphrase),
    }),
    output: nothing,
  },
  'vault.unlock': { from: ['main'], input: v.strictObject({ passphrase: Passphrase }), output: nothing },
  'vault.startOver': { from: ['main'], input: v.strictObject({}), output: nothing }, // damaged vault: keep aside, begin anew
  'contact.add': {
    from: ['main'],
    input: v.strictObject({ address: Address, name: v.pipe(v.string(), v.maxBytes(64)) }),
    output: nothing,
  },
  'contact.remove': { from: ['main'], input: v.strictObject({ address: Address }), output: nothing },
  'contact.restore': { from: ['main'], input: v.strictObject({ address: Address }), output: nothing }, // undo of remove
  'contact.ringAlways': {
    from: ['main'],
    input: v.strictObject({ address: Address, always: v.boolean() }),
    output: nothing,
  },
  'contact.acceptKey': { from: ['main'], input: v.strictObject({ address: Address }), output: nothing }, // after reading what changed; unverified from here
  'history.read': { from: ['main'], input: HistoryQuery, output: HistoryPage }, // calls beyond those in the view
  'history.see': { from: ['main'], input: v.strictObject({}), output: nothing }, // the list of calls is being looked at
  'history.remove': { from: ['main'], input: PastCall, output: nothing },
  'history.restore': { from: ['main'], input: PastCall, output: nothing }, // undo of the last remove
  'history.clear': { from: ['main'], input: v.strictObject({}), output: nothing },
  'call.place': { from: ['main'], input: v.strictObject({ address: Address, media: Media }), output: CallId },
  'call.answer': {
    from: everywhere,
    // `forOther`: what becomes of the call that is on; `call-exists` where there is one that is not held, and nothing is said
    input: v.strictObject({ call: CallId, media: Media, forOther: v.optional(v.picklist(['hold', 'end'])) }),
    output: nothing,
  },
  'call.decline': { from: everywhere, input: onCall, output: nothing },
  'call.silence': { from: everywhere, input: onCall, output: nothing },
  'call.hangUp': { from: everywhere, input: onCall, output: nothing },
  'call.dismiss': { from: talking, input: onCall, output: nothing }, // the end was seen
  'call.mute': { from: talking, input: v.strictObject({ call: CallId, mute: v.boolean() }), output: nothing },
  'call.camera': { from: talking, input: v.strictObject({ call: CallId, on: v.boolean() }), output: nothing },
  'call.hold': { from: talking, input: v.strictObject({ call: CallId, hold: v.boolean() }), output: nothing }, // nothing is sent, heard or seen
  'call.move': { from: ['call'], input: v.strictObject({ call: CallId, device: v.string() }), output: nothing }, // to another own device
  'call.dismissMove': { from: ['call'], input: onCall, output: nothing }, // takes it back while it is asked, else puts its end away
  'call.takeOver': { from: ['main'], input: onCall, output: nothing }, // the call that another device offers
  'call.refuseMove': { from: ['main'], input: onCall, output: nothing }, // or puts away that it is over
  'call.type': {
    from: ['call'],
    input: v.strictObject({ call: CallId, text: v.pipe(v.string(), v.maxLength(1000)), done: v.boolean() }),
    output: nothing,
  },
  'call.confirmCode': { from: ['call'], input: v.strictObject({ call: CallId, code: Code }), output: nothing }, // wrong: `code-mismatch`
  'call.showWindow': { from: talking, input: onCall, output: nothing },
  'call.onTop': { from: ['call'], input: v.strictObject({ call: CallId, on: v.boolean() }), output: nothing }, // small, always on top
  'status.set': { from: ['main'], input: v.strictObject({ status: Status }), output: nothing },
  'settings.set': { from: ['main'], input: v.strictObject({ settings: serverChange }), output: nothing },
  'preferences.set': { from: ['main'], input: v.strictObject({ preferences: ownChange }), output: nothing }, // `locked` where policy decides
  'devices.set': { from: talking, input: v.strictObject({ devices: deviceChange }), output: nothing },
  'language.set': { from: everywhere, input: v.strictObject({ language: Language }), output: nothing },
  'broker.start': {
    from: ['main'],
    input: v.strictObject({
      host: v.pipe(v.string(), v.maxLength(253)),
      port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535)),
    }),
    output: nothing,
  },
  'broker.allow': { from: ['main'], input: v.strictObject({}), output: nothing }, // main asks the person about a broker without TLS
  'broker.stop': { from: ['main'], input: v.strictObject({}), output: nothing },
  'notice.dismiss': {
    from: ['main'],
    input: v.strictObject({ index: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
    output: nothing,
  },
  'policy.read': { from: ['main'], input: v.strictObject({}), output: PolicyReport },
  'app.lock': { from: ['main'], input: v.strictObject({}), output: nothing }, // ends nothing that is live: `call-exists`
  'app.unlock': { from: ['main'], input: v.strictObject({}), output: nothing }, // by the system's key store; else `vault.unlock`
  'enrolment.enrol': {
    from: ['main'],
    input: v.strictObject({ token: v.pipe(v.string(), v.minLength(1), v.maxLength(512)) }),
    output: nothing,
  },
  'enrolment.saveRequest': { from: ['main'], input: v.strictObject({}), output: nothing }, // PKCS #10, where the person says
  'device.take': { from: ['main'], input: v.strictObject({ passphrase: v.optional(Passphrase) }), output: nothing }, // become a device of a person who has one
  'device.typeNumber': { from: ['main'], input: v.strictObject({ number: Code }), output: nothing }, // as the device in use shows it; one try
  'device.give': {
    from: ['main'],
    input: v.strictObject({ code: v.pipe(v.string(), v.maxLength(100)) }), // as the new device shows it
    output: nothing,
  },
  'device.stop': { from: ['main'], input: v.strictObject({}), output: nothing }, // ends a linking, or puts its end away
  'device.remove': {
    from: ['main'],
    input: v.strictObject({ device: v.pipe(v.string(), v.regex(/^[a-z2-7]{26}$/)) }),
    output: nothing,
  },
  'device.refresh': { from: ['main'], input: v.strictObject({}), output: nothing }, // the list is being looked at
  'device.beginAnew': { from: ['main'], input: v.strictObject({}), output: nothing }, // erases everything: where this device was removed, or its address is another's
  'doctor.run': { from: ['main'], input: v.strictObject({}), output: DoctorReport },
  'diagnostics.read': { from: ['main'], input: v.strictObject({}), output: v.string() }, // the very text that would be saved
  'diagnostics.save': { from: ['main'], input: v.strictObject({}), output: nothing },
  'record.check': { from: ['main'], input: v.strictObject({}), output: RecordState },
  'record.save': { from: ['main'], input: v.strictObject({}), output: nothing },
  'update.check': { from: ['main'], input: v.strictObject({}), output: nothing },
  'update.install': { from: ['main'], input: v.strictObject({}), output: nothing },
  'proposal.dismiss': { from: ['main'], input: v.strictObject({}), output: nothing }, // the person of the link was shown
  'link.open': { from: ['main'], input: v.strictObject({ page: v.picklist(['privacy', 'imprint']) }), output: nothing },
  'media.fact': { from: ['call'], input: MediaFact, output: nothing },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;
export type Input<N extends CommandName> = v.InferOutput<(typeof commands)[N]['input']>;
export type Output<N extends CommandName> = v.InferOutput<(typeof commands)[N]['output']>;

/** The answer to every command; nothing is thrown across the wall. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: RefusalCode };

/** One handler per command; main fails to compile while one is missing. */
export type Handlers = {
  readonly [N in CommandName]: (input: Input<N>, from: WindowKind) => Promise<Reply<Output<N>>> | Reply<Output<N>>;
};

/** What main pushes to pages, by channel. The port of the worker comes apart, by `window.postMessage`. */
export const events = {
  view: View,
  media: MediaCommand,
} as const;
export type EventName = keyof typeof events;
export type Event<N extends EventName> = v.InferOutput<(typeof events)[N]>;

/** The channel on which commands travel, and the one on which events do. */
export const COMMAND_CHANNEL = 'siegel:command';
export const EVENT_CHANNEL = 'siegel:event';
/** The name under which the preload hands main's port to the page, by `window.postMessage`. */
export const PORT_MESSAGE = 'siegel:port';
/** The arguments by which main tells a preload the kind of its window, and a call window its call. */
export const WINDOW_ARGUMENT = '--siegel-window=';
export const CALL_ARGUMENT = '--siegel-call=';

/** `window.siegel`, as the preload builds it. */
export interface Siegel {
  readonly window: WindowKind;
  /** The call of a call window, '' in every other. */
  readonly ofCall: string;
  readonly call: <N extends CommandName>(name: N, input: Input<N>) => Promise<Reply<Output<N>>>;
  readonly on: <N extends EventName>(name: N, listener: (event: Event<N>) => void) => () => void;
}
