import { describe, expect, test, vi } from 'vitest';
import { runPipeline } from '../../../src/renderer/worker/pipeline.ts';

/** A source of numbers, and in `out` the numbers that were written, unless `write` takes them. */
function numbers(write?: (n: number) => void) {
  let source: ReadableStreamDefaultController<number> | undefined;
  const out: number[] = [];
  const readable = new ReadableStream<number>({ start: (controller) => void (source = controller) });
  const writable = new WritableStream<number>({ write: write ?? ((n) => void out.push(n)) });
  if (source === undefined) throw new Error('no controller');
  return { source, readable, writable, out };
}
const yes = () => true;
const pass = { begin: () => Promise.resolve(yes), overflow: () => undefined };

describe('the pipeline of frames', () => {
  test('the pipeline ends when the engine closes or breaks its stream', async () => {
    const closed = numbers();
    closed.source.close();
    await expect(runPipeline(closed.readable, closed.writable, pass)).resolves.toBeUndefined();
    const broken = numbers();
    broken.source.error(new Error('gone'));
    await expect(runPipeline(broken.readable, broken.writable, pass)).resolves.toBeUndefined();
  });

  test('the pipeline asks for the next frame before it works on the current one', async () => {
    const { source, readable, writable } = numbers();
    for (const n of [1, 2, 3]) source.enqueue(n);
    source.close();
    const steps: string[] = [];
    const reader = readable.getReader();
    const read = reader.read.bind(reader);
    vi.spyOn(readable, 'getReader').mockReturnValue(reader as ReturnType<typeof readable.getReader>);
    vi.spyOn(reader, 'read').mockImplementation(() => {
      steps.push('read');
      return read();
    });
    const begin = (n: number) => {
      steps.push(String(n));
      return Promise.resolve(yes);
    };
    await runPipeline(readable, writable, { begin, overflow: () => undefined });
    expect(steps).toEqual(['read', 'read', '1', 'read', '2', 'read', '3']);
  });

  test('the pipeline continues without an error after the engine stops accepting frames', async () => {
    const begun: number[] = [];
    const { source, readable, writable } = numbers(() => {
      throw new Error('gone');
    });
    const done = runPipeline(readable, writable, {
      begin: (n) => {
        begun.push(n);
        return Promise.resolve(yes);
      },
      overflow: () => undefined,
    });
    for (let n = 0; n < 200; n++) {
      source.enqueue(n);
      await Promise.resolve();
    }
    source.close();
    await done;
    expect(begun.length).toBeGreaterThan(64);
  });

  test('if the work on a frame fails with an error, the pipeline drops the frame and reports the error', async () => {
    const seen = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => undefined);
    const { source, readable, writable, out } = numbers();
    const done = runPipeline(readable, writable, {
      begin: (n) => (n === 2 ? Promise.reject(new Error('a bug')) : Promise.resolve(yes)),
      overflow: () => undefined,
    });
    for (let n = 1; n <= 3; n++) source.enqueue(n);
    source.close();
    await done;
    await vi.waitUntil(() => out.length === 2);
    expect(out).toEqual([1, 3]);
    expect(seen).toHaveBeenCalledOnce();
    expect(seen.mock.calls[0]?.[0]).toThrow('a bug');
    seen.mockRestore();
  });

  test('the pipeline asks for the verdicts in frame order, and drops a frame whose verdict is false or throws', async () => {
    const seen = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => undefined);
    const finish: (() => void)[] = [];
    const asked: number[] = [];
    const { source, readable, writable, out } = numbers();
    void runPipeline(readable, writable, {
      begin: (n) =>
        new Promise<() => boolean>((resolve) => {
          const verdict = (): boolean => {
            asked.push(n);
            if (n === 3) throw new Error('a bug');
            return n !== 2;
          };
          finish.push(() => resolve(verdict));
        }),
      overflow: () => undefined,
    });
    for (let n = 1; n <= 4; n++) source.enqueue(n);
    await vi.waitUntil(() => finish.length === 4);
    for (const done of finish.toReversed()) {
      expect(asked).toEqual([]);
      done();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.waitUntil(() => out.length === 2);
    expect(asked).toEqual([1, 2, 3, 4]);
    expect(out).toEqual([1, 4]);
    expect(seen.mock.calls[0]?.[0]).toThrow('a bug');
    seen.mockRestore();
  });

  test('a frame that is done keeps its place in the pipeline until all earlier frames are done', async () => {
    const finish: (() => void)[] = [];
    const over: number[] = [];
    const { source, readable, writable, out } = numbers();
    void runPipeline(readable, writable, {
      begin: () => new Promise<() => boolean>((resolve) => finish.push(() => resolve(yes))),
      overflow: (n) => void over.push(n),
    });
    for (let n = 0; n < 65; n++) source.enqueue(n);
    await vi.waitUntil(() => over.length === 1);
    finish[1]?.();
    await new Promise((resolve) => setImmediate(resolve));
    source.enqueue(65);
    await vi.waitUntil(() => over.length === 2);
    finish[0]?.();
    await vi.waitUntil(() => out.length === 2);
    for (const n of [66, 67, 68]) source.enqueue(n);
    await vi.waitUntil(() => over.length === 3);
    expect([over, out, finish.length]).toEqual([[64, 65, 68], [0, 1], 66]);
  });

  test('the pipeline has at most 64 frames in flight, and accepts another once those are done', async () => {
    const finish: ((verdict: () => boolean) => void)[] = [];
    const over: number[] = [];
    const { source, readable, writable, out } = numbers();
    void runPipeline(readable, writable, {
      begin: () => new Promise<() => boolean>((resolve) => finish.push(resolve)),
      overflow: (n) => void over.push(n),
    });
    for (let n = 0; n < 70; n++) source.enqueue(n);
    await vi.waitUntil(() => over.length === 6);
    expect(finish).toHaveLength(64);
    for (const done of finish.splice(0)) done(yes);
    await vi.waitUntil(() => out.length === 64);
    source.enqueue(70);
    await vi.waitUntil(() => finish.length === 1);
    finish[0]?.(yes);
    await vi.waitUntil(() => out.length === 65);
    expect(out.at(-1)).toBe(70);
    expect(over).toEqual([64, 65, 66, 67, 68, 69]);
  });
});
