// What is read and verified first at an address (protocol §2.9): known persons never wait for what strangers publish.
import { toHex } from '../../core/bytes.ts';
import { devicesOf, type ParsedChain } from '../../core/keys/chain.ts';
import type { Random } from '../time/clock.ts';
import type { Held } from './held.ts';

/** How many devices of known persons are asked for. A chain has no more. */
const MOST_MEMBERS = 64;
/** How many unknown names of a hint are asked for. */
export const MOST_GUESSES = 16;
/**
 * How many names the second part asks for: half of the 80 payloads that it may bring, so that the wildcard leaves room.
 */
const MOST_SECOND_NAMES = 40;

/**
 * How this reader knows the publisher of a chain. `held`: the chain is of a person known here. `named`: INVITE carried
 * the chain, or it was published by the calling device or by a device that the organisation confirms. `stranger`:
 * anybody else.
 */
export type Rank = 'held' | 'named' | 'stranger';

const RANKS: readonly Rank[] = ['held', 'named', 'stranger'];

/**
 * The names that the first part asks for: devices of held persons in their order, at most 64, and the calling device.
 */
export function firstNames(held: readonly Held[], caller: string | undefined): readonly string[] {
  const members = new Set(held.flatMap(presentDevices));
  const names = new Set([...members].slice(0, MOST_MEMBERS));
  return [...(caller === undefined ? names : names.add(caller))];
}

/** The devices of a held person that were not removed, in the order in which they were added. */
function presentDevices({ chain, dropped }: Held): readonly string[] {
  const removed = new Set(dropped.map(({ id }) => id));
  return devicesOf(chain).flatMap(({ id }) => (removed.has(id) ? [] : [id]));
}

/**
 * The names that the second part asks for, at most 40: devices that the organisation confirms, devices of the hint that
 * are in `known`, and up to 16 other names of the hint, chosen at random because anybody can write a hint. Names for
 * which `isRead` is true are left out.
 */
export function secondNames(
  hinted: readonly string[],
  confirmed: readonly string[],
  known: ReadonlySet<string>,
  isRead: (id: string) => boolean,
  random: Random,
): readonly string[] {
  const others = hinted.filter((id) => !known.has(id) && !isRead(id) && !confirmed.includes(id));
  const guesses = shuffled(others, random).slice(0, MOST_GUESSES);
  const first = [...confirmed, ...hinted.filter((id) => known.has(id))].filter((id) => !isRead(id));
  return [...new Set([...first.slice(0, MOST_SECOND_NAMES - guesses.length), ...guesses])];
}

// Sorted by 6 random bytes each. Equal random bytes are too rare to matter.
function shuffled(ids: readonly string[], random: Random): readonly string[] {
  const keyed = ids.map((id) => ({ id, key: toHex(random(6)) }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ id }) => id);
}

/** The rank of a chain. `isNamed`: INVITE, the calling device, or one confirmed by the organisation has brought it. */
export function rankOf(chain: ParsedChain, held: readonly Held[], isNamed: boolean): Rank {
  if (heldOf(chain, held) !== undefined) return 'held';
  return isNamed ? 'named' : 'stranger';
}

/** What is held of the person of this chain. */
export function heldOf(chain: ParsedChain, held: readonly Held[]): Held | undefined {
  const person = toHex(chain.person);
  return held.find((each) => toHex(each.chain.person) === person);
}

/** Held persons first, then the named, then strangers; within each the shortest chain first. */
export function inOrder<C extends { readonly rank: Rank; readonly chain: ParsedChain }>(
  candidates: readonly C[],
): readonly C[] {
  return candidates.toSorted(
    (a, b) => RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) || a.chain.links.length - b.chain.links.length,
  );
}
