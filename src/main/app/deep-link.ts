// The one kind of link that this program opens: `siegel:local@domain` (RFC 3986 §3: a scheme and a path without
// authority, as in `mailto:`). It names a person, never an action: the window shows that person, and nobody is called.
import { canonicalAddress } from '../../core/keys/address.ts';
import { isLink } from '../policy/options.ts';

const MAX_LENGTH = 300; // an address has at most 254 bytes, and percent-encoding is rare; longer links count as attacks
// unreserved, sub-delims, ":" and "@" of RFC 3986 §3.3, and percent-encoding: no "/", no query, no fragment.
const LINK = /^siegel:((?:[a-z0-9._~!$&'()*+,;=:@-]|%[0-9a-f]{2})+)$/i;

/** The address in a link, in wire form. `undefined` for anything that is not such a link. */
export function parseLink(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const path = LINK.exec(text)?.[1];
  if (path === undefined) return undefined;
  try {
    const address = decodeURIComponent(path);
    return address.trim() === address ? canonicalAddress(address) : undefined;
  } catch {
    return undefined; // the decoded bytes are not UTF-8
  }
}

/** The address of the link among the arguments of a start. `undefined` unless exactly one argument is a link. */
export function linkOf(args: readonly string[]): string | undefined {
  const links = args.filter(isLink);
  return links.length === 1 && links[0] !== undefined ? parseLink(links[0]) : undefined;
}
