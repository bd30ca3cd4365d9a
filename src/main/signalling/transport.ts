// What the rest of main knows of the broker: bytes to a device, bytes from a device, the directory, certificates,
// presence. broker-connection.ts implements it over MQTT 5, test/flows in memory. Nothing here is trusted: core checks
// content.
import type { Bytes } from '../../core/bytes.ts';
import type { PresenceStatus } from './presence.ts';
import type { ConnectionView } from '../../contract/connection-view.ts';

/** The result of sending: acknowledged by the broker, refused by it, or not sent for lack of a connection. */
export type Sent = 'sent' | 'refused' | 'not-connected';

/** The retained payload of a topic. `undefined`: there is none. `timeout`: no answer came in time. */
export type Retained = Bytes | undefined | 'timeout';

/**
 * A question to the directory of one address: chains of `devices` by exact name; with `isEverybody` the hint and all
 * chains by wildcard.
 */
export interface DirectoryQuestion {
  readonly devices?: readonly string[];
  readonly isEverybody?: boolean;
}

/** How long one reading may take, and how many chains and bytes it may bring. */
export interface DirectoryBounds {
  readonly timeoutMs: number;
  readonly mostPayloads: number;
  readonly mostBytes: number;
}

/** The result of one reading of the directory. */
export interface DirectoryPart {
  /** Payloads of 1 to 64,000 bytes, by the device under whose topic they are retained. */
  readonly chains: ReadonlyMap<string, Bytes>;
  /** Only if everybody was asked for. */
  readonly hint: Bytes | undefined;
  /**
   * Everything that the broker delivers has arrived (RabbitMQ delivers nothing by wildcard). False if time or a bound
   * ended the reading, if the broker refuses exact names, or if the wildcard is avoided after a flood.
   */
  readonly isWhole: boolean;
  /** This reading has reached a bound, or another reading of this address has reached one within the last day. */
  readonly isFlooded?: boolean;
}

/** An untrusted broker seen as typed messages (protocol §3). Device ids and user tags are 26 base32 characters. */
export interface Transport {
  /** Sends one envelope to a device's inbox at QoS 1 with this message expiry in whole seconds (at least 1). */
  readonly send: (to: string, bytes: Bytes, expirySeconds: number) => Promise<Sent>;
  /**
   * The one listener for inbox messages that are not retained and have at most 65,535 bytes, in order of arrival. A
   * message is acknowledged to the broker once the listener has returned. `backlog`: the message was queued when the
   * connection came back (drain before ringing).
   */
  readonly onMessage: (listener: (from: string, bytes: Bytes, backlog: boolean) => void) => void;
  /** Called when the messages queued before (re)connecting were delivered. */
  readonly onDrained: (listener: () => void) => void;
  /**
   * Reads the directory of a user tag afresh from the broker. `timeout`: nothing came, and the broker did not answer
   * the question.
   */
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
   * Watches the hints of user tags, replacing what was watched before. Each hint that arrives from now on is passed on,
   * including the hints that a reading requested. Outside readings, at most 16 per tag and connection are passed on.
   * Retained hints are not requested.
   */
  readonly watchHints: (userTags: readonly string[], listener: (userTag: string, hint: Bytes) => void) => void;
  /**
   * Reads the certificate that a device has from its organisation (at most 8,192 bytes, retained) afresh from the
   * broker.
   */
  readonly readCredential: (device: string, timeoutMs: number) => Promise<Retained>;
  /** Publishes the certificate of our own device. Empty bytes withdraw it. */
  readonly publishCredential: (bytes: Bytes) => Promise<Sent>;
  /** Publishes our presence: `online`, `busy`, `away`, `dnd` or `gone` (retained, refreshed automatically). */
  readonly publishPresence: (status: PresenceStatus) => void;
  /** Watches the presence of devices, replacing what was watched before. */
  readonly watchPresence: (
    devices: readonly string[],
    listener: (device: string, status: PresenceStatus) => void,
  ) => void;
  /** The state of the connection for people, now and on every change. */
  readonly view: () => ConnectionView;
  readonly onView: (listener: (view: ConnectionView) => void) => void;
}
