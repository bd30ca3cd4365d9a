// A link of a chain: its canonical JSON, its hash, its signature (protocol §2). A link is kept as the signed text and
// never written again from its fields. chain.ts and chain-rules.ts decide whether it may follow the links before it.
import { bytesToUtf8 } from '@noble/ciphers/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import * as v from 'valibot';
import { unwrap } from '../assert.ts';
import { type Bytes, concat, fromB64u, toB64u, utf8 } from '../bytes.ts';
import { b64uOf, Id, Proto, Whole, WireAddress } from '../signal/field.ts';
import { readJson, writeJson } from '../signal/json.ts';
import { verifySignature } from './identity.ts';
import { FirstMemberField, type Member, MemberField, readMember, type Signer, writeMember } from './member.ts';

const MAX_ADDED = 8;
const MAX_DROPPED = 65;
const LABEL = concat(utf8('Siegel 1 link'), new Uint8Array(1));

const FirstBody = v.strictObject({
  v: v.literal(1),
  n: v.literal(1),
  prev: v.null(),
  at: Whole,
  by: v.string(),
  address: WireAddress,
  add: v.strictTuple([FirstMemberField]),
  drop: v.strictTuple([]),
});
const NextBody = v.strictObject({
  v: v.literal(1),
  n: v.pipe(Whole, v.minValue(2)),
  prev: b64uOf(32),
  at: Whole,
  by: v.string(),
  proto: v.nullable(Proto),
  add: v.pipe(v.array(MemberField), v.maxLength(MAX_ADDED)),
  drop: v.pipe(v.array(Id), v.maxLength(MAX_DROPPED)),
});

/** A link as JSON carries it: the signed text and the b64u signature. */
export const CarriedLink = v.strictObject({ link: v.string(), sig: b64uOf(64) });
export type CarriedLink = v.InferOutput<typeof CarriedLink>;

/**
 * The content of a link. Only the first has an `address` and no `prev`. `proto` is the author's new list of versions.
 * `at`, in s since 1970, is never shown.
 */
export interface Link {
  readonly n: number;
  readonly prev: Bytes | undefined;
  readonly at: number;
  readonly by: string;
  readonly address: string | undefined;
  readonly proto: readonly number[] | undefined;
  readonly add: readonly Member[];
  readonly drop: readonly string[];
}

/** A link with the bytes that were signed and their SHA-256. Its form is checked; its signature is not. */
export interface SignedLink {
  readonly link: Link;
  readonly bytes: Bytes;
  readonly signature: Bytes;
  readonly hash: Bytes;
}

/** What a first link says: its time, its address and its device. */
export interface FirstLinkFields {
  readonly at: number;
  readonly address: string;
  readonly device: Member;
}

/** The fields of a later link; `prev` is the hash of the link before. */
export interface NextLinkFields {
  readonly n: number;
  readonly prev: Bytes;
  readonly at: number;
  readonly by: string;
  readonly proto: readonly number[] | undefined;
  readonly add: readonly Member[];
  readonly drop: readonly string[];
}

function sign(body: unknown, key: Signer): CarriedLink {
  const bytes = writeJson(body);
  return { link: bytesToUtf8(bytes), sig: toB64u(key.sign(concat(LABEL, bytes))) };
}

/** The first link of a person, signed by its one device. */
export function signFirstLink({ at, address, device }: FirstLinkFields, key: Signer): CarriedLink {
  return sign({ v: 1, n: 1, prev: null, at, by: device.id, address, add: [writeMember(device)], drop: [] }, key);
}

/** A later link, signed with the key of its `by`. The rules are not checked here. */
export function signNextLink({ n, prev, at, by, proto, add, drop }: NextLinkFields, key: Signer): CarriedLink {
  const body = { v: 1, n, prev: toB64u(prev), at, by, proto: proto ?? null, add: add.map(writeMember), drop };
  return sign(body, key);
}

/**
 * The link at place `n` of a chain. Undefined if its text is not the canonical JSON of a first link (`n` = 1) or of a
 * later one.
 */
export function readLink(carried: CarriedLink, n: number): SignedLink | undefined {
  const bytes = utf8(carried.link);
  const signature = fromB64u(carried.sig);
  // A lone surrogate would be signed as one text and sent as another.
  if (signature === undefined || bytesToUtf8(bytes) !== carried.link) return undefined;
  const link = n === 1 ? readFirst(bytes) : readNext(bytes);
  return link === undefined ? undefined : { link, bytes, signature, hash: sha256(bytes) };
}

function readFirst(bytes: Bytes): Link | undefined {
  const body = readJson(FirstBody, bytes);
  if (body === undefined) return undefined;
  const { n, at, by, address } = body;
  return { n, prev: undefined, at, by, address, proto: undefined, add: body.add.map(readMember), drop: [] };
}

function readNext(bytes: Bytes): Link | undefined {
  const body = readJson(NextBody, bytes);
  if (body === undefined) return undefined;
  const { n, at, by, drop } = body;
  const prev = unwrap(fromB64u(body.prev), 'checked by b64uOf');
  return { n, prev, at, by, address: undefined, proto: body.proto ?? undefined, add: body.add.map(readMember), drop };
}

/** The JSON of a link: the text that was signed, and its signature. */
export function carryLink({ bytes, signature }: SignedLink): CarriedLink {
  return { link: bytesToUtf8(bytes), sig: toB64u(signature) };
}

/** Whether the link was signed by `author`, an Ed25519 public key. Takes one signature check. */
export function verifyLink({ bytes, signature }: SignedLink, author: Uint8Array): boolean {
  return verifySignature(signature, concat(LABEL, bytes), author);
}
