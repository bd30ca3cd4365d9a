// The encryptor of one stream: every frame of the encoder is sealed or dropped, each drop with its cause (protocol §7).
// Nothing passes around it: no pass-through, no setting, no frame without a key.
import type { Stream, WorkerMessage } from '../../contract/ports.ts';
import type { DropCause } from '../../contract/view.ts';
import { wrapFrame } from '../../core/frame/envelope.ts';
import { encodeHeader } from '../../core/frame/header.ts';
import type { Counters } from './counters.ts';
import type { CodecNames, EncodedFrame } from './encoded-frame.ts';
import { FrameCipher } from './frame-cipher.ts';
import type { Keyring } from './keyring.ts';
import type { FrameWork, Verdict } from './pipeline.ts';
import type { SealingKeys } from './sealing-keys.ts';

/** What a sealer or an opener works with. */
export interface WorkerContext {
  readonly keyring: Keyring;
  readonly counters: Counters;
  readonly codecs: CodecNames;
  readonly post: (message: WorkerMessage) => void;
  /** A monotonic clock, in milliseconds. */
  readonly now: () => number;
}

/**
 * Seals the frames of one stream. If a second sealer of a stream is made after a key was granted, nothing of the stream
 * is sealed until there is a key of a new generation.
 */
export class Sealer implements FrameWork<EncodedFrame> {
  readonly #stream: Stream;
  readonly #context: WorkerContext;
  readonly #keys: SealingKeys;
  readonly #cipher: FrameCipher;

  constructor(stream: Stream, context: WorkerContext) {
    this.#stream = stream;
    this.#context = context;
    this.#keys = context.keyring.sealing(stream);
    this.#cipher = new FrameCipher(stream);
    this.#keys.claim(this);
  }

  readonly begin = (frame: EncodedFrame): Promise<Verdict | false> | false => {
    const plain = frame.data;
    if (this.#context.keyring.ended) return this.#drop('ended');
    const { held, holds } = this.#context.keyring;
    if (held) return this.#drop('held'); // before a counter is taken, so that a held stream uses none
    if (plain.byteLength === 0 || frame.type === 'empty') return this.#drop('empty');
    const key = this.#keys.current(this);
    if (key === undefined) return this.#drop('no-key');
    const codec = this.#context.codecs.of(this.#stream, frame);
    if (codec === undefined) return this.#drop('envelope');
    const keyFrame = frame.type === 'key';
    const counter = this.#keys.takeCounter(key);
    const header = encodeHeader(key.kid, counter);
    const { timestamp } = frame;
    const parameters = { counter, bytes: header, headerLength: header.length, keyFrame, timestamp };
    return this.#cipher.seal(key, parameters, plain).then((sealed) => () => {
      if (!this.#keys.mayLeave(this, key)) return this.#drop(this.#context.keyring.ended ? 'ended' : 'no-key');
      if (this.#context.keyring.holds !== holds) return this.#drop('held');
      frame.data = wrapFrame(codec, keyFrame, header, new Uint8Array(sealed)).buffer;
      this.#context.counters.sealed(this.#stream);
      if (this.#keys.noteSent(key)) {
        this.#context.post({ kind: 'first-sealed', stream: this.#stream, generation: key.generation, step: key.step });
      }
      return true;
    });
  };

  readonly overflow = (): void => {
    const { ended, held } = this.#context.keyring;
    if (ended || held) return void this.#drop(ended ? 'ended' : 'held'); // not for lack of room, so no counter is taken
    const key = this.#keys.current(this);
    if (key !== undefined) this.#keys.takeCounter(key); // the missing counter tells the receiver of the loss
    this.#drop('full');
  };

  #drop(cause: DropCause): false {
    this.#context.counters.sealDropped(this.#stream, cause);
    return false;
  }
}
