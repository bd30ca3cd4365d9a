// What the security record may contain: a closed list of events without content. Only codes, numbers and hashes; never
// who, with whom, a name, an address or a key. There are two exceptions: a call's `peer`, only if policy (RecordPeers)
// asks for it, and the device ids of those who claim the address of a known person.
import * as v from 'valibot';
import { EndReason } from '../../contract/failure.ts';
import { Media } from '../../contract/view.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const timeMs = count;
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)); // of policyHash
const word = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)); // one of our own words: a switch, a purpose
const version = v.pipe(v.string(), v.regex(/^[0-9A-Za-z.+-]{0,32}$/));
const protocolName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_+./-]{0,96}$/));
const direction = v.picklist(['in', 'out']);

/** One ended call, connected or not. `handshake` and `suite` are '' if the call never got that far. */
export const RecordedCall = v.strictObject({
  kind: v.literal('call'),
  direction,
  media: Media,
  handshake: protocolName,
  suite: protocolName,
  verification: v.picklist(['none', 'person', 'organisation']), // the strongest that held at the end of the call
  path: v.picklist(['unknown', 'direct', 'relay']),
  reason: EndReason,
  durationMs: count, // 0 if the call never connected
  policy: hash, // in force when the call ended
  peer: v.exactOptional(v.pipe(v.string(), v.maxLength(254))), // only if policy RecordPeers is set
});
export type RecordedCall = v.InferOutput<typeof RecordedCall>;

/** Every event that the record knows. */
export const RecordEvent = v.variant('kind', [
  // the record itself
  // The first entry. `identity`: this device had an identity already, so an earlier record is gone, or an earlier
  // version kept none.
  v.strictObject({ kind: v.literal('begun'), beside: v.picklist(['nothing', 'identity']) }),
  // A crash while an entry was written, or between an entry and its head.
  v.strictObject({ kind: v.literal('repaired'), why: v.picklist(['head-behind', 'torn-entry']) }),
  v.strictObject({
    kind: v.literal('broken'), // found when the record was opened; later entries follow it
    at: count,
    cause: v.picklist(['changed', 'gap', 'cut-off', 'unreadable']),
  }),
  // Entries removed because of their age or the record's size.
  v.strictObject({ kind: v.literal('removed'), from: count, to: count, why: v.picklist(['age', 'size']) }),
  v.strictObject({ kind: v.literal('lost'), events: count }), // too many to be held, or not in this list
  // the program
  v.strictObject({
    kind: v.literal('start'),
    app: version,
    electron: version,
    chromium: version,
    isPackaged: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('quit') }),
  v.strictObject({ kind: v.literal('refused-switch'), name: word }), // kept in the clear until it is written here
  v.strictObject({ kind: v.literal('policy-changed'), policy: hash, problems: count, isManaged: v.boolean() }),
  v.strictObject({ kind: v.literal('update'), outcome: word, version: v.exactOptional(version) }),
  v.strictObject({ kind: v.literal('exported'), what: v.picklist(['record', 'diagnostics']) }),
  // keys and the vault
  v.strictObject({ kind: v.literal('identity-made'), protection: v.picklist(['system', 'passphrase']) }),
  v.strictObject({ kind: v.literal('protection-changed'), to: v.picklist(['system', 'passphrase']) }),
  // what a set-up found under its address; `unread`: the broker admits only certified devices, and this one gets its
  // certificate afterwards
  v.strictObject({ kind: v.literal('address-read'), found: v.picklist(['nobody', 'one', 'several', 'unread']) }),
  // with the recovery code: how many devices were removed; `isDisputed`: a link of another device contradicts the
  // recovery
  v.strictObject({ kind: v.literal('recovered'), removed: count, isDisputed: v.boolean() }),
  v.strictObject({ kind: v.literal('recovery-refused'), why: v.picklist(['unknown', 'replaced', 'several', 'room']) }),
  v.strictObject({ kind: v.literal('locked'), why: v.picklist(['person', 'idle', 'suspend', 'screen']) }),
  v.strictObject({ kind: v.literal('unlocked'), by: v.picklist(['person', 'system', 'passphrase']) }),
  v.strictObject({ kind: v.literal('failed-opening'), what: word }), // a passphrase, a sealed file by its purpose
  v.strictObject({ kind: v.literal('vault-damaged'), cause: word }),
  v.strictObject({ kind: v.literal('started-over') }),
  v.strictObject({ kind: v.literal('erased') }), // everything was erased; noted in the next record
  // devices of this person
  // `in-use`: this is the existing device; recorded when the data leaves, even if the new device never gets it
  v.strictObject({ kind: v.literal('device-linked'), role: v.picklist(['in-use', 'new']) }),
  v.strictObject({ kind: v.literal('device-removed'), which: v.picklist(['other', 'this']) }),
  v.strictObject({ kind: v.literal('removal-objected') }), // this device was removed, and removed its remover
  v.strictObject({
    kind: v.literal('recovery-code'),
    change: v.picklist(['made', 'replaced', 'taken-back', 'used']), // used: a device was recovered with the code
    by: v.picklist(['this', 'other']), // which device; another device's act is recorded when this device reads it
  }),
  // the organisation's certificate
  v.strictObject({ kind: v.literal('enrolled'), until: timeMs }),
  v.strictObject({ kind: v.literal('renewed'), until: timeMs }),
  v.strictObject({ kind: v.literal('enrolment-failed'), cause: word }),
  // people and calls, without naming anybody
  v.strictObject({
    kind: v.literal('key-change'),
    change: v.picklist(['disputed', 'recovered', 'identity', 'rollback', 'conflict', 'broken-chain']),
  }),
  // another person claims the address of a known one, with these devices, at most eight, for the administrator to look
  // up; once a day for each address
  v.strictObject({
    kind: v.literal('address-claimed'),
    devices: v.array(v.pipe(v.string(), v.regex(/^[a-z2-7]{26}$/))),
  }),
  // A proven caller was given a false key for this person's address.
  v.strictObject({ kind: v.literal('false-identity') }),
  // The person acknowledged that somebody's devices were recovered by code, or forgot a pinned person.
  v.strictObject({ kind: v.literal('key-accepted') }),
  // The person decided between devices that contradict each other.
  v.strictObject({ kind: v.literal('dispute-decided'), whose: v.picklist(['other', 'own']) }),
  v.strictObject({ kind: v.literal('peer-verified'), way: v.picklist(['code', 'own-device']) }),
  // of a verified person: another person took their place after a comparison of codes, or the contact was removed with
  // everything known of them
  v.strictObject({ kind: v.literal('verification-ended'), by: v.picklist(['replaced', 'removed']) }),
  v.strictObject({ kind: v.literal('failed-secure-call'), direction, reason: EndReason }),
  v.strictObject({
    kind: v.literal('refused-call'), // by policy: a call placed here, or one that came in and had not rung
    direction,
    why: v.picklist(['peer-not-allowed', 'peer-not-verified', 'unknown-caller', 'video-not-allowed']),
  }),
  RecordedCall,
]);
export type RecordEvent = v.InferOutput<typeof RecordEvent>;

/** Records an event. A disk that refuses causes a notice and no error. */
export type OnRecord = (event: RecordEvent) => void;
