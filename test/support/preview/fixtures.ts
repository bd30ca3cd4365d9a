// One fixture per screen and state that a person can meet. Support only: names and addresses are invented.
import { EndReason } from '../../../src/contract/failure.ts';
import type { WindowKind } from '../../../src/contract/ipc.ts';
import type { CallView, Language, View } from '../../../src/contract/view.ts';
import { anna, callView, emptyView, fullView, liveNumbers, NOW } from './people.ts';

export interface Fixture {
  readonly window: WindowKind;
  readonly view: ((language: Language) => View) | undefined;
  readonly pictures?: boolean;
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
