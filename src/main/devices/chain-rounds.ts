// When our chain is seen to: with every connection, again after a change, and again where it did not work. A broker whose access list
// does not know chains ends the connection of whoever publishes one (RabbitMQ, decision 0048): the next connection must not begin the
// same at once, or nobody could call any more.
import type { Clock } from '../time/clock.ts';

/**
 * What a round came to, as far as it says when the next one is due. `cut`: the connection went with it. `removed`: this device is out,
 * and looks again with the next connection.
 */
export type RoundEnd = 'good' | 'changed' | 'failed' | 'cut' | 'waiting' | 'removed';

/** Rounds while the connection is up, one at a time. */
export interface ChainRounds {
  readonly online: () => void;
  readonly offline: () => void;
  /** A round at once, or once the one under way is over, where the connection is up. */
  readonly again: () => void;
  /** Something has changed beside the rounds: the next one is due soon, unless one is under way. */
  readonly settle: () => void;
}

const AGAIN_MS = 15_000;
const CHECK_MS = 15 * 60_000; // whether the directory still has the chain, and what others have added
const SETTLE_MS = 10_000; // whether another device has signed beside it
const WAIT_MS = 60_000; // whether the device that links us has signed the link
const PAUSE_MS = { good: CHECK_MS, changed: SETTLE_MS, failed: AGAIN_MS, cut: AGAIN_MS, waiting: WAIT_MS };

/** Rounds of `run`, which gets whether its connection is still up. */
export function createChainRounds(clock: Clock, run: (isUp: () => boolean) => Promise<RoundEnd>): ChainRounds {
  let again: (() => void) | undefined;
  let settle: (() => void) | undefined;
  let stop: (() => void) | undefined;
  let cuts = 0; // rounds in a row with which the connection went
  let notBeforeMs = 0;

  // Once may be chance.
  function wasCut(): void {
    cuts++;
    notBeforeMs = clock.nowMs() + (cuts === 1 ? AGAIN_MS : CHECK_MS);
  }

  function begin(): void {
    let cancel: (() => void) | undefined;
    let isUp = true;
    let isRunning = false;
    let isWanted = false; // again, once this round is over

    async function round(): Promise<void> {
      if (isRunning) {
        isWanted = true;
        return;
      }
      isRunning = true;
      cancel?.();
      const end = await run(() => isUp);
      isRunning = false;
      if (!isUp) return;
      if (end === 'cut') wasCut();
      else cuts = 0;
      if (isWanted) {
        isWanted = false;
        void round();
      } else if (end !== 'removed') after(PAUSE_MS[end]);
    }

    function after(delayMs: number): void {
      cancel?.();
      cancel = clock.after(delayMs, () => void round());
    }

    again = () => void round();
    settle = () => {
      if (!isRunning) after(SETTLE_MS);
    };
    stop = () => {
      isUp = false;
      cancel?.();
      if (isRunning) wasCut();
    };
    const waitMs = notBeforeMs - clock.nowMs();
    // A clock that was set back must not hold it up for longer.
    if (cuts > 0 && waitMs > 0 && waitMs <= CHECK_MS) after(waitMs);
    else void round();
  }

  function offline(): void {
    stop?.();
    stop = undefined;
    again = undefined;
    settle = undefined;
  }

  return {
    online: () => {
      offline();
      begin();
    },
    offline,
    again: () => again?.(),
    settle: () => settle?.(),
  };
}
