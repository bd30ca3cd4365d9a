// PEM (RFC 7468) to bytes and back. Only the strict form counts: one label, base64 without foreign characters.
import type { Bytes } from '../../core/bytes.ts';

/** The labels in use here. */
export type PemLabel = 'CERTIFICATE' | 'X509 CRL' | 'CERTIFICATE REQUEST' | 'PRIVATE KEY';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The blocks of this label in a text, in order. Text around them is a comment. Undefined if a block is broken. */
export function readPem(text: string, label: PemLabel): readonly Bytes[] | undefined {
  const blocks: Bytes[] = [];
  for (const [, body] of text.matchAll(new RegExp(`-----BEGIN ${label}-----([^-]*)-----END ${label}-----`, 'g'))) {
    const bytes = fromBase64(body ?? '');
    if (bytes === undefined) return undefined;
    blocks.push(bytes);
  }
  return blocks.length === text.split(`-----BEGIN ${label}-----`).length - 1 ? blocks : undefined;
}

/** A text with one block. */
export function writePem(der: Uint8Array, label: PemLabel): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The bytes of a base64 text with any white space in it, or undefined. */
export function fromBase64(text: string): Bytes | undefined {
  const dense = text.replaceAll(/\s/g, '');
  if (dense === '' || dense.length % 4 !== 0 || !BASE64.test(dense)) return undefined;
  return new Uint8Array(Buffer.from(dense, 'base64'));
}
