// Both called each other (protocol §5 rule 8): which call goes on, and whether the survivor is answered by itself.
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../../core/bytes.ts';
import type { Media } from '../../contract/view.ts';

/** Whether the call `a` survives against `b`: the smaller SHA-256 of the call ids, compared as bytes from the left. */
export function survives(a: Bytes, b: Bytes): boolean {
  const [hashA, hashB] = [sha256(a), sha256(b)];
  for (const [i, byte] of hashA.entries()) {
    const other = hashB[i] ?? 0;
    if (byte !== other) return byte < other;
  }
  return false;
}

/** Whether the peer's surviving call may be answered without a person: verified, confirmed, and no more media than ours asked. */
export function answersItself(
  survivor: { readonly media: Media; readonly isVerified: boolean },
  ours: { readonly media: Media },
): boolean {
  return survivor.isVerified && !(survivor.media === 'video' && ours.media === 'audio');
}
