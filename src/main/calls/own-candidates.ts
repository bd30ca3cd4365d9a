// Our candidates on their way to the peer (protocol §9), and those that left: what a link that was away has lost is said again.
import * as v from 'valibot';
import { filterCandidate } from '../../core/signal/candidate.ts';
import { CandidateField } from '../../core/signal/field.ts';
import type { Candidate } from '../../contract/media.ts';

const MOST_UNSENT = 64;
const MOST_PER_MESSAGE = 32;

/** What of `list` passes: a page may say anything, and a peer too. */
export function passing(list: readonly Candidate[], relayOnly: boolean): Candidate[] {
  return list.flatMap(({ mid, ufrag, candidate }) => {
    const field = { mid, ufrag, candidate: filterCandidate(candidate, { relayOnly }) };
    return v.is(CandidateField, field) ? [field] : [];
  });
}

/** Our candidates of one ICE generation: kept until they may leave, and known from then on. */
export class OwnCandidates {
  readonly #send: (list: Candidate[]) => void;
  #unsent: Candidate[] | undefined = [];
  #left: Candidate[] = [];

  constructor(send: (list: Candidate[]) => void) {
    this.#send = send;
  }

  /** What the page gathered: leaves at once, if it may. */
  take(list: readonly Candidate[], relayOnly: boolean): void {
    if (this.#unsent === undefined) this.#leave(passing(list, relayOnly));
    else this.#unsent = [...this.#unsent, ...list].slice(0, MOST_UNSENT);
  }

  /** From here on they leave. */
  release(relayOnly: boolean): void {
    const unsent = this.#unsent ?? [];
    this.#unsent = undefined;
    this.#leave(passing(unsent, relayOnly));
  }

  /** Says those of `ufrag` that left once more; those of another generation are forgotten. */
  repeat(ufrag: string | undefined): void {
    const again = this.#left.filter((candidate) => candidate.ufrag === ufrag);
    this.#left = [];
    this.#leave(again);
  }

  #leave(list: Candidate[]): void {
    this.#left = [...this.#left, ...list].slice(-MOST_UNSENT);
    for (let i = 0; i < list.length; i += MOST_PER_MESSAGE) this.#send(list.slice(i, i + MOST_PER_MESSAGE));
  }
}
