// The one link this program answers to: `siegel:local@domain` (RFC 3986 §3: a scheme and a path without authority, as in
// `mailto:`). It says who, never what to do: the window opens at that person, and nothing is dialled.
import { canonicalAddress } from '../../core/keys/address.ts';
import { isLink } from '../policy/options.ts';

const MAX_LENGTH = 300; // an address has 254 bytes at most; percent-encoded ones are rare, long ones are attempts
// unreserved, sub-delims, ":" and "@" of RFC 3986 §3.3, and percent-encoding: no "/", no query, no fragment.
const LINK = /^siegel:((?:[a-z0-9._~!$&'()*+,;=:@-]|%[0-9a-f]{2})+)$/i;

/** The address a link names, in its wire form; `undefined` for everything that is not such a link. */
export function parseLink(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const path = LINK.exec(text)?.[1];
  if (path === undefined) return undefined;
  try {
    const address = decodeURIComponent(path);
    return address.trim() === address ? canonicalAddress(address) : undefined;
  } catch {
    return undefined; // percent-encoding that is no UTF-8
  }
}

/** The address of the link among the arguments of a start; `undefined` unless exactly one argument is a link. */
export function linkOf(args: readonly string[]): string | undefined {
  const links = args.filter(isLink);
  return links.length === 1 && links[0] !== undefined ? parseLink(links[0]) : undefined;
}
