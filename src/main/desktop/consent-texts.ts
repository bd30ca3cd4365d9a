// What a person is told before they say yes in main's own dialog, in German and English. What follows from a yes stands there in
// full, because no page is asked beside it.
import { unreachable } from '../../core/assert.ts';
import type { Language } from '../../contract/view.ts';

/** What a person is asked. `name` is '' where a device has none; `code` is the link code of the very device that would get the key. */
export type ConsentQuestion =
  | { readonly kind: 'give'; readonly name: string; readonly code: string }
  | { readonly kind: 'remove'; readonly name: string; readonly device: string }
  | { readonly kind: 'erase' };

/** One question in words: what is asked, what follows from it, and the button that does it. */
interface ConsentWords {
  readonly message: string;
  readonly detail: string;
  readonly yes: string;
}

/** What stands in the dialog. The button that is chosen in haste, and by closing, is the one that does nothing. */
export interface ConsentBox extends ConsentWords {
  readonly cancel: string;
}

interface Texts {
  readonly cancel: string;
  readonly give: (name: string, code: string) => ConsentWords;
  readonly remove: (name: string) => ConsentWords;
  readonly erase: ConsentWords;
  readonly noName: string;
  readonly unnamed: (id: string) => string;
}

const de: Texts = {
  cancel: 'Abbrechen',
  give: (name, code) => ({
    message: `Ihre Identität an „${name}“ übergeben?`,
    detail: `Dieses Gerät bekommt Ihren Schlüssel, Ihre Kontakte und Ihre Verifizierungen. Es spricht und klingelt danach in Ihrem Namen.\n\nSein Verbindungscode: ${code}\n\nÜbergeben Sie nur, wenn Sie das selbst begonnen haben, das Gerät in Ihrer Hand ist, es diesen Code gezeigt hat und jetzt auf Ihre Bestätigung wartet. Zeigt es den Code noch immer, bekäme ein anderes Gerät Ihren Schlüssel. Niemand vom Support braucht das jemals.`,
    yes: 'Übergeben',
  }),
  remove: (name) => ({
    message: `${name} entfernen?`,
    detail:
      'Das Gerät kann dann nicht mehr in Ihrem Namen anrufen und klingelt nicht mehr. Ein Gespräch, das es gerade führt, geht bis zu seinem Ende weiter.\n\nEs behält Ihren Schlüssel. Wurde es gestohlen oder hat es jemand anderes, genügt das Entfernen nicht: Sie brauchen eine neue Identität, und Ihre Kontakte müssen Sie neu verifizieren.',
    yes: 'Gerät entfernen',
  }),
  erase: {
    message: 'Alles löschen, was auf diesem Gerät gespeichert ist?',
    detail:
      'Schlüssel, Kontakte, Verifizierungen, Anrufliste, Einstellungen und Sicherheitsprotokoll dieses Geräts werden gelöscht. Das lässt sich nicht rückgängig machen. Danach können Sie das Gerät verbinden oder neu einrichten.',
    yes: 'Alles löschen',
  },
  noName: 'ohne Namen',
  unnamed: (id) => `Gerät ${id}`,
};

const en: Texts = {
  cancel: 'Cancel',
  give: (name, code) => ({
    message: `Hand your identity over to “${name}”?`,
    detail: `This device gets your key, your contacts and your verifications. It will then speak and ring in your name.\n\nIts link code: ${code}\n\nHand over only if you have begun this yourself, the device is in your hands, it has shown this code and now waits for your confirmation. If it still shows the code, another device would get your key. Nobody at a support desk ever needs this.`,
    yes: 'Hand over',
  }),
  remove: (name) => ({
    message: `Remove ${name}?`,
    detail:
      'The device can then no longer call in your name and no longer rings. A call that it is in goes on to its end.\n\nIt keeps your key. If it was stolen or somebody else has it, removing is not enough: you need a new identity, and your contacts have to verify you anew.',
    yes: 'Remove device',
  }),
  erase: {
    message: 'Erase everything that is kept on this device?',
    detail:
      'Key, contacts, verifications, list of calls, settings and security record of this device are deleted. This cannot be undone. Afterwards you can link the device or set it up anew.',
    yes: 'Erase everything',
  },
  noName: 'without a name',
  unnamed: (id) => `Device ${id}`,
};

const SHOWN_OF_ID = 8; // as the page shows it

/** The box for this question. */
export function consentWords(language: Language, question: ConsentQuestion): ConsentBox {
  const texts = { de, en }[language];
  const { cancel } = texts;
  switch (question.kind) {
    case 'give':
      return { cancel, ...texts.give(question.name === '' ? texts.noName : question.name, question.code) };
    case 'remove': {
      const id = question.device.slice(0, SHOWN_OF_ID).toUpperCase();
      const name = question.name === '' ? texts.unnamed(`${id.slice(0, 4)} ${id.slice(4)}`) : question.name;
      return { cancel, ...texts.remove(name) };
    }
    case 'erase':
      return { cancel, ...texts.erase };
    default:
      return unreachable(question);
  }
}
