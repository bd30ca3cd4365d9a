// Which of our own descriptions were made before the way was doubted: that a pair of one of those is in use now proves nothing, for
// it was agreed by an address that may be gone (docs/decisions/0027).
import { ufragOf } from '../../core/signal/sdp.ts';

/** The descriptions of one side of a call, by their ICE user fragment. */
export class OwnDescriptions {
  readonly #made = new Set<string>();
  #doubted: ReadonlySet<string> = new Set();

  /** Notes a description that the page has made. */
  note(sdp: string): void {
    this.#made.add(ufragOf(sdp) ?? '');
  }

  /** From here on only descriptions that are still to be made count. */
  doubt(): void {
    this.#doubted = new Set(this.#made);
  }

  /** Whether a pair of this user fragment was agreed before. */
  isOfBefore(ufrag: string): boolean {
    return this.#doubted.has(ufrag);
  }
}
