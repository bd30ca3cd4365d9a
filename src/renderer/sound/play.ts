// Plays a sound on its loudspeakers. If a loudspeaker is unplugged during a sound without an end, such as a ring,
// another loudspeaker takes over.
import type { Sounding } from '../../contract/sound.ts';
import type { DeviceList } from '../call/device-list.ts';
import { RATE_HZ, samplesOf, sounds } from './sounds.ts';

/** Part of the engine but not of TypeScript's library yet: the loudspeaker on which a context plays. */
export interface SinkContext extends AudioContext {
  readonly setSinkId: (id: string) => Promise<void>;
}

/** How a sound is played. `whole`: as often as sounds.ts says. `once`: a single period, to try it out. */
export type Playing = 'whole' | 'once';

/**
 * Plays until the sound is over or the returned function is called. `onElsewhere`: a loudspeaker does not open, and the
 * system's plays instead.
 */
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
    await context.setSinkId(sink).catch(onElsewhere); // the loudspeaker is gone or does not open, so the system's plays
    if (context.state === 'closed') return;
    const buffer = context.createBuffer(1, samples.length, RATE_HZ);
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    const gain = new GainNode(context, { gain: (volume / 100) ** 2 }); // half the volume sounds half as loud
    source.connect(gain).connect(context.destination);
    source.addEventListener('ended', () => context.state !== 'closed' && void context.close());
    source.start();
    if (periods !== Infinity) source.stop(context.currentTime + periods * periodS);
  };
  const follow = async (): Promise<void> => {
    const found = await sinksOf(place).catch(() => {
      onElsewhere();
      return ['']; // the system's loudspeaker
    });
    if (isOver || found.join('\n') === sinks) return;
    silence();
    sinks = found.join('\n');
    contexts = found.map(() => new AudioContext() as SinkContext);
    await Promise.all(contexts.map((context, at) => begin(context, found[at] ?? '')));
  };
  void follow();
  // A sound that ends by itself is not started again.
  const unsubscribe = periods === Infinity ? subscribe(() => void follow()) : undefined;
  return () => {
    isOver = true;
    unsubscribe?.();
    silence();
  };
}
