// What an existing device hands to a new one of the same person (protocol §13): whom the person knows and has verified,
// the names of the person's devices, and a few choices. The bundle is read and checked as a whole or not at all. It
// contains no secret key but reveals whom somebody knows, so every holder erases its bytes.
import * as v from 'valibot';
import { type Bytes, concat, fromB64u, toB64u } from '../bytes.ts';
import { reopenChain } from '../keys/chain.ts';
import { b64uOf, Whole, WireAddress } from './field.ts';
import { readJson, writeJson } from './json.ts';
import { Name } from './name.ts';
import { type LinkMessage, MOST_PARTS } from './link.ts';
import { isId } from './topics.ts';

const PART_BYTES = 24_000;

// The existing device has verified the signatures of these chains. Checking them again adds nothing: that device could
// name other persons just as well.
function isChainOf({ person, chain }: LinkedPin, address: string): boolean {
  const payload = fromB64u(chain);
  const read = payload && reopenChain(payload, address);
  return typeof read === 'object' && toB64u(read.person) === person;
}

/**
 * A pinned person. `chain`: b64u of the payload of the chain that counts. `dropped`: each removal taken over, with its
 * link and the removed id's links that still count.
 */
const LinkedPin = v.strictObject({
  person: b64uOf(32),
  chain: v.string(),
  dropped: v.array(v.strictObject({ id: v.string(), link: b64uOf(32), signed: v.array(b64uOf(32)) })),
  since: Whole,
});
type LinkedPin = v.InferOutput<typeof LinkedPin>;

/**
 * One address that the person knows, with everything known of it; `null` for what is not known. Times in ms since 1970.
 * A person without a pin must not be marked as verified, because the mark would pass to the first identity that
 * appears.
 */
export const LinkedPerson = v.pipe(
  v.strictObject({
    address: WireAddress,
    name: v.nullable(Name), // of a contact
    rings: v.boolean(), // even under do not disturb
    pin: v.nullable(LinkedPin),
    verified: v.nullable(v.strictObject({ at: Whole, way: v.picklist(['code']) })),
    change: v.nullable(Whole), // when a dispute that waits for the person was first seen
    recovered: v.nullable(Whole), // when a recovery that the person has not read was seen
    failed: Whole, // number of failed secure calls
  }),
  v.check(({ pin, verified }) => pin !== null || verified === null, 'verified without a pin'),
  v.check(({ address, pin }) => pin === null || isChainOf(pin, address), 'a pin without its chain'),
);
export type LinkedPerson = v.InferOutput<typeof LinkedPerson>;

const areDistinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

/**
 * The bundle. `people` must not contain the person's own address, because the person would become their own contact.
 */
export const LinkBundle = v.pipe(
  v.strictObject({
    v: v.literal(1),
    address: WireAddress,
    name: Name,
    devices: v.pipe(
      v.array(v.strictObject({ device: v.pipe(v.string(), v.check(isId, 'not a device id')), name: Name })),
      v.maxLength(128),
      v.check((devices) => areDistinct(devices.map(({ device }) => device)), 'a device twice'),
    ),
    people: v.pipe(
      v.array(LinkedPerson),
      v.check((people) => areDistinct(people.map(({ address }) => address)), 'an address twice'),
    ),
    settings: v.strictObject({
      relayOnly: v.boolean(),
      unknownCallers: v.picklist(['ring', 'silent', 'refuse']),
      idleLockMinutes: v.pipe(Whole, v.maxValue(1440)),
      historyDays: v.pipe(Whole, v.maxValue(3650)),
    }),
  }),
  v.check(({ address, people }) => people.every((person) => person.address !== address), 'the own address'),
);
export type LinkBundle = v.InferOutput<typeof LinkBundle>;

/**
 * The bundle as messages of the sealed channel. `too-large`: it does not fit. `unusable`: the new device would refuse
 * it, so nothing of it may leave.
 */
export function writeBundle(bundle: LinkBundle): readonly LinkMessage[] | 'too-large' | 'unusable' {
  if (!v.is(LinkBundle, bundle)) return 'unusable';
  const bytes = writeJson(bundle);
  const count = Math.ceil(bytes.length / PART_BYTES);
  const parts = Array.from({ length: count > MOST_PARTS ? 0 : count }, (_, index) => ({
    kind: 'part' as const,
    index,
    count,
    data: toB64u(bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES)),
  }));
  bytes.fill(0);
  return count > MOST_PARTS ? 'too-large' : parts;
}

/** Reassembles a bundle. */
export class BundleReader {
  #parts: Bytes[] = [];
  #count = 0;

  /** Takes the next part. `more`: parts are missing. `unusable`: a part out of order or too short, or a bad bundle. */
  take(part: Extract<LinkMessage, { kind: 'part' }>): LinkBundle | 'more' | 'unusable' {
    const data = fromB64u(part.data);
    if (this.#count === 0) this.#count = part.count;
    const isNext = part.index === this.#parts.length && part.count === this.#count && part.index < part.count;
    const isFull = part.index === part.count - 1 || data?.length === PART_BYTES;
    if (data === undefined || !isNext || !isFull) {
      this.wipe();
      return 'unusable';
    }
    this.#parts.push(data);
    if (this.#parts.length < this.#count) return 'more';
    const bytes = concat(...this.#parts);
    this.wipe();
    const bundle = readJson(LinkBundle, bytes);
    bytes.fill(0);
    return bundle ?? 'unusable';
  }

  /** How many parts of an incomplete bundle have arrived. */
  get taken(): number {
    return this.#parts.length;
  }

  /** Erases the received parts; the reader can take a new bundle afterwards. */
  wipe(): void {
    for (const part of this.#parts) part.fill(0);
    this.#parts = [];
    this.#count = 0;
  }
}
