// Policies on the organisation's own identity: its root, how a device is enrolled, what the person need not be asked.
import { emptyBlock } from './form.ts';
import type { Policy } from './policy.ts';

const common = { category: 'organisation', applies: 'live', since: '0.2' } as const;

/** The organisation's policies. */
export const organisationPolicies = {
  OrganisationName: {
    ...common,
    type: 'string',
    scope: 'machine',
    maxLength: 64,
    form: 'text',
    default: '',
    strict: '',
    text: {
      de: { title: 'Name der Organisation', help: 'Wie Ihre Organisation in Siegel genannt wird.' },
      en: { title: 'Name of the organisation', help: 'How Siegel names your organisation.' },
    },
  },
  OrganisationRoots: {
    ...common,
    type: 'list',
    scope: 'machine',
    maxItems: 8,
    itemMaxLength: 16_384,
    form: 'certificate',
    default: [],
    strict: [],
    text: {
      de: {
        title: 'Stammzertifikate der Organisation',
        help: 'X.509 (PEM, Ed25519 oder P-256). Nur Gerätezertifikate unter diesen Stämmen gelten als „von Ihrer Organisation bestätigt“; die Zertifikate des Systems zählen dafür nie.',
      },
      en: {
        title: 'Root certificates of the organisation',
        help: 'X.509 (PEM, Ed25519 or P-256). Only device certificates under these roots count as “confirmed by your organisation”; the system’s certificates never do.',
      },
    },
  },
  OrganisationRevocations: {
    ...common,
    type: 'list',
    scope: 'machine',
    maxItems: 8,
    itemMaxLength: 262_144,
    form: 'revocation-list',
    default: [],
    strict: [emptyBlock('X509 CRL')], // unusable, so that nobody is confirmed who may have been revoked
    text: {
      de: {
        title: 'Sperrlisten der Organisation',
        help: 'X.509-Sperrlisten (PEM), vom Stamm unterschrieben. Ein gesperrtes Gerät gilt nicht mehr als bestätigt.',
      },
      en: {
        title: 'Revocation lists of the organisation',
        help: 'X.509 revocation lists (PEM), signed by the root. A revoked device is no longer confirmed.',
      },
    },
  },
  EnrolmentUrl: {
    ...common,
    type: 'string',
    scope: 'machine',
    maxLength: 2048,
    form: 'https-url',
    default: '',
    strict: '',
    text: {
      de: {
        title: 'Anmeldestelle (EST)',
        help: 'Adresse der Zertifizierungsstelle nach RFC 7030, ohne den Teil /.well-known/est. Von dort kommt das Gerätezertifikat und später seine Erneuerung.',
      },
      en: {
        title: 'Enrolment (EST)',
        help: 'Address of the certification authority by RFC 7030, without the part /.well-known/est. The device certificate comes from there, and its renewal later.',
      },
    },
  },
  EnrolmentTokenFile: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 1024,
    form: 'path',
    default: '',
    strict: '',
    text: {
      de: {
        title: 'Datei mit dem Einmalkennwort',
        help: 'Ablage der Geräteverwaltung für das Einmalkennwort der Anmeldung. ${user} steht für den Anmeldenamen.',
      },
      en: {
        title: 'File with the one-time token',
        help: 'Where device management puts the one-time token for enrolment. ${user} stands for the login name.',
      },
    },
  },
  CertificateFile: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 1024,
    form: 'path',
    default: '',
    strict: '',
    text: {
      de: {
        title: 'Datei mit dem Gerätezertifikat',
        help: 'Ohne Anmeldestelle: Ablage der Geräteverwaltung für das fertige Zertifikat (PEM). ${user} und ${device} werden ersetzt.',
      },
      en: {
        title: 'File with the device certificate',
        help: 'Without an enrolment server: where device management puts the finished certificate (PEM). ${user} and ${device} are filled in.',
      },
    },
  },
  Address: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 254,
    form: 'address',
    default: '',
    strict: '',
    text: {
      de: {
        title: 'Adresse der Person',
        help: 'Unter welcher Adresse die Person erreichbar ist, zum Beispiel ${user}@klinik.example. Sie wird dann beim ersten Start nicht gefragt.',
      },
      en: {
        title: 'Address of the person',
        help: 'The address under which the person is reached, for example ${user}@klinik.example. The first start then does not ask for it.',
      },
    },
  },
  DisplayName: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 64,
    form: 'text',
    default: '',
    strict: '',
    text: {
      de: { title: 'Name der Person', help: 'Der angezeigte Name. ${user} steht für den Anmeldenamen.' },
      en: { title: 'Name of the person', help: 'The name shown. ${user} stands for the login name.' },
    },
  },
} as const satisfies Record<string, Policy>;
