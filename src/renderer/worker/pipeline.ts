// Frames in, frames out, in order, while several are being processed. Encoded transforms have no back-pressure, so the
// number in flight is limited; beyond the limit a frame is dropped, never queued. The pipeline knows nothing of keys.
import { assert } from '../../core/assert.ts';

/** How many frames may be in flight: 1.3 s of audio. */
export const IN_FLIGHT = 64;

/**
 * The final decision about a frame, asked once, after the decisions about all earlier frames: true passes the frame on,
 * false drops it. So withdrawing a key also stops the frames that wait, and reports about frames are made in order.
 */
export type Verdict = () => boolean;

/**
 * The work on frames. `begin` returns false, which drops the frame now, or a promise, which must not reject. The
 * promise resolves to the frame's verdict, or to false, which drops the frame.
 */
export interface FrameWork<F> {
  readonly begin: (frame: F) => Promise<Verdict | false> | false;
  /** Called instead of `begin` for a frame for which there is no room. */
  readonly overflow: (frame: F) => void;
}

interface Slot<F> {
  frame: F | undefined;
  verdict: Verdict | false | 'pending';
}

/**
 * Reads `readable` to its end through `work` into `writable`. Resolves when `readable` has ended or failed. Passes no
 * frame on without a verdict.
 */
export async function runPipeline<F>(
  readable: ReadableStream<F>,
  writable: WritableStream<F>,
  work: FrameWork<F>,
): Promise<void> {
  const reader = readable.getReader();
  const outlet = new Outlet(writable.getWriter());
  let reading = reader.read();
  for (;;) {
    let next: ReadableStreamReadResult<F>;
    try {
      next = await reading;
    } catch {
      return; // the engine closed the stream
    }
    if (next.done) return;
    // The next read is requested before the work: a frame that finds a waiting read costs less than one that is queued.
    reading = reader.read();
    if (outlet.full) work.overflow(next.value);
    else outlet.add(next.value, work.begin(next.value));
  }
}

/** Lets a bug end the worker: as an uncaught error it reaches the page, which terminates the worker. */
export function raise(bug: unknown): void {
  queueMicrotask(() => {
    throw bug;
  });
}

/** Writes frames in the order in which they came, each when the work on it and on all earlier frames is done. */
class Outlet<F> {
  readonly #writer: WritableStreamDefaultWriter<F>;
  readonly #slots: Slot<F>[] = Array.from({ length: IN_FLIGHT }, () => ({ frame: undefined, verdict: false }));
  #head = 0;
  #count = 0;
  // A failed writable accepts nothing more, so the frame is lost, as it should be.
  readonly #broken = (): void => undefined;

  constructor(writer: WritableStreamDefaultWriter<F>) {
    this.#writer = writer;
    writer.closed.catch(this.#broken);
  }

  get full(): boolean {
    return this.#count === IN_FLIGHT;
  }

  add(frame: F, outcome: Promise<Verdict | false> | false): void {
    if (outcome === false) return;
    const slot = this.#slots[(this.#head + this.#count) % IN_FLIGHT];
    assert(slot !== undefined && !this.full, 'a slot is free');
    this.#count++;
    slot.frame = frame;
    slot.verdict = 'pending';
    outcome.then(
      (verdict) => this.#settle(slot, verdict),
      (bug: unknown) => {
        this.#settle(slot, false);
        raise(bug);
      },
    );
  }

  #settle(slot: Slot<F>, verdict: Verdict | false): void {
    slot.verdict = verdict;
    while (this.#count > 0) {
      const first = this.#slots[this.#head];
      if (first === undefined || first.verdict === 'pending') return;
      const { frame, verdict: last } = first;
      first.frame = undefined;
      first.verdict = false; // the verdict holds a reference to a key
      this.#head = (this.#head + 1) % IN_FLIGHT;
      this.#count--;
      if (frame !== undefined && passes(last)) this.#writer.write(frame).catch(this.#broken);
    }
  }
}

function passes(verdict: Verdict | false): boolean {
  try {
    return verdict !== false && verdict();
  } catch (bug) {
    raise(bug);
    return false;
  }
}
