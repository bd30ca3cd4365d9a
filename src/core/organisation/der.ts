// As much DER as is needed to split bytes into elements and to join them (X.690 §8.1, §10.1). Signed bytes are taken as
// they are and never encoded again. Other code reads what the elements mean.
import { assert } from '../assert.ts';
import { type Bytes, concat } from '../bytes.ts';

const MOST_LENGTH_BYTES = 3;

/** One element: its tag byte, its content, and all of its bytes. */
export interface DerElement {
  readonly tag: number;
  readonly content: Bytes;
  readonly whole: Bytes;
}

/** The element with this tag byte and `content`. Its length is definite and in the shortest form (X.690 §10.1). */
export function derElement(tag: number, ...content: readonly Uint8Array[]): Bytes {
  const body = concat(...content);
  assert(body.length < 2 ** (8 * MOST_LENGTH_BYTES), 'an element is longer than a reader takes');
  const width = body.length < 0x80 ? 0 : body.length < 0x100 ? 1 : body.length < 0x1_0000 ? 2 : 3;
  const octets = Array.from({ length: width }, (_, at) => (body.length >> (8 * (width - 1 - at))) & 0xff);
  return concat(new Uint8Array(width === 0 ? [tag, body.length] : [tag, 0x80 | width, ...octets]), body);
}

/**
 * The consecutive elements of `bytes`. Undefined if a tag has more than one byte, a length is indefinite, not in its
 * shortest form (X.690 §10.1) or of more than three bytes, or an element reaches past the end.
 */
export function derElements(bytes: Bytes): readonly DerElement[] | undefined {
  const elements: DerElement[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    const header = lengthAt(bytes, at + 1);
    if ((tag & 0x1f) === 0x1f || header === undefined) return undefined;
    const end = header.contentAt + header.length;
    if (end > bytes.length) return undefined;
    elements.push({ tag, content: bytes.slice(header.contentAt, end), whole: bytes.slice(at, end) });
    at = end;
  }
  return elements;
}

function lengthAt(bytes: Bytes, at: number): { readonly length: number; readonly contentAt: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { length: first, contentAt: at + 1 };
  const width = first & 0x7f;
  if (width === 0 || width > MOST_LENGTH_BYTES) return undefined;
  let length = 0;
  for (let i = 1; i <= width; i++) length = length * 256 + (bytes[at + i] ?? 0);
  const shortest = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3;
  return width === shortest ? { length, contentAt: at + 1 + width } : undefined;
}
