// One fixture per screen and state that a person can meet. Support only: names and addresses are invented.
import { EndReason } from '../../../src/contract/failure.ts';
import type { WindowKind } from '../../../src/contract/ipc.ts';
import type { CallView, Language, View } from '../../../src/contract/view.ts';
import type { Page } from '@playwright/test';
import { CLINIC, clinic, diagnosis, goodReport, mixedReport, noPolicyReport, policyReport, record } from './managed.ts';
import type { Answers } from './fake-siegel.ts';
import { anna, callView, emptyView, fullView, liveNumbers, NOW } from './people.ts';

export interface Fixture {
  readonly window: WindowKind;
  readonly view: ((language: Language) => View) | undefined;
  readonly pictures?: boolean;
  readonly answers?: Answers;
  /** How a person gets from the window's first screen to the one meant. */
  readonly reach?: (page: Page) => Promise<void>;
}

const main = (change: (view: View) => View = (view) => view): Fixture => ({
  window: 'main',
  view: (language) => change(fullView(language)),
});
const call = (change: Partial<CallView>, pictures = false): Fixture => ({
  window: 'call',
  pictures,
  view: (language) => ({ ...fullView(language), call: { ...callView, ...change } }),
});
const card = (change: Partial<CallView>): Fixture => ({
  window: 'card',
  view: (language) => ({
    ...fullView(language),
    call: { ...callView, direction: 'in', claimed: true, phase: { kind: 'ringing', silenced: false }, ...change },
  }),
});
const settings =
  (...names: readonly RegExp[]) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('tab', { name: /^(Einstellungen|Settings)$/u }).click();
    for (const name of names) await page.getByRole('button', { name }).click();
  };
const answers: Answers = {
  'policy.read': policyReport,
  'doctor.run': mixedReport,
  'record.check': record,
  'diagnostics.read': diagnosis,
};
const page = (change: Partial<View>, given: Answers, ...names: readonly RegExp[]): Fixture => ({
  ...main((view) => ({ ...view, managed: clinic, ...change })),
  answers: { ...answers, ...given },
  reach: settings(...names),
});
const policiesLink = /^(Richtlinien|Policies)$/u;
const checkLink = /^(Selbstprüfung|Self-check)$/u;
const recordLink = /^(Sicherheitsprotokoll|Security record)$/u;
const confirmed = { kind: 'confirmed', name: CLINIC, until: NOW + 12 * 86_400_000 } as const;
const enrolled = {
  kind: 'enrolled',
  until: NOW + 12 * 86_400_000,
  renewAt: NOW + 8 * 86_400_000,
  serial: '5F:2A:91:0C:7E',
} as const;
const prepared = { ...clinic, address: 'max.mustermann@klinik.example', displayName: 'Max Mustermann' } as const;
const setup = (change: Partial<View>): Fixture => ({
  window: 'main',
  view: (language) => ({ ...emptyView(language), ...change }),
});
const live = { kind: 'live', since: NOW - 247_000 } as const;
const shown = { kind: 'shown', code: '48219037', role: 'read', mayConfirm: true } as const;
const verified = { kind: 'verified', at: NOW - 40 * 86_400_000, way: 'code' } as const;
const video = { mute: false, camera: true, hold: false, screen: false } as const;

