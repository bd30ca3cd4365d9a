// Runs frames through a transform, 32 in flight, and takes the time. The same lane for every contender.
import type { EncodedFrame } from '../../../src/renderer/worker/encoded-frame.ts';

/** How many frames are under way at once; below the bound at which our worker drops. */
export const UNDER_WAY = 32;

/** Time and result of one run. */
export interface Run {
  readonly ms: number;
  readonly out: readonly EncodedFrame[];
}

/** Feeds `frames` into what `attach` hangs between the streams; resolves when the last one came out. */
export function run(
  frames: readonly EncodedFrame[],
  attach: (readable: ReadableStream<EncodedFrame>, writable: WritableStream<EncodedFrame>) => void,
): Promise<Run> {
  return new Promise((resolve) => {
    const out: EncodedFrame[] = [];
    let fed = 0;
    let source: ReadableStreamDefaultController<EncodedFrame> | undefined;
    const feed = (): void => {
      for (; fed < frames.length && fed - out.length < UNDER_WAY; fed++) source?.enqueue(frames[fed] as EncodedFrame);
    };
    const readable = new ReadableStream<EncodedFrame>({ start: (controller) => void (source = controller) });
    const writable = new WritableStream<EncodedFrame>({
      write: (frame) => {
        out.push(frame);
        if (out.length === frames.length) resolve({ ms: performance.now() - began, out });
        else feed();
      },
    });
    attach(readable, writable);
    const began = performance.now();
    feed();
  });
}
