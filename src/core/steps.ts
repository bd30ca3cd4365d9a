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
