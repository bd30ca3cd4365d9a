// The head of a chain is the number and the hash of its last link. With it, INVITE and ANSWER say how far each side has
// read a person's chain (protocol §5 rule 7).
import { unwrap } from '../assert.ts';
import { toB64u } from '../bytes.ts';
import type { Head, HeadRelation } from '../signal/head.ts';
import type { Chain } from './chain.ts';

/** The head of a chain: the number of its last link and b64u of that link's SHA-256. */
export function chainHead({ links }: Pick<Chain, 'links'>): Head {
  return { n: links.length, head: toB64u(unwrap(links.at(-1), 'a chain has a link').hash) };
}

/**
 * How a head that the other side named relates to this chain: it is the last link, an earlier link, or a link that the
 * chain does not have.
 */
export function chainRelation({ links }: Pick<Chain, 'links'>, { n, head }: Head): HeadRelation {
  const link = links[n - 1];
  if (link === undefined || toB64u(link.hash) !== head) return 'unknown';
  return n === links.length ? 'same' : 'earlier';
}
