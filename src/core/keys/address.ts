// The address of a person, `local@domain`, in its one wire form (protocol §2), and the topic tag made from it.
// An address from the wire in any other form is refused, never repaired: two spellings of one address would be two
// people.
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, toBase32, utf8 } from '../bytes.ts';
import { isPlainLocalPart } from './local-part.ts';

const MAX_BYTES = 254;
// Labels of letters, digits and hyphens; an A-label is such a label (RFC 5890 §2.3.1).
const DOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;
const ID_CHARACTERS = 26;

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().normalize('NFC');
}

/**
 * The address if `text` is one in wire form. Undefined for every other text, and for a local part that could be misread
 * (protocol §2).
 */
export function parseAddress(text: string): string | undefined {
  if (fold(text) !== text || utf8(text).length > MAX_BYTES) return undefined;
  const [local, domain, ...rest] = text.split('@');
  if (local === undefined || local === '' || domain === undefined || rest.length > 0) return undefined;
  return DOMAIN.test(domain) && isPlainLocalPart(local) ? text : undefined;
}

/**
 * The wire form of what a person typed: without outer white space, with case and composition folded. Undefined if
 * `parseAddress` refuses this form, or if the domain is not in ASCII: converting the domain to A-labels needs a table
 * that core does not have.
 */
export function canonicalAddress(text: string): string | undefined {
  return parseAddress(fold(text.trim()));
}

/**
 * The tag in the topics of an address's chains and hint: 26 base32 characters of a hash of the address (protocol §3).
 */
export function userTag(address: string): string {
  return toBase32(sha256(concat(utf8('Siegel 1 user'), utf8(address))), ID_CHARACTERS);
}
