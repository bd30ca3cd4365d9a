// Questions that are asked before a person decides about their own devices, with the text of each. A person can object
// to the removal of this device, or choose a side if the devices contradict each other.
import type { RemovalView } from '../../contract/devices.ts';
import type { Language } from '../../contract/view.ts';
import { ownDeviceTexts } from '../../text/consent/own-devices.ts';
import type { ConsentWords } from '../../text/consent/words.ts';
import { deviceLists, wholeId } from './consent-devices.ts';

/**
 * A question about the person's own devices. `by`: who removed this device. `stay`: the devices that would count after
 * the choice, first those that some other side lacks. `go`: the devices of any side that would no longer count.
 */
export type OwnDeviceQuestion =
  | { readonly kind: 'object'; readonly by: Exclude<RemovalView['by'], { kind: 'unknown' }> }
  | {
      readonly kind: 'choose-own-side';
      readonly stay: readonly NamedDevice[];
      readonly go: readonly NamedDevice[];
      /** This device is not on the chosen side. */
      readonly isThisOut: boolean;
    };

interface NamedDevice {
  readonly device: string;
  readonly name: string; // '' if the device has none
}

/** The text of this question. `shortId`: the beginning of an id, used where nobody has to compare it. */
export function ownDeviceWords(
  language: Language,
  question: OwnDeviceQuestion,
  shortId: (device: string) => string,
  words: Parameters<typeof deviceLists>[2] & { readonly unnamed: (id: string) => string },
): ConsentWords {
  const texts = ownDeviceTexts[language];
  if (question.kind === 'choose-own-side') {
    const nameOf = ({ device, name }: NamedDevice): string =>
      name === '' ? words.unnamed(wholeId(device)) : `${name} (${wholeId(device)})`;
    const { stay, go } = deviceLists(question, nameOf, words);
    return texts.chooseSide(stay, go, question.isThisOut);
  }
  const { by } = question;
  if (by.kind === 'code') return texts.object(texts.recoveryCode);
  return texts.object(by.name === '' ? words.unnamed(shortId(by.device)) : by.name);
}
