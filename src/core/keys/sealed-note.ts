// Notes to a device. A note says who called the device without a response (protocol §5 rule 14), which call may be
// moved to the device, or may no longer be (rules 15, 16), who was verified on another device of the same person
// (rule 18), or which device answered or declined a call (rule 19). A note is one Noise message, bound to its kind,
// call, devices and time, sealed to the device's key and authenticated by the sender's key. It opens nothing and grants
// nothing. Its reader decides what to believe of it.
import { type Bytes, concat, lengthPrefixed, uint, utf8 } from '../bytes.ts';
import { assert, unwrap } from '../assert.ts';
import type { CallBinding } from './handshake.ts';
import type { Device, DeviceKeys } from './identity.ts';
import { X } from './noise-pattern.ts';
import { AESGCM_SHA256 } from './noise-suite.ts';
import { NoiseHandshake } from './noise.ts';

const PROTOCOL_NAME = 'Noise_X_25519_AESGCM_SHA256';
const CALL_ID_BYTES = 16;

/** What a note is bound to besides the keys: its kind, the id of the call, and the time in ms since 1970. */
export type NoteBinding = Pick<CallBinding, 'callId' | 'issuedAtMs'> & {
  readonly kind: 'missed' | 'move' | 'move-end' | 'verified' | 'handled';
};

/**
 * `"Siegel-missed-1"`, `"Siegel-move-1"`, `"Siegel-move-end-1"`, `"Siegel-verified-1"` or `"Siegel-handled-1"`, then
 * `lp(protocol name) || callId || lp(sender device) || lp(receiver device) || issuedAt`. So no INVITE opens as a note,
 * no note as an INVITE, and no note as one of another kind.
 */
export function notePrologue({ kind, callId, issuedAtMs }: NoteBinding, sender: string, receiver: string): Bytes {
  assert(callId.length === CALL_ID_BYTES, 'a call id has 16 bytes');
  return concat(
    utf8(`Siegel-${kind}-1`),
    lengthPrefixed(utf8(PROTOCOL_NAME)),
    callId,
    lengthPrefixed(utf8(sender)),
    lengthPrefixed(utf8(receiver)),
    uint(8, issuedAtMs),
  );
}

const shared = { protocolName: PROTOCOL_NAME, pattern: X, suite: AESGCM_SHA256 } as const;

/**
 * Seals `payload` to a device. Undefined if the device's key is of low order. Takes over 32 random bytes; `own` is
 * borrowed.
 */
export function sealNote(
  own: DeviceKeys,
  receiver: Pick<Device, 'id' | 's'>,
  binding: NoteBinding,
  payload: Uint8Array,
  ephemeral: Bytes,
): Bytes | undefined {
  const bound = notePrologue(binding, own.id, receiver.id);
  const noise = new NoiseHandshake({ ...shared, initiator: true, prologue: bound, own, peer: receiver.s });
  const message = noise.write(payload, { ephemeral });
  noise.wipe();
  return message;
}

/**
 * The payload and the sender's static key. Undefined if the note is not genuine. The calling code must check that this
 * key belongs to the device `sender`, whose id is a hash of two keys.
 */
export function openNote(
  own: DeviceKeys,
  sender: string,
  binding: NoteBinding,
  message: Uint8Array,
): { readonly payload: Bytes; readonly senderStatic: Bytes } | undefined {
  const bound = notePrologue(binding, sender, own.id);
  const noise = new NoiseHandshake({ ...shared, initiator: false, prologue: bound, own });
  const payload = noise.read(message);
  noise.wipe();
  return payload === undefined ? undefined : { payload, senderStatic: unwrap(noise.peerStatic, 'a note has the key') };
}
