// The signature checks that strangers cause (protocol §2.9). Anybody may publish chains under any address, and each
// chain costs its reader up to a few hundred checks of 1 to 2 ms. All strangers together get a fixed number of checks a
// second, and the cheapest chain comes first.
import { assert, unwrap } from '../../core/assert.ts';
import { once, type Steps } from '../../core/steps.ts';
import type { Clock } from '../time/clock.ts';
import type { Slices } from '../time/slices.ts';

/** How many signature checks a second strangers get, including those of join signatures. */
export const STRANGERS_CHECKS = 64;
const PERIOD_MS = 1000;
/** If more chains than this wait, the most expensive is given up, until its address is read again. */
const MOST_WAITING = 256;

interface Job {
  readonly checks: number;
  readonly next: () => 'goes-on' | 'done';
  readonly giveUp: () => void;
  isBegun: boolean;
}

/** Runs work with one signature check a step, a limited number of steps a second. */
export interface SignatureBudget {
  /** The outcome of `steps`, which pauses before each of its `checks`. `given-up`: too many cheaper chains wait. */
  readonly run: <T>(steps: Steps<T>, checks: number) => Promise<T | 'given-up'>;
}

/** An unused budget. Each check is a step of its own in `slices`. */
export function createSignatureBudget(clock: Clock, slices: Slices): SignatureBudget {
  const waiting: Job[] = [];
  let isRunning = false;
  let periodMs = Number.NEGATIVE_INFINITY;
  let left = 0;

  async function available(): Promise<void> {
    if (clock.nowMs() - periodMs >= PERIOD_MS) {
      periodMs = clock.nowMs();
      left = STRANGERS_CHECKS;
    }
    if (left > 0) return;
    const restMs = periodMs + PERIOD_MS - clock.nowMs();
    await new Promise<void>((resolve) => void clock.after(restMs, resolve));
    await available();
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      await available();
      const job = unwrap(waiting[0], 'a chain waits'); // a cheaper chain may have arrived meanwhile
      if (job.isBegun) left--; // the first step only leads up to the first check
      job.isBegun = true;
      const step = await slices.run(once(job.next));
      if (step === 'done' && waiting.includes(job)) waiting.splice(waiting.indexOf(job), 1);
    }
    isRunning = false;
  }

  function add(job: Job): void {
    const dearer = waiting.findIndex(({ checks }) => checks > job.checks);
    waiting.splice(dearer < 0 ? waiting.length : dearer, 0, job);
    if (waiting.length > MOST_WAITING) waiting.pop()?.giveUp();
    if (isRunning) return;
    isRunning = true;
    void work();
  }

  return {
    run: (steps, checks) => {
      assert(Number.isInteger(checks) && checks >= 0, 'checks are counted');
      return new Promise((resolve, reject) => {
        const next = (): 'goes-on' | 'done' => {
          try {
            const step = steps.next();
            if (step.done !== true) return 'goes-on';
            resolve(step.value);
          } catch (error) {
            reject(error); // a bug: whoever awaits the promise gets it
          }
          return 'done';
        };
        add({ checks, next, giveUp: () => resolve('given-up'), isBegun: false });
      });
    },
  };
}
