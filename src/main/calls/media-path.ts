// The way media take: descriptions, candidates and ICE restarts between a page and the peer (protocol §5 rules 6, 9, 11; §9). Neither side
// is trusted: every description and candidate passes the allow-list both ways, and the live DTLS certificate is the authenticated one.
import type { Role } from '../../core/call/ring-state.ts';
import type { Session } from '../../core/signal/message.ts';
import { constantRate } from '../../core/signal/constant-rate.ts';
import { filterSdp, fingerprintOf, ufragOf } from '../../core/signal/sdp.ts';
import type { Candidate, MediaCommand, MediaFact } from '../../contract/media.ts';
import type { Clock } from '../time/clock.ts';
import type { MediaChoice } from './call-deps.ts';
import { OwnCandidates, passing } from './own-candidates.ts';
import { OwnDescriptions } from './own-descriptions.ts';
import { Pace } from './pace.ts';
import { ToldRelays } from './told-relays.ts';

const RESTART_DROPPED_MS = 15_000;
const MOST_CANDIDATES = 64; // per ICE generation (protocol §9)

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
  /** Whether we describe first: the callee of a call, and whoever has lost its page. */
  readonly offers: boolean;
  readonly clock: Clock;
  readonly command: (command: MediaCommand) => void;
  /** Our first description is there; undefined where it cannot be sent. */
  readonly onDescribed: (description: Description | undefined) => void;
  readonly onConnection: (state: 'connected' | 'disconnected' | 'wrong-fingerprint') => void;
  /** A restart goes on, offered here or by the peer. */
  readonly onRestarted: () => void;
  readonly send: (message: Session) => void;
  /** The relays as they are now: a lent account may have ended since the call began. */
  readonly iceServers: () => MediaChoice['iceServers'];
}

/** The media of one call, as main steers them. */
export class MediaPath {
  readonly own = new OwnDescriptions();
  readonly #options: PathOptions;
  #relayOnly = false;
  #mustRelay = false;
  #isConstantRate = false;
  #isFirstDirect = false;
  #isOpen = false;
  #isDescribed = false;
  readonly #relays: ToldRelays;
  #ownFingerprint = '';
  #peerFingerprint = '';
  #peerUfrag = '';
  #taken = 0;
  readonly #candidates: OwnCandidates;
  /** Our restart offer that waits for the page or, as it left, for the peer. */
  #restart: 'none' | 'describing' | Restart = 'none';
  /** A restart of the peer's that the page answers. */
  #isAnswering = false;
  readonly #pace: Pace; // of the peer's restarts: an engine that negotiates all the time does nothing else (protocol §9)
  #isDue = false;
  #cancelRestart: () => void = () => undefined;

  constructor(options: PathOptions) {
    this.#options = options;
    this.#pace = new Pace(options.clock, 3, 15_000);
    this.#relays = new ToldRelays(options.iceServers);
    this.#candidates = new OwnCandidates((list) => options.send({ kind: 'candidates', list }));
  }

