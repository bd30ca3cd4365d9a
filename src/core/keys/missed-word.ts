// The word to a device that was off: somebody called (protocol §5 rule 14). One Noise message, bound to call, devices and time, sealed to
// the device's key and authenticated by the caller's. It opens nothing and grants nothing: at worst it is a line in a history.
import { type Bytes, concat, lengthPrefixed, uint, utf8 } from '../bytes.ts';
import { assert, unwrap } from '../assert.ts';
import type { CallBinding } from './handshake.ts';
import { type DeviceKey, deviceId } from './identity.ts';
import { X } from './noise-pattern.ts';
import { AESGCM_SHA256 } from './noise-suite.ts';
import { NoiseHandshake } from './noise.ts';

const PROTOCOL_NAME = 'Noise_X_25519_AESGCM_SHA256';
const CALL_ID_BYTES = 16;

/** What the word is bound to beside the keys: id and time of the call's INVITE. */
export type MissedBinding = Pick<CallBinding, 'callId' | 'issuedAtMs'>;

// `"Siegel-missed-1" || lp(protocol name) || callId || lp(caller device) || lp(callee device) || issuedAt`: no INVITE opens as a word,
// and no word as an INVITE.
function prologue({ callId, issuedAtMs }: MissedBinding, callerDevice: string, calleeDevice: string): Bytes {
  assert(callId.length === CALL_ID_BYTES, 'a call id has 16 bytes');
  return concat(
    utf8('Siegel-missed-1'),
    lengthPrefixed(utf8(PROTOCOL_NAME)),
    callId,
    lengthPrefixed(utf8(callerDevice)),
    lengthPrefixed(utf8(calleeDevice)),
    uint(8, issuedAtMs),
  );
}

const shared = { protocolName: PROTOCOL_NAME, pattern: X, suite: AESGCM_SHA256 } as const;

/** Seals `payload` to a device; undefined where its key is of low order. Takes 32 random bytes over; `device` is borrowed. */
export function sealMissed(
  device: DeviceKey,
  calleeKey: Bytes,
  binding: MissedBinding,
  payload: Uint8Array,
  ephemeral: Bytes,
): Bytes | undefined {
  const bound = prologue(binding, deviceId(device.publicKey), deviceId(calleeKey));
  const noise = new NoiseHandshake({ ...shared, initiator: true, prologue: bound, own: device, peer: calleeKey });
  const message = noise.write(payload, { ephemeral });
  noise.wipe();
  return message;
}

/** The payload and the caller's static key, which hashes to `callerDevice`; undefined where the word is not genuine. */
export function openMissed(
  device: DeviceKey,
  callerDevice: string,
  binding: MissedBinding,
  message: Uint8Array,
): { readonly payload: Bytes; readonly callerStatic: Bytes } | undefined {
  const bound = prologue(binding, callerDevice, deviceId(device.publicKey));
  const noise = new NoiseHandshake({ ...shared, initiator: false, prologue: bound, own: device });
  const payload = noise.read(message, (key) => deviceId(key) === callerDevice);
  noise.wipe();
  return payload === undefined ? undefined : { payload, callerStatic: unwrap(noise.peerStatic, 'it carries the key') };
}
