// The part of linking that concerns a person's chain (protocol §13): the chain and the removals go to the new device,
// and the new device's join signature comes back. Each side verifies what it receives: link code and typed number prove
// who sent it, but not that the content is right.
import { unwrap } from '../assert.ts';
import { equal, fromB64u, toB64u } from '../bytes.ts';
import { carriedLinks, type Chain, devicesOf, membersOf, type ParsedChain, parseCarriedSteps } from '../keys/chain.ts';
import { dropsOf, type Removal } from '../keys/chain-choice.ts';
import { verifyChainSteps } from '../keys/chain-verify.ts';
import type { Device, DeviceKeys } from '../keys/identity.ts';
import { type DeviceMember, joinDevice, verifyJoin } from '../keys/member.ts';
import type { Steps } from '../steps.ts';
import type { LinkMessage } from './link.ts';
import { readRemoval, writeRemoval } from './removal.ts';

type ChainMessage = Extract<LinkMessage, { kind: 'chain' }>;
type JoinMessage = Extract<LinkMessage, { kind: 'join' }>;

/** A person as the existing device hands them over: the chain that counts for it, and the removals it has accepted. */
export interface HandedChain {
  readonly chain: Chain;
  readonly dropped: readonly Removal[];
}

/** Both ends of a linking, each proven by the handshake. */
export interface LinkedPair {
  readonly existing: Device;
  readonly fresh: Device;
}

/** The `chain` message. */
export function writeLinkChain({ chain, dropped }: HandedChain): ChainMessage {
  const links = [...carriedLinks(chain)];
  return { kind: 'chain', person: toB64u(chain.person), chain: links, dropped: dropped.map(writeRemoval) };
}

/**
 * What a `chain` message says about the person with this address. `unusable`: the chain breaks a rule, a signature is
 * wrong, or the person id differs. `unusable`, too: the existing device is not a member with both its keys or was
 * removed, or the new device is or was a member. The work is done in steps: a chain has up to 128 links, and a running
 * call must not wait for it.
 */
export function* readLinkChainSteps(
  message: ChainMessage,
  address: string,
  pair: LinkedPair,
): Steps<HandedChain | 'unusable'> {
  const parsed = yield* parseCarriedSteps(message.chain, address);
  if (typeof parsed === 'string' || toB64u(parsed.person) !== message.person) return 'unusable';
  const dropped = message.dropped.map(readRemoval);
  if (!fitsLinking(parsed, dropped, pair)) return 'unusable';
  const chain = yield* verifyChainSteps(parsed);
  return chain === 'signature' ? 'unusable' : { chain, dropped };
}

/**
 * Whether this chain and these removals let the existing device hand over: the existing device is a member with both
 * its keys and was not removed. The new device is no member, and its id was not removed.
 */
export function fitsLinking(
  chain: ParsedChain | Chain,
  dropped: readonly Removal[],
  { existing, fresh }: LinkedPair,
): boolean {
  const removed = new Set([...dropsOf(chain.links), ...dropped.map(({ id }) => id)]);
  const isExistingIn = devicesOf(chain).some((member) => isDevice(member, existing)) && !removed.has(existing.id);
  return isExistingIn && !removed.has(fresh.id) && !membersOf(chain).some(({ id }) => id === fresh.id);
}

function isDevice(member: DeviceMember, { id, s, d }: Device): boolean {
  return member.id === id && equal(member.s, s) && equal(member.d, d);
}

/** The `join` message of the new device: its name, its protocol versions, and its signature that it joins `person`. */
export function writeJoin(keys: DeviceKeys, person: Uint8Array, name: string, proto: readonly number[]): JoinMessage {
  const { join } = joinDevice(person, keys.s, { publicKey: keys.d, sign: keys.sign }, proto);
  return { kind: 'join', name, proto: [...proto], join: toB64u(unwrap(join, 'joinDevice signs')) };
}

/**
 * The new device as a member, with the keys that it has proven. Undefined if it did not sign that it joins `person`.
 */
export function readJoin(
  { proto, join }: JoinMessage,
  person: Uint8Array,
  { id, s, d }: Device,
): DeviceMember | undefined {
  const member: DeviceMember = { kind: 'device', id, s, d, proto, join: fromB64u(join) };
  return verifyJoin(person, member) ? member : undefined;
}
