// Paces something that a peer asks for (core/call/pace.ts), by a clock: what comes too soon waits its turn.
import { type Done, type Pace as Limits, paced } from '../../core/call/pace.ts';
import type { Clock } from './clock.ts';

/** The pace of one thing, with a timer for what waits. */
export class Pace {
  readonly #clock: Clock;
  readonly #limits: Limits;
  #done: Done = [];
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, limits: Limits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * Whether the thing may be done now. If not, `again` is called when its turn has come, unless another request comes
   * first.
   */
  isDue(again: () => void): boolean {
    this.#cancel();
    const nowMs = this.#clock.nowMs();
    const pace = paced(this.#done, this.#limits, nowMs);
    if (pace.isDue) this.#done = pace.done;
    else this.#cancel = this.#clock.after(pace.dueAtMs - nowMs, again);
    return pace.isDue;
  }

  /** Stops: an `again` that waits is not called any more. */
  stop(): void {
    this.#cancel();
  }
}
