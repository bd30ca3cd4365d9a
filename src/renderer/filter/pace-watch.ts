// Notices that this machine is too slow to hide what is behind a person. That is so if, for 5 s, the filter is busy
// nearly all the time and still gives fewer pictures than a conversation needs. A camera that gives few pictures, as
// many do in the dark, leaves the filter idle.

const WITHIN_MS = 5000;
const FEWEST_A_SECOND = 10;
const BUSY = 0.8;

/** Measures how fast the filter was in the last 5 s. */
export class PaceWatch {
  #beganMs: number | undefined;
  #done: readonly { readonly atMs: number; readonly tookMs: number }[] = [];

  /**
   * Call it when a picture is done, with how long it took. True once the last 5 s had fewer than 10 pictures a second
   * while the filter was busy for more than 80 % of that time.
   */
  isTooSlow(atMs: number, tookMs: number): boolean {
    this.#beganMs ??= atMs - tookMs;
    this.#done = [...this.#done, { atMs, tookMs }].filter((each) => atMs - each.atMs < WITHIN_MS);
    if (atMs - this.#beganMs < WITHIN_MS) return false;
    const busyMs = this.#done.reduce((sum, each) => sum + each.tookMs, 0);
    return this.#done.length < (FEWEST_A_SECOND * WITHIN_MS) / 1000 && busyMs > BUSY * WITHIN_MS;
  }
}
