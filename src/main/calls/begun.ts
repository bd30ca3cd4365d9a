// What is known about a call when it begins, which depends on its direction and never changes.
import type { Bytes } from '../../core/bytes.ts';
import type { Media } from '../../contract/view.ts';
import type { CallSide } from './call-signalling.ts';
import type { Whom } from './ring/whom.ts';

/** A call as it begins. */
export interface Begun {
  readonly callId: Bytes;
  readonly address: string;
  /** Whom the call was placed to. Always `address` for an incoming call, which is never with a claimant. */
  readonly whom: Whom;
  readonly media: Media;
  /** The name that a caller claims. It is shown only if we know no other name, and only beside the address. */
  readonly claimedName: string;
  /** When the call began, in ms since 1970. */
  readonly atMs: number;
}

/** What this side knows of a call that begins. */
export function begunBy(side: CallSide, atMs: number): Begun {
  if (side.direction === 'out') {
    const { address, callId, media, whom } = side;
    return { callId, address, whom, media, claimedName: '', atMs };
  }
  const { address, callId, invite, name } = side.checked;
  const media = invite.media.length === 2 ? 'video' : 'audio';
  return { callId, address, whom: { kind: 'address' }, media, claimedName: name, atMs };
}
