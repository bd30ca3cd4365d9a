// The sealing worker of one call, and attaching its transforms to senders and receivers. The page passes main's port on
// unread and never sees a key. This file never calls createEncodedStreams, removes a transform or sees a frame.
import type { Stream, TransformOptions } from '../../contract/ports.ts';
// The bundler makes the one default export of the worker's module: the worker's own address.
// oxlint-disable-next-line import/default
import workerUrl from '../worker/seal.worker.ts?worker&url';
import { workerAt } from '../worker-address.ts';

const address = workerAt(workerUrl);

/** Whether this engine has RTCRtpScriptTransform. Without it no call is made (protocol §7). */
export function hasScriptTransform(): boolean {
  return typeof RTCRtpScriptTransform === 'function';
}

/** The worker of one call. */
export interface SealWorker {
  /**
   * Attaches a sealing and an opening transform to a section, once each: a second transform would pass no frame
   * (protocol §7).
   */
  readonly attach: (transceiver: RTCRtpTransceiver, stream: Stream) => void;
  /** Passes main's port on, unread. */
  readonly connect: (port: MessagePort) => void;
  /** Tells the worker which codec a payload type stands for. */
  readonly nameCodecs: (types: Readonly<Record<string, string>>) => void;
  /** Ends the worker: from now on nothing is sealed or opened. */
  readonly end: () => void;
}

/**
 * Starts the sealing worker. `onLost` is called at most once, if the worker fails to load, meets an uncaught error or
 * sends a message that cannot be read.
 */
export function startSealWorker(onLost: () => void): SealWorker {
  const worker = new Worker(address(), { type: 'module', name: 'seal' });
  const wired = new WeakSet<RTCRtpSender | RTCRtpReceiver>();
  let lost = false;
  const lose = (): void => {
    if (lost) return;
    lost = true;
    worker.terminate(); // a worker in an unknown state must not seal
    onLost();
  };
  worker.addEventListener('error', lose);
  worker.addEventListener('messageerror', lose);

  const hang = (end: RTCRtpSender | RTCRtpReceiver, options: TransformOptions): void => {
    if (wired.has(end)) return; // `track` fires again for the same receiver
    wired.add(end);
    end.transform = new RTCRtpScriptTransform(worker, options);
  };
  return {
    attach: (transceiver, stream) => {
      hang(transceiver.sender, { role: 'seal', stream });
      hang(transceiver.receiver, { role: 'open', stream });
    },
    connect: (port) => worker.postMessage({ kind: 'port', port }, [port]),
    nameCodecs: (types) => worker.postMessage({ kind: 'codecs', types }, []),
    end: () => {
      lost = true; // from now on its end is not a loss
      worker.terminate();
    },
  };
}
