// What is known of a call when it begins, from the side it was begun on. Nothing of it changes.
import type { Bytes } from '../../core/bytes.ts';
import type { Media } from '../../contract/view.ts';
import type { CallSide } from './call-signalling.ts';
import type { Whom } from './ring/whom.ts';

/** A call as it begins. */
export interface Begun {
  readonly callId: Bytes;
  readonly address: string;
  /** Whom it was placed to; a call that came in is with whoever the address means. */
  readonly whom: Whom;
  readonly media: Media;
  /** The name a caller gives itself: shown where we know the person by no other, and only beside the address. */
  readonly claimedName: string;
  /** When, in ms since 1970. */
  readonly atMs: number;
}

/** What this side says. */
export function begunBy(side: CallSide, atMs: number): Begun {
  if (side.direction === 'out') {
    const { address, callId, media, whom } = side;
    return { callId, address, whom, media, claimedName: '', atMs };
  }
  const { address, callId, invite, name } = side.checked;
  const media = invite.media.length === 2 ? 'video' : 'audio';
  return { callId, address, whom: { kind: 'address' }, media, claimedName: name, atMs };
}
