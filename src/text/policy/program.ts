// The texts for the policies on the program itself.
import type { programPolicies } from '../../core/policy/table-program.ts';
import type { PolicyTexts } from './policy-text.ts';

/** These texts in German and English. */
export const programTexts: PolicyTexts<typeof programPolicies> = {
  StartAtLogin: {
    de: {
      title: 'Bei der Anmeldung starten',
      help: 'Ob Siegel bei der Anmeldung der Person im Hintergrund startet. Ohne laufendes Siegel kommen keine Anrufe an.',
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
      help: 'The language of the program.',
      values: { system: 'The system’s language', de: 'German', en: 'English' },
    },
  },
  Notifications: {
    de: {
      title: 'Benachrichtigungen',
      help: 'Wie weit Benachrichtigungen des Systems gehen dürfen: eingehender Anruf, verpasster Anruf, geänderte Identität. Nur die erste Stufe nennt bei gesperrtem Bildschirm jemanden. Die Person darf strenger sein. „Erhöhte Vertraulichkeit“ schließt Namen aus. Die Karte eines eingehenden Anrufs erscheint auch ohne Benachrichtigungen.',
      values: {
        'named-always': 'Mit Namen, auch bei gesperrtem Bildschirm',
        named: 'Mit Namen',
        nameless: 'Ohne Namen',
        none: 'Keine',
      },
    },
    en: {
      title: 'Notifications',
      help: 'How far notifications of the system may go: incoming call, missed call, changed identity. Only the first value names anybody on a locked screen. The person may be stricter. “High confidentiality” excludes names. The card of an incoming call appears even without notifications.',
      values: {
        'named-always': 'With names, even on a locked screen',
        named: 'With names',
        nameless: 'Without names',
        none: 'None',
      },
    },
  },
  ShareAbsence: {
    de: {
      title: 'Abwesenheit selbsttätig mitteilen',
      help: 'Ob Kontakte „Abwesend“ lesen, wenn der Bildschirm gesperrt oder die Person einige Minuten untätig ist. Wer auf dem Server Status lesen darf, liest es mit: Klären Sie vorher die Mitbestimmung. Die Person kann es abschalten und „Abwesend“ jederzeit selbst wählen.',
    },
    en: {
      title: 'Share absence automatically',
      help: 'Whether contacts read “Away” when the screen is locked or the person is inactive for some minutes. Whoever may read statuses on the server reads it too: settle co-determination first. The person can switch it off, and can choose “Away” by hand at any time.',
    },
  },
  LogLevel: {
    de: {
      title: 'Umfang der Meldungen',
      help: 'Was Siegel auf die Konsole schreibt. Schlüssel, Codes, Adressen und Inhalte sind auf keiner Stufe dabei.',
      values: { error: 'Fehler', warn: 'Warnungen', info: 'Hinweise', debug: 'Alles' },
    },
    en: {
      title: 'Log level',
      help: 'What Siegel writes to the console. No level includes keys, codes, addresses or content.',
      values: { error: 'Errors', warn: 'Warnings', info: 'Information', debug: 'Everything' },
    },
  },
  UpdateMode: {
    de: {
      title: 'Aktualisierung',
      help: 'Eine für das ganze Gerät installierte Version aktualisiert sich nie selbst; sie meldet höchstens neue. Ohne Adresse und Schlüssel (unten) wird nicht gesucht.',
      values: { automatic: 'Selbsttätig, wo es geht', notify: 'Nur melden', off: 'Aus' },
    },
    en: {
      title: 'Updates',
      help: 'An installation for the whole device never updates itself; at most it reports new versions. Without address and keys (below) it does not look for any.',
      values: { automatic: 'Automatic where possible', notify: 'Report only', off: 'Off' },
    },
  },
  UpdateFeedUrl: {
    de: { title: 'Adresse der Aktualisierungen', help: 'Ordner mit siegel.json und den Paketen, über HTTPS.' },
    en: { title: 'Address of the updates', help: 'Folder with siegel.json and the packages, over HTTPS.' },
  },
  UpdateKeys: {
    de: {
      title: 'Schlüssel der Aktualisierungen',
      help: 'Öffentliche Ed25519-Schlüssel (Base64), unter denen die Unterschrift von siegel.json gelten muss.',
    },
    en: {
      title: 'Keys of the updates',
      help: 'Public Ed25519 keys (base64) under which the signature of siegel.json must be valid.',
    },
  },
  SupportContact: {
    de: {
      title: 'Ansprechstelle',
      help: 'An wen sich die Person bei Fragen wendet, zum Beispiel „IT-Hilfe, Telefon 4711“.',
    },
    en: {
      title: 'Support contact',
      help: 'Whom the person can ask, for example “IT help desk, phone 4711”.',
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
      title: 'Einstufung dieses Geräts',
      help: 'Eine Zeile oben in jedem Fenster, zum Beispiel der höchste erlaubte Schutzbedarf. Siegel hat keine Zulassung für Verschlusssachen.',
    },
    en: {
      title: 'Classification of this device',
      help: 'A line at the top of every window, for example the highest protection level allowed. Siegel has no approval for classified information.',
    },
  },
};
