// What can happen to the keys of a call, and what they ask for. Shares and texts are public; a secret is in none of these.
import type { Bytes } from '../bytes.ts';
import type { PeerRekey, Stream } from './keys-state.ts';
import type { Switched } from './media-switches.ts';

/** Something that happened. */
export type KeysEvent =
  | { readonly kind: 'first-opened'; readonly stream: Stream; readonly generation: number; readonly step: number } // the worker's first frame under this key
  | { readonly kind: 'frames-opened' } // more of them than before
  | { readonly kind: 'keys-renewed' } // raised here: sound can be sealed again by a worker that came after another
  | { readonly kind: 'keys-wanted' } // new ones, whatever there is
  | { readonly kind: 'keys-needed' } // new ones, unless the newest were with no worker that is gone
  | { readonly kind: 'pace-lifted' } // a page was replaced: the next rekey of each side waits for no pace (protocol §5 rule 17)
  | { readonly kind: 'peer-heard'; readonly generation: number } // a genuine message came under it
  | { readonly kind: 'rekey-received'; readonly rekey: PeerRekey }
  | {
      readonly kind: 'rekeyed-received';
      readonly generation: number;
      readonly e: string;
      readonly ct: string;
      readonly text: Bytes;
    }
  | { readonly kind: 'generation-entered'; readonly generation: number } // of `answer-rekey` and `finish-rekey`
  | { readonly kind: 'rekey-unusable' }; // of the same two: a share that is none

/** A key of one stream. */
interface At {
  readonly stream: Stream;
  readonly generation: number;
  readonly step: number;
}

/** One thing to do. */
export type KeysEffect =
  | ({ readonly kind: 'grant-seal' } & At) // sealing moves to it at once; what it was made from is erased
  | ({ readonly kind: 'pass-seal' } & At) // nobody gets it; what it would be made from is erased
  | { readonly kind: 'forget-seal'; readonly stream: Stream } // the stream falls silent until the next grant
  | ({ readonly kind: 'grant-open' } & At)
  | ({ readonly kind: 'forget-open' } & At)
  | { readonly kind: 'erase-open'; readonly stream: Stream; readonly generation: number } // no more steps are made of it
  | { readonly kind: 'send-rekey' } // with a fresh offer, kept until it is finished or dropped
  | { readonly kind: 'repeat-rekey' } // byte for byte
  | { readonly kind: 'drop-rekey' } // the offer's secrets are erased
  | { readonly kind: 'answer-rekey'; readonly rekey: PeerRekey } // enters the next generation, or `rekey-unusable`
  | { readonly kind: 'finish-rekey'; readonly e: string; readonly ct: string; readonly text: Bytes } // likewise, with our offer
  | { readonly kind: 'reply-rekey'; readonly generation: number; readonly counter: bigint } // `rekeyed`, also to each repeat of the `rekey` at this place
  | { readonly kind: 'seal-under'; readonly generation: number } // messages and frames; what older ones are sealed with is erased
  | { readonly kind: 'announce-generation'; readonly state: Switched } // `media` under it, at once: the whole state
  | { readonly kind: 'repeat-announcement' } // byte for byte
  | { readonly kind: 'forget-session'; readonly below: number }; // messages of older generations are no longer taken
