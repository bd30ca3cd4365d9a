// Plays a sound on the loudspeakers it belongs to, and follows them: one that is unplugged while it rings gives its place to another.
import type { Sounding } from '../../contract/sound.ts';
import type { DeviceList } from '../call/device-list.ts';
import { RATE_HZ, samplesOf, sounds } from './sounds.ts';

/** The engine's own, which the types do not know yet: which loudspeaker it plays on. */
export interface SinkContext extends AudioContext {
  readonly setSinkId: (id: string) => Promise<void>;
}

/** How it is played: as often as belongs to the sound, or `once`, to listen to it. */
export type Playing = 'whole' | 'once';

/** Plays until the sound is over or the returned function is called; `onElsewhere` where a loudspeaker does not open and the system's plays instead. */
export function play(
  { place, sound, volume }: Sounding,
  { sinksOf, subscribe }: Pick<DeviceList, 'sinksOf' | 'subscribe'>,
  how: Playing = 'whole',
  onElsewhere: () => void = () => undefined,
): () => void {
  const { periodS, times } = sounds[sound];
  const periods = how === 'once' ? 1 : times;
  const samples = samplesOf(sounds[sound]);
  let isOver = volume === 0;
  let sinks: string | undefined;
  let contexts: readonly SinkContext[] = [];
  const silence = (): void => {
    for (const context of contexts) if (context.state !== 'closed') void context.close();
    contexts = [];
  };
  const begin = async (context: SinkContext, sink: string): Promise<void> => {
    await context.setSinkId(sink).catch(onElsewhere); // gone by now, or it does not open: the system's
    if (context.state === 'closed') return;
    const buffer = context.createBuffer(1, samples.length, RATE_HZ);
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    const gain = new GainNode(context, { gain: (volume / 100) ** 2 }); // as loudness is felt
    source.connect(gain).connect(context.destination);
    source.addEventListener('ended', () => context.state !== 'closed' && void context.close());
    source.start();
    if (periods !== Infinity) source.stop(context.currentTime + periods * periodS);
  };
  const follow = async (): Promise<void> => {
    const found = await sinksOf(place);
    if (isOver || found.join('\n') === sinks) return;
    silence();
    sinks = found.join('\n');
    contexts = found.map(() => new AudioContext() as SinkContext);
    await Promise.all(contexts.map((context, at) => begin(context, found[at] ?? '')));
  };
  void follow();
  const unsubscribe = periods === Infinity ? subscribe(() => void follow()) : undefined; // what ends by itself is not begun again
  return () => {
    isOver = true;
    unsubscribe?.();
    silence();
  };
}
