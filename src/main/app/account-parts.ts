// What an account needs in order to begin.
import type { Settings } from '../../contract/view.ts';
import type { ClearBrokers } from '../signalling/clear-brokers.ts';
import type { Tunnel } from '../signalling/proxy.ts';
import type { Log } from '../log.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { RelaysParts } from '../relays/relays.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Identity } from '../devices/identity.ts';
import type { Arrived } from './locked-connection.ts';
import type { Notices } from './notices.ts';
import type { Opened } from './opened.ts';

/** What an account needs in order to begin. */
export interface AccountParts {
  readonly identity: Identity;
  readonly opened: Opened;
  /**
   * Messages that came while the program was locked. They are read when the first connection is up, because judging
   * them needs readings of the directory.
   */
  readonly arrived: () => readonly Arrived[];
  /** Called two minutes after the account took the messages of `arrived`: they may be erased. */
  readonly onTaken: () => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly notices: Notices;
  readonly settings: () => Settings; // in force
  readonly ownRelay: RelaysParts['ownRelay'];
  readonly policy: PolicyInForce;
  /** As in `ModelParts`. Work that can wait at a start begins then. */
  readonly whenShown: Promise<void>;
  /** How to connect through a proxy, as policy sets it. */
  readonly tunnel: Tunnel;
  readonly onRecord: OnRecord;
  readonly consent: AskConsent;
  /** Whether this broker may be connected to. */
  readonly mayUse: ClearBrokers['mayUse'];
  readonly onChange: () => void;
  /**
   * Called whenever presence, claims or marks of an address may have changed. Everything else that is shown of a
   * contact is in the trust book.
   */
  readonly onContactNews: () => void;
}
