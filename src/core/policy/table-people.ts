// Policies on who may call whom, and how well the peer must be known for a call without limits.
import type { Policy } from './policy.ts';

const common = { category: 'people', since: '0.2' } as const;

/** The policies on people. */
export const peoplePolicies = {
  AllowedPeers: {
    ...common,
    type: 'list',
    scope: 'both',
    maxItems: 4096,
    itemMaxLength: 254,
    form: 'peers',
    default: ['*'],
    strict: [],
  },
  BlockedPeers: {
    ...common,
    type: 'list',
    scope: 'both',
    maxItems: 4096,
    itemMaxLength: 254,
    form: 'peers',
    default: [],
    strict: ['*'],
    tighter: 'union',
  },
  UnknownCallers: {
    ...common,
    type: 'enum',
    scope: 'both',
    values: ['ring', 'silent', 'refuse'],
    isOrdered: true,
    default: 'ring',
    strict: 'refuse',
  },
  RequireVerifiedPeer: {
    ...common,
    type: 'enum',
    scope: 'both',
    values: ['never', 'listed', 'always'],
    isOrdered: true,
    default: 'never',
    strict: 'always',
  },
  PeersToVerify: {
    ...common,
    type: 'list',
    scope: 'both',
    maxItems: 4096,
    itemMaxLength: 254,
    form: 'peers',
    default: [],
    strict: ['*'],
    tighter: 'union',
  },
  AcceptedVerification: {
    ...common,
    type: 'enum',
    scope: 'both',
    values: ['organisation-or-person', 'person'],
    isOrdered: true,
    default: 'organisation-or-person',
    strict: 'person',
  },
  UnverifiedPeer: {
    ...common,
    type: 'enum',
    scope: 'both',
    values: ['voice-to-verify', 'refuse'],
    isOrdered: true,
    default: 'voice-to-verify',
    strict: 'refuse',
  },
  VerifyAfterRecovery: {
    ...common,
    type: 'boolean',
    scope: 'both',
    default: false,
    strict: true,
    tighter: true,
  },
} as const satisfies Record<string, Policy>;
