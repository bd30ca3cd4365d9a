// The plaintexts of INVITE, EARLY, ANSWER, SESSION and of notes (protocol §5.B): exactly these fields in exactly this
// order. Reading and writing include the padding to 256 bytes. What a message means is decided elsewhere.
import * as v from 'valibot';
import { type Bytes, utf8 } from '../bytes.ts';
import { carriedLinks, type Chain, payloadOf } from '../keys/chain.ts';
import { CarriedLink } from '../keys/link.ts';
import { b64uOf, CandidateField, Fingerprint, Sdp, Whole, WireAddress } from './field.ts';
import { Head } from './head.ts';
import { pad, readJson, unpad, writeJson } from './json.ts';
import { Name } from './name.ts';
import { isId } from './topics.ts';

/**
 * The longest payload, in bytes, of a chain that INVITE carries. A longer chain must be read from the directory
 * (protocol §5).
 */
export const MOST_CARRIED_BYTES = 8192;

/** The links of a chain as INVITE carries them. Empty if they are too long. */
export function linksToCarry(chain: Chain): readonly CarriedLink[] {
  return payloadOf(chain).length <= MOST_CARRIED_BYTES ? carriedLinks(chain) : [];
}

const isShort = (chain: CarriedLink[]): boolean => writeJson({ chain }).length <= MOST_CARRIED_BYTES;

const Reason = v.picklist(['hangup', 'timeout', 'answered-elsewhere', 'declined-elsewhere', 'glare']);

const from = { address: WireAddress, person: b64uOf(32), d: b64uOf(32) };
const To = v.strictObject({ address: WireAddress, person: b64uOf(32) });
const Kinds = v.union([v.strictTuple([v.literal('audio')]), v.strictTuple([v.literal('audio'), v.literal('video')])]);

/**
 * INVITE: who calls, whom, and with which media. `commit` fixes the caller's half of the security code without showing
 * it. The chain is empty if its payload is longer than `MOST_CARRIED_BYTES`; its links are not checked here.
 */
export const Invite = v.strictObject({
  kind: v.literal('invite'),
  from: v.strictObject({ ...from, name: Name, chain: v.pipe(v.array(CarriedLink), v.check(isShort, 'too long')) }),
  to: To,
  media: Kinds,
  commit: b64uOf(32),
  list: v.nullable(Head),
  own: v.nullable(Head),
});
export type Invite = v.InferOutput<typeof Invite>;

/**
 * EARLY: sent before ANSWER, and `cancel` until CONFIRM. `earlyDirection` says which side may send which kind.
 */
export const Early = v.variant('kind', [
  v.strictObject({ kind: v.literal('ringing') }),
  v.strictObject({ kind: v.literal('busy') }),
  v.strictObject({ kind: v.literal('decline') }),
  v.strictObject({ kind: v.literal('cancel'), reason: Reason }),
]);
export type Early = v.InferOutput<typeof Early>;
/** Why a caller takes back its INVITE. */
export type CancelReason = v.InferOutput<typeof Reason>;

/** ANSWER: the call was accepted. It carries the callee's nonce and SDP offer. */
export const Answer = v.strictObject({
  kind: v.literal('answer'),
  nonce: b64uOf(32),
  fingerprint: Fingerprint,
  sdp: Sdp,
  list: v.nullable(Head),
  own: v.nullable(Head),
});
export type Answer = v.InferOutput<typeof Answer>;

/** Why a side ends the call, as it tells the peer. */
const EndReasonOnWire = v.picklist([
  'hangup',
  'tampered',
  'fingerprint',
  'media-keys',
  'timeout',
  'error',
  'transferred',
]);
export type EndReasonOnWire = v.InferOutput<typeof EndReasonOnWire>;

const DeviceId = v.pipe(v.string(), v.check(isId));
const ML_KEM_768_PUBLIC_KEY = 1184; // FIPS 203 table 3
const ML_KEM_768_CIPHERTEXT = 1088;

