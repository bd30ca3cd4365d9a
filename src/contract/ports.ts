// Messages on the MessagePort between main and the sealing worker (keys, counters), and from the page to the worker.
// This is the only place where a media key crosses a wall: raw, once, from main to the worker, which imports it as
// non-extractable and wipes it.
import * as v from 'valibot';
import type { Bytes } from '../core/bytes.ts';
import { StreamCounters } from './view.ts';

const Stream = v.picklist([0, 1, 2]);
/** A stream of frames: 0 audio, 1 camera, 2 screen. */
export type Stream = v.InferOutput<typeof Stream>;
const generation = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_fffe));
const step = v.pipe(v.number(), v.integer(), v.minValue(0));
const bytesOf = (length: number) =>
  v.custom<Bytes>((input) => input instanceof Uint8Array && input.length === length, `not ${String(length)} bytes`);
const key = bytesOf(32);
const salt = bytesOf(12);

/**
 * Main → worker. A key of one generation, step, stream and direction is granted once, to one encryptor or one decryptor
 * (protocol §7).
 */
export const GrantMessage = v.variant('kind', [
  // Sealing switches to it as soon as it is imported.
  v.strictObject({ kind: v.literal('grant-seal'), stream: Stream, generation, step, key, salt }),
  v.strictObject({ kind: v.literal('grant-open'), stream: Stream, generation, step, key, salt }),
  v.strictObject({ kind: v.literal('forget-open'), stream: Stream, generation, step }), // that key and its window
  v.strictObject({ kind: v.literal('forget-seal'), stream: Stream }), // the stream falls silent until a new grant
  // While held, the keys stay, and no frame passes in either direction.
  v.strictObject({ kind: v.literal('hold'), held: v.boolean() }),
  v.strictObject({ kind: v.literal('ping'), id: v.number() }),
  v.strictObject({ kind: v.literal('end') }), // wipe everything
]);
export type GrantMessage = v.InferOutput<typeof GrantMessage>;

/** Worker → main. */
export const WorkerMessage = v.variant('kind', [
  v.strictObject({ kind: v.literal('ready') }),
  v.strictObject({ kind: v.literal('pong'), id: v.number() }),
  // Every 500 ms while a counter changes.
  v.strictObject({ kind: v.literal('counters'), streams: v.pipe(v.array(StreamCounters), v.maxLength(3)) }),
  // The first valid frame under this key.
  v.strictObject({ kind: v.literal('first-opened'), stream: Stream, generation, step }),
  v.strictObject({ kind: v.literal('first-sealed'), stream: Stream, generation, step }),
  // Camera or screen needs a key frame: a frame is missing, or no key frame has come yet.
  v.strictObject({ kind: v.literal('gap'), stream: Stream }),
  // A second encryptor arrived, or the step is too far ahead of the last one sent. The stream is silent until a rekey.
  v.strictObject({ kind: v.literal('silent-encryptor'), stream: Stream }),
  v.strictObject({ kind: v.literal('lost-window'), stream: Stream }), // a second decryptor opens nothing until a rekey
]);
export type WorkerMessage = v.InferOutput<typeof WorkerMessage>;

/** The part of a MessagePort that the worker uses; the TypeScript library of this room does not have MessagePort. */
export interface Port {
  postMessage(message: WorkerMessage): void;
  start(): void;
  addEventListener(type: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void;
}
const isPort = (input: unknown): boolean => typeof input === 'object' && input !== null && 'postMessage' in input;

/** Page → worker, by `worker.postMessage`. Main's port travels in the transfer list of `port`. */
export const PageToWorker = v.variant('kind', [
  v.strictObject({ kind: v.literal('port'), port: v.custom<Port>(isPort) }),
  // RTP payload type → codec name.
  v.strictObject({ kind: v.literal('codecs'), types: v.record(v.string(), v.string()) }),
]);
export type PageToWorker = v.InferOutput<typeof PageToWorker>;

/** Options of an RTCRtpScriptTransform, parsed by the worker. */
export const TransformOptions = v.strictObject({ role: v.picklist(['seal', 'open']), stream: Stream });
export type TransformOptions = v.InferOutput<typeof TransformOptions>;

/** A message of main as the worker accepts it. Undefined if it does not parse. */
export function parseGrantMessage(input: unknown): GrantMessage | undefined {
  return parsed(GrantMessage, input);
}

/** A message of the page as the worker accepts it. Undefined if it does not parse. */
export function parsePageToWorker(input: unknown): PageToWorker | undefined {
  return parsed(PageToWorker, input);
}

/** The options of a transform as the worker accepts them. Undefined if they do not parse. */
export function parseTransformOptions(input: unknown): TransformOptions | undefined {
  return parsed(TransformOptions, input);
}

function parsed<T extends v.GenericSchema>(schema: T, input: unknown): v.InferOutput<T> | undefined {
  const result = v.safeParse(schema, input);
  return result.success ? result.output : undefined;
}
