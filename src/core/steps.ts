// Work in steps, so that its runner can do other things in between. Core has no clock and no timers. A step, such as
// one signature check, takes a few milliseconds at most; the runner decides when the next step is due.

/** Work that pauses before each of its longer parts, and ends with its outcome. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Runs all steps at once and returns the outcome. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Work that is a single step. */
export function* once<T>(work: () => T): Steps<T> {
  yield;
  return work();
}

/**
 * How many units a `Pace` counts before the work pauses. A unit is one look at a link, an id or a hash, and takes well
 * below 1 µs.
 */
export const UNITS_A_STEP = 2000;

/** Counts work that is too small for a step of its own. */
export class Pace {
  #done = 0;

  /** Counts `units` more. Returns whether it is time to pause. */
  isDue(units = 1): boolean {
    this.#done += units;
    if (this.#done < UNITS_A_STEP) return false;
    this.#done = 0;
    return true;
  }
}
