// Push to talk: a person who is muted is heard while a key is held. The machine decides (core/call/media-telling.ts).
import type { TalkKey } from '../../core/call/media-switches.ts';
import type { InHand } from './in-hand.ts';

/** The desk's commands for a key that is held down to talk. */
export interface Talking {
  /**
   * A person begins to hold this key down. Nothing happens in an unknown, ended or held call, or if the person is not
   * muted or holds such a key already.
   */
  readonly talk: (call: string, by: TalkKey) => void;
  /**
   * The key is not held any more: the person who talked by it is muted again, in this call or, without `call`, in all.
   * `by` missing: whichever key it is.
   */
  readonly talkOver: (by?: TalkKey, call?: string) => void;
}

/** Talking by a held key in these calls. */
export function createTalking(inHand: Pick<InHand, 'find' | 'on'>): Talking {
  return {
    talk: (call, by) => {
      const found = inHand.find(call);
      if (found?.isEnded === false) found.control.talk(by);
    },
    talkOver: (by, call) => {
      for (const each of inHand.on()) {
        const isTalking = each.state.media.switches.talk.kind === 'held';
        if (isTalking && (call === undefined || each.id === call)) each.control.talkOver(by);
      }
    },
  };
}
