// The time from making both sides until the first sound has arrived and the first picture is presented: for the
// product's peers with its workers, or for the same peers with neither transforms nor the flag
// `encodedInsertableStreams`. For the bench only.
import type { SealWorker } from '../../../../src/renderer/call/transform.ts';
import { joinPair, openMicrophone } from './pair.ts';
import { openSealedCall } from './sealed-call.ts';
import { noWorker, realWorker } from './test-worker.ts';
import { until } from './until.ts';

const FRAME_MS = 20; // of Opus

/**
 * Milliseconds from making both sides in a VP8 call until the callee has received the caller's first sound, and until
 * it has presented the first picture.
 */
export async function firstFrame(
  way: 'sealed' | 'bare',
): Promise<{ readonly soundMs: number; readonly pictureMs: number }> {
  const microphone = await openMicrophone();
  const video = document.createElement('video');
  video.muted = true;
  document.body.append(video);
  const shown = new Promise<number>((resolve) => video.requestVideoFrameCallback(() => resolve(performance.now())));
  const watching = (worker: SealWorker): SealWorker => ({
    ...worker,
    attach: (transceiver, stream) => {
      worker.attach(transceiver, stream);
      if (stream !== 1 || video.srcObject !== null) return;
      video.srcObject = new MediaStream([transceiver.receiver.track]);
      void video.play();
    },
  });
  const begin = performance.now();
  const call =
    way === 'sealed'
      ? await openSealedCall({ codecs: ['VP8'], microphone, calleeWorker: (port) => watching(realWorker(port)) })
      : await withoutFlag(() =>
          joinPair({ codecs: ['VP8'], microphone, callerWorker: noWorker, calleeWorker: watching(noWorker) }),
        );
  const pictureMs = (await shown) - begin;
  const { audio } = 'pair' in call ? call.pair.callee : call.callee;
  const sound = await until('sound', async () => ((await audio()).packetsReceived > 0 ? audio() : undefined));
  call.close();
  video.remove();
  // The engine updates its counts only every 50 ms, but it reports when the last packet came, and each packet has the
  // same length of sound.
  const lastMs = sound.lastPacketAtMs - performance.timeOrigin - begin;
  return { soundMs: lastMs - (sound.packetsReceived - 1) * FRAME_MS, pictureMs };
}

/** Runs `work` with peer connections made without `encodedInsertableStreams`, which the product never does. */
async function withoutFlag<T>(work: () => Promise<T>): Promise<T> {
  const Real = RTCPeerConnection;
  class Bare extends Real {
    constructor(configuration: RTCConfiguration & { readonly encodedInsertableStreams?: boolean }) {
      const { encodedInsertableStreams: _, ...rest } = configuration;
      super(rest);
    }
  }
  Object.assign(window, { RTCPeerConnection: Bare });
  try {
    return await work();
  } finally {
    Object.assign(window, { RTCPeerConnection: Real });
  }
}
