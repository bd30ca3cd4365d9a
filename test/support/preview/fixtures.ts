// All fixtures of the preview: one for each screen and state that it can show. For tests only: names and addresses are
// invented.
import type { Page } from '@playwright/test';
import type { GlobalKeys, KeysInForce } from '../../../src/contract/global-keys.ts';
import type { CallView, View } from '../../../src/contract/view.ts';
import { type Fixture, besides, call, card, home, live, setup, shown } from './fixture.ts';
import { endedFixtures } from './ended-fixtures.ts';
import { deviceFixtures } from './device-fixtures.ts';
import { BANNER, confirmed } from './managed.ts';
import { managedFixtures } from './managed-fixtures.ts';
import { historyFixtures } from './history-fixtures.ts';
import { moveFixtures } from './move-fixtures.ts';
import { recoveryCodeFixtures } from './recovery-code-fixtures.ts';
import { sharingFixtures } from './sharing-fixtures.ts';
import { personFixtures } from './person-fixtures.ts';
import { setupFixtures } from './setup-fixtures.ts';
import { soundFixtures } from './sound-fixtures.ts';
import { tryoutFixtures } from './tryout-fixtures.ts';
import { anna, callView, emptyView, liveNumbers, NOW } from './people.ts';

const verified = { kind: 'verified', at: NOW - 40 * 86_400_000, way: 'code' } as const;
const off = { mute: false, camera: false, hold: false, screen: false } as const;
const rings = { kind: 'ringing', silenced: false } as const;
const video = { mute: false, camera: true, hold: false, screen: false } as const;

const written: CallView['text'] = [
  { id: 'peer0', from: 'peer', text: 'Die Station ist 4B, nicht 48.', done: true },
  { id: 'us0', from: 'us', text: 'Danke. <b>4B</b>, ich schreibe es auf.', done: true },
  { id: 'peer1', from: 'peer', text: 'und der Raum ist die Nu', done: false },
];

const showKeys = (page: Page): Promise<void> => page.keyboard.press('?');

const key = (keyStore: View['keyStore'], allowPassphrase = true): Fixture => ({
  ...home((view) => ({ ...view, keyStore, managed: { ...view.managed, allowPassphrase } })),
  reach: async (page) => {
    await page.getByRole('tab').nth(2).click();
    await page.getByRole('heading', { name: /^(Ihr Schlüssel|Your key)$/u }).scrollIntoViewIfNeeded();
  },
});

const proxy = (proxyLogin: View['proxyLogin']): Fixture => ({
  ...home((view) => ({ ...view, proxyLogin })),
  reach: async (page) => {
    await page.getByRole('tab').nth(2).click();
    await page.getByRole('heading', { name: 'Proxy', exact: true }).evaluate((element) => element.scrollIntoView());
  },
});

const globalKeys = (set: Partial<GlobalKeys>, keysInForce: KeysInForce): Fixture => ({
  ...home((view) => {
    const keys = { mute: '', talk: '', answer: '', hangUp: '', ...set };
    return { ...view, settings: { ...view.settings, globalKeys: keys }, keysInForce };
  }),
  reach: async (page) => {
    await page.getByRole('tab', { name: /^(Einstellungen|Settings)/u }).click();
    await page.locator('#global-keys').scrollIntoViewIfNeeded();
  },
});

