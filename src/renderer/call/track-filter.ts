// Passes a device's track through a worker that changes it. Samples or pictures travel between the engine and the
// worker in transferred streams, past this page's thread. The page asks the worker once a second whether it still gives
// pieces, and reports once if it does not.

const ASKED_EVERY_MS = 1000;
// How many pings in a row may bring no answer, or no new piece. Before the first piece more are allowed, because the
// worker compiles its module first.
const MOST_UNANSWERED = { first: 10, later: 4 };

/** Why a filter no longer gives anything: it stopped, or this machine is too slow for it. */
export type FilterLoss = 'failed' | 'slow';

/**
 * Interfaces of the engine that TypeScript's library lacks (W3C mediacapture-transform; for sound only Chromium has
 * them).
 */
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

/** A running filter: `track` is its output. */
export interface TrackFilter {
  readonly track: MediaStreamTrack;
  /** Ends the worker and its output; the device's own track goes on. `onLost` is not called afterwards. */
  readonly end: () => void;
}

/**
 * How to start the worker. The engine keeps `kept` pieces for it and drops further ones, so that the output lags by no
 * more than these. `how` goes with the worker's first message.
 */
export interface FilterWorker {
  readonly start: () => Worker;
  readonly kept: number;
  readonly how: string;
}

/**
 * Begins to filter `raw`, which the caller keeps. `onLost` is called at most once: when the worker fails or reports a
 * loss, or when for 5 s (11 s before the first piece) it has not answered or has given nothing while the device ran.
 * Returns `undefined` where the engine lacks the interfaces or refuses.
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
  let idle = 0; // ticks in a row in which the device ran and nothing came out
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
  // Unanswered pings count even while the track is muted: when a worker stops reading, the engine reports the camera as
  // muted, and `idle` stays 0.
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

// Catches what the engine throws when the device's track has just ended or the worker does not start.
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
