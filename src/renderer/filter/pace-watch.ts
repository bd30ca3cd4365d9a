// Whether this machine is too slow to hide what is behind somebody: fewer pictures
// than a conversation bears, for seconds on end, and the filter busy nearly all of
// that time. A camera that gives few pictures, as many do in the dark, leaves it idle.

const WITHIN_MS = 5000;
const FEWEST_A_SECOND = 10;
const BUSY = 0.8;

/** Follows the last 5 s. */
export class PaceWatch {
  #beganMs: number | undefined;
  #done: readonly { readonly atMs: number; readonly tookMs: number }[] = [];

  /**
   * A picture was done at this time and has taken so long. Whether
   * the last 5 s had fewer than 10 a second because of that.
   */
  isTooSlow(atMs: number, tookMs: number): boolean {
    this.#beganMs ??= atMs - tookMs;
    this.#done = [...this.#done, { atMs, tookMs }].filter((each) => atMs - each.atMs < WITHIN_MS);
    if (atMs - this.#beganMs < WITHIN_MS) return false;
    const busyMs = this.#done.reduce((sum, each) => sum + each.tookMs, 0);
    return this.#done.length < (FEWEST_A_SECOND * WITHIN_MS) / 1000 && busyMs > BUSY * WITHIN_MS;
  }
}
