// SealWorkers for the test page: the product's (from transform.ts), the product's behind a tap, and failing ones.
import { type SealWorker, startSealWorker } from '../../../../src/renderer/call/transform.ts';
import type { TapOrder } from './tap-first.ts';

/** The product's worker, connected to `port`. */
export function realWorker(port: MessagePort): SealWorker {
  const worker = startSealWorker(() => undefined);
  worker.connect(port);
  return worker;
}

/** The product's worker behind the tap, with a function that gives the tap orders. */
export function tappedWorker(port: MessagePort): SealWorker & { readonly order: (order: TapOrder) => void } {
  const worker = new Worker(new URL('./tapped.worker.ts', import.meta.url), { type: 'module' });
  worker.postMessage({ kind: 'port', port }, [port]);
  return {
    ...sealWorkerOf(worker),
    order: (order) => worker.postMessage(order, 'port' in order ? [order.port] : []),
  };
}

/**
 * A worker that throws in its transform event, one that does nothing with it, or one that passes frames on unchanged.
 */
export function brokenWorker(way: 'throwing' | 'ignoring' | 'passing'): SealWorker {
  return sealWorkerOf(new Worker(new URL('./broken.worker.ts', import.meta.url), { type: 'module', name: way }));
}

/** No transform at all. */
export const noWorker: SealWorker = {
  attach: () => undefined,
  connect: () => undefined,
  nameCodecs: () => undefined,
  end: () => undefined,
};

/** `worker`, but its transforms are attached only when `hang` is called. */
export function lateWorker(worker: SealWorker): SealWorker & { readonly hang: () => void } {
  const waiting: (() => void)[] = [];
  return {
    ...worker,
    attach: (transceiver, stream) => waiting.push(() => worker.attach(transceiver, stream)),
    hang: () => waiting.splice(0).forEach((attach) => attach()),
  };
}

function sealWorkerOf(worker: Worker): SealWorker {
  const wired = new WeakSet<RTCRtpSender | RTCRtpReceiver>();
  return {
    attach: ({ sender, receiver }, stream) => {
      if (!wired.has(sender)) sender.transform = new RTCRtpScriptTransform(worker, { role: 'seal', stream });
      if (!wired.has(receiver)) receiver.transform = new RTCRtpScriptTransform(worker, { role: 'open', stream });
      wired.add(sender).add(receiver);
    },
    connect: (port) => worker.postMessage({ kind: 'port', port }, [port]),
    nameCodecs: (types) => worker.postMessage({ kind: 'codecs', types }, []),
    end: () => worker.terminate(),
  };
}
