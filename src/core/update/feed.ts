// The signed list of updates: `siegel.json` in the administrator's folder. It is one file, so that text and signature
// cannot be separated. The signature is checked before the text is read. Nothing here contacts anybody.
//
//   { "feed": "<the list, JSON as text>", "signatures": [ { "key": base64, "signature": base64 } ] }
//   signed bytes = "Siegel 1 update feed" || 0x00 || UTF-8(feed)          Ed25519, RFC 8032 §5.1
import { bytesToUtf8 } from '@noble/ciphers/utils.js';
import * as v from 'valibot';
import { type Bytes, concat, fromB64u, utf8 } from '../bytes.ts';
import { verifySignature } from '../keys/identity.ts';
import { parseVersion, type Version } from './version.ts';

const LABEL = concat(utf8('Siegel 1 update feed'), new Uint8Array(1));
/** The longest feed that is read. */
export const FEED_MAX_BYTES = 65_536;
const DAY_MS = 86_400_000;
const LONGEST_MS = 366 * DAY_MS; // a feed without an end could be served for ever
const CLOCK_SLACK_MS = DAY_MS;
const PACKAGE_MAX_BYTES = 1_073_741_824;

// RFC 4648 §4, as in policy UpdateKeys. Accepting the URL-safe alphabet as well would give a second text for the same
// bytes.
function fromBase64(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  return fromB64u(text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
}
const base64 = (length: number) =>
  v.pipe(
    v.string(),
    v.check((text) => fromBase64(text)?.length === length),
  );
const time = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/),
  v.transform((text) => Date.parse(text)),
  v.number(), // not NaN
);

const Signed = v.strictObject({
  feed: v.pipe(v.string(), v.maxLength(FEED_MAX_BYTES)),
  signatures: v.pipe(
    v.array(v.strictObject({ key: base64(32), signature: base64(64) })),
    v.minLength(1),
    v.maxLength(8),
  ),
});

/** One package of a version. */
const FeedPackage = v.strictObject({
  kind: v.picklist(['deb', 'rpm', 'appimage', 'archive', 'msi', 'nsis', 'mac']),
  architecture: v.picklist(['x64', 'arm64']),
  file: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)), // in the folder of the feed, nowhere else
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(PACKAGE_MAX_BYTES)), // bytes
  sha512: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
});
export type FeedPackage = v.InferOutput<typeof FeedPackage>;

/** The list as an administrator signs it. */
const FeedText = v.strictObject({
  format: v.literal(1),
  version: v.string(),
  issued: time,
  expires: time,
  packages: v.pipe(v.array(FeedPackage), v.maxLength(32)),
});

/** A currently valid list that a key named by policy has signed. Times in ms since 1970. */
export interface Feed {
  readonly version: Version;
  readonly issuedMs: number;
  readonly expiresMs: number;
  readonly packages: readonly FeedPackage[];
}

/** Why a list is refused. */
export type FeedRefusal = 'bad-feed' | 'bad-signature' | 'expired';

/** The bytes to sign for this text of a list. */
export function signedBytes(feed: string): Bytes {
  return concat(LABEL, utf8(feed));
}

/** The list in `bytes`, if a key of `keys` (base64 of 32 bytes) signed it and it is valid at `nowMs`; else why not. */
export function readFeed(bytes: Uint8Array, keys: readonly string[], nowMs: number): Feed | FeedRefusal {
  if (bytes.length > FEED_MAX_BYTES) return 'bad-feed';
  const signed = v.safeParse(Signed, parseJson(bytesToUtf8(bytes)));
  if (!signed.success) return 'bad-feed';
  const { feed: text, signatures } = signed.output;
  const trusted = new Set(keys);
  const message = signedBytes(text);
  const isSigned = signatures.some(({ key, signature }) => {
    const [keyBytes, signatureBytes] = [fromBase64(key), fromBase64(signature)];
    if (keyBytes === undefined || signatureBytes === undefined || !trusted.has(key)) return false;
    return verifySignature(signatureBytes, message, keyBytes);
  });
  if (!isSigned) return 'bad-signature';
  return readList(text, nowMs);
}

/** The list in a signed text, if it is valid at `nowMs`; else why not. */
export function readList(text: string, nowMs: number): Feed | 'bad-feed' | 'expired' {
  const list = v.safeParse(FeedText, parseJson(text));
  const version = list.success ? parseVersion(list.output.version) : undefined;
  if (!list.success || version === undefined) return 'bad-feed';
  const { issued: issuedMs, expires: expiresMs, packages } = list.output;
  if (expiresMs <= issuedMs || expiresMs - issuedMs > LONGEST_MS || issuedMs > nowMs + CLOCK_SLACK_MS)
    return 'bad-feed';
  return expiresMs <= nowMs ? 'expired' : { version, issuedMs, expiresMs, packages };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a server may send something that is not JSON
  }
}
