// The microphone's track through the worker that takes noise out of it (filter/noise.worker.ts), without an audio graph: a graph runs at
// the pace of a loudspeaker. The samples go from the engine to the worker and back without this page. A filter that stops must not take
// the sound away: it is said, once, and the microphone's own track goes on.
// oxlint-disable-next-line import/default -- the bundler makes this module's one default export: the worker's own address
import workerUrl from '../filter/noise.worker.ts?worker&url';
import { workerAt } from './worker-address.ts';

const address = workerAt(workerUrl);
const ASKED_EVERY_MS = 1000;
const MOST_UNANSWERED = 4;
const KEPT = 30; // pieces of 10 ms that wait for the worker; what comes then is dropped, so that the sound never lags

/** Why nothing comes out of it any more: it stopped, or this machine is too slow for it. */
export type NoiseLoss = 'failed' | 'slow';

/** The engine's own, which the types do not know yet (W3C mediacapture-transform; for sound Chromium's). */
interface Breakout {
  readonly MediaStreamTrackProcessor?: new (of: {
    readonly track: MediaStreamTrack;
    readonly maxBufferSize: number;
  }) => { readonly readable: ReadableStream };
  readonly MediaStreamTrackGenerator?: new (of: {
    readonly kind: 'audio';
  }) => MediaStreamTrack & { readonly writable: WritableStream };
}

type Said = { readonly kind: 'pong'; readonly given: number } | { readonly kind: 'lost'; readonly cause: NoiseLoss };

/** A microphone without its noise. */
export interface NoiseFilter {
  readonly track: MediaStreamTrack;
  /** Ends the worker and the track; the microphone's own goes on. Nothing is said after it. */
  readonly end: () => void;
}

/**
 * Begins to filter `raw`, which stays the caller's. `onLost` is called at most once, within about 5 s, when no sound comes out any more;
 * what does come out is never more than a third of a second late. `undefined` where this engine has no way to do it.
 */
export function filterNoise(raw: MediaStreamTrack, onLost: (cause: NoiseLoss) => void): NoiseFilter | undefined {
  const { MediaStreamTrackGenerator: Generator, MediaStreamTrackProcessor: Processor } = globalThis as Breakout;
  if (Generator === undefined || Processor === undefined) return undefined;
  const track = new Generator({ kind: 'audio' });
  const { readable } = new Processor({ track: raw, maxBufferSize: KEPT });
  const worker = new Worker(address(), { type: 'module', name: 'noise' });
  let isOver = false;
  let unanswered = 0;
  let given = 0;
  const end = (): void => {
    isOver = true;
    clearInterval(timer);
    worker.terminate();
    track.stop();
  };
  const lose = (cause: NoiseLoss): void => {
    if (isOver) return;
    end();
    onLost(cause);
  };
  // An answer counts only where sound has come out since the one before, or none went in.
  const timer = setInterval(() => {
    unanswered++;
    if (raw.muted || !raw.enabled || raw.readyState === 'ended') unanswered = 0;
    if (unanswered > MOST_UNANSWERED) lose('failed');
    else worker.postMessage('ping', []);
  }, ASKED_EVERY_MS);
  worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data.kind === 'lost') return lose(data.cause);
    if (data.given === given) return;
    given = data.given;
    unanswered = 0;
  });
  worker.addEventListener('error', () => lose('failed'));
  worker.postMessage({ readable, writable: track.writable }, [readable, track.writable]);
  return { track, end };
}
