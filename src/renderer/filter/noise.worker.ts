// The worker that removes noise from the microphone's sound before it is encoded and sealed. It has no key, no sealed
// frame and no port to main: two streams arrive with the first message. Only two things leave the worker: sound for the
// track that the page sends, and messages that say whether the filter runs. This worker is one of the two places that
// may compile WebAssembly (main/app/content-policy.ts). The module's bytes are part of this script, so nothing is
// fetched.
import module from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url&inline';
import { RATE_HZ, loadDenoiser } from './denoiser.ts';
import { inlineBytes } from './inline-bytes.ts';
import { LossWatch } from './loss-watch.ts';
import { SoundFilter } from './sound-filter.ts';

interface Streams {
  readonly readable: ReadableStream<AudioData>;
  readonly writable: WritableStream<AudioData>;
}

const US = 1_000_000;
let given = 0; // pieces of sound that were passed on

async function run({ readable, writable }: Streams): Promise<void> {
  const filter = new SoundFilter(await loadDenoiser(inlineBytes(module)));
  const losses = new LossWatch();
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return writer.close(); // the microphone has ended
    const { duration, numberOfFrames, sampleRate, timestamp } = value;
    const samples = new Float32Array(numberOfFrames);
    value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' }); // the first channel; a voice is in each of them
    value.close();
    if (losses.isTooSlow(timestamp, duration)) return postMessage({ kind: 'lost', cause: 'slow' });
    const data = filter.push(samples, sampleRate);
    if (data.length === 0) continue;
    const shape = {
      numberOfFrames: data.length,
      numberOfChannels: 1,
      sampleRate: RATE_HZ,
      format: 'f32-planar',
    } as const;
    const late = Math.max(0, timestamp + duration - (data.length / RATE_HZ) * US);
    await writer.write(new AudioData({ ...shape, timestamp: Math.round(late), data }));
    given++;
  }
}

addEventListener('message', ({ data }: MessageEvent<Streams | 'ping'>) => {
  if (data === 'ping') postMessage({ kind: 'pong', given });
  else void run(data).catch(() => postMessage({ kind: 'lost', cause: 'failed' }));
});
