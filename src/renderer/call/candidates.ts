// Our own ICE candidates for main, in batches. A batch is sent 20 ms after its first candidate, or at once when
// gathering is complete. Sending does not wait for the end of gathering, which takes ten seconds if a relay does not
// answer.
import type { Candidate } from '../../contract/media.ts';

const BATCH_MS = 20; // the candidates of all local networks arrive within less
const MAX_BATCH = 32; // protocol §9: candidates per message

/** Collects candidates and passes them on in batches of at most 32. */
export interface CandidateBatches {
  readonly add: (candidate: RTCIceCandidate) => void;
  /** To be called when gathering is complete: passes on a waiting batch at once. */
  readonly flush: () => void;
  /** To be called at an ICE restart: drops the candidates that wait. */
  readonly restart: () => void;
  readonly stop: () => void;
}

/** Makes the batches of one peer. `send` gets lists that are never empty. */
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
      waiting = []; // the former ICE credentials no longer count
    },
    stop: () => {
      clearTimeout(timer);
      waiting = [];
    },
  };
}
