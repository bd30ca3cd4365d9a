// From the moment both sides are made until the first picture is presented: the product's peers with its workers, or the same
// page with neither transform nor flag. For the bench only.
import type { SealWorker } from '../../../../src/renderer/call/transform.ts';
import { joinPair, openMicrophone } from './pair.ts';
import { openSealedCall } from './sealed-call.ts';
import { noWorker, realWorker } from './test-worker.ts';

/** Milliseconds from making both sides to the callee's first picture on screen, in a VP8 call. */
export async function firstFrame(way: 'sealed' | 'bare'): Promise<number> {
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
  const tookMs = (await shown) - begin;
  call.close();
  video.remove();
  return tookMs;
}

/** Runs `work` with peer connections that are made without `encodedInsertableStreams`: what the product can not do. */
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
