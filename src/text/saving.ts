// What the dialogs say in which a person chooses where a file
// goes, and how that file is called if they leave it at that.
import type { Language } from '../contract/view.ts';

interface Saving {
  readonly title: string; // of the dialog
  readonly kind: string; // of file
}

interface SavingTexts {
  readonly diagnosis: Saving & { readonly name: string };
  readonly record: Saving & { readonly name: string };
  readonly request: Saving;
}

/** What is said where a file is saved; `name` is the beginning of its name. */
export const savingTexts: Readonly<Record<Language, SavingTexts>> = {
  de: {
    diagnosis: { title: 'Diagnose speichern', kind: 'Textdatei', name: 'siegel-diagnose' },
    record: { title: 'Sicherheitsprotokoll speichern', kind: 'Sicherheitsprotokoll', name: 'siegel-protokoll' },
    request: { title: 'Zertifikatsanforderung speichern', kind: 'Zertifikatsanforderung' },
  },
  en: {
    diagnosis: { title: 'Save the diagnosis', kind: 'Text file', name: 'siegel-diagnosis' },
    record: { title: 'Save the security record', kind: 'Security record', name: 'siegel-record' },
    request: { title: 'Save the certificate request', kind: 'Certificate request' },
  },
};