/** Every fixture, by name. */
export const fixtures: Readonly<Record<string, Fixture>> = {
  ...managedFixtures,
  ...deviceFixtures,
  ...endedFixtures,
  ...recoveryCodeFixtures,
  ...moveFixtures,
  ...personFixtures,
  ...sharingFixtures,
  ...historyFixtures,
  ...setupFixtures,
  ...soundFixtures,
  ...tryoutFixtures,
  loading: { window: 'main', view: undefined },
  'setup-first-run': setup({ identity: undefined }),
  'setup-no-store': setup({ identity: undefined, keyStore: { kind: 'none', backend: 'basic_text' } }),
  'setup-after-linking': setup({ identity: undefined, keyStore: { kind: 'passphrase', locked: false } }),
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
  'settings-key': key({ kind: 'os', backend: 'gnome_libsecret' }),
  'settings-key-passphrase': key({ kind: 'passphrase', locked: false }),
  'settings-key-required': key({ kind: 'os', backend: 'gnome_libsecret' }, false),
  'home-empty': { window: 'main', view: emptyView },
  'home-contacts': home(),
  'home-offline': home((view) => ({
    ...view,
    link: { kind: 'waiting', url: 'mqtts://broker.klinik.example', retryAt: NOW + 8000, cause: 'unreachable' },
  })),
  'home-clear': home((view) => ({
    ...view,
    link: { kind: 'online', url: 'mqtt://192.168.1.20:1883', since: NOW - 60_000 },
  })),
  'home-unallowed': home((view) => ({ ...view, link: { kind: 'unallowed', url: 'mqtt://192.168.1.20:1883' } })),
  'home-no-server': home((view) => ({ ...view, link: { kind: 'off' } })),
  'home-notices': home((view) => ({
    ...view,
    notices: [
      { kind: 'false-identity', at: NOW - 3_600_000 },
      { kind: 'failed-secure-calls', address: anna.address, count: 2 },
    ],
  })),
  'home-in-call': home((view) => ({ ...view, calls: [{ ...callView, phase: live, code: shown }] })),
  'home-ringing': home((view) => ({
    ...view,
    calls: [{ ...callView, direction: 'in', claimed: true, phase: { kind: 'ringing', silenced: false } }],
  })),
  'home-ringing-changed': home((view) => ({
    ...view,
    calls: [
      {
        ...callView,
        direction: 'in',
        trust: { kind: 'changed', seenAt: NOW },
        phase: { kind: 'ringing', silenced: false },
      },
    ],
  })),
  'home-call-ended': home((view) => ({
    ...view,
    calls: [{ ...callView, phase: { kind: 'ended', reason: 'unreachable', at: NOW, connected: false } }],
  })),
  'home-missed': home((view) => ({
    ...view,
    history: view.history.map((entry, index) => (index === 0 ? { ...entry, unseen: true } : entry)),
  })),
  'home-calls': {
    ...home(),
    reach: async (page) => {
      await page.getByRole('tab').first().click();
      await page.getByRole('option').first().click();
    },
  },
  'settings-local-server': {
    ...home((view) => ({ ...view, broker: { kind: 'running', url: 'mqtt://192.168.1.20:1883', clients: 2 } })),
    reach: async (page) => {
      await page.getByRole('tab').nth(2).click();
      const heading = page.getByRole('heading', {
        name: /^(Kleines Netz ohne Server|Small network without a server)$/u,
      });
      await heading.evaluate((element) => element.scrollIntoView());
    },
  },
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
  'call-banner': call({ phase: live, code: shown, local: video, remote: video, numbers: liveNumbers }, true, {
    banner: BANNER,
  }),
  'call-no-video': call({ media: 'audio', phase: live, code: shown, numbers: liveNumbers }, false, {
    allowVideo: false,
  }),
  'call-placing': call({ phase: { kind: 'placing' } }),
  'call-paced': call({ phase: { kind: 'placing', paced: true } }),
  'call-ringing': call({ phase: { kind: 'calling', ringing: true } }),
  'call-securing': call({ phase: { kind: 'securing' } }),
  'call-connecting': call({ phase: { kind: 'connecting' }, code: shown }),
  'call-voice': call({ media: 'audio', phase: live, code: shown, numbers: liveNumbers }),
  'call-thin-line': call({
    media: 'audio',
    phase: live,
    code: shown,
    numbers: {
      ...liveNumbers,
      line: { bars: 1, lacks: 'loss-here', roundTripMs: 410, jitterMs: 62, lostHere: 18, lostThere: 4 },
    },
  }),
  'call-no-device': call({
    phase: live,
    code: shown,
    local: { ...video, camera: false, mute: true },
    remote: video,
    numbers: liveNumbers,
    noCamera: 'busy',
    noMicrophone: 'gone',
  }),
  'call-picture-paused': call(
    { phase: live, code: shown, local: video, remote: video, numbers: liveNumbers, picturePaused: true },
    true,
  ),
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
  'call-keys': { ...call({ media: 'audio', phase: live, code: shown, numbers: liveNumbers }), reach: showKeys },
  'home-keys': { ...home(), reach: showKeys },
  'settings-relay': {
    ...home((view) => ({
      ...view,
      settings: {
        ...view.settings,
        relay: { server: 'turns:relais.praxis.example:443', username: 'praxis', hasPassword: true },
      },
      relaysOf: 'person',
    })),
    reach: async (page) => {
      await page.getByRole('tab', { name: /^(Einstellungen|Settings)/u }).click();
      await page.getByRole('button', { name: /^(Relais prüfen|Test relay)/u }).scrollIntoViewIfNeeded();
    },
  },
  'settings-proxy': proxy({
    proxy: 'http://proxy.klinik.example:3128',
    isBasic: true,
    outcome: 'wanted',
    username: '',
  }),
  'settings-proxy-refused': proxy({
    proxy: 'https://proxy.klinik.example:3128',
    isBasic: true,
    outcome: 'refused',
    username: 'a.berg',
  }),
  'settings-proxy-other': proxy({
    proxy: 'http://proxy.klinik.example:3128',
    isBasic: false,
    outcome: 'wanted',
    username: '',
  }),
  'settings-keys-no-release': globalKeys({ talk: 'Ctrl+Alt+T' }, { from: 'system', taken: [], release: 'never' }),
  'settings-keys-system': globalKeys({ talk: 'Ctrl+Alt+T' }, { from: 'system', taken: [], release: 'by-system' }),
  'settings-keys-not-allowed': globalKeys(
    { talk: 'Ctrl+Alt+T' },
    { from: 'system', taken: [], release: 'not-allowed' },
  ),
  'settings-keys': globalKeys(
    { answer: 'Ctrl+Alt+A', hangUp: 'Ctrl+Alt+L' },
    { from: 'system', taken: ['hangUp'], release: 'by-display' },
  ),
  'settings-keys-desktop': globalKeys(
    { mute: 'Ctrl+Alt+M', talk: 'Ctrl+Alt+T', answer: 'Ctrl+Alt+A', hangUp: 'Ctrl+Alt+L' },
    {
      from: 'desktop',
      granted: [
        { act: 'mute', described: 'Super+M' },
        { act: 'talk', described: 'Ctrl+Alt+T' },
        { act: 'answer', described: '' },
      ],
    },
  ),
  'settings-keys-asked': globalKeys({ mute: 'Ctrl+Alt+M' }, { from: 'desktop' }),
  'settings-keys-nobody': globalKeys({ mute: 'Ctrl+Alt+M' }, { from: 'nobody' }),
  'call-muted': call(
    { phase: live, code: shown, local: { ...video, camera: false, mute: true }, remote: { ...video, mute: true } },
    true,
  ),
  'call-talks': call({ phase: live, code: shown, local: off, talks: true }),
  'call-held': call(
    { phase: live, code: shown, local: { ...video, hold: true }, remote: video, numbers: liveNumbers },
    true,
  ),
  'call-held-by-peer': call(
    { phase: live, code: shown, local: video, remote: { ...video, hold: true }, numbers: liveNumbers },
    true,
  ),
  'call-held-by-both': call({
    media: 'audio',
    phase: live,
    code: shown,
    trust: verified,
    local: { ...video, camera: false, hold: true },
    remote: { ...video, camera: false, hold: true },
    numbers: liveNumbers,
  }),
  'call-text': call({ media: 'audio', phase: live, code: shown, text: written, numbers: liveNumbers }),
  'call-text-held': call({
    media: 'audio',
    phase: live,
    code: shown,
    text: written,
    remote: { ...video, camera: false, hold: true },
    numbers: liveNumbers,
  }),
  'home-held': home((view) => ({
    ...view,
    calls: [{ ...callView, phase: live, code: shown, remote: { ...callView.remote, hold: true } }],
  })),
  'call-reconnecting': call(
    {
      phase: { kind: 'reconnecting', since: NOW - 6000, until: NOW + 24_000 },
      code: shown,
      local: video,
      remote: video,
    },
    true,
  ),
  'call-mismatch': call({ phase: live, code: { kind: 'mismatch' }, numbers: liveNumbers }),
  'card-knock': {
    ...home((view) => ({ ...view, isLocked: true, calls: [], knock: { call: 'a'.repeat(32), isSilenced: false } })),
    window: 'card',
  },
  'card-new': card({ trust: { kind: 'new' } }),
  'card-pinned': card({}),
  'card-verified': card({ trust: verified }),
  'card-confirmed': card({ organisation: confirmed }),
  'card-refused': card({ organisation: { kind: 'refused', cause: 'expired' } }),
  'card-banner': card({ organisation: confirmed }, { banner: BANNER }),
  'card-no-video': card({}, { allowVideo: false }),
  'card-changed': card({ trust: { kind: 'changed', seenAt: NOW } }),
  'card-recovered': card({ trust: { kind: 'pinned', since: 1, recovered: { seenAt: NOW } } }),
  'card-unconfirmed': card({ unconfirmed: true, media: 'audio' }),
  'card-waiting': besides('card', {}, { claimed: true, phase: rings }),
  'card-waiting-held': besides('card', { local: { ...off, hold: true } }, { claimed: true, phase: rings }),
  'call-second-rings': besides('call', {}, { claimed: true, phase: rings }),
  'call-second-held': besides('call', {}, { phase: live, code: shown, local: { ...off, hold: true } }),
  'call-held-for-second': besides('call', { local: { ...off, hold: true } }, { phase: live, code: shown }),
  'call-left-held': call({ phase: live, code: shown, local: { ...off, hold: true }, leftHeld: true }),
  'call-second-calling': besides(
    'call',
    { local: { ...off, hold: true } },
    { direction: 'out', phase: { kind: 'calling', ringing: true } },
  ),
  'call-ended-beside-held': besides(
    'call',
    { phase: { kind: 'ended', reason: 'no-answer', at: NOW, connected: false } },
    { phase: live, code: shown, local: { ...off, hold: true }, leftHeld: true },
  ),
  'home-verified-elsewhere': {
    ...home((view) => ({
      ...view,
      contacts: view.contacts.map((contact) =>
        contact.trust.kind === 'verified' ? { ...contact, trust: { ...contact.trust, way: 'own-device' } } : contact,
      ),
    })),
    reach: async (page) => page.getByRole('option', { name: /Edith/u }).click(),
  },
  'home-second-place': {
    ...home((view) => ({ ...view, calls: [{ ...callView, phase: live, code: shown }] })),
    reach: async (page) => page.getByRole('option', { name: /Edith/u }).click(),
  },
  'home-left-held': besides(
    'main',
    { local: { ...off, hold: true }, leftHeld: true },
    { direction: 'out', phase: { kind: 'ended', reason: 'no-answer', at: NOW, connected: false } },
  ),
  'home-second-rings': besides('main', {}, { claimed: true, phase: rings }),
  'home-two-calls': besides('main', { local: { ...off, hold: true } }, { phase: live, code: shown }),
  'card-silenced': card({ phase: { kind: 'ringing', silenced: true } }),
};
