// The sealing worker of one call, and the hanging of its transforms on senders and receivers. The page passes main's port on
// unread and never sees a key. Never here: createEncodedStreams, a transform that is taken off again, a frame.
import type { Stream, TransformOptions } from '../../contract/ports.ts';
// The bundler makes this module's one default export: the worker's own address.
// oxlint-disable-next-line import/default
import workerUrl from '../worker/seal.worker.ts?worker&url';
import { workerAt } from './worker-address.ts';

const address = workerAt(workerUrl);

/** Whether this engine has RTCRtpScriptTransform; without it no call is made (protocol §7). */
export function hasScriptTransform(): boolean {
  return typeof RTCRtpScriptTransform === 'function';
}

/** The worker of one call. */
export interface SealWorker {
  /** Hangs a sealing and an opening transform on a section, once each: a second one would stay silent (protocol §7). */
  readonly attach: (transceiver: RTCRtpTransceiver, stream: Stream) => void;
  /** Passes main's port on, unread. */
  readonly connect: (port: MessagePort) => void;
  /** Tells the worker which codec a payload type stands for. */
  readonly nameCodecs: (types: Readonly<Record<string, string>>) => void;
  /** Ends the worker at once: from here nothing is sealed or opened. */
  readonly end: () => void;
}

/** Starts the sealing worker. `onLost` is called once, when the worker failed to load or met an error it did not handle. */
export function startSealWorker(onLost: () => void): SealWorker {
  const worker = new Worker(address(), { type: 'module', name: 'seal' });
  const wired = new WeakSet<RTCRtpSender | RTCRtpReceiver>();
  let lost = false;
  const lose = (): void => {
    if (lost) return;
    lost = true;
    worker.terminate(); // a worker in an unknown state seals nothing more
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
      lost = true; // not a loss any more
      worker.terminate();
    },
  };
}
