// LINK messages (protocol §13): between an existing device and a new one of the same person, and step 05 between any
// devices of one person. They arrive in the inbox, like messages of calls, and are read apart from those. Layout,
// plaintexts and sealing live here; what follows from a message is decided elsewhere.
//
//  0        1        2                 18       19
//  +--------+--------+------------------+--------+---------------------------
//  | ver=01 | type=05| link id (16)     | step   | body
//  +--------+--------+------------------+--------+---------------------------
//  step 01, 02, 03   Noise message 1, 2, 3
//  step 04           counter u32 || AEAD(key of the direction, nonce = 0^8 || counter, AAD = bytes 0..22)
//  step 05           00: read your person's chain again
import { gcm } from '@noble/ciphers/aes.js';
import * as v from 'valibot';
import { assert } from '../assert.ts';
import { type Bytes, concat, equal, readUint, uint } from '../bytes.ts';
import { MAX_LINKS } from '../keys/chain-rules.ts';
import { CarriedLink } from '../keys/link.ts';
import { LINK_ID_BYTES, type LinkSecrets } from '../keys/link-handshake.ts';
import { openGcm } from '../keys/open-gcm.ts';
import type { Secret } from '../keys/secret.ts';
import { MAX_MESSAGE_BYTES, VERSION } from './envelope.ts';
import { b64uOf, Proto, Whole, WireAddress } from './field.ts';
import { pad, readJson, unpad, writeJson } from './json.ts';
import { Name } from './name.ts';
import { RemovalField } from './removal.ts';

const TYPE_LINK = 5;
const START_BYTES = 2 + LINK_ID_BYTES + 1;
const HEADER_BYTES = START_BYTES + 4;
const TAG_BYTES = 16;
const LOOK_BODY = uint(1, 0);
const STEPS = { hello: 1, offer: 2, proof: 3, sealed: 4, look: 5 } as const;
const PART_CHARACTERS = 32_000; // of base64url, 24,000 bytes
/** How many parts a bundle may have: six megabytes in all. */
export const MOST_PARTS = 256;
const MOST_AHEAD = BigInt(MOST_PARTS); // how many sealed messages may be under way at once

/**
 * The payload of Noise message 2. It reveals only the signing key of the new device, because anybody who sends message
 * 1 gets message 2.
 */
export const LinkOffer = v.strictObject({ kind: v.literal('device'), d: b64uOf(32) });
export type LinkOffer = v.InferOutput<typeof LinkOffer>;

/** The payload of Noise message 3: whose device the new device is to become, and the existing device's signing key. */
export const LinkProof = v.strictObject({
  kind: v.literal('person'),
  address: WireAddress,
  name: Name,
  d: b64uOf(32),
});
export type LinkProof = v.InferOutput<typeof LinkProof>;

/** Why a side ends the linking. */
export const LinkEnd = v.picklist(['cancelled', 'wrong-number', 'other-person', 'unusable', 'disk', 'timeout']);
export type LinkEnd = v.InferOutput<typeof LinkEnd>;

/** What is sealed once the handshake is complete. */
export const LinkMessage = v.variant('kind', [
  v.strictObject({ kind: v.literal('confirmed') }), // new → existing: the number was typed right
  v.strictObject({
    kind: v.literal('chain'), // existing → new: the person, its members, and its removed members
    person: b64uOf(32),
    chain: v.pipe(v.array(CarriedLink), v.minLength(1), v.maxLength(MAX_LINKS)),
    dropped: v.array(RemovalField),
  }),
  // new → existing: the name of the new device, its protocol versions, and its signature that it joins this person
  v.strictObject({ kind: v.literal('join'), name: Name, proto: Proto, join: b64uOf(64) }),
  v.strictObject({
    kind: v.literal('part'), // existing → new: one piece of the bundle, in base64url
    index: v.pipe(Whole, v.maxValue(MOST_PARTS - 1)),
    count: v.pipe(Whole, v.minValue(1), v.maxValue(MOST_PARTS)),
    data: v.pipe(v.string(), v.maxLength(PART_CHARACTERS)),
  }),
  v.strictObject({ kind: v.literal('kept') }), // new → existing: everything is on disk
  v.strictObject({ kind: v.literal('added') }), // existing → new: the chain has the new device; read the directory now
  v.strictObject({ kind: v.literal('end'), reason: LinkEnd }),
]);
export type LinkMessage = v.InferOutput<typeof LinkMessage>;

/** A LINK message taken apart. */
export interface LinkEnvelope {
  readonly linkId: Bytes;
  readonly step: keyof typeof STEPS;
  readonly counter: bigint; // of step `sealed`, else 0
  readonly header: Bytes;
  readonly body: Bytes;
}

function start(linkId: Bytes, step: keyof typeof STEPS): Bytes {
  assert(linkId.length === LINK_ID_BYTES, 'a link id has 16 bytes');
  return concat(uint(1, VERSION), uint(1, TYPE_LINK), linkId, uint(1, STEPS[step]));
}

/** The LINK message around a Noise message. */
export function writeLinkEnvelope(linkId: Bytes, step: 'hello' | 'offer' | 'proof', noise: Uint8Array): Bytes {
  return concat(start(linkId, step), noise);
}

/**
 * The message that tells another device of the same person that the person's chain has changed. The message proves
 * nothing and costs its reader one reading of the directory.
 */
