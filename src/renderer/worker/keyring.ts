// All keys of one call in the worker: what main granted, by stream and direction, until main says `end` or closes its
// port. The worker derives nothing and makes no key. Without a grant there is no key, and without a key nothing passes.
import type { Stream, WorkerMessage } from '../../contract/ports.ts';
import { OpeningKeys } from './opening-keys.ts';
import { SealingKeys } from './sealing-keys.ts';

/** The keys of a call's three streams. `post` tells main of a stream that only a rekey can restore. */
export class Keyring {
  readonly #sealing: Readonly<Record<Stream, SealingKeys>>;
  readonly #opening: Readonly<Record<Stream, OpeningKeys>>;
  #ended = false;
  #held = false;
  #holds = 0;

  constructor(post: (message: WorkerMessage) => void) {
    const sealing = (stream: Stream): SealingKeys => new SealingKeys(() => post({ kind: 'silent-encryptor', stream }));
    const opening = (stream: Stream): OpeningKeys => new OpeningKeys(() => post({ kind: 'lost-window', stream }));
    this.#sealing = { 0: sealing(0), 1: sealing(1), 2: sealing(2) };
    this.#opening = { 0: opening(0), 1: opening(1), 2: opening(2) };
  }

  /** Whether the call is over: from then on every frame is dropped. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether the call is held: keys stay, and every frame is dropped. */
  get held(): boolean {
    return this.#held;
  }

  /**
   * How many holds there were. A frame that is being sealed or opened when a hold begins is dropped, even if the hold
   * has ended since.
   */
  get holds(): number {
    return this.#holds;
  }

  /** Holds or resumes. */
  hold(held: boolean): void {
    if (held && !this.#held) this.#holds++;
    this.#held = held;
  }

  sealing(stream: Stream): SealingKeys {
    return this.#sealing[stream];
  }

  opening(stream: Stream): OpeningKeys {
    return this.#opening[stream];
  }

  /** Ends the call here: forgets every key, and lets no frame pass any more. */
  end(): void {
    this.#ended = true;
    for (const stream of [0, 1, 2] as const) {
      this.#sealing[stream].forget();
      this.#opening[stream].forgetAll();
    }
  }
}
