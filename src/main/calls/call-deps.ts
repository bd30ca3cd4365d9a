// What a call needs from the rest of main, all injected: time, randomness, the broker, knowledge of people, what is
// stored, settings and policy. A test can replace each of these; no call uses a global in their place.
import type { Bytes } from '../../core/bytes.ts';
import type { DeviceKeys } from '../../core/keys/identity.ts';
import type { CarriedLink } from '../../core/keys/link.ts';
import type { Head, HeadRelation } from '../../core/signal/head.ts';
import type { MediaCommand } from '../../contract/media.ts';
import type { Notice } from '../../contract/notice.ts';
import type { Settings } from '../../contract/view.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Book } from '../contacts/book.ts';
import type { Log } from '../log.ts';
import type { Confirmations } from '../organisation/confirmations.ts';
import type { PeerDevice, People } from '../people/people.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { Transport } from '../signalling/transport.ts';
import type { Store } from '../vault/store.ts';
import type { CallIdState } from './inbox/call-ids.ts';
import type { History } from './history/history.ts';

/** This device as others see it, and its keys. */
export interface OwnDevice {
  readonly address: string;
  /** The name of our person, as INVITE carries it. */
  readonly name: string;
  /** Our person id, 32 bytes (protocol §2). */
  readonly person: Bytes;
  readonly deviceKeys: DeviceKeys;
  readonly deviceId: string;
  /**
   * The devices of our person as this one knows them, in the order in which they were added. This device is among them
   * if it is a member.
   */
  readonly devices: () => readonly PeerDevice[];
  /** The links of our chain as INVITE carries them. Empty if they are too long. */
  readonly carried: () => readonly CarriedLink[];
  /** Why this device accepts and places no calls: it was removed, or was not added yet. Undefined: it is a member. */
  readonly whyOut: () => 'device-removed' | 'device-unfinished' | undefined;
  /** The head of our own chain. */
  readonly head: () => Head;
  /** How this head, which a peer named as that of our chain, relates to our chain. */
  readonly relation: (head: Head) => HeadRelation;
  /** Since when this device has had its current head, in ms since 1970. 0: since before the account began. */
  readonly headSinceMs: () => number;
}

/**
 * How media are made: devices come from the settings, servers from policy, the organisation's relay account or the
 * person's own relay. The list of codecs is fixed.
 */
export type MediaChoice = Pick<
  Extract<MediaCommand, { kind: 'open' }>,
  'microphones' | 'cameras' | 'processing' | 'background' | 'codecs' | 'iceServers'
> & {
  /** Whether only relayed candidates of ours may leave in the whole call, because a setting or policy demands it. */
  readonly mustRelay: boolean;
  /** Voice at a constant bit rate, in both directions. */
  readonly isConstantRate: boolean;
};

/** Something that a call found out and that concerns more than this call. */
export type CallNotice = Extract<Notice, { kind: 'false-identity' | 'own-chain-old' }>;

/** Everything a call is made with. */
export interface CallDeps {
  readonly transport: Pick<Transport, 'send' | 'onMessage' | 'onDrained' | 'view'>;
  readonly people: People;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly own: OwnDevice;
  readonly book: Pick<
    Book,
    'trustOf' | 'pin' | 'markVerified' | 'hearVerified' | 'contact' | 'contacts' | 'noteFailedSecureCall' | 'onChange'
  >;
  readonly history: Pick<History, 'add' | 'has' | 'nameDevice'>;
  /** Ids of INVITEs, offers and notes of missed calls that were taken (protocol §5 rules 2, 14, 15). */
  readonly callIds: Store<CallIdState>;
  readonly mediaChoice: () => MediaChoice;
  readonly policy: Pick<PolicyInForce, 'values' | 'onChange'>;
  /** The settings in force. */
  readonly settings: () => Pick<Settings, 'unknownCallers'>;
  readonly confirmations: Pick<Confirmations, 'check' | 'markOfDevice' | 'onChange'>;
  readonly onRecord: OnRecord;
  /**
   * Whether the status is _do not disturb_. Then the only calls that can ring aloud are those of contacts with
   * `alwaysRings`.
   */
  readonly isDoNotDisturb: () => boolean;
  readonly onNotice: (notice: CallNotice) => void;
}
