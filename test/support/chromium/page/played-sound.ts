// Replaces the engine's microphone and the computer's sound with tones, and measures how loud tones are at the other
// end.
import { until } from './until.ts';

/** What the capture of the computer's sound says of itself. */
export interface CaptureSettings {
  readonly restrictOwnAudio?: boolean;
  readonly deviceId?: string;
}

const AUDIBLE_DB = -55; // a tone at a third of full scale measures -20 dB; the codec adds less than -70 dB elsewhere
const PATIENCE_MS = 60_000; // a busy machine breaks the sound up, and a broken tone is heard at every frequency
let captured: MediaStreamTrack | undefined;

/** From now on this page's microphone is a tone of `voiceHz`, and a capture with sound brings one of `computerHz`. */
export async function tonesInstead(voiceHz: number, computerHz: number, settings: CaptureSettings): Promise<void> {
  const devices = navigator.mediaDevices;
  const real = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wanted) =>
    wanted?.audio === undefined ? real(wanted) : Promise.resolve(new MediaStream([tone(voiceHz)]));
  devices.getDisplayMedia = (wanted) => {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d');
    captured = wanted?.audio === false ? undefined : tone(computerHz);
    if (captured !== undefined) captured.getSettings = () => ({ ...settings });
    const sound = captured === undefined ? [] : [captured];
    return Promise.resolve(new MediaStream([...canvas.captureStream(5).getVideoTracks(), ...sound]));
  };
  await Promise.resolve();
}

/** The state of the computer's sound that was captured last; undefined if none was. */
export async function capturedSound(): Promise<MediaStreamTrackState | undefined> {
  await Promise.resolve();
  return captured?.readyState;
}

function tone(frequency: number): MediaStreamTrack {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const oscillator = new OscillatorNode(context, { frequency });
  oscillator.connect(new GainNode(context, { gain: 0.3 })).connect(out);
  oscillator.start();
  void context.resume();
  const [track] = out.stream.getAudioTracks();
  if (track === undefined) throw new Error('a destination without a track');
  return track;
}

/** Waits until, in three looks in a row, `stream` contains every tone in `heard` and no other tone in `tones`. */
export async function untilTones(
  stream: MediaStream,
  tones: readonly number[],
  heard: readonly number[],
): Promise<void> {
  const element = new Audio(); // the engine feeds no audio graph with a remote stream that no element plays
  element.muted = true;
  element.srcObject = stream;
  void element.play();
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(stream).connect(analyser);
  await context.resume();
  const bins = new Float32Array(analyser.frequencyBinCount);
  const levelOf = (hertz: number): number => {
    const at = Math.round((hertz * analyser.fftSize) / context.sampleRate);
    return Math.max(...bins.subarray(at - 2, at + 3));
  };
  let inARow = 0;
  let levels = '';
  const look = async (): Promise<true | undefined> => {
    await new Promise((resolve) => setTimeout(resolve, (analyser.fftSize / context.sampleRate) * 1000));
    analyser.getFloatFrequencyData(bins);
    levels = tones.map((each) => `${each} Hz: ${Math.round(levelOf(each))} dB`).join(', ');
    const isSo = tones.every((each) => levelOf(each) > AUDIBLE_DB === heard.includes(each));
    inARow = isSo ? inARow + 1 : 0;
    return inARow >= 3 ? true : undefined;
  };
  try {
    await until(`to hear, of ${tones.join(', ')} Hz, only ${heard.join(', ')}`, look, PATIENCE_MS);
  } catch (cause) {
    throw new Error(levels, { cause });
  } finally {
    element.srcObject = null;
    await context.close();
  }
}
