// Policies on the program itself: start, language, notifications, whether contacts see absence, log, updates, and what
// the program says on the organisation's behalf.
import type { Policy } from './policy.ts';

const common = { category: 'program', since: '0.2' } as const;

/** The program's policies. */
export const programPolicies = {
  StartAtLogin: {
    ...common,
    type: 'boolean',
    scope: 'both',
    default: false,
    strict: false,
  },
  Language: {
    ...common,
    type: 'enum',
    scope: 'both',
    values: ['system', 'de', 'en'],
    default: 'system',
    strict: 'system',
  },
  Notifications: {
    ...common,
    type: 'enum',
    scope: 'both',
    values: ['named-always', 'named', 'nameless', 'none'],
    isOrdered: true,
    default: 'named',
    strict: 'nameless', // a person without notifications would miss calls
  },
  ShareAbsence: {
    ...common,
    type: 'boolean',
    scope: 'both',
    default: true,
    strict: false,
    tighter: false,
  },
  LogLevel: {
    ...common,
    type: 'enum',
    scope: 'machine',
    values: ['error', 'warn', 'info', 'debug'],
    default: 'info',
    strict: 'warn',
  },
  UpdateMode: {
    ...common,
    type: 'enum',
    scope: 'machine',
    values: ['automatic', 'notify', 'off'],
    isOrdered: true,
    default: 'notify',
    strict: 'off',
  },
  UpdateFeedUrl: {
    ...common,
    type: 'string',
    scope: 'machine',
    maxLength: 2048,
    form: 'https-url',
    default: '',
    strict: '',
  },
  UpdateKeys: {
    ...common,
    type: 'list',
    scope: 'machine',
    maxItems: 4,
    itemMaxLength: 64,
    form: 'ed25519',
    default: [],
    strict: [],
  },
  SupportContact: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 256,
    form: 'text',
    default: '',
    strict: '',
  },
  PrivacyUrl: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 2048,
    form: 'https-url',
    default: '',
    strict: '',
  },
  ImprintUrl: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 2048,
    form: 'https-url',
    default: '',
    strict: '',
  },
  ClassificationBanner: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 120,
    form: 'text',
    default: '',
    strict: '',
  },
} as const satisfies Record<string, Policy>;
