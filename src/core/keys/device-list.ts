// The signed list of a user's devices, as the directory carries it, and what peers pin of it (protocol §2).
// The directory is not trusted: a list that does not follow from the pinned one is named, never silently accepted.
import { bytesToUtf8 } from '@noble/ciphers/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import * as v from 'valibot';
import { assert, unwrap } from '../assert.ts';
import { type Bytes, concat, equal, fromB64u, toB64u, utf8 } from '../bytes.ts';
import { b64uOf, Whole } from '../signal/field.ts';
import type { Head, HeadRelation } from '../signal/head.ts';
import { readJson, writeJson } from '../signal/json.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type Certificate, parseCertificate, readCertificate, SignedCertificate } from './certificate.ts';
import { type UserKey, verifySignature } from './identity.ts';

const MAX_PAYLOAD_BYTES = 65_535;
/** So many devices a list may have (protocol §2). */
export const MAX_DEVICES = 64;
const LABEL = concat(utf8('Siegel 1 device list'), new Uint8Array(1));

const Payload = v.strictObject({ list: v.string(), sig: b64uOf(64) });
const Body = v.pipe(
  v.strictObject({
    v: v.literal(1),
    address: v.string(),
    uik: b64uOf(32),
    version: v.pipe(Whole, v.minValue(1)),
    prev: v.nullable(b64uOf(32)),
    devices: v.pipe(v.array(SignedCertificate), v.maxLength(MAX_DEVICES)),
    at: Whole,
  }),
  v.check((body) => (body.version === 1) === (body.prev === null), 'only the first list has no previous one'),
);

/** A device list whose signatures and form were checked. `at` in s since 1970; `devices` in list order. */
export interface DeviceList {
  readonly address: string;
  readonly uik: Bytes;
  readonly version: number;
  /** SHA-256 of the previous list's bytes, undefined in version 1. */
  readonly previous: Bytes | undefined;
  readonly devices: readonly Certificate[];
  readonly at: number;
  /** SHA-256 of the signed bytes. */
  readonly hash: Bytes;
  /** The retained payload as it was read. */
  readonly payload: Bytes;
}

/** What a peer keeps of the newest list it has accepted. */
export interface ListPin {
  readonly person: Bytes;
  readonly version: number;
  readonly hash: Bytes;
}

/** How a list relates to the pinned one; all but `same` and `newer` are a key change (protocol §2). */
export type ListComparison = 'same' | 'newer' | 'identity' | 'rollback' | 'conflict' | 'broken-chain';

/**
 * The retained payload of a new list on top of `previous` (a list or a pin of it; none for the first one).
 * Devices that break protocol §2 are a bug of ours. `at` in s since 1970.
 */
export function issueDeviceList(
  userKey: UserKey,
  fields: { readonly address: string; readonly devices: readonly SignedCertificate[]; readonly at: number },
  previous?: Pick<ListPin, 'version' | 'hash'>,
): Bytes {
  const bytes = writeJson({
    v: 1,
    address: fields.address,
    uik: toB64u(userKey.publicKey),
    version: (previous?.version ?? 0) + 1,
    prev: previous === undefined ? null : toB64u(previous.hash),
    devices: fields.devices.map(({ cert, sig }) => ({ cert, sig })),
    at: fields.at,
  });
  const payload = writeJson({ list: bytesToUtf8(bytes), sig: toB64u(userKey.sign(concat(LABEL, bytes))) });
  assert(reopenDeviceList(payload, fields.address) !== undefined, 'a device list of ours breaks its own rules');
  return payload;
}

/**
 * The list in a retained payload for `address`, or undefined where form, length, a signature, an address or the
 * distinctness of ids is not protocol §2's. An expired certificate does not spoil it.
 */
export function readDeviceList(payload: Uint8Array, address: string): DeviceList | undefined {
  return runSteps(deviceListSteps(payload, address));
}

/** `readDeviceList` in steps: the form is checked in the first, and one signature at most in each. */
export function* deviceListSteps(payload: Uint8Array, address: string): Steps<DeviceList | undefined> {
  // Form first, which costs little: 65 signatures do not.
  const list = reopenDeviceList(payload, address);
  const carried = readJson(Payload, payload);
  if (list === undefined || carried === undefined) return undefined;
  yield;
  const signature = unwrap(fromB64u(carried.sig), 'checked by b64uOf');
  if (!verifySignature(signature, concat(LABEL, utf8(carried.list)), list.uik)) return undefined;
  for (const { signed } of list.devices) {
    yield;
    if (readCertificate(signed, list.uik) === undefined) return undefined;
  }
  return list;
}

/**
 * The list in a payload, its form alone checked and no signature: for a list that was verified, or issued, on this device and came
 * from nowhere but its sealed state. What somebody else has sent proves nothing by this.
 */
export function reopenDeviceList(payload: Uint8Array, address: string): DeviceList | undefined {
  if (payload.length > MAX_PAYLOAD_BYTES) return undefined;
  const carried = readJson(Payload, payload);
  if (carried === undefined) return undefined;
  const bytes = utf8(carried.list);
  const body = readJson(Body, bytes);
  if (body?.address !== address) return undefined;
  const devices: Certificate[] = [];
  const ids = new Set<string>();
  for (const signed of body.devices) {
    const certificate = parseCertificate(signed);
    if (certificate?.address !== address || ids.has(certificate.id)) return undefined;
    ids.add(certificate.id);
    devices.push(certificate);
  }
  return {
    address,
    uik: unwrap(fromB64u(body.uik), 'checked by b64uOf'),
    version: body.version,
    previous: body.prev === null ? undefined : unwrap(fromB64u(body.prev), 'checked by b64uOf'),
    devices,
    at: body.at,
    hash: sha256(bytes),
    payload: payload.slice(),
  };
}

/** What to remember of a list. */
export function pinOf(list: DeviceList): ListPin {
  return { person: list.uik, version: list.version, hash: list.hash };
}

/** A list as INVITE and ANSWER name it: its version and its hash (protocol §5). */
export function headOf({ version, hash }: Pick<ListPin, 'version' | 'hash'>): Head {
  return { n: version, head: toB64u(hash) };
}

/** How a head relates to this list. A lower version is an earlier one, whatever its hash: hashes of earlier lists are not kept. */
export function relationTo(list: Pick<ListPin, 'version' | 'hash'>, head: Head): HeadRelation {
  if (head.n < list.version) return 'earlier';
  return head.n === list.version && head.head === toB64u(list.hash) ? 'same' : 'unknown';
}

/** Compares a list just read with what was pinned; from version + 2 on its signature alone decides (protocol §2). */
export function compareWithPin(pin: ListPin, list: DeviceList): ListComparison {
  if (!equal(pin.person, list.uik)) return 'identity';
  if (list.version < pin.version) return 'rollback';
  if (list.version === pin.version) return equal(pin.hash, list.hash) ? 'same' : 'conflict';
  if (list.version > pin.version + 1) return 'newer';
  return list.previous !== undefined && equal(list.previous, pin.hash) ? 'newer' : 'broken-chain';
}
