// The texts of the dialogs for saving a file.
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

/** The texts for saving each kind of file; `name` is the beginning of the name that the dialog suggests. */
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
