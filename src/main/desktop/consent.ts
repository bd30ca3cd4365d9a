// Asks the person itself, not their page: before a key leaves, a device is taken off, or everything is erased. The page cannot
// answer, nor say what is asked. One question at a time; without an answer, and where anything is unclear, it is no.
import type { Language } from '../../contract/view.ts';
import { type ConsentBox, type ConsentQuestion, consentWords } from './consent-texts.ts';

/** Asks, and answers whether the person said yes; an abort takes the question away, and is a no. */
export type AskConsent = (question: ConsentQuestion, signal?: AbortSignal) => Promise<boolean>;

/** Shows a box over the main window; whether the button that does it was pressed. */
export type ShowConsent = (box: ConsentBox, signal: AbortSignal) => Promise<boolean>;

/** The asking, by this dialog and in the person's language. */
export function createConsent(show: ShowConsent, language: () => Language): AskConsent {
  let isAsking = false;
  return async (question, signal = new AbortController().signal) => {
    if (isAsking || signal.aborted) return false;
    isAsking = true;
    try {
      return (await show(consentWords(language(), question), signal)) && !signal.aborted;
    } finally {
      isAsking = false;
    }
  };
}
