// The Transport over MQTT 5 (protocol §3), as the rest of main uses it: one object, which stays the same when the
// broker or the device changes. The connection is off until opened. Earlier requests (our presence, whose presence and
// which hints to watch) are carried into each `ConnectionSession`.
import { assert } from '../../core/assert.ts';
import type { Bytes } from '../../core/bytes.ts';
import { MAX_PAYLOAD_BYTES } from '../../core/keys/chain-rules.ts';
import { MAX_HINT_BYTES } from '../../core/signal/hint.ts';
import { isId } from '../../core/signal/topics.ts';
import type { ConnectionView } from '../../contract/connection-view.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Log } from '../log.ts';
import {
  type ConnectionSession,
  MOST_CREDENTIAL_BYTES,
  type SessionTarget,
  startSession,
} from './connection-session.ts';
import type { BrokerPassword } from './endpoint.ts';
import type { PresenceBoard } from './presence.ts';
import type { Tunnel } from './proxy.ts';
import { parseBrokerUrl, type TlsOptions } from './stream.ts';
import type { Transport } from './transport.ts';

const MOST_BYTES = 65_535;
const WILL_DELAY_SECONDS = 8;
const LEAVE_TIMEOUT_MS = 1000;

/**
 * Which brokers, and as which device. `username`: if it is not set, the device id is used or, with a client certificate
 * over TLS, no user name.
 */
export interface BrokerTarget {
  readonly device: string;
  readonly url: string;
  /** Tried in turn when the first does not answer. Invalid URLs are skipped. */
  readonly fallbackUrls?: readonly string[];
  readonly username?: string;
  readonly password?: BrokerPassword;
  readonly tls?: TlsOptions;
  /** The path through a proxy, if there is one. */
  readonly tunnel?: Tunnel;
}

/** A Transport that is told where its broker is. */
export interface BrokerConnection extends Transport {
  /**
   * Connects to this target from now on, replacing an earlier one. Waiting messages are kept unless they are another
   * device's. `bad-broker`: the URL is invalid and nothing has changed. The listener for messages must be set before.
   */
  readonly open: (target: BrokerTarget) => 'opening' | 'bad-broker';
  /** The network may be back: during a pause, tries the first broker now. Has no effect otherwise. */
  readonly retryNow: () => void;
  /**
   * Our certificate has changed or a network address is gone: reconnects to the same brokers now. No waiting message is
   * lost.
   */
  readonly reconnect: () => void;
  /** Releases the listeners of the view, and that of `onDrained`. */
  readonly release: () => void;
  /** Disconnects now, without `gone`: another connection takes over the same device. */
  readonly drop: () => void;
  /** Publishes `gone`, disconnects and stays off. Takes a second at most. */
  readonly close: () => Promise<void>;
}

/** What a broker connection is made with. A test shortens the will's delay (8 s). */
export interface BrokerConnectionOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly willDelaySeconds?: number;
}

