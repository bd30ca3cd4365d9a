// What the tap runs in a worker and in its own page. Each function is sent there as text and must be self-contained.
// `copySealed` and `takeSealed` run in the answering side's sealing worker, the rest in the tap's own page. None of
// them ever has a key.

/** One video frame as it came from the network, before anything was opened; `data` in base64. */
export interface TappedFrame {
  readonly key: boolean;
  readonly data: string;
}

/** The tap's receiver as WebRTC counts it. */
export interface TapCounts {
  readonly packetsReceived: number;
  readonly framesReceived: number;
  readonly framesDecoded: number;
}

interface TapWorkerScope {
  tapped: TappedFrame[] | undefined;
}

/**
 * In the sealing worker: from now on stores a copy, as it arrived, of every received video frame that is opened. The
 * product's code is unchanged.
 */
export function copySealed(): void {
  const scope = globalThis as unknown as TapWorkerScope;
  if (scope.tapped !== undefined) return;
  const tapped: TappedFrame[] = [];
  scope.tapped = tapped;
  const { prototype } = RTCEncodedVideoFrame;
  const own = Object.getOwnPropertyDescriptor(prototype, 'data');
  if (own?.get === undefined || own.set === undefined) throw new Error('frames have no accessor that can be replaced');
  Object.defineProperty(prototype, 'data', {
    ...own,
    set(this: RTCEncodedVideoFrame, opened: ArrayBuffer) {
      const sealed = own.get?.call(this) as ArrayBuffer;
      // Opening makes a frame shorter and sealing makes it longer, so a frame that gets shorter came from the network.
      if (opened.byteLength < sealed.byteLength) {
        let text = '';
        for (const byte of new Uint8Array(sealed)) text += String.fromCharCode(byte);
        tapped.push({ key: this.type === 'key', data: btoa(text) });
      }
      own.set?.call(this, opened);
    },
  });
}

/** In the sealing worker: returns the copies made so far and forgets them. */
export function takeSealed(): readonly TappedFrame[] {
  return (globalThis as unknown as TapWorkerScope).tapped?.splice(0) ?? [];
}

interface TapPageScope {
  tap: { readonly worker: Worker; readonly receiver: RTCPeerConnection };
}

/**
 * In the tap's page: an ordinary receiver without any transform, and a sender whose encoded frames are replaced when
 * they leave. In the control run a frame is replaced by its own copy. Otherwise it is replaced by the next frame
 * given to `feed`, or dropped if none is left. The codec is named as in SDP.
 */
export async function openReceiver({
  codec,
  control,
}: {
  readonly codec: string;
  readonly control: boolean;
}): Promise<void> {
  const source = `
    const queue = [];
    let begun = false;
    onmessage = ({ data }) => queue.push(...data);
    onrtctransform = async ({ transformer }) => {
      const reader = transformer.readable.getReader();
      const writer = transformer.writable.getWriter();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        if (${String(control)}) value.data = value.data.slice(0);
        else {
          while (!begun && queue.length > 0 && !queue[0].key) queue.shift(); // a decoder begins at a key frame
          const next = queue.shift();
          if (next === undefined) continue;
          begun = true;
          value.data = next.data;
        }
        await writer.write(value);
      }
    };`;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 480];
  const context = canvas.getContext('2d');
  setInterval(() => {
    if (context === null) return;
    context.fillStyle = `hsl(${Math.floor(performance.now() / 10) % 360} 60% 50%)`;
    const at = Math.floor(performance.now() / 3);
    context.fillRect(at % 600, (at * 7) % 440, 60, 60);
  }, 30);
  const [track] = canvas.captureStream(30).getVideoTracks();
  if (track === undefined) throw new Error('a canvas gives no track');
  const sender = new RTCPeerConnection();
  const receiver = new RTCPeerConnection();
  sender.onicecandidate = ({ candidate }) => void receiver.addIceCandidate(candidate ?? undefined);
  receiver.onicecandidate = ({ candidate }) => void sender.addIceCandidate(candidate ?? undefined);
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  document.body.append(video);
  receiver.ontrack = ({ track: incoming }) => {
    video.srcObject = new MediaStream([incoming]);
  };
  const transceiver = sender.addTransceiver(track, { direction: 'sendonly' });
  transceiver.sender.transform = new RTCRtpScriptTransform(worker);
  const wanted = RTCRtpReceiver.getCapabilities('video')?.codecs.filter(
    ({ mimeType }) => mimeType.toLowerCase() === `video/${codec.toLowerCase()}`,
  );
  if (wanted === undefined || wanted.length === 0) throw new Error(`this engine has no ${codec}`);
  transceiver.setCodecPreferences(wanted);
  await sender.setLocalDescription();
  if (sender.localDescription !== null) await receiver.setRemoteDescription(sender.localDescription);
  await receiver.setLocalDescription();
  if (receiver.localDescription !== null) await sender.setRemoteDescription(receiver.localDescription);
  (globalThis as unknown as TapPageScope).tap = { worker, receiver };
}

/** In the tap's page: the frames to send next instead of the page's own. */
export function feed(frames: readonly TappedFrame[]): void {
  const { worker } = (globalThis as unknown as TapPageScope).tap;
  const sealed = frames.map(({ key, data }) => ({
    key,
    data: Uint8Array.from(atob(data), (char) => char.charCodeAt(0)).buffer,
  }));
  worker.postMessage(
    sealed,
    sealed.map(({ data }) => data),
  );
}

/** In the tap's page: the receiver's counts of its video. */
export async function counts(): Promise<TapCounts> {
  const { receiver } = (globalThis as unknown as TapPageScope).tap;
  const found: TapCounts = { packetsReceived: 0, framesReceived: 0, framesDecoded: 0 };
  for (const report of (await receiver.getStats()).values() as Iterable<
    TapCounts & { readonly type: string; readonly kind?: string }
  >) {
    if (report.type === 'inbound-rtp' && report.kind === 'video') {
      const { packetsReceived, framesReceived, framesDecoded } = report;
      return { packetsReceived, framesReceived, framesDecoded };
    }
  }
  return found;
}
