// How often the peer may restart (protocol §9): an engine that negotiates all the time does nothing else. What comes too soon waits,
// the newest only, and is not dropped: it may be what heals the call.
import type { Clock } from '../app/clock.ts';

const MOST = 3;
const WITHIN_MS = 15_000;

/** The pace of one call. */
export class RestartPace {
  readonly #clock: Clock;
  #atMs: readonly number[] = [];
  #cancel: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether it is the turn of a restart now; if not, `again` is called when it is, unless another one asks first. */
  isDue(again: () => void): boolean {
    this.#cancel();
    const recent = this.#atMs.filter((atMs) => this.#clock.nowMs() - atMs < WITHIN_MS);
    const [oldest] = recent;
    const isDue = oldest === undefined || recent.length < MOST;
    if (isDue) this.#atMs = [...recent, this.#clock.nowMs()];
    else this.#cancel = this.#clock.after(oldest + WITHIN_MS - this.#clock.nowMs(), again);
    return isDue;
  }

  /** What waits is called no more. */
  stop(): void {
    this.#cancel();
  }
}
