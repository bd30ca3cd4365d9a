// Policies on this device: its keys, what a call may carry, what stays on disk and for how long.
import type { Policy } from './policy.ts';

const common = { applies: 'live', since: '0.2' } as const;
const keys = { ...common, category: 'keys' } as const;
const calls = { ...common, category: 'calls' } as const;
const data = { ...common, category: 'data' } as const;

/** The device's policies. */
export const devicePolicies = {
  KeyStoreMinimum: {
    ...keys,
    type: 'enum',
    scope: 'both',
    values: ['passphrase', 'system'],
    isOrdered: true,
    default: 'passphrase',
    strict: 'system',
  },
  LinkDevices: {
    ...keys,
    type: 'boolean',
    scope: 'both',
    default: true,
    strict: false,
    tighter: false,
  },
  RecoveryCode: {
    ...keys,
    type: 'enum',
    scope: 'both',
    values: ['offer', 'require', 'forbid'],
    default: 'offer',
    strict: 'forbid',
  },
  IdleLockMinutes: {
    ...keys,
    type: 'number',
    scope: 'both',
    min: 0,
    max: 1440,
    unit: 'minutes',
    default: 0,
    strict: 5,
    tighter: 'lower-but-0-is-never',
  },
  KeysInMemory: {
    ...keys,
    type: 'enum',
    scope: 'both',
    values: ['until-quit', 'until-suspend', 'until-lock'],
    isOrdered: true,
    default: 'until-quit',
    strict: 'until-lock',
  },
  RingWhenLocked: {
    ...keys,
    type: 'boolean',
    scope: 'both',
    default: true,
    strict: false,
    tighter: false,
  },
  AllowVideo: {
    ...calls,
    type: 'boolean',
    scope: 'both',
    default: true,
    strict: false,
    tighter: false,
  },
  AllowScreenShare: {
    ...calls,
    type: 'enum',
    scope: 'both',
    values: ['all', 'window', 'none'],
    isOrdered: true,
    default: 'all',
    strict: 'none',
  },
  HighConfidentiality: {
    ...calls,
    type: 'boolean',
    scope: 'both',
    default: false,
    strict: true,
    tighter: true,
  },
  ContentProtection: {
    ...calls,
    type: 'boolean',
    scope: 'both',
    default: false,
    strict: true,
    tighter: true,
  },
  HistoryDays: {
    ...data,
    type: 'number',
    scope: 'both',
    min: 0,
    max: 3650,
    unit: 'days',
    default: 90,
    strict: 90, // not 0: history deleted because of a typing mistake does not come back
    tighter: 'lower',
  },
  RecordDays: {
    ...data,
    type: 'number',
    scope: 'machine',
    min: 1,
    max: 3650,
    unit: 'days',
    default: 365,
    strict: 365,
  },
  RecordPeers: {
    ...data,
    type: 'boolean',
    scope: 'machine',
    default: false,
    strict: false,
    tighter: false,
  },
  DiagnosticsExport: {
    ...data,
    type: 'boolean',
    scope: 'both',
    default: true,
    strict: false,
    tighter: false,
  },
} as const satisfies Record<string, Policy>;
