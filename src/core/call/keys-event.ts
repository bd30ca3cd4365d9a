// What can happen to the keys of a call, and what they ask for. Shares and texts are public; nothing here carries a
// secret.
import type { Bytes } from '../bytes.ts';
import type { PeerRekey, Stream } from './keys-state.ts';
import type { Switched } from './media-switches.ts';

/** Something that happened. */
export type KeysEvent =
  // The worker opened its first frame under this key.
  | { readonly kind: 'first-opened'; readonly stream: Stream; readonly generation: number; readonly step: number }
  | { readonly kind: 'frames-opened' } // more than at the last count
  | { readonly kind: 'keys-renewed' } // raised here: a replaced worker can seal sound again
  | { readonly kind: 'keys-wanted' } // raised by other regions: new keys, whatever exists
  | { readonly kind: 'keys-needed' } // new keys, if a worker that is gone had the newest
  // A page was replaced: the next rekey of each side need not wait for the pace (protocol §5 rule 17).
  | { readonly kind: 'pace-lifted' }
  | { readonly kind: 'peer-heard'; readonly generation: number } // a genuine message of this generation arrived
  | { readonly kind: 'rekey-received'; readonly rekey: PeerRekey }
  | {
      readonly kind: 'rekeyed-received';
      readonly generation: number;
      readonly e: string;
      readonly ct: string;
      readonly text: Bytes;
    }
  | { readonly kind: 'generation-entered'; readonly generation: number } // of `answer-rekey` and `finish-rekey`
  | { readonly kind: 'rekey-unusable' }; // of the same two: the share is not valid

/** A key of one stream. */
interface At {
  readonly stream: Stream;
  readonly generation: number;
  readonly step: number;
}

/** One thing to do. */
export type KeysEffect =
  | ({ readonly kind: 'grant-seal' } & At) // sealing switches to it at once; its parent key is erased
  | ({ readonly kind: 'pass-seal' } & At) // no worker gets this key; its parent key is erased
  | { readonly kind: 'forget-seal'; readonly stream: Stream } // the stream falls silent until the next grant
  | ({ readonly kind: 'grant-open' } & At)
  | ({ readonly kind: 'forget-open' } & At)
  // No more steps are derived from it.
  | { readonly kind: 'erase-open'; readonly stream: Stream; readonly generation: number }
  | { readonly kind: 'send-rekey' } // with a fresh offer, kept until it is finished or dropped
  | { readonly kind: 'repeat-rekey' } // byte for byte
  | { readonly kind: 'drop-rekey' } // the offer's secrets are erased
  | { readonly kind: 'answer-rekey'; readonly rekey: PeerRekey } // enters the next generation, or `rekey-unusable`
  // As `answer-rekey`, with our offer.
  | { readonly kind: 'finish-rekey'; readonly e: string; readonly ct: string; readonly text: Bytes }
  // Sends `rekeyed`, also for each repeat of the `rekey` with this counter.
  | { readonly kind: 'reply-rekey'; readonly generation: number; readonly counter: bigint }
  | { readonly kind: 'seal-under'; readonly generation: number } // messages and frames; older sealing keys are erased
  | { readonly kind: 'announce-generation'; readonly state: Switched } // `media` under it, at once: the whole state
  | { readonly kind: 'repeat-announcement' } // byte for byte
  | { readonly kind: 'forget-session'; readonly below: number }; // messages of older generations are no longer taken
