// The relays that a page was told: a lent account may have ended since, so they are looked at again before new candidates are gathered.
import type { MediaChoice } from './call-deps.ts';

type IceServers = MediaChoice['iceServers'];

/** What one page knows of relays. */
export class ToldRelays {
  readonly #now: () => IceServers;
  #told = '';

  constructor(now: () => IceServers) {
    this.#now = now;
  }

  /** The page was told these. */
  tell(iceServers: IceServers): void {
    this.#told = JSON.stringify(iceServers);
  }

  /** Others than it was told, if there are any. None is worse than old ones: a relay that was used may still be. */
  next(): IceServers | undefined {
    const iceServers = this.#now();
    if (iceServers.length === 0 || this.#told === JSON.stringify(iceServers)) return undefined;
    this.tell(iceServers);
    return iceServers;
  }
}
