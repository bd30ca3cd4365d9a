// Starts i18next with both catalogues; ui/page.tsx keeps it in the chosen language. No texts are here and none are
// fetched: catalogues are part of the program, in src/text/page.
import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../contract/view.ts';
import type { Catalogue } from '../../text/page/catalogue.ts';
import { de } from '../../text/page/de.ts';
import { en } from '../../text/page/en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { readonly translation: Catalogue };
    returnNull: false;
  }
}

/** A ready i18next in `language`. React escapes what it shows, so i18next does not. */
export function createTranslator(language: Language): i18n {
  const translator = createInstance();
  translator.use(initReactI18next);
  void translator.init({
    lng: language,
    fallbackLng: false,
    initAsync: false,
    returnNull: false,
    resources: { de: { translation: de }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  return translator;
}
