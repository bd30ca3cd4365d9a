// Both called each other (protocol §5 rule 8): which call goes on, and whether the survivor is answered by itself. And what a caller's
// reason for its `cancel` is worth: it may say so of a call that was none of that, so as not to be found among the missed ones.
import { sha256 } from '@noble/hashes/sha2.js';
import { unreachable } from '../assert.ts';
import type { Bytes } from '../bytes.ts';
import type { CancelReason } from '../signal/message.ts';

type Media = 'audio' | 'video';

/** Whether the call `a` survives against `b`: the smaller SHA-256 of the call ids, compared as bytes from the left. */
export function survives(a: Bytes, b: Bytes): boolean {
  const [hashA, hashB] = [sha256(a), sha256(b)];
  for (const [i, byte] of hashA.entries()) {
    const other = hashB[i] ?? 0;
    if (byte !== other) return byte < other;
  }
  return false;
}

/**
 * With what the peer's surviving call is answered without a person: pictures only where ours, with its camera still on, was to have them.
 * Undefined where a person has to: the peer is not verified and confirmed, or asks for more media than ours did.
 */
export function answerByItself(
  survivor: { readonly media: Media; readonly isVerified: boolean },
  ours: { readonly media: Media; readonly hasCameraOn: boolean },
): Media | undefined {
  if (!survivor.isVerified || (survivor.media === 'video' && ours.media === 'audio')) return undefined;
  return ours.hasCameraOn ? ours.media : 'audio';
}

/**
 * What a caller's reason is taken for: `hangup` where it cannot be true. Both call each other only where this person calls too, here or on
 * another device; another device takes or declines a call only where there is one.
 */
export function believed(
  reason: CancelReason,
  { isCalling, hasOtherDevice }: { readonly isCalling: boolean; readonly hasOtherDevice: boolean },
): CancelReason {
  switch (reason) {
    case 'hangup':
    case 'timeout':
      return reason;
    case 'glare':
      return isCalling || hasOtherDevice ? reason : 'hangup';
    case 'answered-elsewhere':
    case 'declined-elsewhere':
      return hasOtherDevice ? reason : 'hangup';
    default:
      return unreachable(reason);
  }
}
