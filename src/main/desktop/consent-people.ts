// Questions that are asked before a person says whom an address means, or that it means nobody any more, with the text
// of each.
import { unreachable } from '../../core/assert.ts';
import type { Language } from '../../contract/view.ts';
import { personTexts } from '../../text/consent/people.ts';
import type { ConsentWords } from '../../text/consent/words.ts';
import { deviceLists, wholeId } from './consent-devices.ts';

/** A question about another person. */
export type PersonQuestion =
  | { readonly kind: 'forget-person'; readonly address: string }
  | { readonly kind: 'remove-person'; readonly address: string } // removes the contact as well, even if verified
  // `digits`: 30 digits of the person's fingerprint.
  | { readonly kind: 'choose-person'; readonly address: string; readonly digits: string }
  // One side of devices that contradict each other. `stay`: the ids of the devices that would count after the choice,
  // first those that some other side lacks. `go`: the ids of the devices of any side that would no longer count.
  | {
      readonly kind: 'choose-side';
      readonly address: string;
      readonly stay: readonly string[];
      readonly go: readonly string[];
    };

/** The text of this question. */
export function personWords(
  language: Language,
  question: PersonQuestion,
  words: Parameters<typeof deviceLists>[2] & { readonly unnamed: (id: string) => string },
): ConsentWords {
  const texts = personTexts[language];
  const { address } = question;
  switch (question.kind) {
    case 'forget-person':
      return texts.forgetPerson(address);
    case 'remove-person':
      return texts.removePerson(address);
    case 'choose-person':
      return texts.choosePerson(address, question.digits.replace(/(\d{5})(?=\d)/gu, '$1 '));
    case 'choose-side': {
      const { stay, go } = deviceLists(question, (id) => words.unnamed(wholeId(id)), words);
      return texts.chooseSide(address, stay, go);
    }
    default:
      return unreachable(question);
  }
}
