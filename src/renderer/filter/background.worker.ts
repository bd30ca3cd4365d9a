// The worker that hides what is behind a person before a picture is encoded and sealed. Like the noise worker, it has
// no key, no sealed frame, no port to main and no network; script, module and model are built into the program.
// No picture leaves the worker before the first mask.
import create from '@twilio/video-processors/dist/build/tflite-simd-1-0-0.js';
import module from '@twilio/video-processors/dist/build/tflite-simd-1-0-0.wasm?url&inline';
import model from '@twilio/video-processors/dist/build/selfie_segmentation_landscape.tflite?url&inline';
import { type Behind, Compositor } from './compositor.ts';
import { inlineBytes } from './inline-bytes.ts';
import { PaceWatch } from './pace-watch.ts';
import { loadSegmenter } from './segmenter.ts';

interface Streams {
  readonly readable: ReadableStream<VideoFrame>;
  readonly writable: WritableStream<VideoFrame>;
  readonly how: Behind;
}

let given = 0; // pictures that were passed on

async function run({ how, readable, writable }: Streams): Promise<void> {
  const compositor = new Compositor(await loadSegmenter(create, inlineBytes(module), inlineBytes(model)), how);
  const pace = new PaceWatch();
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return writer.close(); // the camera has ended
    const beganMs = performance.now();
    const { timestamp } = value;
    try {
      const picture = compositor.compose(value);
      await writer.write(new VideoFrame(picture, { timestamp, alpha: 'discard' }));
    } finally {
      value.close();
    }
    given++;
    const nowMs = performance.now();
    if (pace.isTooSlow(nowMs, nowMs - beganMs)) return postMessage({ kind: 'lost', cause: 'slow' });
  }
}

addEventListener('message', ({ data }: MessageEvent<Streams | 'ping'>) => {
  if (data === 'ping') postMessage({ kind: 'pong', given });
  else void run(data).catch(() => postMessage({ kind: 'lost', cause: 'failed' }));
});
