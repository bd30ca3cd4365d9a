// Asks the person directly, and not in a page, for example before a new device is handed data, a device is removed,
// everything is erased, or a broker is reached without TLS. The page can neither answer nor decide what is asked.
// One question at a time. No answer means no, and so does anything unclear. A page can only cause the question. After a
// second no in a row, the next question must wait, longer each time up to ten minutes, so that nobody can be worn
// down by repeated questions.
import type { Clock } from '../time/clock.ts';
import { isWithin } from '../../core/within.ts';
import type { Language } from '../../contract/view.ts';
import { type ConsentBox, type ConsentQuestion, consentWords } from './consent-question.ts';

/**
 * The answer. `no` also if another question is being asked. `asked-lately`: the question was not asked, because the
 * person has just said no too often.
 */
export type Consent = 'yes' | 'no' | 'asked-lately';

/** Asks, and returns the person's answer. An abort closes the question and means no. */
export type AskConsent = (question: ConsentQuestion, signal?: AbortSignal) => Promise<Consent>;

/** Shows a box over the main window. Returns whether the button that acts was pressed. */
export type ShowConsent = (box: ConsentBox, signal: AbortSignal) => Promise<boolean>;

// The pause by the number of refusals in a row. The first refusal may be a slip of the hand.
const PAUSES_MS = [0, 0, 10_000, 60_000, 600_000];
const FORGOTTEN_MS = 3_600_000;

/** Asks with the dialog `show`, in the person's language. */
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
      // A withdrawn question counts too, because whoever causes it may also withdraw it.
      noes = isYes ? 0 : noes + 1;
      lastNoMs = nowMs();
    }
    return isYes ? 'yes' : 'no';
  };
}
