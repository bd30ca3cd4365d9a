// The people of the managed scene, and the organisation's decisions for them. Nothing is started here.
import type { PolicyName } from '../../../src/core/policy/table.ts';
import type { PolicyValue } from '../../../src/core/policy/policy.ts';
import type { Site } from './site.ts';

const DOMAIN = 'klinik.example';

/** The address to which policy forbids calls. */
export const FORBIDDEN = `presse@${DOMAIN}`;

/** The caller and the callee: login name, workstation, name, language, and the tone that stands for their voice. */
export const managedPeople = [
  { user: 'siegel-anna', host: 'station-3', name: 'Dr. Anna Weber', language: 'de', toneHz: 440 },
  { user: 'siegel-ben', host: 'labor-1', name: 'Ben Schulz', language: 'en', toneHz: 660 },
] as const;

/** One of the people. */
export type ManagedPerson = (typeof managedPeople)[number];

/** The address that policy derives from the login name. */
export function addressOf({ user }: ManagedPerson): string {
  return `${user}@${DOMAIN}`;
}

/** The policies that device management sets on this person's machine. */
export function policiesFor(person: ManagedPerson, site: Site): Partial<Record<PolicyName, PolicyValue>> {
  return {
    OrganisationName: site.name,
    OrganisationRoots: [site.rootPem],
    TlsRoots: [site.rootPem],
    BrokerUrl: site.brokerUrl,
    AllowLocalBroker: false,
    EnrolmentUrl: site.enrolmentUrl,
    EnrolmentTokenFile: '/etc/siegel/enrolment/${user}.token',
    Address: `\${user}@${DOMAIN}`,
    DisplayName: person.name,
    Language: person.language,
    KeyStoreMinimum: 'system',
    AllowedPeers: [`@${DOMAIN}`],
    BlockedPeers: [FORBIDDEN],
    RequireVerifiedPeer: 'always',
    UnverifiedPeer: 'refuse',
    HistoryDays: 30,
    UpdateMode: 'off',
    SupportContact: 'IT-Service, Telefon 4711',
    ClassificationBanner: 'Patientendaten – vertraulich',
  };
}
