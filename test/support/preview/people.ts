// Invented people, calls and numbers for the fixtures. For tests only.
import { managedFixture } from '../../main/desktop/view-fixture.ts';
import type { CallNumbers, CallView, ContactView, HistoryEntry, Language, View } from '../../../src/contract/view.ts';

export const DAY_MS = 86_400_000;
/** The time of the fixtures, in ms since 1970. Page tests and pictures fix the date of the page at this time. */
export const NOW = new Date(2026, 4, 12, 14, 5, 0).getTime();

/** The joint fingerprint of two people. */
export const fingerprint = '482190375561204873395518206743991120475836018264759301842275';

export const anna: ContactView = {
  address: 'anna.berg@klinik.example',
  name: 'Dr. Anna Berg',
  trust: { kind: 'pinned', since: NOW - 20 * DAY_MS },
  organisation: { kind: 'none' },
  alwaysRings: false,
  presence: 'online',
  isPinned: true,
};
const bernd: ContactView = {
  address: 'bernd.schulze@klinik.example',
  name: 'Bernd Schulze',
  trust: { kind: 'verified', at: NOW - 9 * DAY_MS, way: 'code' },
  organisation: { kind: 'none' },
  alwaysRings: false,
  presence: 'busy',
  isPinned: true,
};
const carla: ContactView = {
  address: 'carla.fernandez-montalvo@ministerium.example',
  name: 'Carla Fernández-Montalvo de la Vega',
  trust: { kind: 'changed', seenAt: NOW - DAY_MS, verifiedAt: NOW - 90 * DAY_MS },
  organisation: { kind: 'none' },
  alwaysRings: false,
  presence: 'gone',
  isPinned: true,
};
const david: ContactView = {
  address: 'd.okafor@kanzlei.example',
  name: '',
  trust: { kind: 'new' },
  organisation: { kind: 'none' },
  alwaysRings: false,
  presence: 'unknown',
  isPinned: false,
};
const edith: ContactView = {
  address: 'edith.wagner@betriebsrat.example',
  name: 'Edith Wagner',
  trust: { kind: 'verified', at: NOW - 200 * DAY_MS, way: 'code' },
  organisation: { kind: 'none' },
  alwaysRings: false,
  presence: 'dnd',
  isPinned: true,
};

const entry = (id: string, person: ContactView, at: number, rest: Partial<HistoryEntry>): HistoryEntry => ({
  id: id.padStart(32, '0'),
  address: person.address,
  name: person.name,
  direction: 'out',
  media: 'video',
  at,
  durationMs: 0,
  verified: false,
  outcome: 'hung-up',
  ...rest,
});

const history: readonly HistoryEntry[] = [
  entry('a1', anna, NOW - 35 * 60_000, { direction: 'in', outcome: 'no-answer' }),
  entry('a2', bernd, NOW - 3 * 3_600_000, { durationMs: 754_000, verified: true }),
  entry('a3', anna, NOW - DAY_MS, { durationMs: 247_000, media: 'audio', outcome: 'peer-hung-up' }),
  entry('a4', carla, NOW - 2 * DAY_MS, { outcome: 'key-changed' }),
  entry('a5', edith, NOW - 8 * DAY_MS, { direction: 'in', durationMs: 4_102_000, verified: true }),
  entry('a6', david, NOW - 30 * DAY_MS, { outcome: 'unknown-address', media: 'audio' }),
  entry('a7', { ...anna, address: 'gast@extern.example', name: 'Gast' }, NOW - 400 * DAY_MS, { outcome: 'declined' }),
];

/** This device in its person's list of devices. */
export const ownDevice = {
  device: 'k7f2qmbx4tzn3wdl5hryvc6pae',
  name: 'KLINIK-WS-0417',
  isThis: true,
  isNew: false,
};