/** SESSION: under the session keys, from ANSWER to the end of the call. */
export const Session = v.variant('kind', [
  v.strictObject({ kind: v.literal('confirm'), open: b64uOf(32), fingerprint: Fingerprint, sdp: Sdp }),
  v.strictObject({ kind: v.literal('ready') }),
  v.strictObject({
    kind: v.literal('candidates'),
    list: v.pipe(v.array(CandidateField), v.minLength(1), v.maxLength(32)), // §9: 32 candidates per message
  }),
  v.strictObject({ kind: v.literal('key-frame'), stream: v.picklist([1, 2]) }),
  v.strictObject({
    kind: v.literal('media'),
    mute: v.boolean(),
    camera: v.boolean(),
    hold: v.boolean(),
    screen: v.boolean(),
  }),
  v.strictObject({
    kind: v.literal('restart'),
    type: v.picklist(['offer', 'answer']),
    fingerprint: Fingerprint,
    sdp: Sdp,
  }),
  v.strictObject({
    kind: v.literal('reopen'),
    type: v.picklist(['offer', 'answer']),
    nr: v.pipe(Whole, v.minValue(1)), // the number of the offer among those of its side; an answer repeats it
    fingerprint: Fingerprint,
    sdp: Sdp,
  }),
  v.strictObject({ kind: v.literal('rekey'), e: b64uOf(32), kem: b64uOf(ML_KEM_768_PUBLIC_KEY) }),
  v.strictObject({ kind: v.literal('rekeyed'), e: b64uOf(32), ct: b64uOf(ML_KEM_768_CIPHERTEXT) }),
  v.strictObject({ kind: v.literal('text'), text: v.pipe(v.string(), v.maxBytes(4000)) }),
  v.strictObject({ kind: v.literal('transfer'), device: DeviceId, call: b64uOf(16) }),
  v.strictObject({ kind: v.literal('end'), reason: EndReasonOnWire }),
]);
export type Session = v.InferOutput<typeof Session>;

/** MISSED: who called, whom and with which media, at the time given by the envelope. */
export const Missed = v.strictObject({
  kind: v.literal('missed'),
  from: v.strictObject(from),
  to: To,
  media: Kinds,
});
export type Missed = v.InferOutput<typeof Missed>;

/**
 * MOVE: a device offers its running call to another device of the same person. `to` is the peer of that call, `device`
 * the peer's device in it.
 */
export const Move = v.strictObject({ kind: v.literal('move'), to: To, device: DeviceId });
export type Move = v.InferOutput<typeof Move>;

/**
 * MOVE-END: an offer is over. To the offering device it says that the person has `refused` the call, has not taken it
 * (`unanswered`), or has `taken` it. From the offering device it says that the call stays there (`withdrawn`), or that
 * it has ended (`over`).
 */
export const MoveEnd = v.strictObject({
  kind: v.literal('move-end'),
  reason: v.picklist(['refused', 'unanswered', 'withdrawn', 'over', 'taken']),
});
export type MoveEnd = v.InferOutput<typeof MoveEnd>;

/** VERIFIED: a person has verified this identity by code on another of their devices. */
export const Verified = v.strictObject({ kind: v.literal('verified'), of: To });
export type Verified = v.InferOutput<typeof Verified>;

/** HANDLED: a call from this address was answered or declined on the device that sends the note. */
export const Handled = v.strictObject({
  kind: v.literal('handled'),
  how: v.picklist(['answered', 'declined']),
  address: WireAddress,
});
export type Handled = v.InferOutput<typeof Handled>;

type Message = Invite | Early | Answer | Session | Missed | Move | MoveEnd | Verified | Handled;
type MessageSchema = v.GenericSchema<unknown, Message>;

/** The padded plaintext of a message. If its fields are not in the order of the protocol, that is a bug of ours. */
export function writeMessage(message: Message): Bytes {
  return pad(writeJson(message));
}

/** The unpadded JSON text of a message: what "rekey text" and "rekeyed text" mean in protocol §6. */
export function messageText(message: Message): Bytes {
  return utf8(JSON.stringify(message));
}

/** The message in a padded plaintext. Undefined unless `schema` allows exactly this message. */
export function readMessage<S extends MessageSchema>(schema: S, plaintext: Uint8Array): v.InferOutput<S> | undefined {
  const bytes = unpad(plaintext);
  return bytes === undefined ? undefined : readJson(schema, bytes);
}

/** Which side may send this EARLY kind (protocol §5). */
export function earlyDirection(early: Early): 'caller' | 'callee' {
  return early.kind === 'cancel' ? 'caller' : 'callee';
}
