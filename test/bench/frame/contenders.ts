// The contenders: our sealer and opener, the worker that livekit-client ships, and WebCrypto as the floor, alone and
// between the streams of a transform. All of them seal and open the same frames in the same worker.
import 'livekit-client/e2ee-worker';
import { additionalData, nonce } from '../../../src/core/frame/nonce.ts';
import { Counters } from '../../../src/renderer/worker/counters.ts';
import type { EncodedFrame } from '../../../src/renderer/worker/encoded-frame.ts';
import { CodecNames } from '../../../src/renderer/worker/encoded-frame.ts';
import { Keyring } from '../../../src/renderer/worker/keyring.ts';
import { Opener } from '../../../src/renderer/worker/opener.ts';
import { runPipeline } from '../../../src/renderer/worker/pipeline.ts';
import { Sealer } from '../../../src/renderer/worker/sealer.ts';
import type { Run } from './lane.ts';
import { Outlet, run, UNDER_WAY } from './lane.ts';

/** One implementation that seals frames and opens them again. */
export interface Contender {
  readonly name: 'siegel' | 'livekit' | 'webcrypto in streams' | 'webcrypto';
  readonly seal: (frames: readonly EncodedFrame[]) => Promise<Run>;
  readonly open: (frames: readonly EncodedFrame[]) => Promise<Run>;
}

const stream = (frames: readonly EncodedFrame[]): 0 | 1 => (frames[0]?.type === undefined ? 0 : 1);

function workerContext() {
  const post = (): void => undefined;
  return {
    keyring: new Keyring(post),
    counters: new Counters(post),
    codecs: new CodecNames(),
    post,
    now: () => performance.now(),
  };
}
const grant = () => ({ generation: 0, step: 0, key: new Uint8Array(32).fill(5), salt: new Uint8Array(12).fill(6) });

/** The product's own sealer and opener, AES-256. */
export const siegel: Contender = {
  name: 'siegel',
  seal: async (frames) => {
    const context = workerContext();
    await context.keyring.sealing(stream(frames)).grant(grant());
    return run(frames, (readable, writable) => {
      void runPipeline(readable, writable, new Sealer(stream(frames), context));
    });
  },
  open: async (frames) => {
    const context = workerContext();
    await context.keyring.opening(stream(frames)).grant(grant());
    return run(frames, (readable, writable) => {
      void runPipeline(readable, writable, new Opener(stream(frames), context, () => undefined));
    });
  },
};

/** LiveKit's worker as it is shipped, AES-128, used as LiveKit's own page uses it. */
export async function livekit(): Promise<Contender> {
  const raw = new Uint8Array(32).fill(5);
  const key = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const tell = (kind: string, data: unknown): void => {
    // eslint-disable-next-line typescript/no-unsafe-call -- their module sets this handler
    self.onmessage?.call(self, new MessageEvent('message', { data: { kind, data } }));
  };
  const keyProviderOptions = {
    sharedKey: true,
    ratchetSalt: 'LKFrameEncryptionKey',
    ratchetWindowSize: 0,
    failureTolerance: 10,
    keyringSize: 16,
    keySize: 128,
  };
  tell('init', { loglevel: 'silent', keyProviderOptions });
  tell('enable', { enabled: true, participantIdentity: 'alice' });
  tell('setKey', { key, keyIndex: 0, participantIdentity: 'alice' });
  let tracks = 0;
  const through = (kind: 'encode' | 'decode', frames: readonly EncodedFrame[]): Promise<Run> =>
    run(frames, (readableStream, writableStream) => {
      const codec = stream(frames) === 0 ? undefined : 'vp8';
      tell(kind, { readableStream, writableStream, participantIdentity: 'alice', trackId: String(++tracks), codec });
    });
  return {
    name: 'livekit',
    seal: (frames) => through('encode', frames),
    open: (frames) => through('decode', frames),
  };
}

/**
 * What no transform can beat, in two forms: AES-256-GCM alone, and the same between the streams of a transform, in
 * order. Nothing else is done: no header, no envelope, no window, no count. Both forms write their parameters into the
 * same memory for every call, as our worker does, and have as many operations in flight as the other contenders.
 */
export async function webcrypto(): Promise<readonly [Contender, Contender]> {
  const raw = new Uint8Array(32).fill(5);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const salt = new Uint8Array(12).fill(6);
  const head = Uint8Array.of(0);
  const iv = new Uint8Array(12);
  const aad = new Uint8Array(8);
  const parameters = (at: number) => ({
    name: 'AES-GCM',
    iv: nonce(salt, BigInt(at), iv),
    additionalData: additionalData(head, 1, 1, false, at, aad),
  });
  const encrypt: Cipher = (frame, at) => crypto.subtle.encrypt(parameters(at), key, frame.data);
  const decrypt: Cipher = (frame, at) => crypto.subtle.decrypt(parameters(at), key, frame.data);
  return [
    {
      name: 'webcrypto in streams',
      seal: (frames) => run(frames, (readable, writable) => void inStreams(readable, writable, encrypt)),
      open: (frames) => run(frames, (readable, writable) => void inStreams(readable, writable, decrypt)),
    },
    { name: 'webcrypto', seal: (frames) => alone(frames, encrypt), open: (frames) => alone(frames, decrypt) },
  ];
}

type Cipher = (frame: EncodedFrame, at: number) => Promise<ArrayBuffer>;

async function alone(frames: readonly EncodedFrame[], work: Cipher): Promise<Run> {
  const outlet = new Outlet();
  const began = performance.now();
  let next = 0;
  const line = async (): Promise<void> => {
    for (let at = next++; at < frames.length; at = next++) {
      const frame = frames[at] as EncodedFrame;
      frame.data = await work(frame, at);
      outlet.take(frame);
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, line));
  return { ms: performance.now() - began, out: outlet.out };
}

async function inStreams(
  readable: ReadableStream<EncodedFrame>,
  writable: WritableStream<EncodedFrame>,
  work: Cipher,
): Promise<void> {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  let reading = reader.read();
  for (let at = 0; ; at++) {
    const { value: frame } = await reading;
    if (frame === undefined) return;
    reading = reader.read();
    // Results arrive in the order of their calls. Otherwise the comparison of the results would fail the run.
    void work(frame, at).then((data) => {
      frame.data = data;
      return writer.write(frame);
    });
  }
}
