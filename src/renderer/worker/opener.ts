// The decryptor of one stream. A frame passes only with a known key, a fresh counter, the exact envelope and a verified
// tag; each drop is counted by cause (protocol §7). The replay window is consulted before the tag is checked, and a
// counter is spent afterwards, so that a forged frame cannot use up a counter. Of two copies opened at the same time,
// the first that verifies passes. The effects of an opened frame (it spends a counter, shows that its key is in use or
// that a frame is missing, is played) happen in order, however long the decryption of other frames takes.
import type { Stream } from '../../contract/ports.ts';
import type { DropCause } from '../../contract/view.ts';
import type { Bytes } from '../../core/bytes.ts';
import { unwrapFrame } from '../../core/frame/envelope.ts';
import { parseHeader } from '../../core/frame/header.ts';
import { TAG_BYTES } from '../../core/frame/nonce.ts';
import type { EncodedFrame } from './encoded-frame.ts';
import { FrameCipher, type FrameParameters } from './frame-cipher.ts';
import { GapWatch } from './gap-watch.ts';
import type { OpeningKey, OpeningKeys } from './opening-keys.ts';
import type { FrameWork, Verdict } from './pipeline.ts';
import type { WorkerContext } from './sealer.ts';

/** A sealed frame, taken apart. */
interface Sealed extends FrameParameters {
  readonly frame: EncodedFrame;
  readonly bytes: Bytes;
  /** How many holds there had been when the frame arrived. */
  readonly holds: number;
}

/**
 * Opens the frames of one stream. Once a key was granted, a second opener of a stream opens nothing until there is a
 * key of a new generation.
 */
export class Opener implements FrameWork<EncodedFrame> {
  readonly #stream: Stream;
  readonly #context: WorkerContext;
  readonly #keys: OpeningKeys;
  readonly #gaps: GapWatch;
  readonly #cipher: FrameCipher;

  /** `requestKeyFrame` makes the engine request a key frame from the sender, besides the `gap` reported to main. */
  constructor(stream: Stream, context: WorkerContext, requestKeyFrame: () => void) {
    this.#stream = stream;
    this.#context = context;
    this.#keys = context.keyring.opening(stream);
    this.#cipher = new FrameCipher(stream);
    this.#gaps = new GapWatch(context.now, () => {
      context.post({ kind: 'gap', stream });
      requestKeyFrame();
    });
    this.#keys.claim(this);
  }

  readonly begin = (frame: EncodedFrame): Promise<Verdict | false> | false => {
    const { data, type, timestamp } = frame;
    if (this.#context.keyring.ended) return this.#drop('ended');
    const { held, holds } = this.#context.keyring;
    if (held) return this.#drop('held');
    if (data.byteLength === 0 || type === 'empty') return this.#drop('empty');
    const codec = this.#context.codecs.of(this.#stream, frame);
    if (codec === undefined) return this.#drop('envelope');
    const keyFrame = type === 'key';
    const bytes = unwrapFrame(codec, keyFrame, new Uint8Array(data));
    if (bytes === undefined) return this.#drop('envelope');
    const header = parseHeader(bytes);
    if (header === undefined || bytes.length < header.length + TAG_BYTES) return this.#drop('header');
    if (bytes.length === header.length + TAG_BYTES) return this.#drop('empty');
    const known = this.#keys.candidates(this, header.kid);
    if (known.length === 0) return this.#drop('no-key');
    const fresh = known.filter((key) => key.window.isFresh(header.ctr));
    const { ctr: counter, length: headerLength } = header;
    return this.#open({ frame, counter, bytes, headerLength, keyFrame, timestamp, holds }, fresh, 0);
  };

  readonly overflow = (): void => {
    const { ended, held } = this.#context.keyring;
    this.#drop(ended ? 'ended' : held ? 'held' : 'full');
  };

  #open(sealed: Sealed, fresh: readonly OpeningKey[], at: number): Promise<Verdict | false> | false {
    const key = fresh[at];
    if (key === undefined) return this.#drop(fresh.length === 0 ? 'replay' : 'tag');
    return this.#cipher.open(key, sealed, sealed.bytes.subarray(sealed.headerLength)).then(
      (plain) => () => this.#take(sealed, key, plain),
      () => this.#open(sealed, fresh, at + 1),
    );
  }

  #take({ frame, counter, keyFrame, holds }: Sealed, key: OpeningKey, plain: ArrayBuffer): boolean {
    if (!this.#keys.mayPlay(this, key)) return this.#drop(this.#context.keyring.ended ? 'ended' : 'no-key');
    if (!key.window.isFresh(counter)) return this.#drop('replay');
    if (this.#context.keyring.holds !== holds) return this.#drop('held');
    key.window.spend(counter);
    frame.data = plain;
    this.#context.counters.opened(this.#stream);
    if (!key.used) {
      key.used = true;
      this.#context.post({ kind: 'first-opened', stream: this.#stream, generation: key.generation, step: key.step });
    }
    if (this.#stream !== 0) this.#gaps.opened(key, counter, keyFrame);
    return true;
  }

  #drop(cause: DropCause): false {
    this.#context.counters.openDropped(this.#stream, cause);
    return false;
  }
}
