// The closed list of what main's self-check can find: code → the check to which it belongs, and its result. Each code
// has a short text in src/text (finding-de.ts and finding-en.ts), which also says what to do, if anything.
import type { DoctorCheck } from './managed.ts';

interface Kind {
  readonly id: DoctorCheck['id'];
  readonly outcome: DoctorCheck['outcome'];
}

const all = <C extends string>(id: Kind['id'], outcomes: Readonly<Record<C, Kind['outcome']>>): Record<C, Kind> => {
  const entries = Object.entries<Kind['outcome']>(outcomes).map(([code, outcome]) => [code, { id, outcome }]);
  return Object.fromEntries(entries) as Record<C, Kind>;
};

/** Every finding of main. */
export const findings = {
  ...all('system', { 'system-good': 'good', 'runtime-old': 'notice' }),
  ...all('key-store', {
    'key-store-good': 'good',
    'key-store-passphrase': 'good',
    'key-store-none': 'bad',
    'key-store-round-trip': 'bad',
    'key-store-will-not-open': 'bad',
    'key-store-changed': 'bad',
    'key-store-foreign': 'bad',
    'key-file-version': 'bad',
    'key-file-unreadable': 'bad',
    'key-store-below-policy': 'bad',
  }),
  ...all('state-files', {
    'state-good': 'good',
    'state-none': 'good',
    'state-locked': 'not-checked',
    'state-damaged': 'bad',
    'state-kept-aside': 'notice',
    'state-not-writable': 'bad',
    'state-disk-full': 'bad',
    'state-open-to-others': 'notice',
  }),
  ...all('policy', {
    'policy-none': 'good',
    'policy-good': 'good',
    'policy-misplaced': 'bad',
    'policy-entries': 'notice',
    'policy-unreadable': 'bad',
  }),
  ...all('broker', {
    'broker-good': 'good',
    'broker-reached': 'good',
    'broker-clear': 'notice',
    'broker-fallback': 'notice',
    'broker-none': 'notice',
    'broker-unallowed': 'bad',
    'broker-locked': 'not-checked',
    'broker-refused': 'bad',
    'broker-unreachable': 'bad',
    'broker-tls': 'bad',
    'broker-no-certificate': 'bad',
    'broker-timeout': 'bad',
    'broker-not-authorised': 'bad',
    'broker-taken-over': 'bad',
    'broker-proxy': 'bad',
    'broker-protocol': 'bad',
  }),
  ...all('server', {
    'server-good': 'good',
    'server-mute': 'bad',
    'server-name': 'bad',
    'server-refused': 'bad',
    'server-unreachable': 'bad',
    'server-timeout': 'bad',
    'server-tls': 'bad',
    'server-opened': 'bad',
    'server-proxy': 'bad',
  }),
  ...all('proxy', {
    'proxy-none': 'good',
    'proxy-good': 'good',
    'proxy-unreachable': 'bad',
    'proxy-refuses': 'bad',
    'proxy-login': 'bad',
  }),
  ...all('clock', {
    'clock-good': 'good',
    'clock-plausible': 'good',
    'clock-off': 'notice',
    'clock-wrong': 'bad',
    'clock-not-checked': 'not-checked',
  }),
  ...all('relay', {
    'relay-good': 'good',
    'relay-none': 'not-checked',
    'relay-partly': 'notice',
    'relay-missing': 'bad',
    'relay-no-account': 'bad',
    'relay-unreachable': 'bad',
    'relay-tls': 'bad',
    'relay-not-authorised': 'bad',
    'relay-refused': 'bad',
    'relay-account-fallback': 'notice',
    'relay-account-unreachable': 'bad',
    'relay-account-tls': 'bad',
    'relay-account-refused': 'bad',
    'relay-account-unusable': 'bad',
  }),
  ...all('relay-path', {
    'path-good': 'good',
    'path-unreachable': 'bad',
    'path-tls': 'bad',
    'path-not-authorised': 'bad',
    'path-refused': 'bad',
  }),
  ...all('trial-call', { 'trial-call-good': 'good', 'trial-call-lost': 'notice', 'trial-call-not-now': 'not-checked' }),
  ...all('udp', { 'udp-good': 'good', 'udp-blocked': 'notice', 'udp-not-checked': 'not-checked' }),
  ...all('organisation', {
    'organisation-off': 'not-checked',
    'organisation-enrolled': 'good',
    'organisation-ends-soon': 'notice',
    'organisation-waiting': 'notice',
    'organisation-lists': 'notice',
    'organisation-failed': 'bad',
    'organisation-unknown': 'not-checked',
  }),
  ...all('devices', { 'devices-in-window': 'not-checked', 'devices-not-now': 'not-checked' }),
  ...all('microphone', {
    'microphone-good': 'good',
    'microphone-none': 'bad',
    'microphone-busy': 'bad',
    'microphone-refused': 'bad',
  }),
  ...all('camera', {
    'camera-good': 'good',
    'camera-none': 'notice',
    'camera-busy': 'notice',
    'camera-refused': 'notice',
  }),
  ...all('sandbox', { 'sandbox-on': 'good', 'sandbox-off': 'bad', 'sandbox-unknown': 'not-checked' }),
  ...all('record', {
    'record-intact': 'good',
    'record-empty': 'good',
    'record-began-late': 'notice',
    'record-broken': 'bad',
    'record-unreadable': 'bad',
    'record-locked': 'not-checked',
  }),
  ...all('update', {
    'update-none': 'good',
    'update-off': 'good',
    'update-available': 'notice',
    'update-ready': 'notice',
    'update-failed': 'bad',
  }),
} as const;

/** A code of the list. */
export type FindingCode = keyof typeof findings;
