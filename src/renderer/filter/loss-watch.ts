// Notices that the noise filter is too slow for its microphone. The engine keeps 0.3 s of sound for the filter and
// drops the rest. The hole shows in the timestamps of the pieces that arrive. A machine that is busy for a moment makes
// one hole. A machine that is too slow makes many. A hole longer than the limit counts as a pause of the microphone: a
// headset changed its profile, or the machine slept. If the worker itself hangs for five seconds, the page notices
// (track-filter.ts).

const WITHIN_US = 10_000_000;
const MOST_LOST_US = 1_500_000;
const JITTER_US = 5000; // of the engine's timestamps

/** Counts the sound that is missing from the last 10 s. */
export class LossWatch {
  #next: number | undefined;
  #lateUs = 0; // lateness so far that does not count as a hole yet; negative where pieces come early
  #holes: readonly { readonly atUs: number; readonly lostUs: number }[] = [];

  /**
   * Call it for each piece, with its timestamp and length. True once more than 1.5 s of the last 10 s are missing, in
   * several holes.
   */
  isTooSlow(atUs: number, lengthUs: number): boolean {
    const gapUs = this.#next === undefined ? 0 : atUs - this.#next;
    this.#next = atUs + lengthUs;
    if (Math.abs(gapUs) <= MOST_LOST_US) this.#lateUs += gapUs;
    if (Math.abs(this.#lateUs) > JITTER_US) {
      // An early piece makes up for a late one: `lostUs` is then negative.
      this.#holes = [...this.#holes, { atUs, lostUs: this.#lateUs }];
      this.#lateUs = 0;
    }
    this.#holes = this.#holes.filter((hole) => atUs - hole.atUs < WITHIN_US);
    return this.#holes.reduce((sum, hole) => sum + hole.lostUs, 0) > MOST_LOST_US;
  }
}
