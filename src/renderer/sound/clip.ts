// A few seconds of a microphone, recorded to be heard and thrown away: samples in the memory of this page, no file, no
// codec.
import type { SoundPlace } from '../../contract/sound.ts';
import type { DeviceList } from '../call/device-list.ts';
import { type Heard, watchSamples } from './level.ts';
import type { SinkContext } from './play.ts';

/**
 * Records `lastS` seconds of `track`, then calls `onClip`. Returns a function that cancels, after which nothing is
 * reported.
 */
export function recordClip(track: MediaStreamTrack, lastS: number, onClip: (clip: Heard) => void): () => void {
  let clip: Heard | undefined;
  let count = 0;
  const stop = watchSamples(track, ({ rateHz, samples }) => {
    clip ??= { samples: new Float32Array(Math.round(rateHz * lastS)), rateHz };
    if (count >= clip.samples.length) return; // the clip is full
    clip.samples.set(samples.subarray(0, clip.samples.length - count), count);
    count += samples.length;
    if (count < clip.samples.length) return;
    stop();
    onClip(clip);
  });
  return stop;
}

/**
 * Plays `clip` at `place`, on one loudspeaker. `onEnd`: the clip is over. `onElsewhere`: that loudspeaker does not
 * open, and the system's plays instead. Returns a function that stops the clip.
 */
export function playClip(
  { rateHz, samples }: Heard,
  place: SoundPlace,
  { sinksOf }: Pick<DeviceList, 'sinksOf'>,
  onEnd: () => void,
  onElsewhere: () => void,
): () => void {
  const context = new AudioContext() as SinkContext;
  const stop = (): void => void (context.state !== 'closed' && context.close());
  const begin = async (): Promise<void> => {
    const [sink = ''] = await sinksOf(place).catch(() => {
      if (place.kind === 'one' && place.speaker !== '') onElsewhere();
      return []; // the system's loudspeaker
    });
    await context.setSinkId(sink).catch(onElsewhere);
    if (context.state === 'closed') return;
    const buffer = context.createBuffer(1, samples.length, rateHz);
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.addEventListener('ended', () => {
      stop();
      onEnd();
    });
    source.start();
  };
  void begin();
  return stop;
}
