// A view and a call of invented people, for tests of what follows a view.
import type { ManagedView } from '../../../src/contract/managed.ts';
import type { CallView, View } from '../../../src/contract/view.ts';

const still = { mute: false, camera: false, hold: false, screen: false };

/** A voice call that is live with somebody not verified. */
export const callFixture: CallView = {
  id: 'a'.repeat(32),
  direction: 'out',
  address: 'anna@klinik.example',
  name: 'Anna',
  claimed: false,
  unconfirmed: false,
  trust: { kind: 'pinned', since: 1 },
  organisation: { kind: 'none' },
  media: 'audio',
  phase: { kind: 'live', since: 1 },
  local: still,
  remote: still,
  code: { kind: 'none' },
  text: [],
  numbers: {
    handshake: '',
    suite: '',
    generation: 0,
    step: 0,
    path: 'unknown',
    pathBy: 'unknown',
    codec: { audio: '', video: '' },
    fingerprint: '',
    streams: [],
    decodedFrames: 0,
  },
};

/** A device that nobody manages. */
export const managedFixture: ManagedView = {
  isManaged: false,
  problems: 0,
  locks: {},
  address: '',
  displayName: '',
  organisation: '',
  banner: '',
  support: '',
  hasPrivacyLink: false,
  hasImprintLink: false,
  allowVideo: true,
  allowLocalBroker: true,
  allowPassphrase: true,
  allowExport: true,
  hideNames: false,
  verifyAfterRecovery: false,
};

/** Set up, connected, nothing going on. */
export const viewFixture: View = {
  versions: { app: '0', electron: '0', chromium: '0' },
  keyStore: { kind: 'os', backend: 'gnome_libsecret' },
  identity: { address: 'max@klinik.example', name: 'Max', device: 'd', fingerprint: '' },
  link: { kind: 'online', url: 'mqtt://127.0.0.1:1883', since: 1 },
  status: 'available',
  contacts: [],
  claims: [],
  disputes: [],
  calls: [],
  history: [],
  broker: { kind: 'stopped' },
  notices: [],
  devices: {
    list: [],
    given: [],
    isRemoved: false,
    isDisputed: false,
    isUnfinished: false,
    isSecond: false,
    mayLink: true,
    wantsChoice: false,
    giving: { kind: 'off' },
    taking: { kind: 'off' },
  },
  settings: {
    language: 'de',
    brokerUrl: '',
    brokerUsername: '',
    hasBrokerPassword: false,
    localBroker: false,
    relayOnly: false,
    unknownCallers: 'ring',
    startAtLogin: false,
    idleLockMinutes: 0,
    historyDays: 90,
    notifications: 'named',
    microphone: '',
    camera: '',
    speaker: '',
  },
  managed: managedFixture,
  enrolment: { kind: 'off' },
  update: { kind: 'none' },
  isLocked: false,
};
