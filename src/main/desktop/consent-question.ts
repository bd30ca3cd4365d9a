// The questions of main's own dialog, and their texts.
import { unreachable } from '../../core/assert.ts';
import type { Language } from '../../contract/view.ts';
import { consentTexts, type Loosening } from '../../text/consent/consent.ts';
import type { ConsentWords } from '../../text/consent/words.ts';
import { type OwnDeviceQuestion, ownDeviceWords } from './consent-own-devices.ts';
import { type PersonQuestion, personWords } from './consent-people.ts';

/** A question. `name` is '' if a device has none. `code` is the link code of the very device that would be linked. */
export type ConsentQuestion =
  | { readonly kind: 'give'; readonly name: string; readonly code: string }
  | { readonly kind: 'remove'; readonly name: string; readonly device: string }
  | { readonly kind: 'take-back-code' }
  | OwnDeviceQuestion
  | { readonly kind: 'erase' }
  | PersonQuestion
  | { readonly kind: 'open-broker'; readonly port: number }
  | { readonly kind: 'clear-history' }
  | { readonly kind: 'remove-calls' }
  | { readonly kind: 'loosen'; readonly changes: readonly Loosening[] }
  | { readonly kind: 'relay'; readonly server: string } // calls of this person then use this server
  | { readonly kind: 'protect'; readonly by: 'system' | 'passphrase' } // the new protection of the profile's key
  | { readonly kind: 'clear'; readonly place: string }; // scheme, host and port of a broker without TLS

/** The content of the dialog. The default button does nothing, and closing the dialog counts as pressing it. */
export interface ConsentBox extends ConsentWords {
  readonly cancel: string;
}

const SHOWN_OF_ID = 8; // as many as the page shows
const SHOWN_OF_PLACE = 300; // no host name is longer

function shortId(device: string): string {
  const id = device.slice(0, SHOWN_OF_ID).toUpperCase();
  return `${id.slice(0, 4)} ${id.slice(4)}`;
}

/** The content for this question. */
export function consentWords(language: Language, question: ConsentQuestion): ConsentBox {
  const texts = consentTexts[language];
  const { cancel } = texts;
  switch (question.kind) {
    case 'give':
      return { cancel, ...texts.give(question.name === '' ? texts.noName : question.name, question.code) };
    case 'remove': {
      const name = question.name === '' ? texts.unnamed(shortId(question.device)) : question.name;
      return { cancel, ...texts.remove(name) };
    }
    case 'take-back-code':
      return { cancel, ...texts.takeBackCode };
    case 'object':
    case 'choose-own-side':
      return { cancel, ...ownDeviceWords(language, question, shortId, texts) };
    case 'erase':
      return { cancel, ...texts.erase };
    case 'forget-person':
    case 'remove-person':
    case 'choose-person':
    case 'choose-side':
      return { cancel, ...personWords(language, question, texts) };
    case 'open-broker':
      // A page chose the port, so the dialog takes only a number from that page and no text.
      return { cancel, ...texts.openBroker(question.port) };
    case 'clear-history':
      return { cancel, ...texts.clearHistory };
    case 'remove-calls':
      return { cancel, ...texts.removeCalls };
    case 'loosen':
      return { cancel, ...texts.loosen, detail: question.changes.map(texts.loosening).join('\n\n') };
    case 'clear':
      return { cancel, ...texts.clear(question.place.slice(0, SHOWN_OF_PLACE)) };
    case 'protect':
      return { cancel, ...texts.protect[question.by] };
    case 'relay':
      return { cancel, ...texts.relay(question.server.slice(0, SHOWN_OF_PLACE)) };
    default:
      return unreachable(question);
  }
}
