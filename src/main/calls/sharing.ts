// Sharing a screen in a call, as far as a person and the system say it; the machine decides (core/call/media-share.ts).
import { whyNotShare } from '../../core/call/media-share.ts';
import type { ShareKind, ShareSource } from '../../core/call/media-share-state.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Reply } from '../../contract/ipc.ts';
import type { InHand } from './in-hand.ts';
import type { OnCalls } from './on-calls.ts';

/** What the desk does about a shared screen. `call` is a call's id in hex; commands refuse an unknown one with `unknown-call`. */
export interface Sharing {
  /** Why nothing of this kind can be shared in this call now, or that it can. */
  readonly mayShare: (call: string, kind: ShareKind) => Reply<undefined>;
  /** Shares what a person has chosen. */
  readonly share: (call: string, source: ShareSource) => Reply<undefined>;
  /** Whether the page of this call is to ask for what was chosen. */
  readonly isShareChosen: (call: string) => boolean;
  /** What was chosen in this call, for its page that asks for it: once. */
  readonly handShare: (call: string) => ShareSource | undefined;
  /** Stops sharing, or puts away why it is over. */
  readonly stopShare: (call: string) => Reply<undefined>;
  /** The screen or window that is captured now, in whichever call. */
  readonly sharedScreen: () => ShareSource | undefined;
  /** Whether anything is shared in any call, or is about to be. */
  readonly isAnyShared: () => boolean;
  /** The screen is locked, or the machine sleeps: nothing is shared any more in any call. */
  readonly screenLocked: () => void;
}

/** Sharing in these calls; `on` runs with one of them, or refuses. */
export function createSharing(inHand: Pick<InHand, 'find' | 'on'>, on: OnCalls): Sharing {
  return {
    mayShare: (call, kind) => on(call, (found) => whyNotShare(found.state, kind)),
    share: (call, source) =>
      on(call, (found): RefusalCode | undefined => {
        const why = whyNotShare(found.state, source.kind);
        if (why === undefined) found.control.share(source);
        return why;
      }),
    isShareChosen: (call) => inHand.find(call)?.state.media.share.kind === 'chosen',
    handShare: (call) => inHand.find(call)?.control.handShare(),
    stopShare: (call) => on(call, (found) => found.control.stopShare()),
    sharedScreen: () =>
      inHand
        .on()
        .map(({ state }) => state.media.share)
        .find((share) => share.kind === 'on')?.source,
    isAnyShared: () => inHand.on().some(({ state }) => state.media.share.kind !== 'none'),
    screenLocked: () => {
      for (const call of inHand.on()) call.control.stopShare('locked');
    },
  };
}
