// The texts for the policies on the organisation’s own identity and how a device is enrolled.
import type { organisationPolicies } from '../../core/policy/table-organisation.ts';
import type { PolicyTexts } from './policy-text.ts';

/** These texts in German and English. */
export const organisationTexts: PolicyTexts<typeof organisationPolicies> = {
  OrganisationName: {
    de: { title: 'Name der Organisation', help: 'Wie Siegel Ihre Organisation nennt.' },
    en: { title: 'Name of the organisation', help: 'What Siegel calls your organisation.' },
  },
  OrganisationRoots: {
    de: {
      title: 'Stammzertifikate der Organisation',
      help: 'X.509 (PEM, Ed25519 oder P-256). Nur Geräte mit einem Zertifikat unter diesen Stämmen sind „von Ihrer Organisation bestätigt“; die Zertifikate des Systems zählen dafür nie.',
    },
    en: {
      title: 'Root certificates of the organisation',
      help: 'X.509 (PEM, Ed25519 or P-256). Only devices with a certificate under these roots are “confirmed by your organisation”; the system’s certificates never count for that.',
    },
  },
  OrganisationRevocations: {
    de: {
      title: 'Sperrlisten der Organisation',
      help: 'X.509-Sperrlisten (PEM), vom Stammzertifikat unterschrieben. Ein gesperrtes Gerät ist nicht mehr bestätigt.',
    },
    en: {
      title: 'Revocation lists of the organisation',
      help: 'X.509 revocation lists (PEM), signed by the root. A revoked device is no longer confirmed.',
    },
  },
  EnrolmentUrl: {
    de: {
      title: 'Anmeldestelle (EST)',
      help: 'Adresse der Zertifizierungsstelle nach RFC 7030, ohne /.well-known/est. Von ihr kommen das Gerätezertifikat und seine Erneuerungen.',
    },
    en: {
      title: 'Enrolment (EST)',
      help: 'Address of the certification authority (RFC 7030), without /.well-known/est. The device certificate and its renewals come from it.',
    },
  },
  EnrolmentTokenFile: {
    de: {
      title: 'Datei mit dem Einmalkennwort',
      help: 'Wo die Geräteverwaltung das Einmalkennwort ablegt. ${user} steht für den Anmeldenamen.',
    },
    en: {
      title: 'File with the one-time token',
      help: 'Where device management puts the one-time token. ${user} stands for the login name.',
    },
  },
  CertificateFile: {
    de: {
      title: 'Datei mit dem Gerätezertifikat',
      help: 'Wo die Geräteverwaltung das fertige Zertifikat (PEM) ablegt, wenn es keine Anmeldestelle gibt. ${user} und ${device} werden ersetzt.',
    },
    en: {
      title: 'File with the device certificate',
      help: 'Where device management puts the finished certificate (PEM) if there is no enrolment server. ${user} and ${device} are replaced.',
    },
  },
  Address: {
    de: {
      title: 'Adresse der Person',
      help: 'Unter welcher Adresse die Person erreichbar ist, zum Beispiel ${user}@klinik.example. Der erste Start fragt dann nicht danach.',
    },
    en: {
      title: 'Address of the person',
      help: 'The address at which the person is reached, for example ${user}@clinic.example. The first start then does not ask for it.',
    },
  },
  DisplayName: {
    de: { title: 'Name der Person', help: 'Der Name, den andere sehen. ${user} steht für den Anmeldenamen.' },
    en: { title: 'Name of the person', help: 'The name that others see. ${user} stands for the login name.' },
  },
};
