// Asks the person itself, not their page: before a key leaves, a device is taken off, everything is erased,
// or a broker is reached without TLS. The page cannot
// answer, nor say what is asked. One question at a time; without an answer, and where anything is unclear, it is no. What a page can
// do is bring the question up: after a second no it has to wait, longer each time, so that nobody is asked until they give in.
import type { Clock } from '../time/clock.ts';
import { isWithin } from '../../core/within.ts';
import type { Language } from '../../contract/view.ts';
import { type ConsentBox, type ConsentQuestion, consentWords } from './consent-question.ts';

/** What came of a question; `asked-lately`: it was not asked, for the person has said no too often just now. */
export type Consent = 'yes' | 'no' | 'asked-lately';

/** Asks, and answers what the person said; an abort takes the question away, and is a no. */
export type AskConsent = (question: ConsentQuestion, signal?: AbortSignal) => Promise<Consent>;

/** Shows a box over the main window; whether the button that does it was pressed. */
export type ShowConsent = (box: ConsentBox, signal: AbortSignal) => Promise<boolean>;

// After so many noes in a row: one may be a slip of the hand.
const PAUSES_MS = [0, 0, 10_000, 60_000, 600_000];
const FORGOTTEN_MS = 3_600_000;

/** The asking, by this dialog and in the person's language. */
export function createConsent(
  show: ShowConsent,
  language: () => Language,
  { nowMs }: Pick<Clock, 'nowMs'>,
): AskConsent {
  let isAsking = false;
  let noes = 0;
  let lastNoMs = 0;
  return async (question, signal = new AbortController().signal) => {
    if (isAsking || signal.aborted) return 'no';
    if (!isWithin(lastNoMs, nowMs(), FORGOTTEN_MS)) noes = 0;
    if (isWithin(lastNoMs, nowMs(), PAUSES_MS[Math.min(noes, PAUSES_MS.length - 1)] ?? 0)) return 'asked-lately';
    isAsking = true;
    let isYes = false;
    try {
      isYes = (await show(consentWords(language(), question), signal)) && !signal.aborted;
    } finally {
      isAsking = false;
      // Taken away counts as well: whoever brings it up may take it away, too.
      noes = isYes ? 0 : noes + 1;
      lastNoMs = nowMs();
    }
    return isYes ? 'yes' : 'no';
  };
}
