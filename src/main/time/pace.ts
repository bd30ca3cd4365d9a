// Paces an action that a peer can request (core/call/pace.ts): a request that comes too soon waits for its turn.
import { type Done, type Pace as Limits, paced } from '../../core/call/pace.ts';
import type { Clock } from './clock.ts';

/** The pace of one action, with a timer for the request that waits. */
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
   * Whether the action is due now. If not, `again` is called once the action is due, unless another request comes
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
