// A broker in memory that may be hostile: `mischief` sees every message and decides what is delivered instead. Retained
// lists can be withheld, frozen and replaced. The test decides order, duplicates and loss. Nothing is random.
import type { Bytes } from '../../../src/core/bytes.ts';
import type { ConnectionView } from '../../../src/contract/connection-view.ts';
import type {
  DirectoryBounds,
  DirectoryPart,
  DirectoryQuestion,
  Sent,
  Transport,
} from '../../../src/main/signalling/transport.ts';
import type { HandClock } from './hand-clock.ts';

/** A message in transit, which arrives after `delayMs`. */
export interface Parcel {
  readonly to: string;
  readonly from: string;
  readonly bytes: Bytes;
  readonly delayMs: number;
}

interface Station {
  online: boolean;
  sinceMs: number;
  readonly backlog: (Parcel & { readonly expiresAtMs: number })[];
  listener: (from: string, bytes: Bytes, backlog: boolean) => void;
  drained: () => void;
  readonly views: ((view: ConnectionView) => void)[];
  onHint: (userTag: string, hint: Bytes) => void;
}

const DELAY_MS = 5;

/** The broker of one test. */
export class MemoryBroker {
  /** Every message that was accepted, as its sender sent it. */
  readonly sent: Parcel[] = [];
  /** Chains by user tag and device. */
  readonly directories = new Map<string, Map<string, Bytes>>();
  readonly hints = new Map<string, Bytes>();
  /** Certificates of organisations by device id. */
  readonly credentials = new Map<string, Bytes>();
  /** The messages to deliver instead of this one. A list of only this message changes nothing. */
  mischief: (parcel: Parcel) => readonly Parcel[] = (parcel) => [parcel];
  /** The broker's answer to a message. With anything but `sent`, the message was not accepted. */
  answerSend: (parcel: Parcel) => Sent = () => 'sent';
  /** The delay between two messages of a backlog. */
  backlogEveryMs = 0;
  /** What a reader of an address gets; undefined if nothing is published, `timeout` if it is withheld. */
  answerDirectory: (userTag: string, reader: string) => ReadonlyMap<string, Bytes> | undefined | 'timeout' = (
    userTag,
  ) => this.directories.get(userTag);
  /** What a reader of a certificate gets; undefined and `timeout` as for an address. */
  answerCredential: (device: string, reader: string) => Bytes | undefined | 'timeout' = (device) =>
    this.credentials.get(device);
  readonly #clock: HandClock;
  readonly #stations = new Map<string, Station>();

  constructor(clock: HandClock) {
    this.#clock = clock;
  }

