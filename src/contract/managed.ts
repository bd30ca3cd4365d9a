// What a person and an administrator may see of a managed device: policies in force, the device certificate, updates,
// self-check, the security record. Never a secret: the value that is set for a secret policy does not reach a page.
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const timeMs = count;

/** The source of a value, from the strongest to the weakest. */
export const PolicyLevel = v.picklist(['machine', 'user-managed', 'user', 'recommended', 'default']);
export type PolicyLevel = v.InferOutput<typeof PolicyLevel>;

/** One policy in force. */
export const PolicyState = v.strictObject({
  name: v.string(), // of the policy table
  category: v.string(),
  title: v.strictObject({ de: v.string(), en: v.string() }),
  help: v.strictObject({ de: v.string(), en: v.string() }),
  // Missing for a secret that is set.
  value: v.optional(v.union([v.boolean(), v.number(), v.string(), v.array(v.string())])),
  isSecret: v.boolean(),
  level: PolicyLevel,
  source: v.string(), // file, registry key or profile; '' for a default
  problem: v.optional(v.picklist(['wrong-type', 'out-of-bounds', 'unreadable-source'])), // why the strict value counts
});
export type PolicyState = v.InferOutput<typeof PolicyState>;

/** A problem with a source or an entry in it. */
export const PolicyProblem = v.strictObject({
  source: v.string(),
  name: v.optional(v.string()),
  kind: v.picklist([
    'unreadable', // cannot be opened or read
    'not-trusted', // its owner is not trusted, others can write to it, or it is no plain file
    'too-large',
    'not-json',
    'not-an-object',
    'unknown-name',
    'wrong-type',
    'out-of-bounds',
    'wrong-scope', // set for a user, but counts only for machines
    'reader-missing', // the system's reader could not be loaded
    'misplaced', // a policy file in a place where it is not read
  ]),
});
export type PolicyProblem = v.InferOutput<typeof PolicyProblem>;

/** All policies and the problems of their sources. */
export const PolicyReport = v.strictObject({
  policies: v.array(PolicyState),
  problems: v.array(PolicyProblem),
  sources: v.array(v.string()), // all that were examined, found or not
});
export type PolicyReport = v.InferOutput<typeof PolicyReport>;

/**
 * Who decided a setting instead of the person. `limit`: the loosest value that the person may still choose; without it
 * there is no choice.
 */
export const SettingLock = v.strictObject({
  by: v.picklist(['machine', 'user-managed']),
  limit: v.optional(v.union([v.string(), v.number()])),
});
export type SettingLock = v.InferOutput<typeof SettingLock>;

/** What policy means for the windows. */
export const ManagedView = v.strictObject({
  isManaged: v.boolean(), // any policy is set or recommended, not counting the person's choices
  problems: count,
  locks: v.record(v.string(), SettingLock), // by name of the setting
  address: v.string(), // '' if the person is asked
  displayName: v.string(),
  organisation: v.string(), // its name, or ''
  hasRoots: v.boolean(), // policy names a root: people can be confirmed, even if this device gets no certificate
  banner: v.string(),
  support: v.string(),
  hasPrivacyLink: v.boolean(),
  hasImprintLink: v.boolean(),
  allowVideo: v.boolean(),
  ringWhenLocked: v.boolean(),
  allowLocalBroker: v.boolean(),
  allowPassphrase: v.boolean(), // a passphrase instead of the system's key store
  allowExport: v.boolean(), // diagnostics and record may be saved
  hideNames: v.boolean(), // no names in tray, notifications and titles
  verifyAfterRecovery: v.boolean(), // after a peer's recovery, the code must be compared again: confirming the notice is not enough
});
export type ManagedView = v.InferOutput<typeof ManagedView>;

/**
 * Whether the organisation confirms a device, or all devices of a person. Separate from `Trust`, which says how far the
 * person's identity is known.
 */
export const OrganisationMark = v.variant('kind', [
  // Nothing is said: policy names no usable root, a revocation list cannot be used, or the device was not read yet or
  // shows no certificate. Of a person: at least one device is not confirmed, and none is refused.
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('confirmed'), name: v.string(), until: timeMs }),
  v.strictObject({
    kind: v.literal('refused'),
    cause: v.picklist([
      'foreign-root',
      'expired',
      'not-yet-valid',
      'wrong-address',
      'wrong-device',
      'wrong-usage',
      'wrong-bundle', // the hash in it (protocol 12.1.5) is not that of the device's person, key and address
      'revoked',
      'malformed',
    ]),
  }),
]);
export type OrganisationMark = v.InferOutput<typeof OrganisationMark>;

/** This device's own certificate. */
export const EnrolmentView = v.variant('kind', [
  v.strictObject({ kind: v.literal('off') }), // policy names no root; or it names no source, there is no certificate, and nothing has failed
  v.strictObject({ kind: v.literal('waiting'), needs: v.picklist(['token', 'file']) }),
  v.strictObject({ kind: v.literal('enrolling') }),
  v.strictObject({ kind: v.literal('enrolled'), until: timeMs, renewAt: timeMs, serial: v.string() }),
  v.strictObject({
    kind: v.literal('failed'),
    cause: v.picklist(['unreachable', 'tls', 'bad-token', 'refused', 'unusable', 'expired', 'revoked']),
    retryAt: v.optional(timeMs),
    until: v.optional(timeMs), // of the certificate still in use
  }),
]);
export type EnrolmentView = v.InferOutput<typeof EnrolmentView>;

/** A newer version. Nothing is installed without the person or the administrator. */
export const UpdateView = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('available'), version: v.string(), mayInstall: v.boolean() }),
  // Downloaded and verified: in use from the next start.
  v.strictObject({ kind: v.literal('ready'), version: v.string() }),
  v.strictObject({
    kind: v.literal('failed'),
    cause: v.picklist(['unreachable', 'bad-signature', 'rollback', 'expired', 'bad-feed', 'bad-package', 'disk']),
  }),
]);
export type UpdateView = v.InferOutput<typeof UpdateView>;

/**
 * One finding of the self-check. `facts` are numbers, flags and short words such as error codes and versions: no name,
 * no address.
 */
export const DoctorCheck = v.strictObject({
  id: v.picklist([
    'system',
    'key-store',
    'state-files',
    'policy',
    'broker',
    'server',
    'proxy',
    'clock',
    'relay',
    'relay-path',
    'trial-call',
    'udp',
    'organisation',
    'devices',
    'microphone',
    'camera',
    'sandbox',
    'record',
    'update',
  ]),
  outcome: v.picklist(['good', 'notice', 'bad', 'not-checked']),
  finding: v.string(), // a code; the page has the sentence for it
  facts: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
});
export type DoctorCheck = v.InferOutput<typeof DoctorCheck>;

/** The findings of one self-check, made at this time in ms since 1970. */
export const DoctorReport = v.strictObject({ at: timeMs, checks: v.array(DoctorCheck) });
export type DoctorReport = v.InferOutput<typeof DoctorReport>;

/** The extent of the security record, and whether its hash chain is intact. */
export const RecordState = v.strictObject({
  entries: count,
  firstAt: v.optional(timeMs),
  lastAt: v.optional(timeMs),
  chain: v.variant('kind', [
    v.strictObject({ kind: v.literal('intact') }),
    v.strictObject({
      kind: v.literal('broken'),
      at: count,
      cause: v.picklist(['changed', 'gap', 'cut-off', 'unreadable']),
    }),
  ]),
});
export type RecordState = v.InferOutput<typeof RecordState>;
