// The relays that a page was told: a lent account may have ended since, so they are looked at again before new candidates are gathered.
import { otherRelays } from '../../core/call/other-relays.ts';
import type { MediaChoice } from './call-deps.ts';

type IceServers = MediaChoice['iceServers'];

/** What one page knows of relays. */
export class ToldRelays {
  readonly #now: () => IceServers;
  #told: IceServers = [];

  constructor(now: () => IceServers) {
    this.#now = now;
  }

  /** The page was told these. */
  tell(iceServers: IceServers): void {
    this.#told = iceServers;
  }

  /** Others than it was told, if it is to hear of them; it has then. */
  next(): IceServers | undefined {
    const others = otherRelays(this.#told, this.#now());
    if (others !== undefined) this.tell(others);
    return others;
  }
}
