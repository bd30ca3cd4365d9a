// What a look at an address has brought (protocol §2.9), before and while it is judged.
import { type Chain, devicesOf } from '../../core/keys/chain.ts';
import type { Held } from './held.ts';
import type { JudgedChain } from './judged-chains.ts';

/** A chain that came, its person id in hex, and which of its own devices have it in the directory. */
export interface Brought {
  readonly key: string;
  readonly person: string;
  readonly judged: JudgedChain;
  readonly writers: ReadonlySet<string>;
  /** Whether INVITE has brought it too, or it alone. */
  readonly isInvited: boolean;
}

/** What the directory had under an address, and when. */
export interface Gathered {
  readonly brought: readonly Brought[];
  readonly readAtMs: number;
  /** Whether that is all that was retained. */
  readonly isWhole: boolean;
  readonly unread: Unread;
}

/** Of whom nothing came because there are so many: a bound was reached, and names of the hint that were not asked for. */
export interface Unread {
  readonly isFlooded: boolean;
  readonly names: readonly string[];
}

/** A chain that came, and what its judgement comes to so far. */
export interface Outcome extends Brought {
  readonly chain: Chain | 'wrong' | undefined;
}

/** Whether the chain is verified as far as it counts. */
export function isVerified(chain: Outcome['chain']): chain is Chain {
  return chain !== undefined && chain !== 'wrong';
}

/**
 * Whether a device of the person has one of these chains in the directory. A removed device may go on publishing, and whom it adds too:
 * neither is a device where its chain was cut.
 */
export function isPublished({ dropped }: Held, outcomes: readonly Outcome[]): boolean {
  const removed = new Set(dropped.map(({ id }) => id));
  return outcomes.some(
    ({ writers, chain }) => isVerified(chain) && devicesOf(chain).some(({ id }) => writers.has(id) && !removed.has(id)),
  );
}
