// Policies on the organisation's own identity: its name, root certificates and revocation lists, how a device is
// enrolled, and the address and name that the person need not be asked for.
import { emptyBlock } from './form.ts';
import type { Policy } from './policy.ts';

const common = { category: 'organisation', since: '0.2' } as const;

/** The organisation's policies. */
export const organisationPolicies = {
  OrganisationName: {
    ...common,
    type: 'string',
    scope: 'machine',
    maxLength: 64,
    form: 'text',
    default: '',
    strict: '',
  },
  OrganisationRoots: {
    ...common,
    type: 'list',
    scope: 'machine',
    maxItems: 8,
    itemMaxLength: 16_384,
    form: 'certificate',
    default: [],
    strict: [],
  },
  OrganisationRevocations: {
    ...common,
    type: 'list',
    scope: 'machine',
    maxItems: 8,
    itemMaxLength: 262_144,
    form: 'revocation-list',
    default: [],
    strict: [emptyBlock('X509 CRL')], // unusable on purpose: a revoked device must not count as confirmed
  },
  EnrolmentUrl: {
    ...common,
    type: 'string',
    scope: 'machine',
    maxLength: 2048,
    form: 'https-url',
    default: '',
    strict: '',
  },
  EnrolmentTokenFile: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 1024,
    form: 'path',
    default: '',
    strict: '',
  },
  CertificateFile: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 1024,
    form: 'path',
    default: '',
    strict: '',
  },
  Address: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 254,
    form: 'address',
    default: '',
    strict: '',
  },
  DisplayName: {
    ...common,
    type: 'string',
    scope: 'both',
    maxLength: 64,
    form: 'text',
    default: '',
    strict: '',
  },
} as const satisfies Record<string, Policy>;
