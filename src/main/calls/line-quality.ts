// How good the line of a call is, in 0 to 4 bars and with what it lacks, from what the page measures every second. It cannot be told
// whose network loses a packet: what comes here has been through both. So it says in which direction, and no more.
import type { MediaFact } from '../../contract/media.ts';
import type { LineQuality } from '../../contract/view.ts';

type Measured = NonNullable<Extract<MediaFact, { kind: 'stats' }>['line']>;

const OVER = 5; // measurements that loss is counted over: one burst makes no bad line
/** What must not be exceeded for 4, 3, 2 and 1 bars: percent lost, ms of the round trip, ms of jitter. */
const MOST = {
  loss: [2, 5, 12, 30],
  delay: [250, 400, 800, 2000],
  jitter: [40, 80, 160, 400],
} as const;

/** The line of one call. */
export class LineWatch {
  #counts: { readonly lost: number; readonly received: number }[] = [];

  /** Takes a measurement; `received` are all packets so far. */
  judge({ roundTripMs, jitterMs, packetsLost, lostThere }: Measured, received: number): LineQuality {
    this.#counts = [...this.#counts, { lost: packetsLost, received }].slice(-OVER - 1);
    const first = this.#counts[0] ?? { lost: 0, received: 0 };
    const lost = Math.max(0, packetsLost - first.lost); // repeated packets make it fall
    const came = Math.max(0, received - first.received);
    const lostHere = lost + came === 0 ? 0 : Math.round((100 * lost) / (lost + came));
    const bars = {
      'loss-here': barsOf(MOST.loss, lostHere),
      'loss-there': barsOf(MOST.loss, lostThere),
      delay: Math.min(barsOf(MOST.delay, roundTripMs), barsOf(MOST.jitter, jitterMs)),
    };
    const worst = Math.min(...Object.values(bars));
    const lacks = (['loss-here', 'loss-there', 'delay'] as const).find((each) => bars[each] === worst);
    return {
      bars: worst,
      lacks: worst === MOST.loss.length || lacks === undefined ? 'nothing' : lacks,
      roundTripMs,
      jitterMs,
      lostHere,
      lostThere,
    };
  }

  /** The connection stands anew: what was lost with the old one says nothing. */
  reset(): void {
    this.#counts = [];
  }
}

function barsOf(most: readonly number[], value: number): number {
  const at = most.findIndex((limit) => value < limit);
  return at < 0 ? 0 : most.length - at;
}
