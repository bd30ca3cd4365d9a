// How often something that a peer asks for is done: so often at once, and of what comes too soon the newest waits its turn and is not
// dropped, because it may be what heals the call, or the state that holds now.
import type { Clock } from '../time/clock.ts';

/** The pace of one thing in one call: `most` times in any `withinMs`. */
export class Pace {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #withinMs: number;
  #atMs: readonly number[] = [];
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, most: number, withinMs: number) {
    this.#clock = clock;
    this.#most = most;
    this.#withinMs = withinMs;
  }

  /** Whether it may be done now; if not, `again` is called when its turn has come, unless another one asks first. */
  isDue(again: () => void): boolean {
    this.#cancel();
    const nowMs = this.#clock.nowMs();
    // A time ahead of now is one of before the clock was set back.
    const recent = this.#atMs.filter((atMs) => atMs <= nowMs && nowMs - atMs < this.#withinMs);
    const [oldest] = recent;
    const isDue = oldest === undefined || recent.length < this.#most;
    this.#atMs = isDue ? [...recent, nowMs] : recent;
    if (!isDue) this.#cancel = this.#clock.after(oldest + this.#withinMs - nowMs, again);
    return isDue;
  }

  /** What waits is called no more. */
  stop(): void {
    this.#cancel();
  }
}
