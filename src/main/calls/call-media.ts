// The media side of one call in main: what the page and the sealing worker are told, what they report, what a person switches.
// Facts become events of the machine; the numbers for the auditor are collected here.
import { unreachable } from '../../core/assert.ts';
import type { CallEvent } from '../../core/call/event.ts';
import type { EndReason } from '../../core/call/end-reason.ts';
import type { CallState, Role } from '../../core/call/state.ts';
import type { Session } from '../../core/signal/message.ts';
import type { MediaCommand, MediaFact } from '../../contract/media.ts';
import type { WorkerMessage } from '../../contract/ports.ts';
import type { CallNumbers, Media, MediaState } from '../../contract/view.ts';
import type { CallDeps } from './call-deps.ts';
import { CallCounts } from './call-counts.ts';
import { isSecured } from './call-view.ts';
import type { GrantPort } from './grant.ts';
import { isWithoutWay } from './media-choice.ts';
import { type Description, MediaPath } from './media-path.ts';
import { Switches } from './switches.ts';
import type { Talk } from './talk.ts';
import { WorkerLink } from './worker-link.ts';

/** What the media side needs of its call. */
export interface CallMediaHooks {
  readonly state: () => CallState;
  readonly dispatch: (event: CallEvent) => void;
  readonly command: (command: MediaCommand) => void;
  readonly onDescribed: (description: Description | undefined) => void;
  readonly onChange: () => void;
}

const FAILURES: Readonly<Record<Extract<MediaFact, { kind: 'failed' }>['cause'], EndReason>> = {
  'no-transform': 'no-transform',
  'no-microphone': 'no-device',
  description: 'error',
  'worker-lost': 'worker-lost',
  internal: 'error',
};

/** Media of one call. */
export class CallMedia {
  readonly path: MediaPath;
  readonly switches: Switches;
  readonly #call: string;
  readonly #role: Role;
  readonly #deps: CallDeps;
  readonly #hooks: CallMediaHooks;
  readonly #counts = new CallCounts();
  #talk: Talk | undefined;
  #isSpeaking = false;
  #isOver = false;
  #wantsDirect = false;
  #isConnected = false;
  #isPlaying = false;
  /** Policy became tighter before the call was live. */
  #isRestartDue = false;
  readonly #worker: WorkerLink;