/** The view of a person who is set up, without contacts and calls. */
export function emptyView(language: Language): View {
  return {
    versions: { app: '0.1.0', electron: '45.4.1', chromium: '156.0.7821.49' },
    keyStore: { kind: 'os', backend: 'gnome_libsecret' },
    identity: {
      address: 'max.mustermann@klinik.example',
      name: 'Max Mustermann',
      device: 'k7f2qmbx4tzn3wdl5hryvc6pae',
      fingerprint: fingerprint.slice(0, 30),
    },
    link: { kind: 'online', url: 'mqtts://broker.klinik.example', since: NOW - 3_600_000 },
    status: 'available',
    statusReason: { by: 'person' },
    mayFollowSystem: true,
    contacts: [],
    claims: [],
    disputes: [],
    calls: [],
    history: [],
    broker: { kind: 'stopped' },
    notices: [],
    devices: {
      list: [ownDevice],
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
    relaysOf: 'organisation',
    keysInForce: { from: 'system', taken: [], release: 'by-display' },
    headsets: { found: [], isLost: false },
    settings: {
      language,
      brokerUrl: 'mqtts://broker.klinik.example',
      brokerUsername: '',
      hasBrokerPassword: false,
      localBroker: false,
      relay: { server: '', username: '', hasPassword: false },
      relayOnly: false,
      unknownCallers: 'ring',
      startAtLogin: false,
      idleLockMinutes: 0,
      awayMinutes: 10,
      quietHours: { on: false, from: 1320, until: 420 },
      followSystemDnd: false,
      globalKeys: { mute: '', talk: '', answer: '', hangUp: '' },
      headset: false,
      historyDays: 90,
      notifications: 'named',
      appearance: 'system',
      textSize: 0,
      moreContrast: false,
      lessMotion: false,
      microphone: '',
      camera: '',
      speaker: '',
      devicesBefore: { microphone: [], camera: [], speaker: [] },
      background: 'off',
      ringMode: 'loud',
      ringtone: 'bells',
      ringVolume: 60,
      ringPlace: { kind: 'one', speaker: '' },
      toneVolume: 50,
      echoCancellation: true,
      noiseSuppression: 'engine',
      autoGainControl: true,
    },
    managed: managedFixture,
    enrolment: { kind: 'off' },
    update: { kind: 'none' },
    isLocked: false,
  };
}

/** The view of a person who is set up, with contacts and a history of calls. */
export function fullView(language: Language): View {
  return { ...emptyView(language), contacts: [anna, bernd, carla, david, edith], history: [...history] };
}

const silent: CallNumbers = {
  handshake: 'Noise_IKhfs_25519+MLKEM768_AESGCM_SHA256',
  suite: 'AES_256_GCM_SHA512_128',
  generation: 0,
  step: 0,
  path: 'unknown',
  pathBy: 'unknown',
  codec: { audio: '', video: '' },
  fingerprint: '',
  streams: [],
  decodedFrames: 0,
};

export const liveNumbers: CallNumbers = {
  ...silent,
  path: 'relay',
  pathBy: 'tls',
  codec: { audio: 'audio/red', video: 'VP8' },
  fingerprint:
    'sha-256 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B',
  streams: [
    { stream: 0, sealed: 12_350, sealDropped: {}, opened: 12_341, openDropped: { 'no-key': 2 } },
    { stream: 1, sealed: 7_410, sealDropped: { full: 1 }, opened: 7_388, openDropped: { 'no-key': 3, replay: 1 } },
    { stream: 2, sealed: 0, sealDropped: {}, opened: 0, openDropped: {} },
  ],
  decodedFrames: 7_380,
  line: { bars: 4, lacks: 'nothing', roundTripMs: 82, jitterMs: 6, lostHere: 0, lostThere: 0 },
};

const off = { mute: false, camera: false, hold: false, screen: false } as const;

export const callView: CallView = {
  mayShare: 'all',
  id: '0123456789abcdef0123456789abcdef',
  direction: 'out',
  address: anna.address,
  name: anna.name,
  claimed: false,
  unconfirmed: false,
  trust: anna.trust,
  organisation: { kind: 'none' },
  media: 'video',
  phase: { kind: 'placing' },
  local: off,
  remote: off,
  code: { kind: 'none' },
  text: [],
  numbers: silent,
};

/** A second call during the first, with Bernd. */
export const otherView: CallView = {
  ...callView,
  id: 'fedcba9876543210fedcba9876543210',
  direction: 'in',
  address: bernd.address,
  name: bernd.name,
  trust: bernd.trust,
  media: 'audio',
};
