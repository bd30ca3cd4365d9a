// A track of a device through a worker that changes it. The samples or pictures go
// from the engine to the worker and back by transferred streams, without this page. It
// is followed whether something comes out, and said, once, when nothing does any more.

const ASKED_EVERY_MS = 1000;
const MOST_UNANSWERED = { first: 10, later: 4 }; // lost at the next tick; the module is compiled before the first

/** Why nothing comes out of it any more: it stopped, or this machine is too slow for it. */
export type FilterLoss = 'failed' | 'slow';

/** The engine's own, which the types do not know yet (W3C mediacapture-transform; for sound Chromium's). */
interface Breakout {
  readonly MediaStreamTrackProcessor?: new (of: {
    readonly track: MediaStreamTrack;
    readonly maxBufferSize: number;
  }) => { readonly readable: ReadableStream };
  readonly MediaStreamTrackGenerator?: new (of: {
    readonly kind: string;
  }) => MediaStreamTrack & { readonly writable: WritableStream };
}

type Said = { readonly kind: 'pong'; readonly given: number } | { readonly kind: 'lost'; readonly cause: FilterLoss };

/** What comes out of it. */
export interface TrackFilter {
  readonly track: MediaStreamTrack;
  /** Ends the worker and the track; the device's own goes on. Nothing is said after it. */
  readonly end: () => void;
}

/**
 * How a worker is started; `kept` pieces wait for it, what comes then
 * is dropped, so that nothing lags. `how` goes with its first message.
 */
export interface FilterWorker {
  readonly start: () => Worker;
  readonly kept: number;
  readonly how: string;
}

/**
 * Begins to filter `raw`, which stays the caller's. `onLost` is called at most once: when nothing has come out for 5 s
 * (11 s before the first piece), or the worker says so. `undefined` where this engine has no way to do it, or refuses.
 */
export function filterTrack(
  raw: MediaStreamTrack,
  how: FilterWorker,
  onLost: (cause: FilterLoss) => void,
): TrackFilter | undefined {
  const begun = begin(raw, how);
  if (begun === undefined) return undefined;
  const { track, worker } = begun;
  let isOver = false;
  let unanswered = 0;
  let idle = 0; // in a row, in which nothing came out
  let given = 0;
  const end = (): void => {
    isOver = true;
    clearInterval(timer);
    worker.terminate();
    track.stop();
  };
  const lose = (cause: FilterLoss): void => {
    if (isOver) return;
    end();
    onLost(cause);
  };
  // A worker has to answer, also where nothing goes in: an engine calls a camera muted that no worker reads any more.
  const timer = setInterval(() => {
    unanswered++;
    idle = raw.muted || !raw.enabled || raw.readyState === 'ended' ? 0 : idle + 1;
    if (Math.max(unanswered, idle) > MOST_UNANSWERED[given === 0 ? 'first' : 'later']) lose('failed');
    else worker.postMessage('ping', []);
  }, ASKED_EVERY_MS);
  worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data.kind === 'lost') return lose(data.cause);
    unanswered = 0;
    if (data.given !== given) idle = 0;
    given = data.given;
  });
  worker.addEventListener('error', () => lose('failed'));
  return { track, end };
}

// The engine throws where the device's track has just ended, and where the worker does not start.
function begin(
  raw: MediaStreamTrack,
  { how, kept, start }: FilterWorker,
): { readonly track: MediaStreamTrack; readonly worker: Worker } | undefined {
  const { MediaStreamTrackGenerator: Generator, MediaStreamTrackProcessor: Processor } = globalThis as Breakout;
  if (Generator === undefined || Processor === undefined) return undefined;
  let track: MediaStreamTrack | undefined;
  let worker: Worker | undefined;
  try {
    const generator = new Generator({ kind: raw.kind });
    track = generator;
    const { readable } = new Processor({ track: raw, maxBufferSize: kept });
    worker = start();
    worker.postMessage({ readable, writable: generator.writable, how }, [readable, generator.writable]);
    return { track, worker };
  } catch {
    worker?.terminate();
    track?.stop();
    return undefined;
  }
}
