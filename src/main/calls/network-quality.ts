// Rates a call's network with 0 to 4 bars and names its worst defect, from measurements that the page makes every
// second. The measurements cannot tell whose network loses a packet, because each packet passes through both networks.
// So only the direction is reported.
import type { MediaFact } from '../../contract/media.ts';
import type { NetworkQuality } from '../../contract/network-quality.ts';

type Measured = NonNullable<Extract<MediaFact, { kind: 'stats' }>['line']>;

const OVER = 5; // how many measurements loss is averaged over, so that one burst does not count as a bad network
/** The limits for 4, 3, 2 and 1 bars: percent lost, ms of round trip, ms of jitter. */
const MOST = {
  loss: [2, 5, 12, 30],
  delay: [250, 400, 800, 2000],
  jitter: [40, 80, 160, 400],
} as const;

/** Watches the network quality of one call. */
export class NetworkWatch {
  #counts: { readonly lost: number; readonly received: number }[] = [];

  /** Takes a measurement. `received` counts all packets so far. */
  judge({ roundTripMs, jitterMs, packetsLost, lostThere }: Measured, received: number): NetworkQuality {
    this.#counts = [...this.#counts, { lost: packetsLost, received }].slice(-OVER - 1);
    const first = this.#counts[0] ?? { lost: 0, received: 0 };
    const lost = Math.max(0, packetsLost - first.lost); // repeated packets reduce the count
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

  /** The page is new, the connection broke or is back, or a hold began or ended: earlier losses no longer count. */
  reset(): void {
    this.#counts = [];
  }
}

function barsOf(most: readonly number[], value: number): number {
  const at = most.findIndex((limit) => value < limit);
  return at < 0 ? 0 : most.length - at;
}
