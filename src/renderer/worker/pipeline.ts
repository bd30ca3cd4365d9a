// Frames in, frames out, in order, while several are being worked on at once. Encoded transforms have no back-pressure: what
// is in flight is bounded, and beyond the bound a frame is dropped, never queued. Knows nothing of keys.
import { assert } from '../../core/assert.ts';

/** How many frames may be in flight; a second of audio. */
export const IN_FLIGHT = 64;

/**
 * The last word on a frame, asked once, when that on every frame before it was said: true passes it on, false drops it. What
 * was withdrawn while a frame waited for its turn is seen here, and what is told of frames is told in their order.
 */
export type Verdict = () => boolean;

/** Works on a frame: false drops it now; a promise, which must not reject, brings its verdict or drops it. */
export interface FrameWork<F> {
  readonly begin: (frame: F) => Promise<Verdict | false> | false;
  /** A frame for which there was no room. */
  readonly overflow: (frame: F) => void;
}

interface Slot<F> {
  frame: F | undefined;
  verdict: Verdict | false | 'pending';
}

/** Reads `readable` to its end through `work` into `writable`; resolves when the readable is over. Never passes a frame on by itself. */
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
    reading = reader.read(); // asked for first: a read that waits takes a frame for less than the stream's queue does
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

/** Writes frames in the order in which they came, each when its work and that of all before it is done. */
class Outlet<F> {
  readonly #writer: WritableStreamDefaultWriter<F>;
  readonly #slots: Slot<F>[] = Array.from({ length: IN_FLIGHT }, () => ({ frame: undefined, verdict: false }));
  #head = 0;
  #count = 0;
  readonly #broken = (): void => undefined; // a writable that fails takes nothing more: the frame is lost, as it should be

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
      first.verdict = false; // it holds on to a key
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
