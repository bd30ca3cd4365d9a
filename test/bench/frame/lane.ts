// Runs frames through a transform, 32 in flight, and measures the time, with the same lane for every contender that is
// a transform. The end of the lane does what both engines do when a frame is written to a transformer (measured,
// decision 0076): it copies the bytes and detaches the buffer, so that the memory of the buffer serves the next frame.
// A lane that keeps every buffer would need fresh memory for each frame, and at 100 KB it would measure the system's
// page faults: 55 of the 58 microseconds of a copy.
import type { EncodedFrame } from '../../../src/renderer/worker/encoded-frame.ts';

/** How many frames are in flight at once; below the bound at which our worker drops. */
export const UNDER_WAY = 32;

/** Time and result of one run. */
export interface Run {
  readonly ms: number;
  /** The bytes of the resulting frames, in order; valid until the next run begins. */
  readonly out: readonly Uint8Array[];
}

/** The memory into which a run's bytes are copied, allocated before the time is measured. */
const store = new Uint8Array(13_000_000).fill(1);

/** The engine's end of a transform. */
export class Outlet {
  readonly #out: Uint8Array[] = [];
  #at = 0;

  get count(): number {
    return this.#out.length;
  }

  get out(): readonly Uint8Array[] {
    return this.#out;
  }

  /** Copies the bytes of `frame` and detaches its buffer. */
  take(frame: EncodedFrame): void {
    const bytes = new Uint8Array(frame.data);
    const place = store.subarray(this.#at, this.#at + bytes.length);
    place.set(bytes);
    this.#at += bytes.length;
    this.#out.push(place);
    frame.data.transfer(0);
  }
}

/** Feeds `frames` into what `attach` puts between the streams; resolves when the last frame has come out. */
export function run(
  frames: readonly EncodedFrame[],
  attach: (readable: ReadableStream<EncodedFrame>, writable: WritableStream<EncodedFrame>) => void,
): Promise<Run> {
  return new Promise((resolve) => {
    const outlet = new Outlet();
    let fed = 0;
    let source: ReadableStreamDefaultController<EncodedFrame> | undefined;
    const feed = (): void => {
      for (; fed < frames.length && fed - outlet.count < UNDER_WAY; fed++) source?.enqueue(frames[fed] as EncodedFrame);
    };
    const readable = new ReadableStream<EncodedFrame>({ start: (controller) => void (source = controller) });
    const writable = new WritableStream<EncodedFrame>({
      write: (frame) => {
        outlet.take(frame);
        if (outlet.count === frames.length) resolve({ ms: performance.now() - began, out: outlet.out });
        else feed();
      },
    });
    attach(readable, writable);
    const began = performance.now();
    feed();
  });
}