/** A broker connection that is off. */
export function createBrokerConnection(options: BrokerConnectionOptions): BrokerConnection {
  const { clock } = options;
  const viewListeners: ((view: ConnectionView) => void)[] = [];
  let view: ConnectionView = { kind: 'off' };
  let onMessage: ((from: string, bytes: Bytes, backlog: boolean) => void) | undefined;
  let onDrained = (): void => undefined;
  let session: ConnectionSession | undefined;
  let device = '';
  let openings = 0;
  let status: Parameters<PresenceBoard['publish']>[0] | undefined;
  let watching: Parameters<PresenceBoard['watch']> | undefined;
  let hints: Parameters<Transport['watchHints']> | undefined;

  function show(next: ConnectionView): void {
    view = next;
    for (const listener of viewListeners) listener(next);
  }

  function stop(): void {
    session?.stop();
    session = undefined;
  }

  function open(target: BrokerTarget): 'opening' | 'bad-broker' {
    assert(onMessage !== undefined, 'a connection without a listener would lose messages');
    assert(isId(target.device), 'a device id has 26 base32 characters');
    const url = parseBrokerUrl(target.url);
    if (url === undefined) return 'bad-broker';
    const next: SessionTarget = {
      urls: [url, ...(target.fallbackUrls ?? []).flatMap((text) => parseBrokerUrl(text) ?? [])],
      ...(target.username === undefined ? {} : { username: target.username }),
      ...(target.password === undefined ? {} : { password: target.password }),
      way: { tls: target.tls ?? {}, ...(target.tunnel !== undefined && { tunnel: target.tunnel }) },
    };
    openings++;
    if (session !== undefined && device === target.device) {
      session.retarget(next);
      return 'opening';
    }
    stop();
    device = target.device;
    session = startSession(
      {
        device,
        willDelaySeconds: options.willDelaySeconds ?? WILL_DELAY_SECONDS,
        clock,
        random: options.random,
        log: options.log,
      },
      next,
      {
        onMessage: (from, bytes, backlog) => onMessage?.(from, bytes, backlog),
        onDrained: () => {
          onDrained();
        },
        onView: show,
      },
    );
    if (status !== undefined) session.board.publish(status);
    if (watching !== undefined) session.board.watch(...watching);
    if (hints !== undefined) session.watchHints(...hints);
    return 'opening';
  }

  async function close(): Promise<void> {
    const last = session;
    const asked = openings;
    if (last === undefined) return;
    let cancel = (): void => undefined;
    const timeout = new Promise<void>((resolve) => {
      cancel = clock.after(LEAVE_TIMEOUT_MS, resolve);
    });
    await Promise.race([last.board.leave(), timeout]);
    cancel();
    if (session !== last || openings !== asked) return; // opened again meanwhile
    stop();
    show({ kind: 'off' });
  }

  return {
    open,
    close,
    release: () => {
      viewListeners.length = 0;
      onDrained = () => undefined;
    },
    drop: () => {
      stop();
      show({ kind: 'off' });
    },
    retryNow: () => {
      session?.retryNow();
    },
    reconnect: () => {
      session?.reconnect();
    },
    send: (to, bytes, expirySeconds) => {
      assert(bytes.length <= MOST_BYTES && expirySeconds >= 1, 'an envelope that the protocol does not know');
      return session?.send(to, bytes, expirySeconds) ?? Promise.resolve('not-connected');
    },
    onMessage: (listener) => {
      onMessage = listener;
    },
    onDrained: (listener) => {
      onDrained = listener;
    },
    readDirectory: (userTag, question, bounds) =>
      session?.readDirectory(userTag, question, bounds) ?? Promise.resolve('timeout'),
    publishChain: (userTag, bytes) => {
      assert(bytes.length > 0 && bytes.length <= MAX_PAYLOAD_BYTES, 'a chain has 1 to 64,000 bytes');
      return session?.publishChain(userTag, bytes) ?? Promise.resolve('not-connected');
    },
    publishHint: (userTag, bytes) => {
      assert(bytes.length > 0 && bytes.length <= MAX_HINT_BYTES, 'a hint has 1 to 1,875 bytes');
      return session?.publishHint(userTag, bytes) ?? Promise.resolve('not-connected');
    },
    watchHints: (userTags, listener) => {
      hints = [userTags, listener];
      session?.watchHints(userTags, listener);
    },
    readCredential: (device, timeoutMs) => session?.readCredential(device, timeoutMs) ?? Promise.resolve('timeout'),
    publishCredential: (bytes) => {
      assert(bytes.length <= MOST_CREDENTIAL_BYTES, 'a certificate has 8,192 bytes at most');
      return session?.publishCredential(bytes) ?? Promise.resolve('not-connected');
    },
    publishPresence: (next) => {
      status = next;
      session?.board.publish(next);
    },
    watchPresence: (devices, listener) => {
      watching = [devices, listener];
      session?.board.watch(devices, listener);
    },
    view: () => view,
    onView: (listener) => void viewListeners.push(listener),
  };
}
