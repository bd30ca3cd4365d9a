// The sound of a microphone as a busy page finds it: many pieces of 10 ms at once.
import { watchSamples } from '../../../../src/renderer/sound/level.ts';
import { until } from './until.ts';

/** Part of the engine but not of TypeScript's library: a track made of written pieces (Chromium only). */
declare const MediaStreamTrackGenerator: new (of: {
  readonly kind: 'audio';
}) => MediaStreamTrack & { readonly writable: WritableStream<AudioData> };

const RATE_HZ = 48_000;
const PIECE = 480; // samples in 10 ms

/** Writes so many pieces at once, of which only the last is loud. Returns how many were heard up to that one. */
export async function heardOfBurst(pieces: number): Promise<number> {
  const track = new MediaStreamTrackGenerator({ kind: 'audio' });
  let count = 0;
  let isOver = false;
  const stop = watchSamples(track, ({ samples }) => {
    count++;
    isOver ||= samples.some((sample) => sample > 0.5);
  });
  const writer = track.writable.getWriter();
  const written = Array.from({ length: pieces }, (_, at) => writer.write(piece(at, at === pieces - 1 ? 0.9 : 0.1)));
  await Promise.all(written);
  await until('the loud piece', () => Promise.resolve(isOver || undefined));
  stop();
  track.stop();
  return count;
}

function piece(at: number, level: number): AudioData {
  return new AudioData({
    format: 'f32-planar',
    sampleRate: RATE_HZ,
    numberOfFrames: PIECE,
    numberOfChannels: 1,
    timestamp: at * 10_000,
    data: new Float32Array(PIECE).fill(level),
  });
}
