// The form that a policy's text must have. Form only: other code checks whether a certificate verifies or a broker
// answers. This file is pure, so that the readers of every system judge alike. It also checks a person's
// own relay and the relay accounts that a server lends.
import { canonicalAddress } from '../keys/address.ts';
import type { PolicyForm } from './policy.ts';

// Control characters, line and paragraph separators, characters that change the writing direction, lone surrogates.
// U+FFFD is what a broken encoding leaves.
const FORBIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFD]/u;
const HOST = String.raw`(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)`;
const PORT = String.raw`(?::(\d{1,5}))?`;
const TAIL = String.raw`(?:/[\w\-.~%!$&'()*+,;=:@/]*)?(?:\?[\w\-.~%!$&'()*+,;=:@/?]*)?`; // RFC 3986 §3.3, §3.4
const FRAGMENT = String.raw`(?:#[\w\-.~%!$&'()*+,;=:@/?]*)?`;

// Scheme and host may be upper or lower case. User information is refused, because a password in a URL ends up in logs.
const URLS = {
  'broker-url': new RegExp(`^(?:mqtts?|wss?)://${HOST}${PORT}${TAIL}$`, 'i'),
  'https-url': new RegExp(`^https://${HOST}${PORT}${TAIL}${FRAGMENT}$`, 'i'),
  'proxy-url': new RegExp(`^http://${HOST}${PORT}/?$`, 'i'),
  'turn-url': new RegExp(String.raw`^turns?:${HOST}${PORT}(?:\?transport=(?:udp|tcp))?$`, 'i'), // RFC 7065 §3.1
} as const;

const ABSOLUTE_PATH = /^(?:\/|[A-Za-z]:[\\/]|\\\\[^\\/])/;
const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/; // RFC 4648 §4, no stray bits at the end

function isUrl(form: keyof typeof URLS, text: string): boolean {
  const match = URLS[form].exec(text);
  if (match === null) return false;
  const [, host = '', port] = match;
  return isHost(host) && (port === undefined || (Number(port) > 0 && Number(port) <= 65_535));
}

// A host that ends in a number must be a valid IPv4 address. A mistyped address would otherwise be refused only in use,
// with no explanation.
function isHost(host: string): boolean {
  if (host.startsWith('[')) return isV6(host.slice(1, -1));
  const isNumeric = /(?:^|\.)(?:\d+|0x[\da-f]*)$/i.test(host);
  return !isNumeric || isV4(host);
}

function isV4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

// RFC 4291 §2.2
function isV6(text: string): boolean {
  const halves = text.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const endsInV4 = isV4(last) && text.endsWith(last);
  const hex = endsInV4 ? groups.slice(0, -1) : groups;
  const count = hex.length + (endsInV4 ? 2 : 0);
  if (!hex.every((group) => /^[\da-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? count <= 7 : halves.length === 1 && count === 8;
}

function isPeers(text: string): boolean {
  if (text === '*') return true;
  const address = text.startsWith('@*.') ? `x@${text.slice(3)}` : text.startsWith('@') ? `x${text}` : text;
  return canonicalAddress(address) !== undefined;
}

// One block of RFC 7468 (lax: any line length), with nothing but white space before and after it.
function isPem(label: string, text: string): boolean {
  const [begin, end] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`];
  const trimmed = text.trim();
  if (!trimmed.startsWith(begin) || !trimmed.endsWith(end)) return false;
  const body = trimmed.slice(begin.length, -end.length).replaceAll(/[\r\n\t ]/g, '');
  return body.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(body);
}

/**
 * A block of this label that holds three zero bytes: it vouches for nobody and lists nothing. It is the strict value
 * where an empty list would be the loose value.
 */
export function emptyBlock(label: 'CERTIFICATE' | 'X509 CRL'): string {
  return `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----`;
}

/** Whether `text` is of this form. An empty text has no form but `text`. Lengths are not checked here. */
export function isOfForm(form: PolicyForm, text: string): boolean {
  switch (form) {
    case 'certificate':
      return isPem('CERTIFICATE', text);
    case 'revocation-list':
      return isPem('X509 CRL', text);
    case 'text':
      return !FORBIDDEN.test(text);
    case 'peers':
      return isPeers(text);
    case 'address':
      return canonicalAddress(text.replaceAll('${user}', 'user')) !== undefined;
    case 'path':
      return ABSOLUTE_PATH.test(text) && !FORBIDDEN.test(text);
    case 'sha256':
    case 'ed25519':
      return BASE64_OF_32_BYTES.test(text);
    default:
      return isUrl(form, text);
  }
}
