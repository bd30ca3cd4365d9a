// This module is imported before the real worker, and sits between the engine and the worker's transforms. It can lose
// an incoming frame, copy sealed outgoing frames, or record the time of each opened voice frame. It adds nothing to
// what is sent, and opens nothing.

/** A copy of one sealed frame, as it leaves for the packetizer. */
export interface SealedCopy {
  readonly key: boolean;
  readonly timestampUs: number;
  readonly data: ArrayBuffer;
}

/** An order of the test page to the tap. */
export type TapOrder =
  | { readonly kind: 'tap-lose' }
  | { readonly kind: 'tap-copy' | 'tap-heard'; readonly port: MessagePort };

interface Frame {
  readonly type?: 'key' | 'delta' | 'empty';
  readonly timestamp: number;
  data: ArrayBuffer;
}
interface Transformer {
  readonly options: { readonly role: 'seal' | 'open'; readonly stream: number };
  readonly readable: ReadableStream<Frame>;
  readonly writable: WritableStream<Frame>;
}

let lose = false;
let copies: MessagePort | undefined;
let heard: MessagePort | undefined;

self.addEventListener('message', (event) => {
  const order = event.data as TapOrder;
  if (order.kind === 'tap-lose') lose = true;
  else if (order.kind === 'tap-copy') copies = order.port;
  else if (order.kind === 'tap-heard') heard = order.port;
  else return;
  event.stopImmediatePropagation();
});

self.addEventListener('rtctransform', (event) => {
  const { transformer } = event as Event & { readonly transformer?: Transformer };
  if (transformer === undefined || 'tapped' in event) return;
  event.stopImmediatePropagation();
  const camera = transformer.options.stream === 1;
  // Bandwidth probes repeat whole frames. So the frame to lose must be new, and each of its copies must be lost too.
  const seenTimes = new Set<number>();
  let lostTime: number | undefined;
  const losing = new TransformStream<Frame, Frame>({
    transform: (frame, controller) => {
      const fresh = !seenTimes.has(frame.timestamp);
      seenTimes.add(frame.timestamp);
      if (lose && camera && fresh && transformer.options.role === 'open' && frame.type === 'delta') {
        lose = false;
        lostTime = frame.timestamp;
      }
      if (frame.timestamp !== lostTime) controller.enqueue(frame);
    },
  });
  const copying = new TransformStream<Frame, Frame>({
    transform: (frame, controller) => {
      if (camera && transformer.options.role === 'seal') {
        const copy: SealedCopy = {
          key: frame.type === 'key',
          timestampUs: Math.round((frame.timestamp / 90_000) * 1e6),
          data: frame.data.slice(0),
        };
        copies?.postMessage(copy, [copy.data]);
      }
      // A port has no target origin: it has one other end.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      if (transformer.options.stream === 0 && transformer.options.role === 'open') heard?.postMessage(frame.timestamp);
      controller.enqueue(frame);
    },
  });
  void transformer.readable.pipeTo(losing.writable);
  void copying.readable.pipeTo(transformer.writable);
  const seen = {
    options: transformer.options,
    readable: losing.readable,
    writable: copying.writable,
    sendKeyFrameRequest: () => Promise.resolve(), // so that only main's answer to `gap` brings a key frame
  };
  self.dispatchEvent(Object.assign(new Event('rtctransform'), { tapped: true, transformer: seen }));
});
