// What is measured in one call: the numbers for the auditor, and whether streams that receive packets open frames (protocol §7).
// Fed by page and worker; what they say is counted and judged, never believed further than that.
import type { MediaFact } from '../../contract/media.ts';
import type { WorkerMessage } from '../../contract/ports.ts';
import type { CallNumbers, StreamCounters } from '../../contract/view.ts';
import { NO_NUMBERS } from './call-view.ts';
import { LineWatch } from './line-quality.ts';
import { StallWatch } from './stall-watch.ts';

const MOST_PIXELS_A_SIDE = 8192;
const MOST_PIXELS = 35_651_584; // the largest picture of AV1 and H.264 level 6

type Stats = Extract<MediaFact, { kind: 'stats' }>;

/** Counts of one call. */
export class CallCounts {
  readonly #stalls = new StallWatch();
  readonly #line = new LineWatch();
  #numbers = NO_NUMBERS;
  #openedFrames = 0;
  /** What was counted by workers and pages that are gone. */
  #before: Pick<CallNumbers, 'streams' | 'decodedFrames'> = NO_NUMBERS;

  /** The numbers as page and worker gave them last. */
  get numbers(): CallNumbers {
    return this.#numbers;
  }

  /** Takes the worker's counters; whether more frames were opened than before. */
  counters(streams: Extract<WorkerMessage, { kind: 'counters' }>['streams']): boolean {
    const all = this.#before.streams.length === 0 ? [...streams] : summed([...this.#before.streams, ...streams]);
    this.#numbers = { ...this.#numbers, streams: all };
    const opened = (stream: number): number => all.find((entry) => entry.stream === stream)?.opened ?? 0;
    this.#stalls.opened([opened(0), opened(1), opened(2)]);
    const sum = opened(0) + opened(1) + opened(2);
    const isMore = sum > this.#openedFrames;
    this.#openedFrames = sum;
    return isMore;
  }

  /** Takes the page's statistics; false for a picture of absurd size, which ends the call (protocol §9). */
  stats(stats: Stats): boolean {
    const { path, pathBy, audioCodec, videoCodec, width, height, packetsReceived, line } = stats;
    const decodedFrames = this.#before.decodedFrames + stats.decodedFrames;
    this.#numbers = { ...this.#numbers, path, pathBy, codec: { audio: audioCodec, video: videoCodec }, decodedFrames };
    const [sound, camera, screen] = packetsReceived;
    if (line !== undefined) this.#numbers.line = this.#line.judge(line, sound + camera + screen);
    return Math.max(width, height) <= MOST_PIXELS_A_SIDE && width * height <= MOST_PIXELS;
  }

  /** What the packets of a live call mean; `expected` are the streams that ought to bring frames that open. */
  judge(
    { packetsReceived }: Stats,
    expected: readonly [boolean, boolean, boolean],
    atMs: number,
  ): 'well' | 'rekey' | 'end' {
    return this.#stalls.packets(packetsReceived, expected, atMs);
  }

  /** Page and worker are new and count from nothing: what was counted before is added to it. */
  startAnew(): void {
    const { streams, decodedFrames } = this.#numbers;
    this.#before = { streams, decodedFrames };
    this.#stalls.startAnew();
    this.resetStalls();
  }

  /** The connection broke or stands anew, or a hold began or ended: silence until now says nothing. */
  resetStalls(): void {
    this.#stalls.reset();
    this.#line.reset();
  }
}

function summed(counters: readonly StreamCounters[]): StreamCounters[] {
  const sums = new Map<number, StreamCounters>();
  for (const one of counters) {
    const sum = sums.get(one.stream);
    sums.set(one.stream, {
      stream: one.stream,
      sealed: one.sealed + (sum?.sealed ?? 0),
      sealDropped: added(one.sealDropped, sum?.sealDropped),
      opened: one.opened + (sum?.opened ?? 0),
      openDropped: added(one.openDropped, sum?.openDropped),
    });
  }
  return [...sums.values()];
}

function added(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const sum = { ...other };
  for (const [cause, count] of Object.entries(one)) sum[cause] = (sum[cause] ?? 0) + count;
  return sum;
}
