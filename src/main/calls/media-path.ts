// The way media take: descriptions, candidates and ICE restarts between the page and the peer (protocol §5 rules 6, 9, 11; §9).
// Neither side is trusted: every description and candidate passes the allow-list in both directions, and the live DTLS
// certificate must be the one that was authenticated.
import type { Role } from '../../core/call/state.ts';
import * as v from 'valibot';
import { filterCandidate } from '../../core/signal/candidate.ts';
import { CandidateField } from '../../core/signal/field.ts';
import type { Session } from '../../core/signal/message.ts';
import { constantRate } from '../../core/signal/constant-rate.ts';
import { filterSdp, fingerprintOf, ufragOf } from '../../core/signal/sdp.ts';
import type { Candidate, MediaCommand, MediaFact } from '../../contract/media.ts';
import type { Clock } from '../app/clock.ts';
import type { MediaChoice } from './call-deps.ts';

const RESTART_DROPPED_MS = 15_000;
const THEIR_RESTART_EVERY_MS = 5000;
const MOST_CANDIDATES = 64; // per ICE generation (protocol §9)
const MOST_UNSENT = 64;

type Restart = Extract<Session, { kind: 'restart' }>;

/** A description that passed, and the one fingerprint it carries. */
export interface Description {
  readonly sdp: string;
  readonly fingerprint: string;
}

/** What a path needs and reports. */
export interface PathOptions {
  readonly call: string;
  readonly role: Role;
  readonly clock: Clock;
  readonly command: (command: MediaCommand) => void;
  /** Our first description is there; undefined where it cannot be sent. */
  readonly onDescribed: (description: Description | undefined) => void;
  readonly onConnection: (state: 'connected' | 'disconnected' | 'wrong-fingerprint') => void;
  readonly send: (message: Session) => void;
  /** The relays as they are now: a lent account may have ended since the call began. */
  readonly iceServers: () => MediaChoice['iceServers'];
}

/** The media of one call, as main steers them. */
export class MediaPath {
  readonly #options: PathOptions;
  #relayOnly = false;
  #mustRelay = false;
  #isConstantRate = false;
  #isFirstDirect = false;
  #isOpen = false;
  #isDescribed = false;
  #toldServers = '';
  #ownFingerprint = '';
  #peerFingerprint = '';
  #peerUfrag = '';
  #taken = 0;
  #unsent: Candidate[] | undefined = [];
  /** Our restart offer that waits for the page or the peer. */
  #restart: 'none' | 'describing' | 'offered' = 'none';
  /** A restart of the peer's that the page answers. */
  #isAnswering = false;
  #theirRestartAtMs = Number.NEGATIVE_INFINITY;
  #cancelRestart: () => void = () => undefined;

  constructor(options: PathOptions) {
    this.#options = options;
  }

  /** Whether the page has a connection of ours. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Authenticated fingerprint of the peer, '' before it is known. */
  get peerFingerprint(): string {
    return this.#peerFingerprint;
  }

  /** Whether nothing of ours but relayed candidates may leave, in the whole call. */
  get mustRelay(): boolean {
    return this.#mustRelay;
  }

  /** Whether only relays are used so far, and may be left for a direct way later. */
  get isRelayedForNow(): boolean {
    return this.#relayOnly && !this.#mustRelay;
  }

