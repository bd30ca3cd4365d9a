// An invented hospital's policies, certificate, self-check and record for the fixtures. For tests only.
import type {
  DoctorReport,
  ManagedView,
  PolicyReport,
  PolicyState,
  RecordState,
} from '../../../src/contract/managed.ts';
import { policies, policyNames } from '../../../src/core/policy/table.ts';
import { policyTexts } from '../../../src/text/policy/policies.ts';
import { managedFixture } from '../../main/desktop/view-fixture.ts';
import { NOW } from './people.ts';

const DAY_MS = 86_400_000;
export const CLINIC = 'Klinikum Musterstadt';
const managedFile = '/etc/siegel/policies/managed/10-klinikum.json';

export const BANNER = 'VS – Nur für den Dienstgebrauch';
/** How the clinic confirms its people. */
export const confirmed = { kind: 'confirmed', name: CLINIC, until: NOW + 12 * DAY_MS } as const;
/** How the clinic confirms this device. */
export const enrolled = {
  kind: 'enrolled',
  until: NOW + 12 * DAY_MS,
  renewAt: NOW + 8 * DAY_MS,
  serial: '5F:2A:91:0C:7E',
} as const;
/** Settings within the clinic's limits. */
export const clinicSettings = {
  relayOnly: true,
  unknownCallers: 'silent',
  idleLockMinutes: 15,
  historyDays: 30,
  background: 'blurred',
} as const;

/** A device whose administrator has locked many settings. */
export const clinic: ManagedView = {
  ...managedFixture,
  isManaged: true,
  locks: {
    brokerUrl: { by: 'machine' },
    localBroker: { by: 'machine' },
    relayOnly: { by: 'machine' },
    unknownCallers: { by: 'machine', limit: 'silent' },
    idleLockMinutes: { by: 'machine', limit: 15 },
    historyDays: { by: 'user-managed', limit: 30 },
    language: { by: 'machine' },
    background: { by: 'machine', limit: 'blurred' },
    noiseSuppression: { by: 'machine', limit: 'engine' },
  },
  organisation: CLINIC,
  hasRoots: true,
  support: 'IT-Servicestelle, Telefon 4711, it-service@klinikum.example',
  hasPrivacyLink: true,
  hasImprintLink: true,
  allowLocalBroker: false,
};

const set: Readonly<Record<string, Partial<PolicyState>>> = {
  BrokerUrl: { value: 'mqtts://broker.klinikum-musterstadt.example:8883', level: 'machine' },
  FallbackBrokerUrls: {
    value: ['mqtts://broker-2.klinikum-musterstadt.example:8883', 'wss://broker.klinikum-musterstadt.example/mqtt'],
    level: 'machine',
  },
  TlsRoots: { value: [`-----BEGIN CERTIFICATE-----${'MIIBszCCAVmgAwIBAgIUe2'.repeat(50)}`], level: 'machine' },
  TurnPassword: { level: 'machine' },
  RelayOnly: { value: true, level: 'machine' },
  AllowedPeers: {
    value: [
      '@klinikum.example',
      '@*.klinikum.example',
      '@ministerium.example',
      'a@b.example',
      '@labor.example',
      '@c.example',
    ],
    level: 'machine',
  },
  UnknownCallers: { value: 'silent', level: 'machine' },
  CameraBackground: { value: 'hidden', level: 'machine' },
  AllowStrongNoiseSuppression: { value: false, level: 'machine' },
  RequireVerifiedPeer: {
    value: 'always',
    level: 'machine',
    problem: 'wrong-type',
    source: '/etc/siegel/policies/managed/20-personen.json',
  },
  OrganisationName: { value: CLINIC, level: 'machine' },
  IdleLockMinutes: { value: 15, level: 'user', source: '' },
  HistoryDays: { value: 30, level: 'user-managed' },
  LogLevel: { value: 'warn', level: 'recommended', source: '/etc/siegel/policies/recommended/10.json' },
  Language: { value: 'de', level: 'machine' },
};

const states: readonly PolicyState[] = policyNames.map((name) => {
  const policy = policies[name];
  const { de, en } = policyTexts[name];
  const isSecret = 'isSecret' in policy;
  const value = typeof policy.default === 'object' ? [...policy.default] : policy.default;
  const change = set[name];
  return {
    name,
    category: policy.category,
    title: { de: de.title, en: en.title },
    help: { de: de.help, en: en.help },
    ...(isSecret ? {} : { value }),
    isSecret,
    level: 'default',
    source: change === undefined ? '' : managedFile,
    ...change,
  };
});

const sources = [
  '/etc/siegel/policies/managed',
  '/etc/siegel/policies/recommended',
  '/etc/siegel/policies/managed/20-personen.json',
];

/** All policies, with about as many set as in a hospital. One value is invalid, and one file is not trusted. */
export const policyReport: PolicyReport = {
  policies: [...states],
  problems: [
    { source: '/etc/siegel/policies/managed/20-personen.json', name: 'RequireVerifiedPeer', kind: 'wrong-type' },
    { source: '/etc/siegel/policies/managed/30-gast.json', kind: 'not-trusted' },
  ],
  sources,
};

/** A report in which no policy is set. */
export const noPolicyReport: PolicyReport = {
  policies: states.map(({ problem: _problem, ...state }) => ({
    ...state,
    value: '',
    level: 'default',
    source: '',
  })),
  problems: [],
  sources: sources.slice(0, 2),
};

/** A report in which everything is in order. */
export const goodReport: DoctorReport = {
  at: NOW,
  checks: [
    { id: 'system', outcome: 'good', finding: 'system-good', facts: { platform: 'linux', memoryMb: 16_384 } },
    { id: 'key-store', outcome: 'good', finding: 'key-store-good', facts: { backend: 'gnome_libsecret' } },
    { id: 'broker', outcome: 'good', finding: 'broker-good', facts: { roundTripMs: 18 } },
    { id: 'server', outcome: 'good', finding: 'server-good', facts: { server: 'broker-1', milliseconds: 18 } },
    { id: 'server', outcome: 'good', finding: 'server-good', facts: { server: 'EnrolmentUrl', milliseconds: 31 } },
    {
      id: 'relay-path',
      outcome: 'good',
      finding: 'path-good',
      facts: { server: 'turn-1', by: 'udp', milliseconds: 9 },
    },
  ],
};

/** Every outcome at least once, and a finding that no catalogue knows. */
export const mixedReport: DoctorReport = {
  at: NOW,
  checks: [
    ...goodReport.checks.slice(0, 2),
    { id: 'policy', outcome: 'bad', finding: 'invented-code', facts: { problems: 2, sources: 3 } },
    { id: 'clock', outcome: 'notice', finding: 'clock-off', facts: { offsetMs: 84_000 } },
    {
      id: 'server',
      outcome: 'bad',
      finding: 'server-opened',
      facts: { server: 'broker-1', milliseconds: 40, code: 'x' },
    },
    { id: 'relay', outcome: 'not-checked', finding: 'relay-none', facts: { relays: 0 } },
  ],
};

/** The checked security record of a busy month. */
export const record: RecordState = {
  entries: 1274,
  firstAt: NOW - 31 * DAY_MS,
  lastAt: NOW - 3_600_000,
  chain: { kind: 'intact' },
};

/** An example of a diagnosis. */
export const diagnosis = JSON.stringify(
  { siegel: '0.2.0', platform: 'linux', checks: mixedReport.checks, policies: { set: 12, problems: 2 } },
  undefined,
  2,
);
