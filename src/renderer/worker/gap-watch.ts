// Whether a video stream needs a key frame: a counter is missing, or no key frame has come yet (protocol §7). It only
// decides. It waits for frames that are slightly late, because a key frame is large.

/** How long a missing frame may still arrive, by retransmission, before a key frame is requested. */
const GRACE_MS = 200;
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 4800;

/** The name of the key under which a frame was opened. */
interface KeyName {
  readonly generation: number;
  readonly step: number;
}

/**
 * Watches the opened frames of one receiver. `ask` is called at most every 300 ms, doubling to 4.8 s until a key frame
 * arrives.
 */
export class GapWatch {
  readonly #now: () => number;
  readonly #ask: () => void;
  #key: KeyName | undefined;
  #next = 0n;
  #missing = 0n;
  #missingSince = 0;
  #decodable = false;
  #pauseMs = FIRST_PAUSE_MS;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** Whether a key frame was requested and has not arrived. */
  #asked = false;

  constructor(now: () => number, ask: () => void) {
    this.#now = now;
    this.#ask = ask;
  }

  /** Notes a frame whose tag was verified. */
  opened(key: KeyName, counter: bigint, keyFrame: boolean): void {
    this.#count(key, counter);
    if (keyFrame) {
      this.#missing = 0n;
      this.#decodable = true;
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#asked = false;
      return;
    }
    const now = this.#now();
    const gone = this.#missing > 0n && now - this.#missingSince >= GRACE_MS;
    if ((this.#decodable && !gone) || now - this.#askedAt < this.#pauseMs) return;
    if (this.#asked) this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    this.#asked = true;
    this.#askedAt = now;
    this.#ask();
  }

  #count(key: KeyName, counter: bigint): void {
    const order = this.#key === undefined ? 1 : key.generation - this.#key.generation || key.step - this.#key.step;
    if (order < 0) return; // a late frame of an earlier key
    if (order > 0) {
      this.#key = { generation: key.generation, step: key.step }; // only the name: the key itself must not be kept here
      this.#next = 0n;
    }
    if (counter < this.#next) {
      if (this.#missing > 0n) this.#missing--;
      return;
    }
    if (counter > this.#next && this.#missing === 0n) this.#missingSince = this.#now();
    this.#missing += counter - this.#next;
    this.#next = counter + 1n;
  }
}
