// The state of this device's stored certificate under policy's roots and revocation lists, for a self-check outside the
// running program. No server is asked. Only the running program knows why a renewal failed.
import type { EnrolmentView } from '../../contract/managed.ts';
import type { Identity } from '../devices/identity.ts';
import { type KeptChain, ownIn } from '../devices/kept-chain.ts';
import { systemClock as clock, systemRandom as random } from '../time/system-clock.ts';
import { createCredentialHolder } from '../organisation/credential-holder.ts';
import { enrolmentView } from '../organisation/enrolment-view.ts';
import { createOrganisationTrust } from '../organisation/organisation-trust.ts';
import { clientCertificateOf, type KeptEnrolment } from '../organisation/own-credential.ts';
import type { KeptRevocations } from '../organisation/revocations.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { ClientCertificate } from '../signalling/stream.ts';
import type { Store } from '../vault/store.ts';

/** Where the profile stores the certificate and what it is judged by. */
export interface CertificateStores {
  readonly chain: Store<KeptChain>;
  readonly enrolments: Store<KeptEnrolment>;
  readonly revocations: Store<KeptRevocations>;
}

/** What the profile says about the certificate. */
export interface StoredCertificate {
  readonly enrolment: EnrolmentView;
  readonly client: ClientCertificate | undefined;
  readonly problems: readonly string[];
}

const nothing = (): void => undefined;

/** Reads and judges the stored certificate. Nothing is stored if the vault was opened with `readOnlyFiles`. */
export function storedCertificate(
  { chain, enrolments, revocations }: CertificateStores,
  identity: Pick<Identity, 'address' | 'deviceId' | 'deviceKeys'>,
  policy: PolicyInForce,
): StoredCertificate {
  const own = {
    address: identity.address,
    person: ownIn(chain, identity.address).held.chain.person,
    device: identity.deviceId,
    key: identity.deviceKeys.s,
  };
  const trust = createOrganisationTrust(policy, revocations, nothing);
  const holder = createCredentialHolder({ own, trust, store: enrolments, clock, random, onDisk: nothing });
  const { EnrolmentUrl, CertificateFile } = policy.values();
  const current = holder.current();
  const status = holder.status();
  const enrolment = enrolmentView({
    isSet: trust.isSet(),
    isUsable: trust.read() !== undefined,
    status,
    current,
    failure: undefined,
    isAsking: false,
    way: EnrolmentUrl !== '' ? 'token' : CertificateFile !== '' ? 'file' : undefined,
  });
  const client = status === 'good' && current !== undefined ? clientCertificateOf(current) : undefined;
  const problems = trust.problems(clock.nowMs());
  holder.close();
  trust.close();
  return { enrolment, client, problems };
}
