// Presence, ours and that of watched devices (protocol §3): retained, expiring, and only an indication, which never
// prevents a call. `gone` counts only for the session last seen, so a late will of an earlier start does not hide who
// is there.
import { type Bytes, toHex } from '../../core/bytes.ts';
import { type PresenceMessage, readPresence, writePresence } from '../../core/signal/presence.ts';
import { presenceTopic } from '../../core/signal/topics.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Connection } from './connection.ts';

/** How long a presence stays at the broker without a refresh. */
export const PRESENCE_EXPIRY_SECONDS = 15 * 60;
const REFRESH_MS = 10 * 60 * 1000;
/** Two running programs that share an id must not answer each other more often than this. */
const REPUBLISH_PAUSE_MS = 5000;

/** The status in a presence. */
export type PresenceStatus = PresenceMessage['status'];
type Listener = (device: string, status: PresenceStatus) => void;

/** The presence of one device id at its brokers, and of the devices that it watches. */
export interface PresenceBoard {
  /** Publishes this status if it is not the current one. */
  readonly publish: (status: PresenceStatus) => void;
  readonly watch: (devices: readonly string[], listener: Listener) => void;
  readonly arrived: (device: string, payload: Bytes) => void;
  readonly attach: (connection: Connection) => void;
  readonly detach: () => void;
  /** Publishes `gone` if connected and a status was set. Resolves when the broker has answered or is gone. */
  readonly leave: () => Promise<void>;
  /** What the broker must publish for us if we vanish. */
  readonly will: () => Bytes;
}

interface Watched {
  session?: string;
  status?: PresenceStatus;
  cancelExpiry: () => void;
}

/** A board for `device`. Each board has a new session id. */
export function createPresenceBoard(device: string, clock: Clock, random: Random): PresenceBoard {
  const session = toHex(random(8));
  const ownTopic = presenceTopic(device);
  const watched = new Map<string, Watched>();
  let listener: Listener = () => undefined;
  let connection: Connection | undefined;
  let ownStatus: PresenceStatus | undefined;
  let cancelRefresh = (): void => undefined;
  let isLeaving = false;
  let republishedAtMs = Number.NEGATIVE_INFINITY;

  const message = (status: PresenceStatus): Bytes =>
    writePresence({ v: 1, status, session, at: Math.floor(clock.nowMs() / 1000) });

  async function publishOwn(): Promise<void> {
    cancelRefresh();
    if (connection === undefined || ownStatus === undefined) return;
    cancelRefresh = clock.after(REFRESH_MS, () => void publishOwn());
    await connection.publish(ownTopic, message(ownStatus), { retain: true, expirySeconds: PRESENCE_EXPIRY_SECONDS });
  }

  function note(id: string, entry: Watched, status: PresenceStatus): void {
    if (entry.status === status) return;
    entry.status = status;
    listener(id, status);
  }

  function ownArrived(payload: Bytes): void {
    const seen = readPresence(payload);
    if (seen === undefined || isLeaving) return;
    // Our own end, reported late by a broker that we have left for another one.
    const isFalse = seen.status === 'gone' && ownStatus !== 'gone';
    if (seen.session === session && !isFalse) return;
    if (clock.nowMs() - republishedAtMs < REPUBLISH_PAUSE_MS) return;
    republishedAtMs = clock.nowMs();
    void publishOwn();
  }

  return {
    publish: (status) => {
      if (status === ownStatus) return; // repeats would show others when something happens in a call
      ownStatus = status;
      void publishOwn();
    },
    watch: (devices, next) => {
      listener = next;
      const wanted = new Set(devices.filter((id) => id !== device));
      const gone = [...watched.keys()].filter((id) => !wanted.has(id));
      for (const id of gone) {
        watched.get(id)?.cancelExpiry();
        watched.delete(id);
      }
      connection?.unsubscribe(gone.map(presenceTopic));
      const fresh = [...wanted].filter((id) => !watched.has(id));
      for (const id of fresh) watched.set(id, { cancelExpiry: () => undefined });
      // The new listener is told what is already known.
      for (const [id, entry] of watched) if (entry.status !== undefined) listener(id, entry.status);
      if (fresh.length > 0) void connection?.subscribe(fresh.map(presenceTopic), { qos: 0, retained: true });
    },
    arrived: (id, payload) => {
      if (id === device) {
        ownArrived(payload);
        return;
      }
      const entry = watched.get(id);
      if (entry === undefined) {
        connection?.unsubscribe([presenceTopic(id)]);
        return;
      }
      const seen = readPresence(payload);
      if (seen === undefined) return;
      if (seen.status === 'gone' && entry.session !== undefined && entry.session !== seen.session) return;
      entry.session = seen.session;
      entry.cancelExpiry();
      entry.cancelExpiry = clock.after(PRESENCE_EXPIRY_SECONDS * 1000, () => {
        note(id, entry, 'gone');
      });
      note(id, entry, seen.status);
    },
    attach: (open) => {
      connection = open;
      isLeaving = false;
      const topics = [ownTopic, ...[...watched.keys()].map(presenceTopic)];
      void open.subscribe(topics, { qos: 0, retained: true });
      void publishOwn();
    },
    detach: () => {
      cancelRefresh();
      connection = undefined;
    },
    leave: async () => {
      cancelRefresh();
      if (connection === undefined || ownStatus === undefined) return;
      isLeaving = true;
      await connection.publish(ownTopic, message('gone'), { retain: true, expirySeconds: PRESENCE_EXPIRY_SECONDS });
    },
    will: () => message('gone'),
  };
}
