// Our own ICE candidates on their way to main, in batches: the first after 200 ms, later ones every 500 ms, at once when
// gathering is complete. Gathering is never awaited (design §6).
import type { Candidate } from '../../contract/media.ts';

const FIRST_BATCH_MS = 200;
const LATER_BATCH_MS = 500;
const MAX_BATCH = 32; // protocol §9: candidates per message

/** Collects candidates and hands them on in batches of at most 32. */
export interface CandidateBatches {
  readonly add: (candidate: RTCIceCandidate) => void;
  /** Hands on what is there: gathering is complete. */
  readonly flush: () => void;
  /** The next candidate starts a new first batch: an ICE restart was made. */
  readonly restart: () => void;
  readonly stop: () => void;
}

/** Makes the batches of one peer; `send` gets lists that are never empty. */
export function batchCandidates(send: (list: Candidate[]) => void): CandidateBatches {
  let waiting: Candidate[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delayMs = FIRST_BATCH_MS;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    delayMs = LATER_BATCH_MS;
    const list = waiting.slice(0, MAX_BATCH);
    waiting = waiting.slice(MAX_BATCH);
    send(list);
    if (waiting.length > 0) timer = setTimeout(flush, delayMs);
  };
  return {
    add: (candidate) => {
      const mid = candidate.sdpMid;
      const ufrag = candidate.usernameFragment;
      if (candidate.candidate === '' || ufrag === null || (mid !== '0' && mid !== '1' && mid !== '2')) return;
      waiting.push({ mid, ufrag, candidate: candidate.candidate });
      timer ??= setTimeout(flush, delayMs);
    },
    flush,
    restart: () => {
      waiting = []; // those of the generation before are of no use any more
      delayMs = FIRST_BATCH_MS;
    },
    stop: () => {
      clearTimeout(timer);
      waiting = [];
    },
  };
}
