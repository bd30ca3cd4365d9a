// How far a side knows a person's chain, as INVITE and ANSWER
// say it (protocol §5 rule 7): the number and the hash of a link.
import { unwrap } from '../assert.ts';
import { toB64u } from '../bytes.ts';
import type { Head, HeadRelation } from '../signal/head.ts';
import type { Chain } from './chain.ts';

/** The head of a chain: the number of its last link and b64u of that link's SHA-256. */
export function chainHead({ links }: Pick<Chain, 'links'>): Head {
  return { n: links.length, head: toB64u(unwrap(links.at(-1), 'a chain has a link').hash) };
}

/**
 * How a head that somebody named relates to this chain: its last
 * link, an earlier link of it, or one that it does not have.
 */
export function chainRelation({ links }: Pick<Chain, 'links'>, { n, head }: Head): HeadRelation {
  const link = links[n - 1];
  if (link === undefined || toB64u(link.hash) !== head) return 'unknown';
  return n === links.length ? 'same' : 'earlier';
}
