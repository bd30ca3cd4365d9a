// Fixtures of a managed device, among them settings under policy, pages for support, first start and lock. For tests
// only.
import type { Page } from '@playwright/test';
import type { View } from '../../../src/contract/view.ts';
import type { Answers } from './fake-siegel.ts';
import { type Fixture, home, setup } from './fixture.ts';
import {
  BANNER,
  clinic,
  clinicSettings,
  confirmed,
  diagnosis,
  enrolled,
  goodReport,
  mixedReport,
  noPolicyReport,
  policyReport,
  record,
} from './managed.ts';
import { anna, fullView, NOW } from './people.ts';

const settings =
  (...names: readonly RegExp[]) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('tab', { name: /^(Einstellungen|Settings)$/u }).click();
    for (const name of names) await page.getByRole('button', { name }).click();
  };
const contact =
  (name: RegExp, ...buttons: readonly RegExp[]) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('option', { name }).click();
    for (const button of buttons) await page.getByRole('button', { name: button }).click();
  };
const answers: Answers = {
  'policy.read': policyReport,
  'doctor.run': mixedReport,
  'record.check': record,
  'diagnostics.read': diagnosis,
};
const page = (change: Partial<View>, given: Answers, ...names: readonly RegExp[]): Fixture => ({
  ...home((view) => ({ ...view, managed: clinic, settings: { ...view.settings, ...clinicSettings }, ...change })),
  answers: { ...answers, ...given },
  reach: settings(...names),
});
/** The settings, scrolled to the section of this name. */
const section = (change: Partial<View>, name: RegExp): Fixture => ({
  ...page(change, {}),
  reach: async (window) => {
    await settings()(window);
    await window.getByRole('heading', { name }).evaluate((heading) => heading.scrollIntoView());
  },
});
const organisation = /^Organi[sz]ation$/u;
const about = /^(Über|About) Siegel$/u;
const voice = /^(Sprachanruf|Voice call)$/u;
const policiesLink = /^(Richtlinien|Policies) /u;
const checkLink = /^(Selbstprüfung|Self-check) /u;
const recordLink = /^(Sicherheitsprotokoll|Security record) /u;
const prepared = { ...clinic, address: 'max.mustermann@klinik.example', displayName: 'Max Mustermann' } as const;

const managedContacts: Fixture = home((view) => ({
  ...view,
  managed: clinic,
  enrolment: enrolled,
  contacts: view.contacts.map((person) => ({
    ...person,
    organisation:
      person.address === 'd.okafor@kanzlei.example'
        ? { kind: 'refused', cause: 'revoked' }
        : person.address === anna.address || person.address.startsWith('bernd')
          ? confirmed
          : { kind: 'none' },
  })),
}));

/**
 * Screens of a managed device, by name, and two of a device without policies: the page of policies and the lock screen.
 */