  /** Whether the page has a connection of ours. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** How many of the two sides have described: while none has, nobody would miss this connection; an ICE restart needs both. */
  get descriptions(): number {
    return Number(this.#isDescribed) + Number(this.#peerFingerprint !== '');
  }

  /** Authenticated fingerprint of the peer, '' before it is known. */
  get peerFingerprint(): string {
    return this.#peerFingerprint;
  }

  /** What is in force on this way, in the whole call: nothing of ours but relayed candidates, a constant rate. */
  get kept(): Pick<MediaChoice, 'mustRelay' | 'isConstantRate'> {
    return { mustRelay: this.#mustRelay, isConstantRate: this.#isConstantRate };
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
    const { call, offers, command } = this.#options;
    this.#isOpen = true;
    const { mustRelay, isConstantRate, ...devices } = choice;
    this.#mustRelay = mustRelay;
    this.#isConstantRate = isConstantRate;
    this.#isFirstDirect = how.isVerified && !how.viaRelay && !mustRelay;
    this.#relayOnly = mustRelay || (choice.iceServers.length > 0 && !this.#isFirstDirect);
    this.#relays.tell(choice.iceServers);
    command({ kind: 'open', call, offers, camera: how.camera, relayOnly: this.#relayOnly, ...devices });
    if (offers) command({ kind: 'offer', call, iceRestart: false });
  }

  /**
   * Policy may have become tighter in a call. `restart`: a constant rate is in force with the next one. `no-way`: only relays may be
   * used, and this call was free to take others; an engine stays on a way that works, whatever it is told (measured).
   */
  tighten({ mustRelay, isConstantRate }: MediaPath['kept']): 'well' | 'restart' | 'no-way' {
    if (!this.#isOpen) return 'well'; // it opens as policy says then
    if (mustRelay && !this.#relayOnly) return 'no-way';
    this.#mustRelay ||= mustRelay;
    if (!isConstantRate || this.#isConstantRate) return 'well';
    this.#isConstantRate = true;
    return 'restart';
  }

  /** The peer's first description as it may be used, or undefined (rules 6, 9, 10); with candidates of relays only, or of any. */
  accepts({ sdp, fingerprint }: Description, relayOnly = !this.#isFirstDirect): string | undefined {
    const filtered = this.#filterSdp(sdp, relayOnly);
    return filtered !== undefined && fingerprintOf(filtered) === fingerprint ? filtered : undefined;
  }

  /** Takes the peer's first description, which `accepts` has let through; its fingerprint is the call's from here on. */
  describe(type: 'offer' | 'answer', sdp: string, fingerprint: string): void {
    this.#peerFingerprint = fingerprint;
    this.#setPeer(type, sdp);
  }

  /** CONFIRM or READY left: what was gathered may follow. */
  startTrickling(): void {
    this.#candidates.release(this.#relayOnly);
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
    else if (fact.kind === 'connection') this.#connection(fact);
    else this.#candidates.take(fact.list, this.#relayOnly);
  }

  /** Candidates of the peer: filtered, of the description in force, 64 at most. */
  takeCandidates(list: readonly Candidate[]): void {
    // A relay of ours may reach the peer at whatever address it names: that tells it nothing.
    const fitting = passing(
      list.filter(({ ufrag }) => ufrag === this.#peerUfrag),
      this.isRelayedForNow,
    );
    const room = fitting.slice(0, MOST_CANDIDATES - this.#taken);
    this.#taken += room.length;
    if (room.length > 0) this.#options.command({ kind: 'candidates', call: this.#options.call, list: room });
  }

  // `isFresh`: what is on its way knows an address that is gone, and an engine does not always gather anew by itself: another follows.
  /** Offers an ICE restart; one that left already and waits is said again, since a link may have lost it (rule 11). */
  restart(isFresh = false): void {
    if (this.descriptions < 2) return; // the first descriptions are still on their way
    this.#isDue ||= isFresh && (this.#restart !== 'none' || this.#isAnswering);
    if (typeof this.#restart === 'object') return this.say(this.#restart);
    if (this.#restart !== 'none' || this.#isAnswering) return;
    this.#restart = 'describing';
    this.#options.onRestarted();
    this.#renewRelays();
    this.#options.command({ kind: 'offer', call: this.#options.call, iceRestart: true });
    this.#cancelRestart = this.#options.clock.after(RESTART_DROPPED_MS, () => {
      this.#dropRestart();
      this.#startDue();
    });
  }

  /** The peer's `restart`. `wrong-fingerprint` ends the call; what cannot be used is `dropped`, what comes too soon `waits`. */
  takeRestart(message: Restart): 'taken' | 'waits' | 'dropped' | 'wrong-fingerprint' {
    const { type, fingerprint, sdp } = message;
    if (this.#peerFingerprint === '') return 'dropped'; // of a connection that is still to be described
    if (fingerprint !== this.#peerFingerprint) return 'wrong-fingerprint';
    const filtered = this.#filterSdp(sdp, this.isRelayedForNow);
    if (filtered === undefined) return 'dropped';
    if (fingerprintOf(filtered) !== fingerprint) return 'wrong-fingerprint';
    if (type === 'answer') {
      if (typeof this.#restart !== 'object') return 'dropped';
      this.#endRestart();
      this.#pace.stop(); // an offer of theirs that waits was taken back for ours
      this.#setPeer('answer', filtered);
      this.#startDue();
      return 'taken';
    }
    if (this.#isAnswering) return 'dropped';
    if (this.#restart !== 'none') {
      if (this.#options.role === 'caller') return 'dropped'; // both offered: the caller's stands
      this.#dropRestart();
    }
    if (!this.#pace.isDue(() => void this.takeRestart(message))) return 'waits';
    this.#isAnswering = true;
    this.#cancelRestart = this.#options.clock.after(RESTART_DROPPED_MS, () => (this.#isAnswering = false));
    this.#renewRelays();
    this.#setPeer('offer', filtered);
    this.#options.onRestarted();
    return 'taken';
  }

  /** Says a description of ours; said again it has the same candidates, and the page reports them once only. */
  say(message: Extract<Session, { readonly sdp: string }>): void {
    this.#options.send(message);
    this.#candidates.repeat(ufragOf(message.sdp));
  }

  /** Closes the page's connection. */
  close(): void {
    this.#cancelRestart();
    this.#pace.stop();
    if (this.#isOpen) this.#options.command({ kind: 'close', call: this.#options.call });
    this.#isOpen = false;
  }

  #renewRelays(): void {
    const iceServers = this.#relays.next();
    if (iceServers !== undefined) this.#options.command({ kind: 'relays', call: this.#options.call, iceServers });
  }

  #setPeer(type: 'offer' | 'answer', sdp: string): void {
    this.#peerUfrag = ufragOf(sdp) ?? '';
    this.#taken = 0;
    this.#options.command({ kind: 'describe', call: this.#options.call, type, sdp });
  }

  #described(type: 'offer' | 'answer', text: string): void {
    const isFirst = !this.#isDescribed;
    this.own.note(text);
    const sdp = this.#filterSdp(text, isFirst ? !this.#isFirstDirect : this.#relayOnly);
    const fingerprint = sdp === undefined ? undefined : fingerprintOf(sdp);
    if (isFirst) {
      if (type !== (this.#options.offers ? 'offer' : 'answer')) return;
      this.#isDescribed = true;
      this.#ownFingerprint = fingerprint ?? '';
      this.#options.onDescribed(sdp === undefined || fingerprint === undefined ? undefined : { sdp, fingerprint });
      return;
    }
    const isExpected = type === 'offer' ? this.#restart === 'describing' : this.#isAnswering;
    if (!isExpected) return;
    // A page that changed its certificate would end the call at the peer anyway.
    const isUsable = sdp !== undefined && fingerprint === this.#ownFingerprint;
    const message: Restart | undefined = isUsable ? { kind: 'restart', type, fingerprint, sdp } : undefined;
    if (type === 'answer') this.#endRestart();
    else if (message === undefined) this.#dropRestart();
    else this.#restart = message;
    if (message !== undefined) this.say(message);
    if (type === 'answer') this.#startDue();
  }

  #startDue(): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.restart();
  }

  #connection({ state, fingerprint, pair }: Extract<MediaFact, { kind: 'connection' }>): void {
    if (pair !== undefined && this.own.isOfBefore(pair)) return;
    if (state === 'disconnected' || state === 'failed') this.#options.onConnection('disconnected');
    // Connected without a known certificate is not connected: the clock ends it.
    if (state !== 'connected' || fingerprint === '' || this.#peerFingerprint === '') return;
    this.#options.onConnection(fingerprint === this.#peerFingerprint ? 'connected' : 'wrong-fingerprint');
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
