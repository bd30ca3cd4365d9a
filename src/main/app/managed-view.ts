// What policy means for the windows: which settings it decides, what it allows, and what the organisation wants to be
// shown.
import type { ManagedView } from '../../contract/managed.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { locksOf } from '../policy/governed-settings.ts';
import { knownPerson } from '../policy/known-person.ts';

/** The part of the view about policy. `login` is the name under which the person is logged in. */
export function managedView(policy: PolicyInForce, login: string): ManagedView {
  const values = policy.values();
  const { address, name } = knownPerson(values, login);
  const { policies, problems } = policy.report();
  return {
    isManaged: policies.some(({ level }) => level === 'machine' || level === 'user-managed' || level === 'recommended'),
    problems: problems.length,
    locks: { ...locksOf(policy) },
    address,
    displayName: name,
    organisation: values.OrganisationName,
    hasRoots: values.OrganisationRoots.length > 0,
    banner: values.ClassificationBanner,
    support: values.SupportContact,
    hasPrivacyLink: values.PrivacyUrl !== '',
    hasImprintLink: values.ImprintUrl !== '',
    allowVideo: values.AllowVideo,
    ringWhenLocked: values.RingWhenLocked,
    allowLocalBroker: values.AllowLocalBroker,
    allowPassphrase: values.KeyStoreMinimum === 'passphrase',
    allowExport: values.DiagnosticsExport,
    hideNames: values.HighConfidentiality,
    verifyAfterRecovery: values.VerifyAfterRecovery,
  };
}

/** Whether policy excludes windows from screen captures. */
export function isContentProtected(values: Pick<PolicyValues, 'ContentProtection' | 'HighConfidentiality'>): boolean {
  return values.ContentProtection || values.HighConfidentiality;
}
