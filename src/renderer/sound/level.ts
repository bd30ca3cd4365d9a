// The microphone's sound, read in this page; none of it leaves the page. The samples are read from the track itself: an
// audio graph runs at the pace of a loudspeaker, and a graph at a slow pace misses most of the sound (measured).

const EVERY_MS = 100;
/** Pieces of 10 ms that may wait while the page is busy. The engine's own number, 10, left gaps in a recording. */
const KEPT = 200;

/** Part of the engine but not of TypeScript's library yet: the samples of a track (W3C mediacapture-transform). */
declare const MediaStreamTrackProcessor: new (of: {
  readonly track: MediaStreamTrack;
  readonly maxBufferSize: number;
}) => { readonly readable: ReadableStream<AudioData> };

/** Samples of the first channel, from -1 to 1. */
export interface Heard {
  readonly samples: Float32Array<ArrayBuffer>;
  readonly rateHz: number;
}

/**
 * Reports the samples of `track` in order. What comes while the page is busy, up to two seconds of it, is reported
 * afterwards. Returns a function that ends the reports and leaves `track` running.
 */
export function watchSamples(track: MediaStreamTrack, onHeard: (heard: Heard) => void): () => void {
  const copy = track.clone(); // a copy that ends separately
  const reader = new MediaStreamTrackProcessor({ track: copy, maxBufferSize: KEPT }).readable.getReader();
  let isOver = false;
  const watch = async (): Promise<void> => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || isOver) return value?.close();
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      const rateHz = value.sampleRate;
      value.close();
      onHeard({ samples, rateHz });
    }
  };
  void watch().catch(() => undefined); // the device is gone
  return () => {
    isOver = true;
    copy.stop();
    void reader.cancel().catch(() => undefined);
  };
}

/**
 * Reports about ten times a second how loud `track` is, 0 to 1 (root mean square). Returns a function that stops that.
 * Stores nothing.
 */
export function watchLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  let [sum, count] = [0, 0];
  return watchSamples(track, ({ rateHz, samples }) => {
    sum = samples.reduce((before, sample) => before + sample * sample, sum);
    count += samples.length;
    if (count * 1000 < rateHz * EVERY_MS) return;
    onLevel(Math.sqrt(sum / count));
    [sum, count] = [0, 0];
  });
}
