// The two-second and the ten-second rule (protocol §7): a stream that receives packets and opens not one frame has a key problem,
// and it is said, mended by a rekey, or ends the call. Fed with counts only.

const REKEY_MS = 2000;
const END_MS = 10_000;
const LONGEST_TICK_MS = 4000; // a longer pause was a sleep or a stuck page, and says nothing
const STREAMS = [0, 1, 2] as const;
type PerStream = readonly [number, number, number];

/** Watches the three streams of one call. */
export class StallWatch {
  #packets: PerStream = [0, 0, 0];
  #opened: PerStream = [0, 0, 0];
  #openedAtPackets: PerStream = [0, 0, 0];
  #atMs: number | undefined;
  readonly #sinceMs = new Map<number, number>();

  /** Frames opened so far, per stream. */
  opened(opened: PerStream): void {
    this.#opened = opened;
  }

  /**
   * Packets received so far, per stream, and which streams should carry frames (not muted, held or off): what must follow.
   * `atMs` only goes forward.
   */
  packets(
    packets: PerStream,
    isExpected: readonly [boolean, boolean, boolean],
    atMs: number,
  ): 'well' | 'rekey' | 'end' {
    if (this.#atMs !== undefined && atMs - this.#atMs > LONGEST_TICK_MS) this.reset();
    let worst: 'well' | 'rekey' | 'end' = 'well';
    for (const stream of STREAMS) {
      const grew = packets[stream] > this.#packets[stream];
      const opened = this.#opened[stream] > this.#openedAtPackets[stream];
      if (opened || !grew || !isExpected[stream]) {
        this.#sinceMs.delete(stream);
        continue;
      }
      const sinceMs = this.#sinceMs.get(stream) ?? this.#atMs ?? atMs;
      this.#sinceMs.set(stream, sinceMs);
      if (atMs - sinceMs >= END_MS) worst = 'end';
      else if (atMs - sinceMs >= REKEY_MS && worst !== 'end') worst = 'rekey';
    }
    this.#packets = packets;
    this.#openedAtPackets = this.#opened;
    this.#atMs = atMs;
    return worst;
  }

  /** The page is new and counts packets from nothing. */
  startAnew(): void {
    this.#packets = [0, 0, 0];
  }

  /** Forgets what was measured: the connection is gone, so silence says nothing. */
  reset(): void {
    this.#sinceMs.clear();
    this.#atMs = undefined;
  }
}
