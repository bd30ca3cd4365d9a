// Why the program does not start, and what to do: a short text
// that names the switch or the variable of the environment.
import type { Language } from '../contract/view.ts';

interface RefusedStartTexts {
  readonly ofSwitch: (name: string) => string;
  readonly ofVariable: (name: string) => string;
}

/** The texts for a start that is refused. */
export const refusedStartTexts: Readonly<Record<Language, RefusedStartTexts>> = {
  de: {
    ofSwitch: (name) =>
      `Siegel startet nicht: Der Schalter --${name} würde den Schutz von Schlüsseln oder Gesprächen aufheben. Starten Sie ohne ihn.`,
    ofVariable: (name) =>
      `Siegel startet nicht: Die Umgebungsvariable ${name} würde den Schutz von Schlüsseln oder Gesprächen aufheben. Heben Sie ihre Belegung auf und starten Sie neu.`,
  },
  en: {
    ofSwitch: (name) =>
      `Siegel does not start: the switch --${name} would undo the protection of keys or calls. Start without it.`,
    ofVariable: (name) =>
      `Siegel does not start: the environment variable ${name} would undo the protection of keys or calls. Unset it and start again.`,
  },
};
