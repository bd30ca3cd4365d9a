// What is measured in one call: the numbers for the auditor, and whether streams that receive packets open frames (protocol §7).
// Fed by page and worker; what they say is counted and judged, never believed further than that.
import type { MediaFact } from '../../contract/media.ts';
import type { WorkerMessage } from '../../contract/ports.ts';
import type { CallNumbers } from '../../contract/view.ts';
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

  /** The numbers as page and worker gave them last. */
  get numbers(): CallNumbers {
    return this.#numbers;
  }

  /** Takes the worker's counters; whether more frames were opened than before. */
  counters(streams: Extract<WorkerMessage, { kind: 'counters' }>['streams']): boolean {
    this.#numbers = { ...this.#numbers, streams: [...streams] };
    const opened = (stream: number): number => streams.find((entry) => entry.stream === stream)?.opened ?? 0;
    this.#stalls.opened([opened(0), opened(1), opened(2)]);
    const sum = opened(0) + opened(1) + opened(2);
    const isMore = sum > this.#openedFrames;
    this.#openedFrames = sum;
    return isMore;
  }

  /** Takes the page's statistics; false for a picture of absurd size, which ends the call (protocol §9). */
  stats(stats: Stats): boolean {
    const { path, pathBy, audioCodec, videoCodec, decodedFrames, width, height, packetsReceived, line } = stats;
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

  /** The connection broke or stands anew, or a hold began or ended: silence until now says nothing. */
  resetStalls(): void {
    this.#stalls.reset();
    this.#line.reset();
  }
}
