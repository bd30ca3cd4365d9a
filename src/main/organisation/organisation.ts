// Joins the organisation's parts for one account: which roots are trusted, what the organisation says about others,
// this device's own certificate, and its publication at the broker.
import type { Clock, Random } from '../time/clock.ts';
import type { Log } from '../log.ts';
import type { ChainPeople, ChainPeopleParts } from '../people/chain-people.ts';
import type { People } from '../people/people.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { loginName } from '../policy/system-policy.ts';
import type { OnRecord } from '../record/record-event.ts';
import { createExchange } from '../signalling/exchange.ts';
import type { Tunnel } from '../signalling/proxy.ts';
import type { ClientCertificate } from '../signalling/stream.ts';
import type { Transport } from '../signalling/transport.ts';
import type { Store } from '../vault/store.ts';
import { type Confirmations, createConfirmations } from './confirmations.ts';
import type { AskingDevice } from '../../core/organisation/proven-device.ts';
import { confirmedClaims } from './confirmed-claims.ts';
import { confirmedPeople } from './confirmed-people.ts';
import { createCredentialHolder } from './credential-holder.ts';
import { systemDroppedFiles } from './dropped-file.ts';
import { createEnrolment, type Enrolment } from './enrolment.ts';
import { createEst } from './est.ts';
import { createOrganisationTrust, type OrganisationTrust } from './organisation-trust.ts';
import type { KeptEnrolment } from './own-credential.ts';
import { createOwnPublication } from './own-publication.ts';
import type { KeptRevocations } from './revocations.ts';

/** The organisation, as an account uses it. */
export interface Organisation {
  readonly confirmations: Confirmations;
  readonly enrolment: Pick<Enrolment, 'view' | 'enrol' | 'request' | 'retryNow'>;
  /** The people of the account. Looking somebody up also reads the organisation's confirmation of them. */
  readonly people: People;
  /** Disputes among the devices of these people. */
  readonly chains: Pick<ChainPeople, 'dispute' | 'decide'>;
  readonly clientCertificate: () => ClientCertificate | undefined;
  /** What is wrong with policy's roots and revocation lists. */
  readonly problems: () => ReturnType<OrganisationTrust['problems']>;
  /** The broker connection is up, or down. */
  readonly follow: (isOnline: boolean) => void;
  readonly close: () => void;
}

/** What the organisation is made of. */
export interface OrganisationParts {
  readonly own: AskingDevice;
  readonly transport: Pick<Transport, 'readCredential' | 'publishCredential'>;
  /** Makes `people`, which use the organisation's answers. `close` ends them too. */
  readonly people: (organisation: ChainPeopleParts['organisation']) => ChainPeople;
  readonly enrolments: Store<KeptEnrolment>;
  readonly revocations: Store<KeptRevocations>;
  readonly policy: PolicyInForce;
  readonly tunnel: Tunnel;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly onRecord: OnRecord;
  readonly onDisk: () => void;
  /** Something that a person may see has changed. */
  readonly onChange: () => void;
  /** Confirmations of others may have changed. */
  readonly onContactNews: () => void;
  /** There is another client certificate. */
  readonly onCertificate: () => void;
}

/** Starts the organisation's parts, including the first step of enrolment. */
export function beginOrganisation(parts: OrganisationParts): Organisation {
  const { own, policy, transport, clock, random, onDisk } = parts;
  const trust = createOrganisationTrust(policy, parts.revocations, onDisk);
  const confirmations = createConfirmations({ trust, transport, clock });
  const people = parts.people(confirmedClaims(confirmations));
  const holder = createCredentialHolder({ own, trust, store: parts.enrolments, clock, random, onDisk });
  // The token is a secret: it is sent only to a server that policy's own roots vouch for.
  const roots = (): readonly string[] => [...policy.values().TlsRoots, ...policy.values().OrganisationRoots];
  const exchange = createExchange({ roots, tunnel: parts.tunnel });
  const enrolment = createEnrolment({
    own,
    user: loginName(),
    policy,
    trust,
    holder,
    files: systemDroppedFiles(clock),
    est: (url) => createEst(url, exchange),
    clock,
    random,
    log: parts.log,
    onRecord: parts.onRecord,
  });
  const publication = createOwnPublication({ transport, shown: enrolment.shown, trust, clock });

  let serial = holder.current()?.own.serial;
  enrolment.onChange(() => {
    parts.onChange();
    if (holder.current()?.own.serial === serial) return;
    serial = holder.current()?.own.serial;
    publication.changed();
    if (enrolment.clientCertificate() !== undefined) parts.onCertificate();
  });
  trust.onChange(publication.changed);
  confirmations.onChange(parts.onContactNews);
  return {
    confirmations,
    enrolment,
    people: confirmedPeople(people, confirmations),
    chains: people,
    clientCertificate: enrolment.clientCertificate,
    problems: () => trust.problems(clock.nowMs()),
    follow: (isOnline) => {
      if (isOnline) publication.online();
      else publication.offline();
    },
    close: () => {
      people.close();
      publication.offline();
      enrolment.close();
      trust.close();
    },
  };
}
