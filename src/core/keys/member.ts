// The members of a chain: devices, and at most one recovery key (protocol §2). A member's id is the hash of its keys.
// Each member but the first device signs that it joins, so nobody can add somebody else's key, or copy a member of one
// person into the chain of another person.
import { sha256 } from '@noble/hashes/sha2.js';
import * as v from 'valibot';
import { assert, unwrap } from '../assert.ts';
import { type Bytes, concat, fromB64u, lengthPrefixed, toB64u, toBase32, utf8 } from '../bytes.ts';
import { b64uOf, Proto } from '../signal/field.ts';
import { deviceId, type SigningKey, verifySignature } from './identity.ts';

const ID_CHARACTERS = 26;
const HASH_BYTES = 32;
const KEY_BYTES = 32;
const LABEL = concat(utf8('Siegel 1 join'), new Uint8Array(1));

/** The part of a signing key that signing needs. */
export type Signer = Pick<SigningKey, 'publicKey' | 'sign'>;

/**
 * A device: its X25519 key `s`, its Ed25519 key `d`, its protocol versions. `join` is undefined for the device that
 * began the chain.
 */
export interface DeviceMember {
  readonly kind: 'device';
  readonly id: string;
  readonly s: Bytes;
  readonly d: Bytes;
  readonly proto: readonly number[];
  readonly join: Bytes | undefined;
}

/** A recovery key, made from a code on paper: a member that signs and cannot be called. */
export interface RecoveryMember {
  readonly kind: 'recovery';
  readonly id: string;
  readonly d: Bytes;
  readonly join: Bytes;
}

/** A member of a chain. */
export type Member = DeviceMember | RecoveryMember;

const deviceFields = { id: v.string(), s: b64uOf(KEY_BYTES), d: b64uOf(KEY_BYTES), proto: Proto };
/** The JSON of the device that begins a chain. Its `join` is empty, since its link defines the person. */
export const FirstMemberField = v.strictObject({ ...deviceFields, join: v.literal('') });
/** The JSON of a member that a later link adds. */
export const MemberField = v.union([
  v.strictObject({ ...deviceFields, join: b64uOf(64) }),
  v.strictObject({ id: v.string(), d: b64uOf(KEY_BYTES), join: b64uOf(64) }),
]);
type MemberField = v.InferOutput<typeof MemberField> | v.InferOutput<typeof FirstMemberField>;

/** `SHA-256("Siegel 1 recovery" || d)` in 26 base32 characters (protocol §2). */
export function recoveryIdOf(d: Uint8Array): string {
  assert(d.length === KEY_BYTES, 'a recovery key has 32 bytes');
  return toBase32(sha256(concat(utf8('Siegel 1 recovery'), d)), ID_CHARACTERS);
}

/** Whether the id of a member is the hash of its keys. */
export function hasOwnId(member: Member): boolean {
  return member.id === (member.kind === 'device' ? deviceId(member.s, member.d) : recoveryIdOf(member.d));
}

// A device signs "Siegel 1 join" || 0x00 || person id || lp(id) || s || d || lp(proto). A recovery key signs the same
// without s and proto.
function joinText(person: Uint8Array, member: Member): Bytes {
  assert(person.length === HASH_BYTES, 'a person id has 32 bytes');
  const head = concat(LABEL, person, lengthPrefixed(utf8(member.id)));
  if (member.kind === 'recovery') return concat(head, member.d);
  return concat(head, member.s, member.d, lengthPrefixed(Uint8Array.from(member.proto)));
}

/** The device with the agreement key `s` and the signing key `d`, with its signature that it joins `person`. */
export function joinDevice(person: Uint8Array, s: Bytes, d: Signer, proto: readonly number[]): DeviceMember {
  const fields = { kind: 'device', id: deviceId(s, d.publicKey), s, d: d.publicKey, proto } as const;
  return { ...fields, join: d.sign(joinText(person, { ...fields, join: undefined })) };
}

/** The recovery key as a member, with its signature that it joins `person`. */
export function joinRecovery(person: Uint8Array, key: Signer): RecoveryMember {
  const fields = { kind: 'recovery', id: recoveryIdOf(key.publicKey), d: key.publicKey } as const;
  return { ...fields, join: key.sign(joinText(person, { ...fields, join: new Uint8Array(0) })) };
}

/** Whether the member signed that it joins `person`: one signature check. False for the device that began a chain. */
export function verifyJoin(person: Uint8Array, member: Member): boolean {
  return member.join !== undefined && verifySignature(member.join, joinText(person, member), member.d);
}

/** The member in this JSON, which its schema has checked. Its id and its signature are not checked here. */
export function readMember(field: MemberField): Member {
  const bytes = (text: string): Bytes => unwrap(fromB64u(text), 'checked by b64uOf');
  if (!('s' in field)) return { kind: 'recovery', id: field.id, d: bytes(field.d), join: bytes(field.join) };
  const join = field.join === '' ? undefined : bytes(field.join);
  return { kind: 'device', id: field.id, s: bytes(field.s), d: bytes(field.d), proto: field.proto, join };
}

/** The JSON of a member, its fields in the order of protocol §2. */
export function writeMember(member: Member): MemberField {
  const join = member.join === undefined ? '' : toB64u(member.join);
  if (member.kind === 'recovery') return { id: member.id, d: toB64u(member.d), join };
  return { id: member.id, s: toB64u(member.s), d: toB64u(member.d), proto: [...member.proto], join };
}
