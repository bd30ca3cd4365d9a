// The result of a look at an address (protocol §2.9), before and while it is judged.
import { type Chain, devicesOf } from '../../core/keys/chain.ts';
import type { Held } from './held.ts';
import type { JudgedChain } from './judged-chains.ts';

/** A chain that arrived, its person id in hex, and which of its own devices have published it. */
export interface Brought {
  readonly key: string;
  readonly person: string;
  readonly judged: JudgedChain;
  readonly writers: ReadonlySet<string>;
  /** Whether INVITE carried it, published or not. */
  readonly isInvited: boolean;
}

/** What the directory had under an address, and when. */
export interface Gathered {
  readonly brought: readonly Brought[];
  readonly readAtMs: number;
  /** Whether `brought` is everything that was asked for and is retained. */
  readonly isWhole: boolean;
  readonly unread: Unread;
}

/** Why persons may be missing: a bound was reached, or names of the hint were not asked for. */
export interface Unread {
  readonly isFlooded: boolean;
  readonly names: readonly string[];
}

/** A chain that arrived, and its judgement so far. */
export interface Outcome extends Brought {
  readonly chain: Chain | 'wrong' | undefined;
}

/** Whether the chain is verified as far as it counts. */
export function isVerified(chain: Outcome['chain']): chain is Chain {
  return chain !== undefined && chain !== 'wrong';
}

/**
 * Whether a device of the person has published one of these chains. A removed device may keep publishing, and so may
 * the devices that it adds. The removed device does not count, and a chain that was cut lacks the added ones.
 */
export function isPublished({ dropped }: Held, outcomes: readonly Outcome[]): boolean {
  const removed = new Set(dropped.map(({ id }) => id));
  return outcomes.some(
    ({ writers, chain }) => isVerified(chain) && devicesOf(chain).some(({ id }) => writers.has(id) && !removed.has(id)),
  );
}
