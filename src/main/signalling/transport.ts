// What the rest of main knows of the broker: bytes to a device, bytes from a device, the directory, certificates, presence.
// link.ts implements it over MQTT 5; test/flows over memory. Nothing here is trusted: content is checked by core.
import type { Bytes } from '../../core/bytes.ts';
import type { PresenceStatus } from './presence.ts';
import type { LinkView } from '../../contract/link-view.ts';

/** What became of a send: acknowledged by the broker, refused by it, or not sent because there is no link. */
export type Sent = 'sent' | 'refused' | 'not-connected';

/** The retained payload of a topic, `undefined` where there is none, `timeout` where no answer came in time. */
export type Retained = Bytes | undefined | 'timeout';

/** What is asked of the directory of one address: chains of `devices` by exact name, `isEverybody` the hint and all chains by wildcard. */
export interface DirectoryQuestion {
  readonly devices?: readonly string[];
  readonly isEverybody?: boolean;
}

/** How long one reading may take, and how many chains and bytes of chains it may bring. */
export interface DirectoryBounds {
  readonly timeoutMs: number;
  readonly mostPayloads: number;
  readonly mostBytes: number;
}

/** What one reading of the directory brought. */
export interface DirectoryPart {
  /** Payloads of 1 to 64,000 bytes by the device under whose topic they are retained. */
  readonly chains: ReadonlyMap<string, Bytes>;
  /** Only where everybody was asked for. */
  readonly hint: Bytes | undefined;
  /** All that the broker hands out has come: by a wildcard RabbitMQ hands out nothing. False where time or a bound ended it. */
  readonly isWhole: boolean;
  /** A bound ended it, or has ended another reading of this address a moment ago. */
  readonly isFlooded?: boolean;
}

/** An untrusted broker seen as typed messages (protocol §3). Device ids and user tags are 26 base32 characters. */
export interface Transport {
  /** Sends one envelope to a device's inbox at QoS 1 with this message expiry in whole seconds (at least 1). */
  readonly send: (to: string, bytes: Bytes, expirySeconds: number) => Promise<Sent>;
  /**
   * The one listener for inbox messages that are not retained and at most 65,535 bytes, in order of arrival; acknowledged
   * to the broker once it has returned. `backlog` is true for what was waiting when the link came back (drain before ringing).
   */
  readonly onMessage: (listener: (from: string, bytes: Bytes, backlog: boolean) => void) => void;
  /** Called when the backlog after (re)connecting has been handed on. */
  readonly onDrained: (listener: () => void) => void;
  /** Reads the directory of a user tag afresh from the broker. `timeout`: nothing came, and the broker did not take the question. */
  readonly readDirectory: (
    userTag: string,
    question: DirectoryQuestion,
    bounds: DirectoryBounds,
  ) => Promise<DirectoryPart | 'timeout'>;
  /** Publishes the chain of our person, 1 to 64,000 bytes, under the topic of our own device. */
  readonly publishChain: (userTag: string, bytes: Bytes) => Promise<Sent>;
  /** Publishes the hint of a user tag, 1 to 1,875 bytes. */
  readonly publishHint: (userTag: string, bytes: Bytes) => Promise<Sent>;
  /**
   * Watches the hints of user tags: each one that comes from now on is handed on, also what somebody reads; replaces what was watched
   * before. What is retained is not asked for.
   */
  readonly watchHints: (userTags: readonly string[], listener: (userTag: string, hint: Bytes) => void) => void;
  /** Reads the certificate that a device has from its organisation (at most 8,192 bytes, retained) afresh from the broker. */
  readonly readCredential: (device: string, timeoutMs: number) => Promise<Retained>;
  /** Publishes the certificate of our own device; no bytes take it back. */
  readonly publishCredential: (bytes: Bytes) => Promise<Sent>;
  /** Publishes our presence: `online`, `busy`, `away`, `dnd` or `gone` (retained, refreshed by the link itself). */
  readonly publishPresence: (status: PresenceStatus) => void;
  /** Watches the presence of devices; replaces what was watched before. */
  readonly watchPresence: (
    devices: readonly string[],
    listener: (device: string, status: PresenceStatus) => void,
  ) => void;
  /** The state of the link for people, now and on every change. */
  readonly view: () => LinkView;
  readonly onView: (listener: (view: LinkView) => void) => void;
}
