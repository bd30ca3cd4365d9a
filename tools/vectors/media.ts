// The media part of the frozen vectors: ratchet steps, two sealed audio frames, and a key and a delta frame per video
// codec (protocol §7).
import { gcm } from '@noble/ciphers/aes.js';
import { concat, toHex, utf8 } from '../../src/core/bytes.ts';
import { type Codec, wrapFrame } from '../../src/core/frame/envelope.ts';
import { encodeHeader } from '../../src/core/frame/header.ts';
import { kidOf } from '../../src/core/frame/kid.ts';
import { additionalData, nonce } from '../../src/core/frame/nonce.ts';
import { type FrameKey, frameKey, nextBase } from '../../src/core/keys/ratchet.ts';
import type { GenerationKeys } from '../../src/core/keys/schedule.ts';

/** The cipher suite of the product (protocol §7). */
export const SUITE = 5;
const RTP_TIMESTAMP = 0x01020304;
// Unencrypted, these zeros would need H.264 emulation prevention.
const PLAINTEXT = concat(utf8('frame'), new Uint8Array(4), Uint8Array.of(1, 0, 0, 3, 0, 0, 1));

/** A frame key in hex. */
export const keySection = ({ key, salt }: FrameKey) => ({ key: key.use(toHex), salt: salt.use(toHex) });

/** A sealed frame and every step that leads to it. */
export function frame(
  codec: Codec,
  stream: 0 | 1 | 2,
  keyFrame: boolean,
  kid: bigint,
  ctr: bigint,
  frameKeys: FrameKey,
  plaintext = PLAINTEXT,
) {
  const header = encodeHeader(kid, ctr);
  const aad = additionalData(header, header.length, stream, keyFrame, RTP_TIMESTAMP);
  const iv = frameKeys.salt.use((salt) => nonce(salt, ctr));
  const sealed = frameKeys.key.use((key) => gcm(key, iv, aad).encrypt(plaintext));
  return {
    codec,
    stream,
    keyFrame,
    kid: kid.toString(),
    ctr: ctr.toString(),
    header: toHex(header),
    aad: toHex(aad),
    nonce: toHex(iv),
    sealed: toHex(sealed),
    frame: toHex(wrapFrame(codec, keyFrame, header, sealed)),
  };
}

/** The sections `ratchet` and `frames`; uses up the base keys of the caller's audio and camera. */
export function mediaSections(keys: GenerationKeys) {
  const [audio, camera] = keys.base.callerToCallee;
  const kid = kidOf(keys.generation, 0);
  const audioKey = frameKey(audio, kid, SUITE);
  const cameraKey = frameKey(camera, kid, SUITE);
  const video = (['VP8', 'VP9', 'AV1', 'H264'] as const).flatMap((codec, i) => [
    frame(codec, 1, true, kid, BigInt(2 * i), cameraKey),
    frame(codec, 1, false, kid, BigInt(300 + i), cameraKey),
  ]);
  const frames = [
    frame('bare', 0, false, kid, 0n, audioKey),
    frame('bare', 0, false, kid, 65_536n, audioKey),
    ...video,
  ];

  const steps = [{ step: 0, kid: kid.toString(), baseKey: camera.use(toHex), ...keySection(cameraKey) }];
  let base = camera;
  for (let step = 1; step <= 9; step++) {
    base = nextBase(base, SUITE);
    const stepKid = kidOf(keys.generation, step);
    steps.push({
      step,
      kid: stepKid.toString(),
      baseKey: base.use(toHex),
      ...keySection(frameKey(base, stepKid, SUITE)),
    });
  }
  return {
    ratchet: { direction: 'callerToCallee', stream: 1, suite: SUITE, steps },
    frames: {
      plaintext: toHex(PLAINTEXT),
      rtpTimestamp: RTP_TIMESTAMP,
      audio: keySection(audioKey),
      camera: keySection(cameraKey),
      list: frames,
    },
  };
}
