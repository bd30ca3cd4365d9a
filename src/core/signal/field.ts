// The fields that messages, chains and sealed state are made of, as strict schemas (protocol §0, §2, §5).
import * as v from 'valibot';
import { fromB64u } from '../bytes.ts';
import { parseAddress } from '../keys/address.ts';

/** A base64url text of exactly `length` bytes, in its one canonical form. */
export function b64uOf(length: number): v.GenericSchema<string> {
  return v.pipe(
    v.string(),
    v.check((text) => fromB64u(text)?.length === length, `not the base64url text of ${length} bytes`),
  );
}

/** An id of a device or a recovery key: 26 base32 characters (protocol §2). */
export const Id = v.pipe(v.string(), v.regex(/^[a-z2-7]{26}$/));

/** A whole number from 0 to 2^53 − 1. */
export const Whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The protocol versions that a device speaks: 1 to 8 distinct ascending numbers from 1 to 255 (protocol §2). */
export const Proto = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255))),
  v.minLength(1),
  v.maxLength(8),
  v.check((list) => list.every((n, i) => i === 0 || n > (list[i - 1] ?? n)), 'not distinct and ascending'),
);

/**
 * An address in wire form (protocol §2). An address that looks like somebody else's is refused, whatever message
 * carries it.
 */
export const WireAddress = v.pipe(
  v.string(),
  v.check((text) => parseAddress(text) !== undefined, 'not an address in wire form'),
);

/** A DTLS fingerprint as it stands in SDP: `sha-256 ` and 32 upper-case hex pairs with colons (protocol §5 rule 6). */
export const Fingerprint = v.pipe(v.string(), v.regex(/^sha-256 [0-9A-F]{2}(?::[0-9A-F]{2}){31}$/));

/** A session description, 1 to 40,000 bytes (protocol §5.B). sdp.ts decides what it may contain. */
export const Sdp = v.pipe(v.string(), v.minBytes(1), v.maxBytes(40_000));

/**
 * An ICE candidate as the browser writes it, with the `mid` of its section and the `ufrag` of its description (protocol
 * §5, §9).
 */
export const CandidateField = v.strictObject({
  mid: v.picklist(['0', '1', '2']),
  ufrag: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{4,256}$/)),
  candidate: v.pipe(v.string(), v.startsWith('candidate:'), v.minBytes(1), v.maxBytes(512)),
});
export type CandidateField = v.InferOutput<typeof CandidateField>;
