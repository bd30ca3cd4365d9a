// The page of the bench: a microphone as a call opens it, in a call of this page with itself, and its sound before the
// encoder.
import { Processing } from '../../../src/contract/sound.ts';
import { createDevices } from '../../../src/renderer/call/devices.ts';
import { createMicrophone } from '../../../src/renderer/call/microphone.ts';

declare const MediaStreamTrackProcessor: new (of: {
  readonly track: MediaStreamTrack;
  readonly maxBufferSize: number;
}) => { readonly readable: ReadableStream<AudioData> };

/** The recording: samples as base64 of 32-bit floats, and why the filter was lost, or `none`. */
export interface Taken {
  readonly sound: string;
  readonly rateHz: number;
  readonly loss: string;
  /** How much later the recorded sound arrives than the microphone's own, in ms. */
  readonly laterMs: number;
  /** Share of the time in which no samples came. */
  readonly missing: number;
}

interface Tap {
  readonly samples: Float32Array;
  readonly cameAtMs: readonly number[]; // when each piece of 10 ms came
  readonly rateHz: number;
}

const CORRELATED_HZ = 4000;
const MOST_LATER_MS = 400;

async function tap(track: MediaStreamTrack, forMs: number): Promise<Tap> {
  const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 200 }).readable.getReader();
  const pieces: Float32Array[] = [];
  const cameAtMs: number[] = [];
  let rateHz = 48_000;
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    const { done, value } = await reader.read();
    if (done) break;
    cameAtMs.push(performance.now());
    const piece = new Float32Array(value.numberOfFrames);
    value.copyTo(piece, { planeIndex: 0, format: 'f32-planar' });
    rateHz = value.sampleRate;
    value.close();
    pieces.push(piece);
  }
  void reader.cancel();
  const samples = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return { samples, cameAtMs, rateHz };
}

const rough = ({ rateHz, samples }: Tap): Float32Array =>
  Float32Array.from({ length: Math.floor((samples.length * CORRELATED_HZ) / rateHz) }, (_s, at) => {
    const size = rateHz / CORRELATED_HZ;
    return samples.subarray(at * size, (at + 1) * size).reduce((sum, sample) => sum + sample, 0);
  });

// The median delay of the pieces of `one` in `other`, in ms. First it finds the shift at which two seconds of `one`,
// after its first four, fit best into `other`.
function later(one: Tap, other: Tap): number {
  const [before, after] = [rough(one), rough(other)];
  const [from, length] = [4 * CORRELATED_HZ, 2 * CORRELATED_HZ];
  const most = (MOST_LATER_MS * CORRELATED_HZ) / 1000;
  let best = { sum: -Infinity, shift: 0 };
  for (let shift = -most; shift <= most; shift++) {
    let sum = 0;
    for (let at = from; at < from + length; at++) sum += (before[at] ?? 0) * (after[at + shift] ?? 0);
    if (sum > best.sum) best = { sum, shift };
  }
  const shiftMs = (best.shift * 1000) / CORRELATED_HZ;
  const pieces = Math.round(shiftMs / 10);
  const waits = one.cameAtMs
    .slice(400, 600)
    .map((atMs, index) => (other.cameAtMs[index + 400 + pieces] ?? atMs) - atMs + shiftMs - pieces * 10);
  return waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)] ?? 0;
}

const taking = {
  /**
   * Opens the microphone with this suppression, sends its track in a call of the page with itself, and returns what it
   * recorded of the track in `forMs`.
   */
  take: async (noiseSuppression: string, forMs: number): Promise<Taken> => {
    const processing = Processing.entries.noiseSuppression.options.find((each) => each === noiseSuppression) ?? 'off';
    const raws: MediaStreamTrack[] = [];
    const devices = createDevices({ onEnded: () => undefined, onFailed: () => undefined });
    const open: typeof devices.openMicrophone = async (...wanted) => {
      const track = await devices.openMicrophone(...wanted);
      if (track !== undefined) raws.push(track);
      return track;
    };
    const microphone = createMicrophone({ openMicrophone: open }, () => undefined);
    const chosen = { echoCancellation: true, noiseSuppression: processing, autoGainControl: false };
    const { track } = await microphone.open([], chosen);
    const [raw] = raws;
    if (track === undefined || raw === undefined) throw new Error('the microphone gives no track');
    const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
    one.onicecandidate = ({ candidate }) => void other.addIceCandidate(candidate ?? undefined);
    other.onicecandidate = ({ candidate }) => void one.addIceCandidate(candidate ?? undefined);
    one.addTrack(track);
    await one.setLocalDescription();
    await other.setRemoteDescription(one.localDescription ?? { type: 'offer' });
    await other.setLocalDescription();
    await one.setRemoteDescription(other.localDescription ?? { type: 'answer' });
    const beganMs = performance.now();
    const [heard, plain] = await Promise.all([tap(track.clone(), forMs), tap(raw.clone(), forMs)]);
    const tookS = (performance.now() - beganMs) / 1000;
    const { noiseLoss = 'none' } = microphone.sound();
    one.close();
    other.close();
    microphone.end();
    devices.closeAll();
    const bytes = new Uint8Array(heard.samples.buffer);
    let sound = '';
    for (let at = 0; at < bytes.length; at += 30_000) sound += String.fromCodePoint(...bytes.subarray(at, at + 30_000));
    return {
      sound: btoa(sound),
      rateHz: heard.rateHz,
      loss: noiseLoss,
      laterMs: later(plain, heard),
      missing: Math.max(0, 1 - heard.samples.length / heard.rateHz / tookS),
    };
  },
};
/** The functions that the bench calls. */
export type Taking = typeof taking;
Object.assign(globalThis, { taking });
