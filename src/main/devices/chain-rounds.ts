// When our chain is checked and published: with every connection, again after a change or a failure, and otherwise
// every 15 minutes, or every minute while this device waits to be added. A broker whose access list does not know
// chains ends the connection of a device that publishes one (RabbitMQ, decision 0048). The next connection must not
// repeat that at once, or this device could not make or receive calls any more.
import type { Clock } from '../time/clock.ts';
import type { Keeping } from './own-topic.ts';

/** The result of a round: what became of our topic, or why nothing was published. */
export type Round = Keeping | 'disk' | 'out';

/**
 * The result of a round, as far as it decides when the next one is due. `cut`: the connection ended during it.
 * `removed`: this device is not a member, and looks again with the next connection.
 */
export type RoundEnd = 'good' | 'changed' | 'failed' | 'cut' | 'waiting' | 'removed';

/** Rounds while the connection is up, one at a time for each connection. */
export interface ChainRounds {
  readonly online: () => void;
  readonly offline: () => void;
  /** Starts a round now, or when the current one is over, if the connection is up. */
  readonly again: () => void;
  /** The chain has changed outside the rounds: the next round is due in 10 s, unless one is under way. */
  readonly settle: () => void;
}

const AGAIN_MS = 15_000;
const CHECK_MS = 15 * 60_000; // whether the directory still has the chain, and what other devices have added
const SETTLE_MS = 10_000; // after a change: whether another device has signed a competing link
const WAIT_MS = 60_000; // while waiting: whether the device that links this one has signed the link
const PAUSE_MS = { good: CHECK_MS, changed: SETTLE_MS, failed: AGAIN_MS, cut: AGAIN_MS, waiting: WAIT_MS };

/** Rounds that call `run` with a function that says whether the connection of the round is still up. */
export function createChainRounds(clock: Clock, run: (isUp: () => boolean) => Promise<RoundEnd>): ChainRounds {
  let again: (() => void) | undefined;
  let settle: (() => void) | undefined;
  let stop: (() => void) | undefined;
  let cuts = 0; // successive rounds during which the connection ended
  let notBeforeMs = 0;

  // A single cut can be chance, so only a second one in a row makes the next connection wait for 15 minutes.
  function wasCut(): void {
    cuts++;
    notBeforeMs = clock.nowMs() + (cuts === 1 ? AGAIN_MS : CHECK_MS);
  }

  function begin(): void {
    let cancel: (() => void) | undefined;
    let isUp = true;
    let isRunning = false;
    let isWanted = false; // another round once this one is over

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
    // A clock that was set back must not extend the wait.
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

/** What `round` means for the next one. `isNew`: the chain held has changed since the round before. */
export function endOf(round: Round, isRemoved: boolean, isNew: boolean): RoundEnd {
  if (round === 'kept') return isNew ? 'changed' : 'good';
  if (round === 'out') return isRemoved ? 'removed' : 'waiting';
  return round === 'not-connected' ? 'cut' : 'failed';
}
