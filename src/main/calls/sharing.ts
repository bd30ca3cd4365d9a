// Sharing a screen in a call: the commands of a person and of the system. The machine decides
// (core/call/media-share.ts).
import { whyNotShare } from '../../core/call/media-share.ts';
import type { ShareKind, ShareSource } from '../../core/call/media-share-state.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Reply } from '../../contract/ipc.ts';
import type { InHand } from './in-hand.ts';
import type { OnCalls } from './on-calls.ts';

/** The desk's commands for sharing a screen. `call` is an id in hex; an unknown one is refused with `unknown-call`. */
export interface Sharing {
  /** Whether a source of this kind can be shared in this call now, or why not. */
  readonly mayShare: (call: string, kind: ShareKind) => Reply<undefined>;
  /** Shares what a person has chosen. `sound`: with the computer's sound, which only a whole screen has. */
  readonly share: (call: string, source: ShareSource, sound: boolean) => Reply<undefined>;
  /** Whether the page of this call should ask for the chosen source. */
  readonly isShareChosen: (call: string) => boolean;
  /**
   * The source chosen in this call, for the page that asks for it. Returned once, and not to a page that asks for a
   * sound that was not chosen.
   */
  readonly handShare: (call: string, sound: boolean) => ShareSource | undefined;
  /** Stops sharing, or dismisses the notice of why sharing ended. */
  readonly stopShare: (call: string) => Reply<undefined>;
  /** The screen or window that is captured now, in any call. */
  readonly sharedScreen: () => ShareSource | undefined;
  /** Whether anything is shared in any call, or is about to be. */
  readonly isAnyShared: () => boolean;
  /** The screen is locked, or the machine sleeps: sharing ends in every call, and so does talking by a held key. */
  readonly screenLocked: () => void;
}

/** Sharing in these calls. `on` runs a command with one of them, or refuses. */
export function createSharing(inHand: Pick<InHand, 'find' | 'on'>, on: OnCalls): Sharing {
  return {
    mayShare: (call, kind) => on(call, (found) => whyNotShare(found.state, kind)),
    share: (call, source, sound) =>
      on(call, (found): RefusalCode | undefined => {
        const why = whyNotShare(found.state, source.kind, sound);
        if (why === undefined) found.control.share(source, sound);
        return why;
      }),
    isShareChosen: (call) => inHand.find(call)?.state.media.share.kind === 'chosen',
    handShare: (call, sound) => inHand.find(call)?.control.handShare(sound),
    stopShare: (call) => on(call, (found) => found.control.stopShare()),
    sharedScreen: () =>
      inHand
        .on()
        .map(({ state }) => state.media.share)
        .find((share) => share.kind === 'on')?.source,
    isAnyShared: () => inHand.on().some(({ state }) => state.media.share.kind !== 'none'),
    screenLocked: () => {
      for (const { control } of inHand.on()) {
        control.stopShare('locked');
        control.talkOver();
      }
    },
  };
}
