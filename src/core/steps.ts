// Work in steps, so that whoever runs it can do other things in between. Core has no clock and no timers: a step is what takes a few
// milliseconds at most, such as one signature, and when the next one is due is for its runner to say.

/** Work that pauses before each longer part of it, and ends with its outcome. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Runs all steps at once; the outcome. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Work of one step. */
export function* once<T>(work: () => T): Steps<T> {
  yield;
  return work();
}

/** A step of work that counts with a `Pace` ends after so many units: a look at a link, at an id or at a hash each, well below 1 µs. */
export const UNITS_A_STEP = 2000;

/** Counts work that is too small for a step of its own. */
export class Pace {
  #done = 0;

  /** Whether it is time to pause, now that `units` more were done. */
  isDue(units = 1): boolean {
    this.#done += units;
    if (this.#done < UNITS_A_STEP) return false;
    this.#done = 0;
    return true;
  }
}
