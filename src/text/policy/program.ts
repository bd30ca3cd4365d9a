// What is said of the policies on the program itself.
import type { programPolicies } from '../../core/policy/table-program.ts';
import type { PolicyTexts } from './policy-text.ts';

/** In German and English. */
export const programTexts: PolicyTexts<typeof programPolicies> = {
  StartAtLogin: {
    de: {
      title: 'Bei der Anmeldung starten',
      help: 'Ob Siegel mit der Anmeldung der Person im Hintergrund startet. Ohne laufendes Siegel kommen keine Anrufe an.',
    },
    en: {
      title: 'Start at login',
      help: 'Whether Siegel starts in the background when the person logs in. No calls arrive while it is not running.',
    },
  },
  Language: {
    de: {
      title: 'Sprache',
      help: 'Die Sprache der Oberfläche.',
      values: { system: 'Sprache des Systems', de: 'Deutsch', en: 'Englisch' },
    },
    en: {
      title: 'Language',
      help: 'The language of the windows.',
      values: { system: 'The system’s language', de: 'German', en: 'English' },
    },
  },
  Notifications: {
    de: {
      title: 'Benachrichtigungen',
      help: 'Wie weit Benachrichtigungen des Systems gehen dürfen: eingehender Anruf, verpasster Anruf, geänderte Identität. Ohne „Namen auch bei gesperrtem Bildschirm“ nennen sie niemanden, solange der Bildschirm gesperrt ist. Die Person darf strenger sein. „Erhöhte Vertraulichkeit“ schließt Namen aus. Die Karte eines eingehenden Anrufs bleibt.',
      values: {
        'named-always': 'Namen auch bei gesperrtem Bildschirm',
        named: 'Mit Namen',
        nameless: 'Ohne Namen',
        none: 'Keine',
      },
    },
    en: {
      title: 'Notifications',
      help: 'How far notifications of the system may go: incoming call, missed call, changed identity. Without “names also on a locked screen” they name nobody while the screen is locked. The person may be stricter. “High confidentiality” excludes names. The card of an incoming call stays.',
      values: {
        'named-always': 'Names also on a locked screen',
        named: 'With names',
        nameless: 'Without names',
        none: 'None',
      },
    },
  },
  ShareAbsence: {
    de: {
      title: 'Abwesenheit von selbst mitteilen',
      help: 'Ob Kontakte „Abwesend“ lesen, wenn der Bildschirm gesperrt ist oder die Person einige Minuten nichts berührt. Wer auf dem Server Status lesen darf, liest es mit: Klären Sie vorher die Mitbestimmung. Die Person kann es auch selbst abschalten; „Abwesend“ selbst wählen kann sie immer.',
    },
    en: {
      title: 'Telling absence by itself',
      help: 'Whether contacts read “Away” when the screen is locked or the person touches nothing for some minutes. Whoever may read statuses at the server reads it too: settle co-determination first. The person can switch it off as well, and can always choose “Away” by hand.',
    },
  },
  LogLevel: {
    de: {
      title: 'Umfang der Meldungen',
      help: 'Was auf die Konsole geschrieben wird. Auf keiner Stufe stehen Schlüssel, Codes, Adressen oder Inhalte darin.',
      values: { error: 'Fehler', warn: 'Warnungen', info: 'Hinweise', debug: 'Alles' },
    },
    en: {
      title: 'Log level',
      help: 'What is written to the console. On no level does it hold keys, codes, addresses or content.',
      values: { error: 'Errors', warn: 'Warnings', info: 'Information', debug: 'Everything' },
    },
  },
  UpdateMode: {
    de: {
      title: 'Aktualisierung',
      help: 'Eine für das ganze Gerät installierte Fassung aktualisiert sich nie selbst; sie meldet höchstens. Ohne Adresse und Schlüssel unten wird nirgends nachgesehen.',
      values: { automatic: 'Selbsttätig, wo es geht', notify: 'Nur melden', off: 'Aus' },
    },
    en: {
      title: 'Updates',
      help: 'An installation for the whole machine never updates itself; at most it tells. Without address and key below nothing is looked up anywhere.',
      values: { automatic: 'Automatic where possible', notify: 'Tell only', off: 'Off' },
    },
  },
  UpdateFeedUrl: {
    de: { title: 'Adresse der Aktualisierungen', help: 'Ordner mit siegel.json und den Paketen, über HTTPS.' },
    en: { title: 'Address of the updates', help: 'Folder with siegel.json and the packages, by HTTPS.' },
  },
  UpdateKeys: {
    de: {
      title: 'Schlüssel der Aktualisierungen',
      help: 'Öffentliche Ed25519-Schlüssel (Base64), mit denen siegel.json unterschrieben ist.',
    },
    en: { title: 'Keys of the updates', help: 'Public Ed25519 keys (base64) that sign siegel.json.' },
  },
  SupportContact: {
    de: {
      title: 'Ansprechstelle',
      help: 'An wen sich die Person bei Fragen wendet, zum Beispiel „IT-Hilfe, Telefon 4711“.',
    },
    en: {
      title: 'Support contact',
      help: 'Whom the person turns to with questions, for example “IT help desk, phone 4711”.',
    },
  },
  PrivacyUrl: {
    de: { title: 'Datenschutzhinweise', help: 'Adresse Ihrer Datenschutzhinweise.' },
    en: { title: 'Privacy notice', help: 'Address of your privacy notice.' },
  },
  ImprintUrl: {
    de: { title: 'Impressum', help: 'Adresse Ihres Impressums.' },
    en: { title: 'Imprint', help: 'Address of your imprint.' },
  },
  ClassificationBanner: {
    de: {
      title: 'Einstufungshinweis',
      help: 'Eine Zeile oben in jedem Fenster, zum Beispiel der höchste erlaubte Schutzbedarf. Siegel selbst hat keine Zulassung für Verschlusssachen.',
    },
    en: {
      title: 'Classification banner',
      help: 'A line at the top of every window, for example the highest protection level allowed. Siegel itself holds no approval for classified information.',
    },
  },
};
