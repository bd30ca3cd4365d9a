// The fixed secrets the frozen vectors are made from. They look random and are not: never use one outside the vectors.
import { createHash } from 'node:crypto';
import { type Bytes, fromHex, toHex } from '../../src/core/bytes.ts';

const SECRETS = {
  callerUserSeed: 32,
  calleeUserSeed: 32,
  callerDeviceSeed: 32,
  calleeDeviceSeed: 32,
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
} as const;

/** The name of a fixed secret. */
export type SecretName = keyof typeof SECRETS;

/** Fresh bytes of a fixed secret: SHA-512 of its name, cut to its length. */
export function fixed(name: SecretName): Bytes {
  const hash = createHash('sha512').update(`Siegel 1 vectors ${name}`).digest('hex');
  return fromHex(hash.slice(0, 2 * SECRETS[name]));
}

/** All of them in hex, as they stand in the file. */
export function allFixed(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(SECRETS).map((name) => [name, toHex(fixed(name as SecretName))]));
}