  /** Lets the page make the connection. Without verification nothing but relays until READY, where there are any (rule 9). */
  open(
    choice: MediaChoice,
    how: { readonly camera: boolean; readonly isVerified: boolean; readonly viaRelay: boolean },
  ): void {
    const { call, role, command } = this.#options;
    this.#isOpen = true;
    const { mustRelay, isConstantRate, ...devices } = choice;
    this.#mustRelay = mustRelay;
    this.#isConstantRate = isConstantRate;
    this.#isFirstDirect = how.isVerified && !how.viaRelay && !mustRelay;
    this.#relayOnly = mustRelay || (choice.iceServers.length > 0 && !this.#isFirstDirect);
    this.#toldServers = JSON.stringify(choice.iceServers);
    command({ kind: 'open', call, role, camera: how.camera, relayOnly: this.#relayOnly, ...devices });
    if (role === 'callee') command({ kind: 'offer', call, iceRestart: false });
  }

  /**
   * Policy may have become tighter in a call. `restart`: a constant rate is in force with the next one. `no-way`: only relays may be
   * used, and this call was free to take others; an engine stays on a way that works, whatever it is told (measured).
   */
  tighten({
    mustRelay,
    isConstantRate,
  }: Pick<MediaChoice, 'mustRelay' | 'isConstantRate'>): 'well' | 'restart' | 'no-way' {
    if (!this.#isOpen) return 'well'; // it opens as policy says then
    if (mustRelay && !this.#relayOnly) return 'no-way';
    this.#mustRelay ||= mustRelay;
    if (!isConstantRate || this.#isConstantRate) return 'well';
    this.#isConstantRate = true;
    return 'restart';
  }

  /** The peer's first description as it may be used, or undefined (rules 6, 9, 10). */
  accepts({ sdp, fingerprint }: Description): string | undefined {
    const filtered = this.#filterSdp(sdp, !this.#isFirstDirect);
    return filtered !== undefined && fingerprintOf(filtered) === fingerprint ? filtered : undefined;
  }

  /** Takes the peer's first description, which `accepts` has let through; its fingerprint is the call's from here on. */
  describe(type: 'offer' | 'answer', sdp: string, fingerprint: string): void {
    this.#peerFingerprint = fingerprint;
    this.#setPeer(type, sdp);
  }

  /** CONFIRM or READY left: what was gathered may follow. */
  startTrickling(): void {
    const unsent = this.#unsent ?? [];
    this.#unsent = undefined;
    this.#sendCandidates(unsent);
  }

  /** READY: relays are no longer the only way; the caller gathers anew once connected. */
  allowDirect(): void {
    if (!this.isRelayedForNow) return;
    this.#relayOnly = false;
    this.#options.command({ kind: 'allow-direct', call: this.#options.call });
  }

  /** A fact of the page about descriptions, candidates or the connection. */
  fact(fact: Extract<MediaFact, { kind: 'description' | 'candidates' | 'connection' }>): void {
    if (fact.kind === 'description') this.#described(fact.type, fact.sdp);
    else if (fact.kind === 'connection') this.#connection(fact.state, fact.fingerprint);
    else if (this.#unsent === undefined) this.#sendCandidates(fact.list);
    else this.#unsent = [...this.#unsent, ...fact.list].slice(0, MOST_UNSENT);
  }

  /** Candidates of the peer: filtered, of the description in force, 64 at most. */
  takeCandidates(list: readonly Candidate[]): void {
    // A relay of ours may reach the peer at whatever address it names: that tells it nothing.
    const fitting = filtered(
      list.filter(({ ufrag }) => ufrag === this.#peerUfrag),
      this.isRelayedForNow,
    );
    const room = fitting.slice(0, MOST_CANDIDATES - this.#taken);
    this.#taken += room.length;
    if (room.length > 0) this.#options.command({ kind: 'candidates', call: this.#options.call, list: room });
  }

  /** Offers an ICE restart, unless one is open already (rule 11). */
  restart(): void {
    if (this.#restart !== 'none' || this.#isAnswering) return;
    this.#restart = 'describing';
    this.#renewRelays();
    this.#options.command({ kind: 'offer', call: this.#options.call, iceRestart: true });
    this.#cancelRestart = this.#options.clock.after(RESTART_DROPPED_MS, () => this.#dropRestart());
  }

  /** The peer's `restart`. `wrong-fingerprint` ends the call; what cannot be used is `dropped`. */
  takeRestart({ type, fingerprint, sdp }: Restart): 'taken' | 'dropped' | 'wrong-fingerprint' {
    if (fingerprint !== this.#peerFingerprint) return 'wrong-fingerprint';
    const filtered = this.#filterSdp(sdp, this.isRelayedForNow);
    if (filtered === undefined) return 'dropped';
    if (fingerprintOf(filtered) !== fingerprint) return 'wrong-fingerprint';
    if (type === 'answer') {
      if (this.#restart !== 'offered') return 'dropped';
      this.#endRestart();
      this.#setPeer('answer', filtered);
      return 'taken';
    }
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - this.#theirRestartAtMs < THEIR_RESTART_EVERY_MS || this.#isAnswering) return 'dropped';
    if (this.#restart !== 'none') {
      if (this.#options.role === 'caller') return 'dropped'; // both offered: the caller's stands
      this.#dropRestart();
    }
    this.#theirRestartAtMs = nowMs;
    this.#isAnswering = true;
    this.#cancelRestart = this.#options.clock.after(RESTART_DROPPED_MS, () => (this.#isAnswering = false));
    this.#renewRelays();
    this.#setPeer('offer', filtered);
    return 'taken';
  }

  /** Closes the page's connection. */
  close(): void {
    this.#cancelRestart();
    if (this.#isOpen) this.#options.command({ kind: 'close', call: this.#options.call });
    this.#isOpen = false;
  }

  // Before new candidates are gathered. None is worse than old ones: a relay that was used may still be.
  #renewRelays(): void {
    const iceServers = this.#options.iceServers();
    const told = JSON.stringify(iceServers);
    if (iceServers.length === 0 || told === this.#toldServers) return;
    this.#toldServers = told;
    this.#options.command({ kind: 'relays', call: this.#options.call, iceServers });
  }

  #setPeer(type: 'offer' | 'answer', sdp: string): void {
    this.#peerUfrag = ufragOf(sdp) ?? '';
    this.#taken = 0;
    this.#options.command({ kind: 'describe', call: this.#options.call, type, sdp });
  }

  #described(type: 'offer' | 'answer', text: string): void {
    const isFirst = !this.#isDescribed;
    const sdp = this.#filterSdp(text, isFirst ? !this.#isFirstDirect : this.#relayOnly);
    const fingerprint = sdp === undefined ? undefined : fingerprintOf(sdp);
    if (isFirst) {
      if (type !== (this.#options.role === 'callee' ? 'offer' : 'answer')) return;
      this.#isDescribed = true;
      this.#ownFingerprint = fingerprint ?? '';
      this.#options.onDescribed(sdp === undefined || fingerprint === undefined ? undefined : { sdp, fingerprint });
      return;
    }
    const isExpected = type === 'offer' ? this.#restart === 'describing' : this.#isAnswering;
    if (!isExpected) return;
    if (type === 'offer') this.#restart = 'offered';
    else this.#endRestart();
    // A page that changed its certificate would end the call at the peer anyway.
    if (sdp === undefined || fingerprint !== this.#ownFingerprint) return;
    this.#options.send({ kind: 'restart', type, fingerprint, sdp });
  }

  #connection(state: Extract<MediaFact, { kind: 'connection' }>['state'], fingerprint: string): void {
    if (state === 'disconnected' || state === 'failed') this.#options.onConnection('disconnected');
    // Connected without a known certificate is not connected: the clock ends it.
    if (state !== 'connected' || fingerprint === '' || this.#peerFingerprint === '') return;
    this.#options.onConnection(fingerprint === this.#peerFingerprint ? 'connected' : 'wrong-fingerprint');
  }

  #sendCandidates(list: readonly Candidate[]): void {
    const leaving = filtered(list, this.#relayOnly);
    for (let i = 0; i < leaving.length; i += 32) {
      this.#options.send({ kind: 'candidates', list: leaving.slice(i, i + 32) });
    }
  }

  // Both ways: a constant rate in the peer's description binds our encoder, in ours the peer's.
  #filterSdp(text: string, relayOnly: boolean): string | undefined {
    const sdp = filterSdp(text, { relayOnly });
    return sdp === undefined || !this.#isConstantRate ? sdp : constantRate(sdp);
  }

  #dropRestart(): void {
    this.#endRestart();
    this.#options.command({ kind: 'rollback', call: this.#options.call });
  }

  #endRestart(): void {
    this.#cancelRestart();
    this.#restart = 'none';
    this.#isAnswering = false;
  }
}

function filtered(list: readonly Candidate[], relayOnly: boolean): Candidate[] {
  return list.flatMap(({ mid, ufrag, candidate }) => {
    const field = { mid, ufrag, candidate: filterCandidate(candidate, { relayOnly }) };
    return v.is(CandidateField, field) ? [field] : []; // a page may say anything
  });
}
