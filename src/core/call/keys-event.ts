// What can happen to the keys of a call, and what the keys region asks for. The key shares and JSON texts of a rekey
// are public; nothing here carries a secret.
import type { Bytes } from '../bytes.ts';
import type { PeerRekey, Stream } from './keys-state.ts';
import type { Switched } from './media-switches.ts';

/** Something that happened. */
export type KeysEvent =
  // The worker opened its first frame under this key.
  | { readonly kind: 'first-opened'; readonly stream: Stream; readonly generation: number; readonly step: number }
  | { readonly kind: 'frames-opened' } // the worker has opened more frames than at its last count
  | { readonly kind: 'keys-renewed' } // raised here: the call need no longer wait for new keys
  | { readonly kind: 'keys-wanted' } // raised by other regions: new keys are needed in any case
  | { readonly kind: 'keys-needed' } // new keys are needed if a worker ended while the newest generation existed
  // A page was replaced, or our `reopen` was answered: the next rekey of each side need not wait for the pace (protocol
  // §6).
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
  | { readonly kind: 'generation-entered'; readonly generation: number } // reported by `answer-rekey` or `finish-rekey`
  | { readonly kind: 'rekey-unusable' }; // reported by the same two effects: the peer's key share is not valid

/** A key of one stream. */
interface At {
  readonly stream: Stream;
  readonly generation: number;
  readonly step: number;
}

/** One thing to do. */
export type KeysEffect =
  | ({ readonly kind: 'grant-seal' } & At) // the worker seals with this key at once; the step before it is erased
  | ({ readonly kind: 'pass-seal' } & At) // no worker gets this key; the step before it is erased
  | { readonly kind: 'forget-seal'; readonly stream: Stream } // nothing of the stream is sent until the next grant
  | ({ readonly kind: 'grant-open' } & At)
  | ({ readonly kind: 'forget-open' } & At)
  // No more steps of this generation are derived for the stream.
  | { readonly kind: 'erase-open'; readonly stream: Stream; readonly generation: number }
  | { readonly kind: 'send-rekey' } // with a fresh offer, whose secrets are kept until the rekey is finished or dropped
  | { readonly kind: 'repeat-rekey' } // byte for byte
  | { readonly kind: 'drop-rekey' } // the offer's secrets are erased
  | { readonly kind: 'answer-rekey'; readonly rekey: PeerRekey } // enters the next generation, or `rekey-unusable`
  // As `answer-rekey`, but with our own offer and the peer's answer to it.
  | { readonly kind: 'finish-rekey'; readonly e: string; readonly ct: string; readonly text: Bytes }
  // Sends `rekeyed` now, and again for each repeat of the `rekey` with this counter.
  | { readonly kind: 'reply-rekey'; readonly generation: number; readonly counter: bigint }
  | { readonly kind: 'seal-under'; readonly generation: number } // messages and frames; older sealing keys are erased
  | { readonly kind: 'announce-generation'; readonly state: Switched } // sends `media`, the whole state, under new keys
  | { readonly kind: 'repeat-announcement' } // byte for byte
  | { readonly kind: 'forget-session'; readonly below: number }; // messages of older generations are no longer taken
