// Glare: both people called each other (protocol §5 rule 8). Decides which call survives and whether that call is
// answered automatically.
// Also decides whether a caller's reason for its `cancel` is believed: a false reason could keep a call out of the
// missed calls.
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
 * The media with which the peer's surviving call is answered automatically. There are pictures only if our own call was
 * to have them and its camera is still on. Undefined if a person has to answer: the peer is not verified, or asks for
 * more media than our call did.
 */
export function answerByItself(
  survivor: { readonly media: Media; readonly isVerified: boolean },
  ours: { readonly media: Media; readonly hasCameraOn: boolean },
): Media | undefined {
  if (!survivor.isVerified || (survivor.media === 'video' && ours.media === 'audio')) return undefined;
  return ours.hasCameraOn ? ours.media : 'audio';
}

/**
 * The reason that counts: the caller's, or `hangup` if the caller's cannot be true. `glare` can be true only if this
 * person is calling on this device, or has another device that could be calling. A call can be answered or declined
 * elsewhere only if this person has another device.
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