export function writeLook(linkId: Bytes): Bytes {
  return concat(start(linkId, 'look'), LOOK_BODY);
}

/** Whether an inbox message is a LINK message of step `look`. */
export function isLook(message: Uint8Array): boolean {
  return readLinkEnvelope(message)?.step === 'look';
}

/** Whether an inbox message is a LINK message, by its first two bytes. */
export function isLink(message: Uint8Array): boolean {
  return message[0] === VERSION && message[1] === TYPE_LINK;
}

/** Takes a LINK message apart. Undefined if its version, type, step or length violates the protocol. */
export function readLinkEnvelope(message: Uint8Array): LinkEnvelope | undefined {
  if (!isLink(message) || message.length <= START_BYTES || message.length > MAX_MESSAGE_BYTES) return undefined;
  const bytes = concat(message); // our own copy, so that nobody can change it later
  const linkId = bytes.slice(2, 2 + LINK_ID_BYTES);
  const number = bytes[START_BYTES - 1];
  const step = (['hello', 'offer', 'proof', 'sealed', 'look'] as const).find((name) => STEPS[name] === number);
  if (step === undefined) return undefined;
  if (step === 'look' && !equal(bytes.subarray(START_BYTES), LOOK_BODY)) return undefined;
  if (step !== 'sealed') {
    return { linkId, step, counter: 0n, header: bytes.slice(0, START_BYTES), body: bytes.slice(START_BYTES) };
  }
  if (bytes.length < HEADER_BYTES + TAG_BYTES) return undefined;
  const counter = readUint(bytes, START_BYTES, 4);
  return { linkId, step, counter, header: bytes.slice(0, HEADER_BYTES), body: bytes.slice(HEADER_BYTES) };
}

/** The padded plaintext of an offer, a proof or a sealed message. */
export function writeLinkText(message: LinkOffer | LinkProof | LinkMessage): Bytes {
  return pad(writeJson(message));
}

/** Whether a sealed message is short enough for an inbox (protocol §3). */
export function fitsIntoLink(message: LinkMessage): boolean {
  return HEADER_BYTES + writeLinkText(message).length + TAG_BYTES <= MAX_MESSAGE_BYTES;
}

/** The content of a padded plaintext. Undefined unless `schema` allows exactly this content. */
export function readLinkText<S extends v.GenericSchema<unknown, LinkOffer | LinkProof | LinkMessage>>(
  schema: S,
  plaintext: Uint8Array,
): v.InferOutput<S> | undefined {
  const bytes = unpad(plaintext);
  return bytes === undefined ? undefined : readJson(schema, bytes);
}

function nonceOf(counter: bigint): Bytes {
  return concat(new Uint8Array(8), uint(4, counter));
}

/** One side of the sealed channel after the handshake. It owns its keys. Only `seal` uses up counters, each once. */
export class LinkChannel {
  readonly #linkId: Bytes;
  readonly #sending: Secret;
  readonly #receiving: Secret;
  readonly #early = new Map<bigint, Uint8Array>(); // genuine messages that arrived before their turn
  #sent = 0n;
  #received = 0n;

  constructor(side: 'existing' | 'new', linkId: Bytes, secrets: Pick<LinkSecrets, 'toNew' | 'toExisting'>) {
    this.#linkId = linkId;
    this.#sending = side === 'existing' ? secrets.toNew : secrets.toExisting;
    this.#receiving = side === 'existing' ? secrets.toExisting : secrets.toNew;
  }

  /** The whole LINK message. */
  seal(message: LinkMessage): Bytes {
    const counter = this.#sent++;
    const header = concat(start(this.#linkId, 'sealed'), uint(4, counter));
    const plaintext = writeLinkText(message);
    const sealed = this.#sending.use((key) => gcm(key, nonceOf(counter), header).encrypt(plaintext));
    plaintext.fill(0); // it may hold a part of the bundle
    return concat(header, sealed);
  }

  /**
   * Takes an envelope of step `sealed`. Returns the messages whose turn has now come, in the order in which they were
   * sealed, so no message can be repeated, left out or moved. Empty for a forgery, a repeat, or a message before its
   * turn. A message up to 255 ahead of its turn is kept, because a broker may deliver newer messages before older ones.
   * `unusable`: the peer has sealed something that is not a message.
   */
  open({ step, counter, linkId, header, body }: LinkEnvelope): readonly (LinkMessage | 'unusable')[] {
    if (step !== 'sealed' || counter < this.#received || counter >= this.#received + MOST_AHEAD) return [];
    if (this.#early.has(counter) || !equal(linkId, this.#linkId)) return [];
    const opened = this.#receiving.use((key) => openGcm(key, nonceOf(counter), header, body));
    if (opened === undefined) return []; // the broker may send anything
    this.#early.set(counter, opened);
    const messages: (LinkMessage | 'unusable')[] = [];
    for (;;) {
      const plaintext = this.#early.get(this.#received);
      if (plaintext === undefined) return messages;
      this.#early.delete(this.#received++);
      messages.push(readLinkText(LinkMessage, plaintext) ?? 'unusable');
      plaintext.fill(0);
    }
  }

  /** Erases the keys and the messages that wait for their turn. Sealing or opening afterwards is a bug. */
  wipe(): void {
    this.#sending.wipe();
    this.#receiving.wipe();
    for (const plaintext of this.#early.values()) plaintext.fill(0);
    this.#early.clear();
  }
}
