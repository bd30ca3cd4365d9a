// Our own ICE candidates on their way to main, in batches: 20 ms after the first of each, at once when gathering is complete. Gathering is
// never awaited: where a relay does not answer it is complete after ten seconds.
import type { Candidate } from '../../contract/media.ts';

const BATCH_MS = 20; // those of all networks of this machine come within less
const MAX_BATCH = 32; // protocol §9: candidates per message

/** Collects candidates and hands them on in batches of at most 32. */
export interface CandidateBatches {
  readonly add: (candidate: RTCIceCandidate) => void;
  /** Hands on what is there: gathering is complete. */
  readonly flush: () => void;
  /** Drops what waits: an ICE restart was made. */
  readonly restart: () => void;
  readonly stop: () => void;
}

/** Makes the batches of one peer; `send` gets lists that are never empty. */
export function batchCandidates(send: (list: Candidate[]) => void): CandidateBatches {
  let waiting: Candidate[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const list = waiting.slice(0, MAX_BATCH);
    waiting = waiting.slice(MAX_BATCH);
    send(list);
    if (waiting.length > 0) timer = setTimeout(flush, BATCH_MS);
  };
  return {
    add: (candidate) => {
      const mid = candidate.sdpMid;
      const ufrag = candidate.usernameFragment;
      if (candidate.candidate === '' || ufrag === null || (mid !== '0' && mid !== '1' && mid !== '2')) return;
      waiting.push({ mid, ufrag, candidate: candidate.candidate });
      timer ??= setTimeout(flush, BATCH_MS);
    },
    flush,
    restart: () => {
      waiting = []; // those of the generation before are of no use any more
    },
    stop: () => {
      clearTimeout(timer);
      waiting = [];
    },
  };
}
