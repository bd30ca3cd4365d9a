// Whether a filter keeps up with its microphone. The engine keeps a third of a second for it
// and drops what comes after that: a hole in the sound, seen in the times of the pieces that
// come. A machine that is busy for a moment makes one; one that is too slow makes many. A hole
// longer than the limit is taken for a microphone that paused (a headset changes its profile,
// the machine slept). A worker that hangs for five seconds is noticed by the page, which asks it.

const WITHIN_US = 10_000_000;
const MOST_LOST_US = 1_500_000;
const JITTER_US = 5000; // of the times that the engine gives

/** Counts what is missing of the last 10 s. */
export class LossWatch {
  #next: number | undefined;
  #lateUs = 0; // not in a hole yet; below 0 where pieces come early
  #holes: readonly { readonly atUs: number; readonly lostUs: number }[] = [];

  /** A piece of this time and length has come. Whether more than 1.5 s of the last 10 are missing, in several holes. */
  isTooSlow(atUs: number, lengthUs: number): boolean {
    const gapUs = this.#next === undefined ? 0 : atUs - this.#next;
    this.#next = atUs + lengthUs;
    if (Math.abs(gapUs) <= MOST_LOST_US) this.#lateUs += gapUs;
    if (Math.abs(this.#lateUs) > JITTER_US) {
      this.#holes = [...this.#holes, { atUs, lostUs: this.#lateUs }]; // an early piece makes up for a late one
      this.#lateUs = 0;
    }
    this.#holes = this.#holes.filter((hole) => atUs - hole.atUs < WITHIN_US);
    return this.#holes.reduce((sum, hole) => sum + hole.lostUs, 0) > MOST_LOST_US;
  }
}
