// Values of every policy for property tests, and an independent order of strictness, with which the tests compare the
// order of core.
import fc from 'fast-check';
import { closedPolicies } from '../../../src/core/policy/gather.ts';
import type { Policy, PolicyForm, PolicyValue } from '../../../src/core/policy/policy.ts';
import { type PolicyName, policies, policyNames, type PolicyValues } from '../../../src/core/policy/table.ts';
import { isSameValue } from '../../../src/core/policy/tighter.ts';

const pem = (label: string, body: string): string => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
const key = `${'A'.repeat(42)}E=`;

/** Valid texts of each form. */
const texts: Readonly<Record<PolicyForm, readonly string[]>> = {
  text: ['a', 'IT-Hilfe, Telefon 4711', '部署'],
  'broker-url': ['mqtts://a.example', 'ws://b.example:80/mqtt', 'mqtt://[::1]:1883'],
  'https-url': ['https://a.example/', 'https://b.example:8443/x?y=z#part'],
  'proxy-url': ['http://proxy.example:3128'],
  'turn-url': ['turn:a.example', 'turns:b.example:443?transport=tcp'],
  peers: ['*', '@a.example', '@*.b.example', 'anna@c.example'],
  address: ['anna@klinik.example', '${user}@klinik.example'],
  path: ['/etc/siegel/token', 'C:\\ProgramData\\${user}.token'],
  certificate: [pem('CERTIFICATE', 'AAAA'), pem('CERTIFICATE', 'BBBB')],
  'revocation-list': [pem('X509 CRL', 'AAAA')],
  sha256: [key, `${'B'.repeat(42)}E=`],
  ed25519: [key],
};

/** Any policy by its name. */
export const anyName: fc.Arbitrary<PolicyName> = fc.constantFrom(...policyNames);

/** Values that the table allows for this policy. Texts are samples, none empty: an empty text counts as no value. */
export function anyValue(policy: Policy): fc.Arbitrary<PolicyValue> {
  switch (policy.type) {
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.oneof(fc.constantFrom(policy.min, policy.max), fc.integer({ min: policy.min, max: policy.max }));
    case 'enum':
      return fc.constantFrom(...policy.values);
    case 'string':
      return fc.constantFrom(...texts[policy.form]);
    default:
      return fc.array(fc.constantFrom(...texts[policy.form]), { maxLength: Math.min(4, policy.maxItems) });
  }
}

/** A policy with its name and several values of it. */
export function anyPolicyWith(
  values: number,
): fc.Arbitrary<{ name: PolicyName; policy: Policy; values: PolicyValue[] }> {
  return anyName.chain((name) =>
    fc
      .array(anyValue(policies[name]), { minLength: values, maxLength: values })
      .map((some) => ({ name, policy: policies[name] as Policy, values: some })),
  );
}

// How loose a value is: a looser value has a higher number. Lists have no number (see `closingLists`).
const looseness: { readonly [N in PolicyName]?: (value: PolicyValue) => number } = {
  RelayOnly: (value) => (value === true ? 0 : 1),
  AllowLocalBroker: (value) => (value === true ? 1 : 0),
  UnknownCallers: (value) => ['refuse', 'silent', 'ring'].indexOf(String(value)),
  RequireVerifiedPeer: (value) => ['always', 'listed', 'never'].indexOf(String(value)),
  AcceptedVerification: (value) => ['person', 'organisation-or-person'].indexOf(String(value)),
  UnverifiedPeer: (value) => ['refuse', 'voice-to-verify'].indexOf(String(value)),
  VerifyAfterRecovery: (value) => (value === true ? 0 : 1),
  LinkDevices: (value) => (value === true ? 1 : 0),
  KeyStoreMinimum: (value) => ['system', 'passphrase'].indexOf(String(value)),
  IdleLockMinutes: (value) => (value === 0 ? Number.POSITIVE_INFINITY : Number(value)),
  KeysInMemory: (value) => ['until-lock', 'until-suspend', 'until-quit'].indexOf(String(value)),
  RingWhenLocked: (value) => (value === true ? 1 : 0),
  AllowVideo: (value) => (value === true ? 1 : 0),
  AllowScreenShare: (value) => ['none', 'window', 'all'].indexOf(String(value)),
  AllowStrongNoiseSuppression: (value) => (value === true ? 1 : 0),
  HighConfidentiality: (value) => (value === true ? 0 : 1),
  ContentProtection: (value) => (value === true ? 0 : 1),
  HistoryDays: Number,
  RecordPeers: (value) => (value === true ? 1 : 0),
  DiagnosticsExport: (value) => (value === true ? 1 : 0),
  Notifications: (value) => ['none', 'nameless', 'named', 'named-always'].indexOf(String(value)),
  ShareAbsence: (value) => (value === true ? 1 : 0),
  UpdateMode: (value) => ['off', 'notify', 'automatic'].indexOf(String(value)),
};
const closingLists: readonly PolicyName[] = ['BlockedPeers', 'PeersToVerify'];

/** Policies for which the tightest layer wins, listed independently of the table. */
export const switches: readonly PolicyName[] = [...(Object.keys(looseness) as PolicyName[]), ...closingLists];

/** Whether `value` is at least as tight as `limit`; undefined for a policy that has no tighter side. */
export function isAsTight(name: PolicyName, value: PolicyValue, limit: PolicyValue): boolean | undefined {
  if (closingLists.includes(name)) return (limit as string[]).every((item) => (value as string[]).includes(item));
  const loose = looseness[name];
  return loose === undefined ? undefined : loose(value) <= loose(limit);
}

/**
 * Names of policies that are looser in `after` than in `before`. A policy without a tighter side counts as looser if it
 * changed, unless it changed to its strict value and that differs from its default.
 */
export function loosened(before: PolicyValues, after: PolicyValues): readonly PolicyName[] {
  return policyNames.filter((name) => {
    const tight = isAsTight(name, after[name], before[name]);
    const isStrict = closedPolicies.includes(name) && isSameValue(after[name], policies[name].strict);
    return !(tight ?? (isSameValue(after[name], before[name]) || isStrict));
  });
}