export const managedFixtures: Readonly<Record<string, Fixture>> = {
  'managed-settings': page({ enrolment: enrolled }, {}),
  'managed-locked': {
    ...page({ enrolment: enrolled }, {}),
    refusals: { 'preferences.set': 'locked' },
    reach: async (page) => {
      await settings()(page);
      await page.getByText(/^(Bei der Anmeldung starten|Start when you log in)$/u).click();
    },
  },
  'managed-banner': {
    ...home((view) => ({ ...view, managed: { ...clinic, banner: BANNER } })),
  },
  'managed-no-video': {
    ...home((view) => ({ ...view, managed: { ...clinic, allowVideo: false } })),
    reach: contact(/Anna/u),
  },
  'managed-not-allowed': {
    ...home((view) => ({ ...view, managed: clinic })),
    refusals: { 'call.place': 'peer-not-allowed' },
    reach: contact(/Edith/u, voice),
  },
  'managed-not-verified': {
    ...home((view) => ({ ...view, managed: clinic })),
    refusals: { 'call.place': 'peer-not-verified' },
    reach: contact(/okafor/u, voice),
  },
  'link-stranger': home((view) => ({
    ...view,
    managed: clinic,
    proposal: { address: 'f.neumann@klinik.example', from: 'link' },
  })),
  'link-contact': home((view) => ({ ...view, managed: clinic, proposal: { address: anna.address, from: 'link' } })),
  'managed-confirmed': { ...managedContacts, reach: contact(/Anna/u) },
  'managed-refused': { ...managedContacts, reach: contact(/okafor/u) },
  'managed-both': { ...managedContacts, reach: contact(/Bernd/u) },
  'managed-contacts': managedContacts,
  'managed-no-history': {
    ...home((view) => ({
      ...view,
      managed: { ...clinic, locks: { historyDays: { by: 'machine', limit: 0 } } },
      settings: { ...view.settings, historyDays: 0 },
      history: [],
    })),
    reach: async (window) => window.getByRole('tab', { name: /^(Anrufe|Calls)$/u }).click(),
  },
  'managed-problems': { ...home((view) => ({ ...view, managed: { ...clinic, problems: 2 } })), answers },
  'managed-waiting': home((view) => ({ ...view, managed: clinic, enrolment: { kind: 'waiting', needs: 'token' } })),
  'managed-waiting-file': section({ enrolment: { kind: 'waiting', needs: 'file' } }, organisation),
  'managed-enrolling': section({ enrolment: { kind: 'enrolling' } }, organisation),
  'managed-waiting-settings': section({ enrolment: { kind: 'waiting', needs: 'token' } }, organisation),
  'managed-failed': home((view) => ({
    ...view,
    managed: clinic,
    enrolment: { kind: 'failed', cause: 'unreachable', retryAt: NOW + 600_000, until: NOW + 86_400_000 },
  })),
  'managed-revoked-settings': section({ enrolment: { kind: 'failed', cause: 'revoked' } }, organisation),
  'managed-about': section({ update: { kind: 'available', version: '0.3.0', mayInstall: true } }, about),
  'managed-update-refused': section({ update: { kind: 'failed', cause: 'rollback' } }, about),
  policies: page({}, {}, policiesLink),
  'policies-good': page({}, { 'policy.read': { ...policyReport, problems: [] } }, policiesLink),
  'policies-all': {
    ...page({}, {}),
    reach: async (page) => {
      await settings(policiesLink)(page);
      await page.getByText(/^(Nur gesetzte|Only policies that are set)$/u).click();
      await page.getByText(/^(Erklärungen zeigen|Show explanations)$/u).click();
    },
  },
  'policies-none': page({ managed: fullView('de').managed }, { 'policy.read': noPolicyReport }, policiesLink),
  check: page({}, {}, checkLink),
  'check-good': page({}, { 'doctor.run': goodReport }, checkLink),
  'check-diagnosis': page({}, {}, checkLink, /^(Diagnose ansehen|View .*diagnosis)/u),
  'check-no-export': page(
    { managed: { ...clinic, allowExport: false } },
    {},
    checkLink,
    /^(Diagnose ansehen|View .*diagnosis)/u,
  ),
  record: page({}, {}, recordLink),
  'record-broken': page(
    {},
    { 'record.check': { ...record, chain: { kind: 'broken', at: 418, cause: 'gap' } } },
    recordLink,
  ),
  'record-failed': { ...page({}, {}, recordLink), refusals: { 'record.check': 'internal' } },
  'record-empty': page({}, { 'record.check': { entries: 0, chain: { kind: 'intact' } } }, recordLink),
  'lock-os': setup({ identity: undefined, managed: clinic, isLocked: true }),
  'lock-passphrase': setup({ identity: undefined, isLocked: true, keyStore: { kind: 'passphrase', locked: true } }),
  'welcome-prepared': setup({ identity: undefined, managed: prepared }),
  'welcome-some': setup({ identity: undefined, managed: { ...prepared, displayName: '' } }),
  'welcome-no-store': setup({
    identity: undefined,
    managed: { ...prepared, allowPassphrase: false },
    keyStore: { kind: 'none', backend: 'basic_text' },
  }),
  'welcome-failed': { ...setup({ identity: undefined, managed: prepared }), refusals: { 'identity.create': 'disk' } },
  'welcome-silent': {
    ...setup({ identity: undefined, managed: prepared }),
    refusals: { 'identity.create': 'server-silent' },
  },
  'welcome-used': {
    ...setup({ identity: undefined, managed: prepared }),
    refusals: { 'identity.create': 'address-used' },
  },
};
