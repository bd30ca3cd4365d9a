// The whole state of one call: regions of plain data, each drawn at the head of its file. It holds device ids,
// descriptions, public key shares and times in ms since 1970, and never a secret key, a nonce or a code.
import { keysWakeAtMs, type KeysState, NO_KEYS } from './keys-state.ts';
import { firstMedia, type MediaState, mediaWakeAtMs } from './media-state.ts';
import { moveWakeAtMs, type MoveState, UNMOVED } from './move-state.ts';
import { NO_PAGE, pageWakeAtMs, type PageState } from './page-state.ts';
import { FRESH_RING, ringWakeAtMs, type RingState } from './ring-state.ts';
import { FRESH_TRUST, type TrustState, trustWakeAtMs } from './trust-state.ts';

/** One call. */
export interface CallState {
  readonly ring: RingState;
  readonly page: PageState;
  readonly media: MediaState;
  readonly keys: KeysState;
  readonly move: MoveState;
  readonly trust: TrustState;
}

/** A call in which nothing has happened yet. */
export const FRESH: CallState = {
  ring: FRESH_RING,
  page: NO_PAGE,
  media: firstMedia(false),
  keys: NO_KEYS,
  move: UNMOVED,
  trust: FRESH_TRUST,
};

/** When the machine wants a `time` event next, in ms since 1970; undefined: never. */
export function wakeAtMs(call: CallState): number | undefined {
  // An ended call absorbs every event. If something stayed due in it, the clock would wake it again and again.
  if (call.ring.kind === 'ended') return undefined;
  const due = [
    ringWakeAtMs(call.ring),
    pageWakeAtMs(call.page),
    mediaWakeAtMs(call.media),
    keysWakeAtMs(call.keys),
    moveWakeAtMs(call.move),
    trustWakeAtMs(call.trust),
  ].filter((atMs) => atMs !== undefined);
  return due.length === 0 ? undefined : Math.min(...due);
}
