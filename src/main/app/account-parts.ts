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
  /** Called two minutes after the account took these messages: they may be erased. */
  readonly onTaken: () => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly notices: Notices;
  readonly settings: () => Settings; // in force
  readonly ownRelay: RelaysParts['ownRelay'];
  readonly policy: PolicyInForce;
  /** As in `ModelParts`. Whatever can wait at a start begins then. */
  readonly whenShown: Promise<void>;
  /** The path through a proxy, as policy sets it. */
  readonly tunnel: Tunnel;
  readonly onRecord: OnRecord;
  readonly consent: AskConsent;
  /** Whether this broker may be connected to. */
  readonly mayUse: ClearBrokers['mayUse'];
  readonly onChange: () => void;
  /**
   * Called whenever presence, claims or marks of an address may have changed. Whatever else is shown of contacts is in
   * the trust book.
   */
  readonly onContactNews: () => void;
}
