// Which of several brokers is used: the first and, while it does not answer, the others in turn. A device that uses
// another broker looks for the first one again after a while. This time differs for each device, so that the devices do
// not all return at once.
import { assert, unwrap } from '../../core/assert.ts';
import type { Clock, Random } from '../time/clock.ts';
import { fraction } from './backoff.ts';

/** How long a device stays with another broker, on average, before it looks for the first. */
const LOOK_AFTER_MS = 5 * 60_000;

/** The brokers of one connection in their order. */
export interface BrokerTurn {
  readonly current: () => URL;
  /** The current broker did not answer, or the connection did not last: moves on to the next. */
  readonly pass: () => void;
  /** Returns to the head of the list. */
  readonly toFirst: () => void;
  /** Connected. If this is not the first broker, looks for the first repeatedly and reports its return. */
  readonly settle: (onFirstIsBack: () => void) => void;
  /** No longer connected: stops looking. */
  readonly leave: () => void;
}

/** `isThere` tries whether a broker can be reached and trusted. */
export function createBrokerTurn(
  urls: readonly URL[],
  isThere: (url: URL) => Promise<boolean>,
  clock: Clock,
  random: Random,
): BrokerTurn {
  assert(urls.length > 0, 'a connection has a broker');
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
