// What is said of the policies on the organisation’s own identity and how a device is enrolled.
import type { organisationPolicies } from '../../core/policy/table-organisation.ts';
import type { PolicyTexts } from './policy-text.ts';

/** In German and English. */
export const organisationTexts: PolicyTexts<typeof organisationPolicies> = {
  OrganisationName: {
    de: { title: 'Name der Organisation', help: 'Wie Ihre Organisation in Siegel genannt wird.' },
    en: { title: 'Name of the organisation', help: 'How Siegel names your organisation.' },
  },
  OrganisationRoots: {
    de: {
      title: 'Stammzertifikate der Organisation',
      help: 'X.509 (PEM, Ed25519 oder P-256). Nur Gerätezertifikate unter diesen Stämmen gelten als „von Ihrer Organisation bestätigt“; die Zertifikate des Systems zählen dafür nie.',
    },
    en: {
      title: 'Root certificates of the organisation',
      help: 'X.509 (PEM, Ed25519 or P-256). Only device certificates under these roots count as “confirmed by your organisation”; the system’s certificates never do.',
    },
  },
  OrganisationRevocations: {
    de: {
      title: 'Sperrlisten der Organisation',
      help: 'X.509-Sperrlisten (PEM), vom Stamm unterschrieben. Ein gesperrtes Gerät gilt nicht mehr als bestätigt.',
    },
    en: {
      title: 'Revocation lists of the organisation',
      help: 'X.509 revocation lists (PEM), signed by the root. A revoked device is no longer confirmed.',
    },
  },
  EnrolmentUrl: {
    de: {
      title: 'Anmeldestelle (EST)',
      help: 'Adresse der Zertifizierungsstelle nach RFC 7030, ohne den Teil /.well-known/est. Von dort kommt das Gerätezertifikat und später seine Erneuerung.',
    },
    en: {
      title: 'Enrolment (EST)',
      help: 'Address of the certification authority by RFC 7030, without the part /.well-known/est. The device certificate comes from there, and its renewal later.',
    },
  },
  EnrolmentTokenFile: {
    de: {
      title: 'Datei mit dem Einmalkennwort',
      help: 'Ablage der Geräteverwaltung für das Einmalkennwort der Anmeldung. ${user} steht für den Anmeldenamen.',
    },
    en: {
      title: 'File with the one-time token',
      help: 'Where device management puts the one-time token for enrolment. ${user} stands for the login name.',
    },
  },
  CertificateFile: {
    de: {
      title: 'Datei mit dem Gerätezertifikat',
      help: 'Ohne Anmeldestelle: Ablage der Geräteverwaltung für das fertige Zertifikat (PEM). ${user} und ${device} werden ersetzt.',
    },
    en: {
      title: 'File with the device certificate',
      help: 'Without an enrolment server: where device management puts the finished certificate (PEM). ${user} and ${device} are filled in.',
    },
  },
  Address: {
    de: {
      title: 'Adresse der Person',
      help: 'Unter welcher Adresse die Person erreichbar ist, zum Beispiel ${user}@klinik.example. Sie wird dann beim ersten Start nicht gefragt.',
    },
    en: {
      title: 'Address of the person',
      help: 'The address under which the person is reached, for example ${user}@klinik.example. The first start then does not ask for it.',
    },
  },
  DisplayName: {
    de: { title: 'Name der Person', help: 'Der angezeigte Name. ${user} steht für den Anmeldenamen.' },
    en: { title: 'Name of the person', help: 'The name shown. ${user} stands for the login name.' },
  },
};
