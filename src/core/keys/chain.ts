// A person as a chain of links (protocol §2), read from the payload of a device's topic, from another message, or from
// our own state. Form, ids, keys and members are checked here, which is cheap; signatures are checked in
// chain-verify.ts. Two types keep apart a chain that anybody may have written and a verified one.
import * as v from 'valibot';
import { assert, unwrap } from '../assert.ts';
import { type Bytes, equal } from '../bytes.ts';
import { readJson, writeJson } from '../signal/json.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type ChainFault, MAX_LINKS, MAX_PAYLOAD_BYTES, Membership } from './chain-rules.ts';
import { CarriedLink, carryLink, readLink, type SignedLink } from './link.ts';
import type { DeviceMember, Member } from './member.ts';

const Payload = v.strictObject({ chain: v.array(CarriedLink) });
const EMPTY_PAYLOAD_BYTES = writeJson({ chain: [] }).length;

interface ChainBody {
  readonly address: string;
  /** The person id: SHA-256 of the first link's bytes, 32 bytes. */
  readonly person: Bytes;
  /** 1 to 128 links; link n has index n − 1. */
  readonly links: readonly SignedLink[];
  /** For each link the members after it, in the order in which they were added, each device with its newest `proto`. */
  readonly members: readonly (readonly Member[])[];
}

/** A chain that follows protocol §2.5 apart from signatures: none was checked, so anybody may have written it. */
export interface ParsedChain extends ChainBody {
  readonly kind: 'parsed';
}

/**
 * A chain that follows every rule. All signatures of its links and joins were verified or made by this device, or by
 * the existing device that linked this device.
 */
export interface Chain extends ChainBody {
  readonly kind: 'verified';
}

/**
 * The chain in a topic's payload for `address`, with no signature checked, or the first rule that the payload breaks.
 */
export function parseChain(payload: Uint8Array, address: string): ParsedChain | ChainFault {
  return runSteps(parseChainSteps(payload, address));
}

/** `parseChain` in steps: one for the payload, then one for each link. */
export function* parseChainSteps(payload: Uint8Array, address: string): Steps<ParsedChain | ChainFault> {
  if (payload.length > MAX_PAYLOAD_BYTES) return 'size';
  const read = readJson(Payload, payload);
  return read === undefined ? 'form' : yield* parseCarriedSteps(read.chain, address);
}

/**
 * `parseChainSteps` for links inside another message. A message that leaves the chain out carries an empty list; the
 * result is then `form`.
 */
export function* parseCarriedSteps(carried: readonly CarriedLink[], address: string): Steps<ParsedChain | ChainFault> {
  if (carried.length > MAX_LINKS) return 'size';
  const links: SignedLink[] = [];
  const members: (readonly Member[])[] = [];
  const membership = new Membership();
  let size = EMPTY_PAYLOAD_BYTES - 1; // the first link has no comma before it
  for (const each of carried) {
    yield;
    const next = readLink(each, links.length + 1);
    if (next === undefined) return 'form';
    size += writeJson(each).length + 1;
    const fault = faultBehind(links.at(-1), next, address) ?? membership.apply(next.link, size);
    if (fault !== undefined) return fault;
    links.push(next);
    members.push(membership.members);
  }
  const [first] = links;
  return first === undefined ? 'form' : { kind: 'parsed', address, person: first.hash, links, members };
}

function faultBehind(
  before: SignedLink | undefined,
  { link }: SignedLink,
  address: string,
): 'address' | 'order' | undefined {
  if (before === undefined) return link.address === address ? undefined : 'address';
  const isNext = link.n === before.link.n + 1 && link.prev !== undefined && equal(link.prev, before.hash);
  return isNext ? undefined : 'order';
}

/**
 * A chain that an own device has verified or built before, read from our sealed state or from the bundle of a linking,
 * or the first rule that it breaks. Its signatures are not checked: never use this for data from anybody else.
 */
export function reopenChain(payload: Uint8Array, address: string): Chain | ChainFault {
  const chain = parseChain(payload, address);
  return typeof chain === 'string' ? chain : { ...chain, kind: 'verified' };
}

/** The payload `{"chain":[…]}` of a device's topic, which `parseChain` reads. */
export function payloadOf(chain: Chain): Bytes {
  return writeJson({ chain: carriedLinks(chain) });
}

/** The links of a chain as other messages carry them. */
export function carriedLinks(chain: Chain): readonly CarriedLink[] {
  return chain.links.map(carryLink);
}

/**
 * The chain of the first `count` links, at least one. Used where a choice or a verification keeps only the first links,
 * and where a new link follows an earlier link instead of the last one.
 */
export function beginningOf<C extends ParsedChain | Chain>(chain: C, count: number): C {
  assert(Number.isInteger(count) && count >= 1 && count <= chain.links.length, 'a beginning has links of the chain');
  return { ...chain, links: chain.links.slice(0, count), members: chain.members.slice(0, count) };
}

/**
 * How many links two chains share from the first link on; behind these, the chains diverge or one ends. Links are
 * compared by their bytes, without their signatures. Two chains are equal if neither has further links (protocol §2).
 */
export function sharedLinks(a: Pick<Chain, 'links'>, b: Pick<Chain, 'links'>): number {
  // A link carries the hash of the one before, so everything before an equal link is equal.
  let shared = 0;
  let different = Math.min(a.links.length, b.links.length) + 1; // the smallest number of a link known not to be shared
  while (shared + 1 < different) {
    const count = Math.floor((shared + different) / 2);
    if (hasSameLink(a, b, count)) shared = count;
    else different = count;
  }
  return shared;
}

/** Whether both chains have the same link `n`; then all links before it are the same. */
export function hasSameLink(a: Pick<Chain, 'links'>, b: Pick<Chain, 'links'>, n: number): boolean {
  const [one, other] = [a.links[n - 1], b.links[n - 1]];
  return one !== undefined && other !== undefined && equal(one.hash, other.hash);
}

/** The members after the last link, in the order in which they were added. */
export function membersOf(chain: ParsedChain | Chain): readonly Member[] {
  return unwrap(chain.members.at(-1), 'a chain has a link');
}

/** The devices after the last link, in the order in which they were added. */
export function devicesOf(chain: ParsedChain | Chain): readonly DeviceMember[] {
  return membersOf(chain).filter((member) => member.kind === 'device');
}
