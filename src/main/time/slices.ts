// Runs longer work of main in slices of one step each, so that everything else can run in between. A stranger's chain
// takes as many signature checks as its author likes, and sound, media keys and hanging up must not wait for them. In
// each turn of the event loop, a `Slices` runs one step of one piece of work. If every piece of work ran a step in each
// turn, ten chains would make slices of ten steps.
import type { Steps } from '../../core/steps.ts';

/** Work in slices. */
export interface Slices {
  /** The outcome of `steps`. A turn of the event loop runs one step, of this or of other work, in rotation. */
  readonly run: <T>(steps: Steps<T>) => Promise<T>;
  /** Whether work waits for its turn. */
  readonly isBusy: () => boolean;
}

/** No work yet. `pause` calls back in a later turn of the event loop. */
export function createSlices(pause: (next: () => void) => void = (next) => void setImmediate(next)): Slices {
  const waiting: (() => 'goes-on' | 'done')[] = [];

  function turn(): void {
    const work = waiting[0];
    const outcome = work?.();
    waiting.shift();
    if (work !== undefined && outcome === 'goes-on') waiting.push(work);
    if (waiting.length > 0) pause(turn);
  }

  return {
    run: (steps) =>
      new Promise((resolve, reject) => {
        waiting.push(() => {
          try {
            const step = steps.next();
            if (step.done !== true) return 'goes-on';
            resolve(step.value);
          } catch (error) {
            reject(error); // a bug: whoever awaits the promise gets it
          }
          return 'done';
        });
        if (waiting.length === 1) pause(turn);
      }),
    isBusy: () => waiting.length > 0,
  };
}

/**
 * Runs `steps`, but ends with `not-connected` once `isUp` is false: the account and its keys may end with the
 * connection.
 */
export function* whileUp<T>(isUp: () => boolean, steps: Steps<T>): Steps<T | 'not-connected'> {
  for (;;) {
    if (!isUp()) return 'not-connected';
    const step = steps.next();
    if (step.done === true) return step.value;
    yield;
  }
}
