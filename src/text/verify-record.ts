// What `--verify-record` says, in German and English.
import type { RecordState } from '../contract/managed.ts';
import type { Language } from '../contract/view.ts';

type Break = Extract<RecordState['chain'], { readonly kind: 'broken' }>;

interface VerifyTexts {
  readonly tooLarge: string;
  readonly noFile: (code: string) => string;
  readonly notARecord: string;
  readonly line: (line: number) => string;
  readonly noEnd: string;
  readonly entries: (count: number, first: string, last: string) => string;
  readonly chain: string;
  readonly broken: (at: number, cause: string) => string;
  readonly cause: Readonly<Record<Break['cause'], string>>;
  readonly signature: (key: string) => string;
  readonly badSignature: string;
}

/** The texts of `--verify-record`. */
export const verifyTexts: Readonly<Record<Language, VerifyTexts>> = {
  de: {
    tooLarge: 'Nicht geprüft: Die Datei ist zu groß für ein Sicherheitsprotokoll von Siegel.',
    noFile: (code) => `Nicht geprüft: Die Datei lässt sich nicht lesen (${code}).`,
    notARecord:
      'Nicht geprüft: Die Datei ist kein Sicherheitsprotokoll von Siegel, oder ihre erste Zeile wurde verändert.',
    line: (line) => `Verändert: Zeile ${line} hat nicht die Form, in der Siegel schreibt.`,
    noEnd: 'Unvollständig: Die unterschriebene letzte Zeile fehlt.',
    entries: (count, first, last) => `Einträge: ${count}, von ${first} bis ${last}`,
    chain: 'Kette: unversehrt. Kein Eintrag wurde verändert, entfernt oder eingefügt.',
    broken: (at, cause) => `Kette: unterbrochen bei Eintrag ${at}. ${cause}`,
    cause: {
      changed: 'Er wurde verändert, nachdem er geschrieben war.',
      gap: 'Davor fehlen ein Eintrag oder mehrere.',
      'cut-off': 'Von dort an fehlen Einträge am Ende.',
      unreadable: 'Ab dort lässt sich nicht feststellen, wie viele Einträge es waren.',
    },
    signature: (key) => `Unterschrift: gültig. Schlüssel der Person: ${key}`,
    badSignature: 'Unterschrift: ungültig. Die Datei wurde nach dem Speichern verändert.',
  },
  en: {
    tooLarge: 'Not checked: the file is too large for a Siegel security record.',
    noFile: (code) => `Not checked: the file cannot be read (${code}).`,
    notARecord: 'Not checked: the file is not a Siegel security record, or its first line was changed.',
    line: (line) => `Changed: line ${line} is not in the form that Siegel writes.`,
    noEnd: 'Incomplete: the signed last line is missing.',
    entries: (count, first, last) => `Entries: ${count}, from ${first} to ${last}`,
    chain: 'Chain: intact. No entry was changed, removed or inserted.',
    broken: (at, cause) => `Chain: broken at entry ${at}. ${cause}`,
    cause: {
      changed: 'It was changed after it was written.',
      gap: 'One or more entries before it are missing.',
      'cut-off': 'From there on entries at the end are missing.',
      unreadable: 'From there on it cannot be determined how many entries there were.',
    },
    signature: (key) => `Signature: valid. The person’s key: ${key}`,
    badSignature: 'Signature: not valid. The file was changed after it was saved.',
  },
};
