// Policies on the program itself: start, language, log, updates, and what it says on the organisation's behalf.
import type { Policy } from './policy.ts';

const common = { category: 'program', applies: 'live', since: '0.2' } as const;

/** The program's policies. */
export const programPolicies = {
  StartAtLogin: {
    ...common,
    type: 'boolean',
    scope: 'both',
    default: false,
    strict: false,
    text: {
      de: {
        title: 'Bei der Anmeldung starten',
        help: 'Ob Siegel mit der Anmeldung der Person im Hintergrund startet. Ohne laufendes Siegel kommen keine Anrufe an.',
      },
      en: {
        title: 'Start at login',
        help: 'Whether Siegel starts in the background when the person logs in. No calls arrive while it is not running.',
      },
    },
  },
  Language: {
    ...common,
    type: 'enum',
    scope: 'both',
    values: ['system', 'de', 'en'],
    default: 'system',
    strict: 'system',
    valueText: {
      de: { system: 'Sprache des Systems', de: 'Deutsch', en: 'Englisch' },
      en: { system: 'The system’s language', de: 'German', en: 'English' },
    },
    text: {
      de: { title: 'Sprache', help: 'Die Sprache der Oberfläche.' },
      en: { title: 'Language', help: 'The language of the windows.' },
    },
  },
  LogLevel: {
    ...common,
    type: 'enum',
    scope: 'machine',
    values: ['error', 'warn', 'info', 'debug'],
    default: 'info',
    strict: 'warn',
    valueText: {
      de: { error: 'Fehler', warn: 'Warnungen', info: 'Hinweise', debug: 'Alles' },
      en: { error: 'Errors', warn: 'Warnings', info: 'Information', debug: 'Everything' },
    },
    text: {
      de: {
        title: 'Umfang der Meldungen',
        help: 'Was auf die Konsole geschrieben wird. Auf keiner Stufe stehen Schlüssel, Codes, Adressen oder Inhalte darin.',
      },
      en: {
        title: 'Log level',
        help: 'What is written to the console. On no level does it hold keys, codes, addresses or content.',
      },
    },
  },
  UpdateMode: {
    ...common,
    type: 'enum',
    scope: 'machine',
    values: ['automatic', 'notify', 'off'],
    isOrdered: true,
    default: 'notify',
    strict: 'off',
    valueText: {
      de: { automatic: 'Selbsttätig, wo es geht', notify: 'Nur melden', off: 'Aus' },
      en: { automatic: 'Automatic where possible', notify: 'Tell only', off: 'Off' },
    },
    text: {
      de: {
        title: 'Aktualisierung',
        help: 'Eine für das ganze Gerät installierte Fassung aktualisiert sich nie selbst; sie meldet höchstens. Ohne Adresse und Schlüssel unten wird nirgends nachgesehen.',
      },
      en: {
        title: 'Updates',
        help: 'An installation for the whole machine never updates itself; at most it tells. Without address and key below nothing is looked up anywhere.',
      },
    },
  },
  UpdateFeedUrl: {
    ...common,
    type: 'string',
    scope: 'machine',
    maxLength: 2048,
    form: 'https-url',
    default: '',
    strict: '',
    text: {
      de: { title: 'Adresse der Aktualisierungen', help: 'Ordner mit siegel.json und den Paketen, über HTTPS.' },
      en: { title: 'Address of the updates', help: 'Folder with siegel.json and the packages, by HTTPS.' },
    },
  },
  UpdateKeys: {
    ...common,
    type: 'list',
    scope: 'machine',
    maxItems: 4,
    itemMaxLength: 64,
    form: 'ed25519',
    default: [],
    strict: [],
    text: {
      de: {
        title: 'Schlüssel der Aktualisierungen',
        help: 'Öffentliche Ed25519-Schlüssel (Base64), mit denen siegel.json unterschrieben ist.',
      },
      en: { title: 'Keys of the updates', help: 'Public Ed25519 keys (base64) that sign siegel.json.' },
    },
  },
  SupportContact: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 256,
    form: 'text',
    default: '',
    strict: '',
    text: {
      de: {
        title: 'Ansprechstelle',
        help: 'An wen sich die Person bei Fragen wendet, zum Beispiel „IT-Hilfe, Telefon 4711“.',
      },
      en: {
        title: 'Support contact',
        help: 'Whom the person turns to with questions, for example “IT help desk, phone 4711”.',
      },
    },
  },
  PrivacyUrl: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 2048,
    form: 'https-url',
    default: '',
    strict: '',
    text: {
      de: { title: 'Datenschutzhinweise', help: 'Adresse Ihrer Datenschutzhinweise.' },
      en: { title: 'Privacy notice', help: 'Address of your privacy notice.' },
    },
  },
  ImprintUrl: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 2048,
    form: 'https-url',
    default: '',
    strict: '',
    text: {
      de: { title: 'Impressum', help: 'Adresse Ihres Impressums.' },
      en: { title: 'Imprint', help: 'Address of your imprint.' },
    },
  },
  ClassificationBanner: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 120,
    form: 'text',
    default: '',
    strict: '',
    text: {
      de: {
        title: 'Einstufungshinweis',
        help: 'Eine Zeile oben in jedem Fenster, zum Beispiel der höchste erlaubte Schutzbedarf. Siegel selbst hat keine Zulassung für Verschlusssachen.',
      },
      en: {
        title: 'Classification banner',
        help: 'A line at the top of every window, for example the highest protection level allowed. Siegel itself holds no approval for classified information.',
      },
    },
  },
} as const satisfies Record<string, Policy>;
