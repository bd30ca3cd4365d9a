// What the peer sends in one call of a history, from ANSWER on. Each sealed message is opened once. A message that
// overtook CONFIRM or READY waits until CONFIRM or READY was processed, unless it is an `end`. Messages that still
// count become events, as in call-session.ts.
import { acceptedBy } from '../../../../src/core/call/media-state.ts';
import type { CallState } from '../../../../src/core/call/state.ts';
import type { Session as Message } from '../../../../src/core/signal/message.ts';
import type { Bare } from '../bare.ts';
import type { Keyring, Sealed } from './keys.ts';

/** The session of one side. */
export class Session {
  readonly #keys: Keyring;
  readonly #call: () => CallState;
  readonly #dispatch: (event: Bare) => void;
  #held: Sealed[] | undefined = []; // messages that overtook CONFIRM or READY
  readonly #newest = { reopen: -1, media: -1 };

  constructor(keys: Keyring, call: () => CallState, dispatch: (event: Bare) => void) {
    this.#keys = keys;
    this.#call = call;
    this.#dispatch = dispatch;
  }

  /** Takes a sealed message of the peer. */
  hear(sealed: Sealed): void {
    if (this.#held === undefined || sealed.said.kind === 'end') this.#open(sealed);
    else this.#held.push(sealed);
  }

  /** CONFIRM or READY is processed: the messages that overtook it follow. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const sealed of held.toSorted((one, other) => one.counter - other.counter)) this.#open(sealed);
  }

  #open(sealed: Sealed): void {
    const said = this.#keys.open(sealed);
    if (said?.kind === 'rekey' || said?.kind === 'rekeyed') this.#keys.take(sealed);
    else if (said !== undefined) this.#said(said, sealed);
  }

  // A `media` no longer counts once a newer `media` was processed, nor does a `restart` or an offer to reopen once a
  // newer `reopen` was. An answer to an offer to reopen always counts: its number names the offer.
  #said(said: Message, { counter, generation }: Sealed): void {
    switch (said.kind) {
      case 'media': {
        if (counter < this.#newest.media) return;
        this.#newest.media = counter;
        const { camera, hold, mute, screen } = said;
        return this.#dispatch({ kind: 'peer-switched', state: { camera, hold, mute, screen } });
      }
      case 'reopen': {
        const isOvertaken = counter < this.#newest.reopen;
        if (!isOvertaken) this.#newest.reopen = counter;
        const sdp = acceptedBy(this.#call().media, said, 'reopen');
        if (sdp !== undefined && (!isOvertaken || said.type === 'answer'))
          this.#dispatch({ kind: 'peer-reopens', message: { ...said, sdp } });
        return;
      }
      case 'restart':
        return counter < this.#newest.reopen ? undefined : this.#dispatch({ kind: 'peer-restart', message: said });
      case 'candidates':
        return this.#dispatch({ kind: 'remote-candidates', list: said.list });
      case 'transfer': {
        const place = { generation, counter: BigInt(counter) };
        return this.#dispatch({ kind: 'move-announced', device: said.device, call: said.call, place });
      }
      case 'end':
        return this.#dispatch({ kind: 'peer-ended', reason: said.reason });
      default: // the rekey was processed above, and histories have no other message
    }
  }
}
