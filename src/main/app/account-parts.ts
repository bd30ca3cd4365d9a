// What an account is begun with.
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
import type { Arrived } from './locked-line.ts';
import type { Notices } from './notices.ts';
import type { Opened } from './opened.ts';

/** What an account is begun with. */
export interface AccountParts {
  readonly identity: Identity;
  readonly opened: Opened;
  /** What came while it was locked, read when the first connection stands: to judge it, others are read. */
  readonly arrived: () => readonly Arrived[];
  /** It was taken. */
  readonly onTaken: () => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly notices: Notices;
  readonly settings: () => Settings; // in force
  readonly ownRelay: RelaysParts['ownRelay'];
  readonly policy: PolicyInForce;
  /** A window is seen: what a start can do without begins then. */
  readonly whenShown: Promise<void>;
  /** The way through a proxy, as policy has it. */
  readonly tunnel: Tunnel;
  readonly onRecord: OnRecord;
  readonly consent: AskConsent;
  /** Whether this broker may be connected to. */
  readonly mayUse: ClearBrokers['mayUse'];
  readonly onChange: () => void;
  /** As above, and it may be presence, claims or marks of an address: all else stays what it was until it is called. */
  readonly onContactNews: () => void;
}