/** Every screen, by name. */
export const fixtures: Readonly<Record<string, Fixture>> = {
  loading: { window: 'main', view: undefined },
  'setup-first-run': setup({ identity: undefined }),
  'setup-no-store': setup({ identity: undefined, keyStore: { kind: 'none', backend: 'basic_text' } }),
  'setup-unlock': setup({ identity: undefined, keyStore: { kind: 'passphrase', locked: true } }),
  'setup-damaged': setup({
    identity: undefined,
    keyStore: {
      kind: 'damaged',
      backend: 'gnome_libsecret',
      cause: 'will-not-open',
      keptAside: '~/.config/Siegel/vault/kept-2026-05-03T091412Z',
    },
  }),
  'home-empty': { window: 'main', view: emptyView },
  'home-contacts': main(),
  'home-offline': main((view) => ({
    ...view,
    link: { kind: 'waiting', url: 'mqtts://broker.klinik.example', retryAt: NOW + 8000, cause: 'unreachable' },
  })),
  'home-no-server': main((view) => ({ ...view, link: { kind: 'off' } })),
  'home-notices': main((view) => ({
    ...view,
    notices: [
      { kind: 'false-identity', at: NOW - 3_600_000 },
      { kind: 'failed-secure-calls', address: anna.address, count: 2 },
    ],
  })),
  'home-in-call': main((view) => ({ ...view, call: { ...callView, phase: live, code: shown } })),
  'home-ringing': main((view) => ({
    ...view,
    call: { ...callView, direction: 'in', claimed: true, phase: { kind: 'ringing', silenced: false } },
  })),
  'home-call-ended': main((view) => ({
    ...view,
    call: { ...callView, phase: { kind: 'ended', reason: 'unreachable', at: NOW, connected: false } },
  })),
  'home-broker': main((view) => ({
    ...view,
    broker: { kind: 'running', url: 'mqtt://192.168.1.20:1883', clients: 2 },
  })),
  'managed-settings': page(
    {
      enrolment: enrolled,
      settings: {
        ...fullView('de').settings,
        relayOnly: true,
        unknownCallers: 'silent',
        idleLockMinutes: 15,
        historyDays: 30,
      },
    },
    {},
  ),
  'managed-banner': {
    ...main((view) => ({ ...view, managed: { ...clinic, banner: 'VS – Nur für den Dienstgebrauch' } })),
  },
  'managed-no-video': main((view) => ({ ...view, managed: { ...clinic, allowVideo: false } })),
  'managed-contacts': main((view) => ({
    ...view,
    managed: clinic,
    enrolment: enrolled,
    contacts: view.contacts.map((contact) => ({
      ...contact,
      organisation:
        contact.address === 'd.okafor@kanzlei.example'
          ? { kind: 'refused', cause: 'revoked' }
          : contact.address === anna.address || contact.address.startsWith('bernd')
            ? confirmed
            : { kind: 'none' },
    })),
  })),
  'managed-problems': main((view) => ({ ...view, managed: { ...clinic, problems: 2 } })),
  'managed-waiting': main((view) => ({ ...view, managed: clinic, enrolment: { kind: 'waiting', needs: 'token' } })),
  'managed-waiting-settings': page({ enrolment: { kind: 'waiting', needs: 'token' } }, {}),
  'managed-failed': main((view) => ({
    ...view,
    managed: clinic,
    enrolment: { kind: 'failed', cause: 'unreachable', retryAt: NOW + 600_000, until: NOW + 86_400_000 },
  })),
  'managed-revoked-settings': page({ enrolment: { kind: 'failed', cause: 'revoked' } }, {}),
  'managed-about': page({ update: { kind: 'available', version: '0.3.0', mayInstall: true } }, {}),
  'managed-update-refused': page({ update: { kind: 'failed', cause: 'rollback' } }, {}),
  policies: page({}, {}, policiesLink),
  'policies-all': {
    ...page({}, {}),
    reach: async (page) => {
      await settings(policiesLink)(page);
      await page.getByText(/^(Nur gesetzte|Only those that are set)$/u).click();
      await page.getByText(/^(Erklärungen zeigen|Show explanations)$/u).click();
    },
  },
  'policies-none': page({ managed: fullView('de').managed }, { 'policy.read': noPolicyReport }, policiesLink),
  check: page({}, {}, checkLink),
  'check-good': page({}, { 'doctor.run': goodReport }, checkLink),
  'check-diagnosis': page({}, {}, checkLink, /^(Diagnose ansehen|View and save)/u),
  'check-no-export': page(
    { managed: { ...clinic, allowExport: false } },
    {},
    checkLink,
    /^(Diagnose ansehen|View and save)/u,
  ),
  record: page({}, {}, recordLink),
  'record-broken': page(
    {},
    { 'record.check': { ...record, chain: { kind: 'broken', at: 418, cause: 'gap' } } },
    recordLink,
  ),
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
  'call-confirmed-organisation': call(
    { phase: live, code: shown, organisation: confirmed, numbers: liveNumbers },
    true,
  ),
  'call-refused-organisation': call({
    phase: live,
    code: shown,
    organisation: { kind: 'refused', cause: 'expired' },
    numbers: liveNumbers,
  }),
  'call-verify-by': call({ media: 'audio', phase: live, code: shown, verifyBy: NOW + 161_000, numbers: liveNumbers }),
  'call-banner': {
    ...call({ phase: live, code: shown, local: video, remote: video, numbers: liveNumbers }, true),
    view: (language) => ({
      ...fullView(language),
      managed: { ...clinic, banner: 'VS – Nur für den Dienstgebrauch' },
      call: { ...callView, phase: live, code: shown, local: video, remote: video },
    }),
  },
  'call-placing': call({ phase: { kind: 'placing' } }),
  'call-ringing': call({ phase: { kind: 'calling', ringing: true } }),
  'call-securing': call({ phase: { kind: 'securing' } }),
  'call-connecting': call({ phase: { kind: 'connecting' }, code: shown }),
  'call-voice': call({ media: 'audio', phase: live, code: shown, numbers: liveNumbers }),
  'call-video': call({ phase: live, code: shown, local: video, remote: video, numbers: liveNumbers }, true),
  'call-video-verified': call(
    { phase: live, code: shown, trust: verified, local: video, remote: video, numbers: liveNumbers },
    true,
  ),
  'call-type': call(
    { phase: live, code: { ...shown, role: 'type' }, local: video, remote: video, numbers: liveNumbers },
    true,
  ),
  'call-confirmed': call(
    {
      phase: live,
      code: { ...shown, role: 'type', confirmedAt: NOW - 1000 },
      trust: { kind: 'verified', at: NOW - 1000, way: 'code' },
      local: video,
      remote: video,
      numbers: liveNumbers,
    },
    true,
  ),
  'call-unconfirmed': call({ phase: live, unconfirmed: true, code: { ...shown, mayConfirm: false } }),
  'call-muted': call(
    { phase: live, code: shown, local: { ...video, camera: false, mute: true }, remote: { ...video, mute: true } },
    true,
  ),
  'call-mending': call(
    { phase: { kind: 'mending', since: NOW - 6000, until: NOW + 24_000 }, code: shown, local: video, remote: video },
    true,
  ),
  'call-mismatch': call({ phase: live, code: { kind: 'mismatch' }, numbers: liveNumbers }),
  'card-new': card({ trust: { kind: 'new' } }),
  'card-pinned': card({}),
  'card-verified': card({ trust: verified }),
  'card-confirmed': card({ organisation: confirmed }),
  'card-refused': card({ organisation: { kind: 'refused', cause: 'expired' } }),
  'card-banner': {
    ...card({}),
    view: (language) => ({
      ...fullView(language),
      managed: { ...clinic, banner: 'VS – Nur für den Dienstgebrauch', allowVideo: false },
      call: { ...callView, direction: 'in', claimed: true, phase: { kind: 'ringing', silenced: false } },
    }),
  },
  'card-changed': card({ trust: { kind: 'changed', seenAt: NOW, change: 'identity' } }),
  'card-unconfirmed': card({ unconfirmed: true, media: 'audio' }),
  'card-silenced': card({ phase: { kind: 'ringing', silenced: true } }),
  ...Object.fromEntries(
    EndReason.options.map((reason) => [
      `ended-${reason}`,
      call({ phase: { kind: 'ended', reason, at: NOW, connected: reason === 'peer-hung-up' || reason === 'hung-up' } }),
    ]),
  ),
};
