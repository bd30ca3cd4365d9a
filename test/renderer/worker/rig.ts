// One end of a call in Node: the real keyring, sealers and openers over real streams, fed with hand-made frames.
import { vi } from 'vitest';
import type { Stream, WorkerMessage } from '../../../src/contract/ports.ts';
import type { StreamCounters } from '../../../src/contract/view.ts';
import { Counters } from '../../../src/renderer/worker/counters.ts';
import type { EncodedFrame } from '../../../src/renderer/worker/encoded-frame.ts';
import { CodecNames } from '../../../src/renderer/worker/encoded-frame.ts';
import { Keyring } from '../../../src/renderer/worker/keyring.ts';
import { Opener } from '../../../src/renderer/worker/opener.ts';
import { runPipeline } from '../../../src/renderer/worker/pipeline.ts';
import { Sealer } from '../../../src/renderer/worker/sealer.ts';

export interface FrameInput {
  readonly data: Uint8Array;
  readonly timestamp?: number;
  readonly type?: 'key' | 'delta' | 'empty';
  readonly mimeType?: string;
  readonly payloadType?: number;
}

/** A frame as an engine would deliver it. */
export function frameOf({ data, timestamp = 9000, type, mimeType, payloadType }: FrameInput): EncodedFrame {
  return {
    data: Uint8Array.from(data).buffer,
    timestamp,
    ...(type === undefined ? {} : { type }),
    getMetadata: () => ({
      ...(mimeType === undefined ? {} : { mimeType }),
      ...(payloadType === undefined ? {} : { payloadType }),
    }),
  };
}

/** The frame after its transport: a new object with `changes` applied. */
export function carried(frame: EncodedFrame, changes: Partial<FrameInput> = {}): EncodedFrame {
  const { mimeType, payloadType } = frame.getMetadata();
  return frameOf({
    data: new Uint8Array(frame.data),
    timestamp: frame.timestamp,
    ...(frame.type === undefined ? {} : { type: frame.type }),
    ...(mimeType === undefined ? {} : { mimeType }),
    ...(payloadType === undefined ? {} : { payloadType }),
    ...changes,
  });
}

export const bytesOf = (frame: EncodedFrame): Uint8Array => new Uint8Array(frame.data);

/** The grant that both ends of a test use, in place of one that main derives. */
export function grantOf(stream: Stream, generation: number, step: number, direction = 0) {
  const key = new Uint8Array(32).fill(1 + stream + 16 * direction);
  key[1] = generation;
  key[2] = step;
  return { generation, step, key, salt: new Uint8Array(12).fill(7 + stream) };
}

/** A source and a sink, with the work on frames between them. */
export interface Lane {
  readonly push: (...frames: readonly EncodedFrame[]) => void;
  readonly close: () => void;
  readonly out: EncodedFrame[];
  /** Waits until `count` frames came out. */
  readonly until: (count: number) => Promise<readonly EncodedFrame[]>;
  readonly done: Promise<void>;
}

/** Streams of a transformer, as an engine would make them. */
export type Streams = ReturnType<typeof streams>;

export function streams() {
  let source: ReadableStreamDefaultController<EncodedFrame> | undefined;
  const out: EncodedFrame[] = [];
  const readable = new ReadableStream<EncodedFrame>({ start: (controller) => void (source = controller) });
  const writable = new WritableStream<EncodedFrame>({ write: (frame) => void out.push(frame) });
  return {
    readable,
    writable,
    out,
    push: (...frames: readonly EncodedFrame[]) => {
      for (const frame of frames) source?.enqueue(frame);
    },
    close: () => source?.close(),
    until: async (count: number) => {
      await vi.waitUntil(() => out.length >= count, { interval: 1 });
      return out;
    },
  };
}

/** One end of a call. */
export class End {
  readonly said: WorkerMessage[] = [];
  readonly #post = (message: WorkerMessage): void => void this.said.push(message);
  readonly counters = new Counters(() => undefined);
  readonly codecs = new CodecNames();
  readonly keyring = new Keyring(this.#post);
  keyFrameRequests = 0;
  nowMs = 1000;

  readonly #context = {
    keyring: this.keyring,
    counters: this.counters,
    codecs: this.codecs,
    post: this.#post,
    now: () => this.nowMs,
  };

  sealer(stream: Stream): Lane {
    return this.#lane(new Sealer(stream, this.#context));
  }

  opener(stream: Stream): Lane {
    return this.#lane(new Opener(stream, this.#context, () => void this.keyFrameRequests++));
  }

  #lane(work: Sealer | Opener): Lane {
    const lane = streams();
    return { ...lane, done: runPipeline(lane.readable, lane.writable, work) };
  }

  numbers(stream: Stream): StreamCounters {
    const found = this.counters.snapshot()[stream];
    if (found === undefined) throw new Error('no such stream');
    return found;
  }

  /** Waits until `count` frames of `stream` were dropped for `cause` by the sealer or the opener. */
  async untilDropped(side: 'sealDropped' | 'openDropped', stream: Stream, cause: string, count: number): Promise<void> {
    await vi.waitUntil(() => this.numbers(stream)[side][cause] === count, { interval: 1 });
  }
}

/** Waits until `count` frames of `stream` were dropped by the opener, whatever the causes. */
export async function untilAllDropped(end: End, stream: Stream, count: number): Promise<void> {
  const dropped = (): number => Object.values(end.numbers(stream).openDropped).reduce((sum, more) => sum + more, 0);
  await vi.waitUntil(() => dropped() === count, { interval: 1 });
}
