// The page of the bench: a camera as a call opens it, in a call of this page with itself, and its pictures before the
// encoder.
import { Background } from '../../../src/contract/background.ts';
import { createCamera } from '../../../src/renderer/call/camera.ts';
import { createDevices } from '../../../src/renderer/call/devices.ts';

declare const MediaStreamTrackProcessor: new (of: { readonly track: MediaStreamTrack }) => {
  readonly readable: ReadableStream<VideoFrame>;
};

/** What the camera delivered with one background. */
export interface Shown {
  readonly perSecond: number;
  readonly isLost: boolean;
  /** The last picture, as a `data:` address; blank if the camera was lost. */
  readonly picture: string;
}

const SETTLED_MS = 4000; // by then the model is loaded, and the encoder has settled

const showing = {
  /**
   * Opens the camera with this background and sends its track in a call of the page with itself. Counts the pictures
   * during `forMs`, from `SETTLED_MS` after the beginning of the call.
   */
  show: async (wanted: string, forMs: number): Promise<Shown> => {
    const background = Background.options.find((each) => each === wanted) ?? 'off';
    const devices = createDevices({ onEnded: () => undefined, onFailed: () => undefined });
    let isLost = false;
    let stop: () => void = () => undefined;
    const camera = createCamera(devices, () => {
      isLost = true;
      stop();
    });
    const track = await camera.open([], background);
    if (track === undefined) throw new Error('the camera gives no track');
    const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
    one.onicecandidate = ({ candidate }) => void other.addIceCandidate(candidate ?? undefined);
    other.onicecandidate = ({ candidate }) => void one.addIceCandidate(candidate ?? undefined);
    one.addTrack(track);
    await one.setLocalDescription();
    await other.setRemoteDescription(one.localDescription ?? { type: 'offer' });
    await other.setLocalDescription();
    await one.setRemoteDescription(other.localDescription ?? { type: 'answer' });
    const reader = new MediaStreamTrackProcessor({ track: track.clone() }).readable.getReader();
    stop = () => void reader.cancel();
    const canvas = document.createElement('canvas');
    let count = 0;
    const beganMs = performance.now() + SETTLED_MS;
    for (;;) {
      const { done, value } = await reader.read();
      const nowMs = performance.now();
      if (done || isLost) break;
      if (nowMs > beganMs) count++;
      const isLast = nowMs > beganMs + forMs;
      if (isLast) {
        Object.assign(canvas, { width: value.displayWidth, height: value.displayHeight });
        canvas.getContext('2d')?.drawImage(value, 0, 0);
      }
      value.close();
      if (isLast) break;
    }
    const tookS = (performance.now() - beganMs) / 1000;
    one.close();
    other.close();
    camera.close();
    devices.closeAll();
    return { perSecond: count / tookS, isLost, picture: canvas.toDataURL() };
  },
};
/** The functions that the bench calls. */
export type Showing = typeof showing;
Object.assign(globalThis, { showing });
