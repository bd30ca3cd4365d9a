// The texts around the policies in the files for administrators, in both languages. The policies themselves are in the
// table (src/core/policy), their titles and help in src/text/policy.
import type { Language } from '../../src/contract/view.ts';
import type { PolicyCategory, PolicyForm } from '../../src/core/policy/policy.ts';

/** The texts of one language. */
export interface PolicyWords {
  readonly categories: Readonly<Record<PolicyCategory, string>>;
  readonly forms: Readonly<Record<PolicyForm, string>>;
  readonly types: Readonly<Record<'boolean' | 'number' | 'string' | 'enum' | 'list', string>>;
  readonly units: Readonly<Record<'days' | 'minutes', string>>;
  readonly yes: string;
  readonly no: string;
  readonly empty: string;
  readonly everyOne: string;
  /** An empty block of PEM. */
  readonly emptyBlock: string;
  readonly default: string;
  readonly range: (min: number, max: number, unit: string) => string;
  readonly upTo: (characters: number) => string;
  readonly items: (items: number, characters: number) => string;
  readonly since: (version: string) => string;
  readonly scope: Readonly<Record<'machine' | 'both', string>>;
  readonly secret: string;
  readonly onePerLine: string;
  readonly pemLines: string;
  readonly jsonList: string;
  readonly recommended: string;
  readonly recommendedHelp: string;
  readonly about: string;
}

const de: PolicyWords = {
  categories: {
    connection: 'Verbindung',
    people: 'Wer mit wem',
    organisation: 'Organisation',
    keys: 'Schlüssel',
    calls: 'Gespräche',
    data: 'Daten auf dem Gerät',
    program: 'Programm',
  },
  forms: {
    text: 'Text',
    'broker-url': 'Adresse mit mqtt://, mqtts://, ws:// oder wss://',
    'https-url': 'Adresse mit https://',
    'proxy-url': 'http://Rechner:Port',
    'turn-url': 'Adresse mit turn: oder turns:',
    peers: 'name@domain, @domain, @*.domain oder *',
    address: 'name@domain, auch mit ${user}',
    path: 'absoluter Pfad, auch mit ${user} und ${device}',
    certificate: 'X.509-Zertifikat (PEM)',
    'revocation-list': 'X.509-Sperrliste (PEM)',
    sha256: '32 Bytes in Base64',
    ed25519: '32 Bytes in Base64',
  },
  types: { boolean: 'Ja/Nein', number: 'Zahl', string: 'Text', enum: 'Auswahl', list: 'Liste' },
  units: { days: 'Tage', minutes: 'Minuten' },
  yes: 'ja',
  no: 'nein',
  empty: 'leer',
  everyOne: 'alle',
  emptyBlock: 'ein leerer PEM-Block; mit ihm wird kein Zertifikat angenommen',
  default: 'Vorgabe',
  range: (min, max, unit) => `${min} bis ${max} ${unit}`,
  upTo: (characters) => `höchstens ${characters} Zeichen`,
  items: (items, characters) => `höchstens ${items} Einträge mit je höchstens ${characters} Zeichen`,
  since: (version) => `Siegel ${version} oder neuer`,
  scope: { machine: 'Gerät', both: 'Gerät und Person' },
  secret:
    'Siegel zeigt diesen Wert nie. Wer sich an diesem Gerät anmelden kann, kann ihn trotzdem in der Ablage des Systems lesen.',
  onePerLine: 'Ein Eintrag je Zeile.',
  pemLines: 'PEM-Blöcke untereinander, jeder mit seiner BEGIN- und END-Zeile.',
  jsonList: 'Als JSON-Liste in einer Zeichenkette.',
  recommended: 'Empfohlene Werte',
  recommendedHelp: 'Gelten, bis die Person etwas anderes wählt. Sie sperren nichts.',
  about: 'Richtlinien für Siegel',
};

const en: PolicyWords = {
  categories: {
    connection: 'Connection',
    people: 'Who with whom',
    organisation: 'Organisation',
    keys: 'Keys',
    calls: 'Calls',
    data: 'Data on the device',
    program: 'Program',
  },
  forms: {
    text: 'text',
    'broker-url': 'address with mqtt://, mqtts://, ws:// or wss://',
    'https-url': 'address with https://',
    'proxy-url': 'http://host:port',
    'turn-url': 'address with turn: or turns:',
    peers: 'name@domain, @domain, @*.domain or *',
    address: 'name@domain, ${user} allowed',
    path: 'absolute path, ${user} and ${device} allowed',
    certificate: 'X.509 certificate (PEM)',
    'revocation-list': 'X.509 revocation list (PEM)',
    sha256: '32 bytes in base64',
    ed25519: '32 bytes in base64',
  },
  types: { boolean: 'yes/no', number: 'number', string: 'text', enum: 'choice', list: 'list' },
  units: { days: 'days', minutes: 'minutes' },
  yes: 'yes',
  no: 'no',
  empty: 'empty',
  everyOne: 'everybody',
  emptyBlock: 'an empty PEM block; with it, no certificate is accepted',
  default: 'Default',
  range: (min, max, unit) => `${min} to ${max} ${unit}`,
  upTo: (characters) => `at most ${characters} characters`,
  items: (items, characters) => `at most ${items} items of at most ${characters} characters each`,
  since: (version) => `Siegel ${version} or newer`,
  scope: { machine: 'machine', both: 'machine and user' },
  secret: 'Siegel never shows this value. Whoever can log in to this device can still read it in the system’s store.',
  onePerLine: 'One item per line.',
  pemLines: 'PEM blocks one after another, each with its BEGIN and END line.',
  jsonList: 'As a JSON list in one string.',
  recommended: 'Recommended values',
  recommendedHelp: 'Apply until the person chooses something else. They lock nothing.',
  about: 'Policies for Siegel',
};

/** The texts by language. */
export const policyWords: Readonly<Record<Language, PolicyWords>> = { de, en };
