// Whose turn it is among several brokers: the first, and while it does not answer the others one after the other. From another one
// we look for the first again after a while, each device at a moment of its own, so that they do not all come back at once.
import { assert, unwrap } from '../../core/assert.ts';
import type { Clock, Random } from '../time/clock.ts';
import { fraction } from './backoff.ts';

/** How long we stay with another broker on average before we look for the first. */
const LOOK_AFTER_MS = 5 * 60_000;

/** The brokers of one link in their order. */
export interface BrokerTurn {
  readonly current: () => URL;
  /** This one did not answer, or not for long: the next one's turn. */
  readonly pass: () => void;
  /** Back to the head of the list. */
  readonly toFirst: () => void;
  /** We are connected: from another broker than the first, look for that one from time to time and say when it is back. */
  readonly settle: (onFirstIsBack: () => void) => void;
  /** We are not connected any more: no more looking. */
  readonly leave: () => void;
}

/** `isThere` tries whether a broker can be reached and believed. */
export function createBrokerTurn(
  urls: readonly URL[],
  isThere: (url: URL) => Promise<boolean>,
  clock: Clock,
  random: Random,
): BrokerTurn {
  assert(urls.length > 0, 'a link has a broker');
  let place = 0;
  let looking: symbol | undefined;
  let cancel = (): void => undefined;
  const at = (index: number): URL => unwrap(urls[index], 'a place in the list');

  function lookLater(mine: symbol, onFirstIsBack: () => void): void {
    cancel = clock.after(Math.floor(LOOK_AFTER_MS * (0.5 + fraction(random))), () => {
      void look(mine, onFirstIsBack);
    });
  }

  async function look(mine: symbol, onFirstIsBack: () => void): Promise<void> {
    const isBack = await isThere(at(0));
    if (looking !== mine) return;
    if (isBack) onFirstIsBack();
    else lookLater(mine, onFirstIsBack);
  }

  function leave(): void {
    looking = undefined;
    cancel();
  }

  return {
    current: () => at(place),
    pass: () => {
      place = (place + 1) % urls.length;
    },
    toFirst: () => {
      place = 0;
    },
    settle: (onFirstIsBack) => {
      leave();
      if (place === 0) return;
      looking = Symbol('looking');
      lookLater(looking, onFirstIsBack);
    },
    leave,
  };
}