  constructor(call: string, role: Role, media: Media, deps: CallDeps, hooks: CallMediaHooks) {
    this.#call = call;
    this.#role = role;
    this.#deps = deps;
    this.#hooks = hooks;
    this.switches = new Switches(media === 'video');
    this.#worker = new WorkerLink(deps.clock, {
      talk: () => this.#talk,
      isSecured: () => isSecured(hooks.state()),
      onCounters: (streams) => this.#counters(streams),
      onLost: () => this.#fault('worker-lost'),
    });
    this.path = new MediaPath({
      call,
      role,
      clock: deps.clock,
      command: hooks.command,
      onDescribed: hooks.onDescribed,
      onConnection: (state) => this.#connection(state),
      onRestarted: () => (role === 'caller' ? this.#talk?.rekeying.want() : undefined),
      send: (message) => this.#talk?.send(message),
      iceServers: () => deps.mediaChoice().iceServers,
    });
  }

  get local(): MediaState {
    return this.switches.local;
  }

  /** Whether pictures may be sent and shown. */
  get mayVideo(): boolean {
    return this.switches.mayVideo;
  }

  /** What the peer sends, as far as it may be heard and seen here. */
  get remote(): MediaState {
    return this.switches.remote;
  }

  /** The numbers for the auditor, now. */
  numbers(): CallNumbers {
    return {
      ...this.#counts.numbers,
      generation: this.#talk?.generation ?? 0,
      step: this.#talk?.keys.step ?? 0,
      fingerprint: this.path.peerFingerprint,
    };
  }

  /** The page makes the connection, devices and worker. */
  open(how: { readonly isVerified: boolean; readonly viaRelay: boolean }): void {
    const choice = this.#deps.mediaChoice();
    if (isWithoutWay(choice)) return this.#fault('relay-required');
    this.path.open(choice, { ...how, camera: this.local.camera });
    this.#wantsDirect = this.path.isRelayedForNow;
  }

  /** The session is there: its keys go to the worker when the machine allows. */
  attachKeys(talk: Talk): void {
    this.#talk = talk;
    talk.keys.limit(!this.mayVideo);
    if (this.#worker.port !== undefined) talk.keys.attach(this.#worker.port);
  }

  /** The sealing worker of this call; a second one is turned away. */
  attachWorker(port: GrantPort): void {
    this.#worker.attach(port);
  }

  /** Microphone and camera open; relays are no longer the only way (protocol §5 rules 4, 9). */
  speak(): void {
    this.#isSpeaking = true;
    this.tell();
    this.#sendLocal();
    this.path.allowDirect();
    // The way may have stood before READY came: the page says it once.
    if (this.#isConnected) this.#connection('connected');
  }

  /** The peer may be heard and seen. */
  play(): void {
    this.#isPlaying = true;
    this.#hooks.command({ kind: 'play', call: this.#call, ...this.switches.played });
  }

  /** Whether pictures may be sent and shown: without, no key for them is with the worker. Given back, the camera stays off. */
  limitVideo(mayVideo: boolean): void {
    if (mayVideo === this.mayVideo || this.#isOver) return;
    this.switches.limitVideo(mayVideo);
    const keys = this.#talk?.keys.limit(!mayVideo);
    if (this.#isPlaying) this.play();
    if (!mayVideo && this.local.camera) this.change({ camera: false });
    if (keys === 'needs-rekey' && isSecured(this.#hooks.state())) this.#talk?.rekeying.want();
    this.#hooks.onChange();
  }

  /** Policy may have become tighter: a constant rate comes with a restart; a call that was free to take a direct way ends. */
  tighten(): void {
    if (this.#isOver) return;
    const { HighConfidentiality, RelayOnly } = this.#deps.policy.values(); // what a person sets is for the next call
    const policy = { mustRelay: RelayOnly || HighConfidentiality, isConstantRate: HighConfidentiality };
    const verdict = this.path.tighten(policy);
    if (verdict === 'no-way') this.#fault('relay-required');
    if (verdict !== 'restart') return;
    const { kind } = this.#hooks.state();
    if (kind === 'live' || kind === 'mending') this.restart();
    else this.#isRestartDue = true;
  }

  /** The call is live for the first time: with relays no longer the only way, the caller looks for a direct one (rule 9). */
  live(): void {
    if (this.#isRestartDue) this.restart();
    else if (this.#wantsDirect && !this.path.mustRelay && this.#role === 'caller') this.restart();
    this.#wantsDirect = false;
  }

  /** Nothing is sent or sealed any more; there is no way back in this call. */
  silence(): void {
    this.#isSpeaking = false;
    this.#talk?.silence();
    this.#hooks.command({ kind: 'send', call: this.#call, microphone: false, camera: false });
  }

  /** Mutes, switches the camera, holds the call or goes on with it. */
  change(change: Partial<Pick<MediaState, 'mute' | 'camera' | 'hold'>>): void {
    const wasHeld = this.switches.isHeld;
    this.switches.change(change);
    this.#followHold(wasHeld);
    if (this.#isSpeaking) {
      this.#sendLocal();
      this.tell();
    } else if (change.camera === false && this.path.isOpen) {
      // Nothing leaves yet, but the camera runs for the preview: off means off.
      this.#hooks.command({ kind: 'send', call: this.#call, microphone: false, camera: false });
    }
    this.#hooks.onChange();
  }

  /** An ICE restart, and by the caller new keys with it (protocol §6). */
  restart(isFresh = false): void {
    this.path.restart(isFresh);
  }

  /** The peer's `restart` message. */
  peerRestart(message: Extract<Session, { kind: 'restart' }>): void {
    if (this.path.takeRestart(message) === 'wrong-fingerprint') this.#fault('fingerprint');
  }

  /** The peer's `media` message. */
  remoteMedia(state: MediaState): void {
    const wasHeld = this.switches.isHeld;
    this.switches.hear(state);
    if (this.#followHold(wasHeld) && this.#isSpeaking) this.#sendLocal();
    this.#hooks.onChange();
  }

  /** Tells the peer what is switched here: after a change, and when it may have missed one. */
  tell(): void {
    if (this.#isSpeaking) this.#talk?.announce();
  }

  /** The peer asks for a key frame. */
  keyFrame(stream: 1 | 2): void {
    this.#hooks.command({ kind: 'key-frame', call: this.#call, stream });
  }

  /** A fact of the page. */
  fact(fact: MediaFact): void {
    switch (fact.kind) {
      case 'description':
      case 'candidates':
      case 'connection':
        return this.path.fact(fact);
      case 'opened':
        return this.#opened(fact);
      case 'first-frame':
        return;
      case 'stats':
        return this.#stats(fact);
      case 'failed':
        return this.#fault(FAILURES[fact.cause]);
      default:
        return unreachable(fact);
    }
  }

  /** The end: the page closes, the worker is let go. */
  close(): void {
    this.#isOver = true;
    this.path.close();
    this.#worker.close();
  }

  // A camera that was wanted and is not there: the call goes on without (the page has said so once).
  #opened({ camera }: Extract<MediaFact, { kind: 'opened' }>): void {
    if (this.local.camera && !camera) this.change({ camera: false });
  }

  #sendLocal(): void {
    this.#hooks.command({ kind: 'send', call: this.#call, ...this.switches.sent });
  }

  // The worker first: from its word on no frame passes, whatever the page does.
  #followHold(wasHeld: boolean): boolean {
    const { isHeld } = this.switches;
    if (wasHeld === isHeld) return false;
    this.#worker.hold(isHeld);
    this.#counts.resetStalls();
    if (this.#isPlaying) this.play();
    return true;
  }

  #connection(state: 'connected' | 'disconnected' | 'wrong-fingerprint'): void {
    if (state === 'wrong-fingerprint') return this.#fault('fingerprint');
    this.#isConnected = state === 'connected';
    const isMended = this.#worker.interrupt(!this.#isConnected);
    this.#counts.resetStalls();
    this.#hooks.dispatch({ kind: state, atMs: this.#deps.clock.nowMs() });
    if (isMended) this.keyFrame(1); // pictures between were dropped here, so the peer misses none to ask for
    if (state === 'disconnected' && this.#hooks.state().kind === 'connecting') this.path.restart();
  }

  #counters(streams: Extract<WorkerMessage, { kind: 'counters' }>['streams']): void {
    if (this.#counts.counters(streams)) this.#talk?.rekeying.noteFrame();
    this.#hooks.onChange();
  }

  #stats(fact: Extract<MediaFact, { kind: 'stats' }>): void {
    if (!this.#counts.stats(fact)) this.#fault('error');
    if (this.#hooks.state().kind === 'live') {
      const verdict = this.#counts.judge(fact, this.switches.expected, this.#deps.clock.nowMs());
      if (verdict === 'rekey') this.#talk?.rekeying.want();
      if (verdict === 'end') this.#fault('media-keys');
    }
    this.#hooks.onChange();
  }

  #fault(reason: EndReason): void {
    this.#hooks.dispatch({ kind: 'fault', reason, atMs: this.#deps.clock.nowMs() });
  }
}
