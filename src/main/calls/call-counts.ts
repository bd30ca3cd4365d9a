// The numbers that are measured in one call, for the auditor and for the bars of the network quality. Page and worker
// report these numbers, so the numbers prove nothing. What follows for the call is decided by the machine
// (core/call/media-watch.ts).
import type { MediaFact } from '../../contract/media.ts';
import type { WorkerMessage } from '../../contract/ports.ts';
import type { CallNumbers, StreamCounters } from '../../contract/view.ts';
import { NO_NUMBERS } from './call-view.ts';
import { NetworkWatch } from './network-quality.ts';

type Stats = Extract<MediaFact, { kind: 'stats' }>;

/** Counts of one call. */
export class CallCounts {
  readonly #network = new NetworkWatch();
  #numbers = NO_NUMBERS;
  /** The counts of former workers and pages. */
  #before: Pick<CallNumbers, 'streams' | 'decodedFrames'> = NO_NUMBERS;

  /** The latest numbers of page and worker. Counts include those of former pages and workers. */
  get numbers(): CallNumbers {
    return this.#numbers;
  }

  /** Takes the worker's counters. Returns the frames opened in the whole call, per stream. */
  counters(streams: Extract<WorkerMessage, { kind: 'counters' }>['streams']): readonly [number, number, number] {
    const all = this.#before.streams.length === 0 ? [...streams] : summed([...this.#before.streams, ...streams]);
    this.#numbers = { ...this.#numbers, streams: all };
    const opened = (stream: number): number => all.find((entry) => entry.stream === stream)?.opened ?? 0;
    return [opened(0), opened(1), opened(2)];
  }

  /** Takes the page's statistics. */
  stats(stats: Stats): void {
    const { path, pathBy, audioCodec, videoCodec, packetsReceived, line } = stats;
    const decodedFrames = this.#before.decodedFrames + stats.decodedFrames;
    this.#numbers = { ...this.#numbers, path, pathBy, codec: { audio: audioCodec, video: videoCodec }, decodedFrames };
    const [sound, camera, screen] = packetsReceived;
    if (line !== undefined) this.#numbers.line = this.#network.judge(line, sound + camera + screen);
  }

  /** A new page and worker count from zero: earlier counts are added to theirs. */
  startAnew(): void {
    const { streams, decodedFrames } = this.#numbers;
    this.#before = { streams, decodedFrames };
    this.reset();
  }

  /** The connection broke or is back, or a hold began or ended: earlier losses no longer count. */
  reset(): void {
    this.#network.reset();
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