  /** The broker connection of one device. */
  connect(device: string): Transport {
    const station: Station = {
      online: true,
      sinceMs: 0,
      backlog: [],
      listener: () => undefined,
      drained: () => undefined,
      views: [],
      onHint: () => undefined,
    };
    this.#stations.set(device, station);
    const view = (): ConnectionView =>
      station.online
        ? { kind: 'online', url: 'memory:', since: station.sinceMs }
        : { kind: 'waiting', url: 'memory:', retryAt: 0, cause: 'unreachable' };
    return {
      send: (to, bytes, expirySeconds) => this.#send(station, device, to, bytes, expirySeconds),
      onMessage: (listener) => {
        station.listener = listener;
      },
      onDrained: (listener) => {
        station.drained = listener;
      },
      readDirectory: (userTag, question, bounds) =>
        this.#retained(station, bounds.timeoutMs, () => this.#directory(userTag, device, question, bounds)),
      publishChain: (userTag, bytes) => {
        const chains = this.directories.get(userTag) ?? new Map<string, Bytes>();
        this.directories.set(userTag, chains.set(device, bytes));
        return Promise.resolve('sent');
      },
      publishHint: (userTag, bytes) => {
        this.hints.set(userTag, bytes);
        for (const each of this.#stations.values()) each.onHint(userTag, bytes);
        return Promise.resolve('sent');
      },
      watchHints: (userTags, listener) => {
        station.onHint = (userTag, hint) => {
          if (station.online && userTags.includes(userTag)) listener(userTag, hint);
        };
      },
      readCredential: (of, timeoutMs) => this.#retained(station, timeoutMs, () => this.answerCredential(of, device)),
      publishCredential: (bytes) => {
        this.credentials.set(device, bytes);
        return Promise.resolve('sent');
      },
      publishPresence: () => undefined,
      watchPresence: () => undefined,
      view,
      onView: (listener) => void station.views.push(listener),
    };
  }

  /**
   * Takes a device offline, or back online: then waiting messages arrive as backlog, followed by the end of the
   * backlog.
   */
  setOnline(device: string, isOnline: boolean): void {
    const station = this.#station(device);
    station.online = isOnline;
    if (!isOnline) return;
    station.sinceMs = this.#clock.nowMs();
    const due = station.backlog.splice(0).filter(({ expiresAtMs }) => expiresAtMs > this.#clock.nowMs());
    const inTurn = (turn: number, run: () => void): void => {
      if (this.backlogEveryMs === 0) run();
      else this.#clock.after(turn * this.backlogEveryMs, run);
    };
    for (const [turn, parcel] of due.entries()) {
      inTurn(turn, () => station.listener(parcel.from, parcel.bytes, true));
    }
    inTurn(due.length, () => station.drained());
  }

  /** Puts a message into an inbox after its delay. The broker itself uses this, too. */
  inject(parcel: Parcel, expirySeconds = 60): void {
    this.#clock.after(parcel.delayMs, () => this.#deliver(parcel, expirySeconds));
  }

  #send(station: Station, from: string, to: string, bytes: Bytes, expirySeconds: number): Promise<Sent> {
    if (!station.online) return Promise.resolve('not-connected');
    const parcel = { to, from, bytes: bytes.slice(), delayMs: DELAY_MS };
    const answer = this.answerSend(parcel);
    if (answer !== 'sent') return Promise.resolve(answer);
    this.sent.push(parcel);
    for (const made of this.mischief(parcel)) this.inject(made, expirySeconds);
    return Promise.resolve('sent');
  }

  #deliver(parcel: Parcel, expirySeconds: number): void {
    const station = this.#stations.get(parcel.to);
    if (station === undefined) return;
    if (station.online) station.listener(parcel.from, parcel.bytes.slice(), false);
    else station.backlog.push({ ...parcel, expiresAtMs: this.#clock.nowMs() + expirySeconds * 1000 });
  }

  #directory(
    userTag: string,
    reader: string,
    { devices = [], isEverybody = false }: DirectoryQuestion,
    { mostPayloads, mostBytes }: DirectoryBounds,
  ): DirectoryPart | 'timeout' {
    const answer = this.answerDirectory(userTag, reader);
    if (answer === 'timeout') return 'timeout';
    const there = [...(answer ?? [])];
    const asked = there.filter(([device]) => isEverybody || devices.includes(device));
    let bytes = 0;
    const within = asked.slice(0, mostPayloads).filter(([, payload]) => (bytes += payload.length) <= mostBytes);
    const hint = isEverybody ? this.hints.get(userTag) : undefined;
    const isWhole = within.length === asked.length;
    return { chains: new Map(within), hint, isWhole, isFlooded: !isWhole };
  }

  #retained<T>(station: Station, timeoutMs: number, read: () => T | 'timeout'): Promise<T | 'timeout'> {
    const answer = station.online ? read() : 'timeout';
    return new Promise((resolve) => {
      this.#clock.after(answer === 'timeout' ? timeoutMs : Math.min(DELAY_MS, timeoutMs), () => resolve(answer));
    });
  }

  #station(device: string): Station {
    const station = this.#stations.get(device);
    if (station === undefined) throw new Error('no such device');
    return station;
  }
}
