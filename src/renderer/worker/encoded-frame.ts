// What the worker needs of an encoded frame and of the transformer that delivers it, and the codec of a frame. The
// types are those of WebRTC Encoded Transform, narrowed so that nothing else of a frame is read.
import type { Codec } from '../../core/frame/envelope.ts';

/**
 * An RTCEncodedAudioFrame or RTCEncodedVideoFrame. `timestamp` is the RTP timestamp, the same on both ends (measured).
 */
export interface EncodedFrame {
  data: ArrayBuffer;
  readonly timestamp: number;
  /** As the engine's API reports it; audio frames have none. */
  readonly type?: 'key' | 'delta' | 'empty';
  getMetadata(): { readonly mimeType?: string; readonly payloadType?: number };
}

/** An RTCRtpScriptTransformer. Receivers have `sendKeyFrameRequest`, on engines that support it. */
export interface FrameTransformer {
  readonly options: unknown;
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  readonly sendKeyFrameRequest?: () => Promise<unknown>;
}

const video: ReadonlyMap<string, Codec> = new Map(
  (['VP8', 'VP9', 'AV1', 'H264'] as const).map((codec) => [codec, codec]),
);

/**
 * Names the codec of a frame. Chromium 130 and 156 report it with the frame; the page's table is for engines that do
 * not.
 */
export class CodecNames {
  #types: Readonly<Record<string, string>> = {};

  /** Takes the page's table, RTP payload type → codec name. A wrong table costs frames, never secrecy. */
  learn(types: Readonly<Record<string, string>>): void {
    this.#types = types;
  }

  /** The codec of `frame`: `bare` for audio. Undefined if a video frame's codec has no envelope (protocol §7). */
  of(stream: 0 | 1 | 2, frame: EncodedFrame): Codec | undefined {
    if (stream === 0) return 'bare';
    const { mimeType, payloadType } = frame.getMetadata();
    const name = mimeType ?? this.#types[String(payloadType)] ?? '';
    return video.get(name.slice(name.indexOf('/') + 1).toUpperCase());
  }
}
