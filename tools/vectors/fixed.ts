// The fixed secrets from which the frozen vectors are made. They look random and are not: never use one outside the
// vectors.
import { createHash } from 'node:crypto';
import { type Bytes, fromHex, toHex } from '../../src/core/bytes.ts';
import { type DeviceKeys, joinDeviceKeys, makeSigningKey, makeStaticKey } from '../../src/core/keys/identity.ts';

const SECRETS = {
  callerDeviceSeed: 32,
  calleeDeviceSeed: 32,
  callerSigningSeed: 32,
  calleeSigningSeed: 32,
  callId: 16,
  inviteEphemeral: 32,
  inviteKemSeed: 64,
  answerEphemeral: 32,
  answerKemMessage: 32,
  codeOpening: 32,
  codeNonce: 32,
  callerEarlySalt: 8,
  calleeEarlySalt: 8,
  rekeyEphemeral: 32,
  rekeyKemSeed: 64,
  rekeyedEphemeral: 32,
  rekeyedKemMessage: 32,
  secondDeviceSeed: 32,
  secondSigningSeed: 32,
  movedCallId: 16,
  missedEphemeral: 32,
  moveEphemeral: 32,
  moveEndEphemeral: 32,
  linkId: 16,
  linkEphemeral: 32,
  linkKemSeed: 64,
  linkedEphemeral: 32,
  linkedKemMessage: 32,
  verifiedEphemeral: 32,
  enrolKey: 32,
  otherEnrolKey: 32,
  thirdDeviceSeed: 32,
  thirdSigningSeed: 32,
  fourthDeviceSeed: 32,
  fourthSigningSeed: 32,
  recoveryCode: 20,
  otherRecoveryCode: 20,
  callerKindsSalt: 8,
  calleeKindsSalt: 8,
  handledEphemeral: 32,
} as const;

/** The name of a fixed secret. */
export type SecretName = keyof typeof SECRETS;

/** Fresh bytes of a fixed secret: SHA-512 of "Siegel 1 vectors " and its name, cut to its length. */
export function fixed(name: SecretName): Bytes {
  const hash = createHash('sha512').update(`Siegel 1 vectors ${name}`).digest('hex');
  return fromHex(hash.slice(0, 2 * SECRETS[name]));
}

/** The keys of one of the devices. */
export function fixedDevice(which: 'caller' | 'callee' | 'second' | 'third' | 'fourth'): DeviceKeys {
  return joinDeviceKeys(makeStaticKey(fixed(`${which}DeviceSeed`)), makeSigningKey(fixed(`${which}SigningSeed`)));
}

/** All fixed secrets in hex, as in the file. */
export function allFixed(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(SECRETS).map((name) => [name, toHex(fixed(name as SecretName))]));
}
