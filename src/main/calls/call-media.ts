// The media side of one call in main: what the page and the sealing worker are told, what they report, what a person switches.
// Facts become events of the machine; the numbers for the auditor are collected here.
import type { CallEvent } from '../../core/call/event.ts';
import type { EndReason } from '../../core/call/end-reason.ts';
import { isRenewed, keysInUse, type KeysState } from '../../core/call/keys-state.ts';
import type { PageState } from '../../core/call/page-state.ts';
import { isSecured, type RingState, type Role } from '../../core/call/ring-state.ts';
import type { MediaCommand, MediaFact } from '../../contract/media.ts';
import type { CallNumbers, CallView, Media, MediaState } from '../../contract/view.ts';
import type { NetworkChange } from '../signalling/network-watch.ts';
import type { CallDeps } from './call-deps.ts';
import { MediaPage } from './media-page.ts';
import { MediaWatch } from './media-watch.ts';
import { Pace } from './pace.ts';
import { Switches } from './switches.ts';
import type { Talk } from './talk.ts';

/** What the media side needs of its call. */
export interface CallMediaHooks {
  readonly state: () => RingState;
  readonly page: () => PageState;
  readonly keys: () => KeysState;
  readonly dispatch: (event: CallEvent) => void;
  readonly command: (command: MediaCommand) => void;
  readonly onChange: () => void;
}

/** Media of one call. */
export class CallMedia {
  readonly page: MediaPage;
  readonly switches: Switches;
  readonly #call: string;
  readonly #deps: CallDeps;
  readonly #hooks: CallMediaHooks;
  readonly #watch: MediaWatch;
  /** Of the peer's `media`: each one may switch devices here and is shown in every window (protocol §9). */
  readonly #pace: Pace;
  #talk: Talk | undefined;
  #isSpeaking = false;
  #isOver = false;
  #isConnected = false;
  #isPlaying = false;

  constructor(call: string, role: Role, media: Media, deps: CallDeps, hooks: CallMediaHooks) {
    this.#call = call;
    this.#deps = deps;
    this.#hooks = hooks;
    this.switches = new Switches(media === 'video');
    this.#pace = new Pace(deps.clock, 10, 1000);
    this.#watch = new MediaWatch({
      clock: deps.clock,
      switches: this.switches,
      isLive: () => hooks.state().kind === 'live',
      onKeys: (kind) => hooks.dispatch({ kind, atMs: deps.clock.nowMs() }),
      onPicture: (step, isPauseChanged) => {
        hooks.command({ kind: 'picture', call, step });
        if (isPauseChanged) this.tell();
      },
      // Its page never took it for broken, and it was not.
      onCarried: () => {
        if (this.#isConnected && hooks.state().kind === 'mending') this.#connection('connected');
      },
      fault: (reason) => this.#fault(reason),
      onChange: hooks.onChange,
    });
    this.page = new MediaPage(call, role, deps, {
      ...hooks,
      talk: () => this.#talk,
      onCounters: (streams) => this.#watch.counters(streams),
      onConnection: (state) => this.#connection(state),
      onLeft: () => (this.#isConnected = false),
      onReplaced: () => this.#replaced(),
      onStats: (fact) => this.#watch.stats(fact),
      onNoDevice: (fact) => this.#noDevice(fact),
      // A preview till the peer may be seen.
      isCameraOn: () => (this.#isPlaying ? this.#isSpeaking && this.switches.sent.camera : this.local.camera),
    });
  }

  get local(): MediaState {
    return this.switches.local;
  }

  /** What the peer is told: no camera while the line is too thin for its picture. */
  get told(): MediaState {
    return { ...this.local, camera: this.local.camera && !this.isPicturePaused };
  }

  /** Whether the person's camera is on and its picture stays here so that the sound gets through. */
  get isPicturePaused(): boolean {
    return this.local.camera && this.#watch.picture === 'paused';
  }

  /** What a person is told of the own devices and the own picture. */
  get said(): Pick<CallView, 'noCamera' | 'noMicrophone' | 'picturePaused'> {
    return { ...this.switches.failed, ...(this.isPicturePaused ? { picturePaused: true } : {}) };
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
      ...this.#watch.numbers,
      ...keysInUse(this.#hooks.keys()),
      fingerprint: this.page.path.peerFingerprint,
    };
  }

  /** The session is there. */
  begin(talk: Talk): void {
    this.#talk = talk;
  }

  /** Sound can be sealed again after a reopening: a connection that stood before is one to go on with. */
  renewed(): void {
    if (this.#isConnected) this.#follow('connected');
  }

  /** Microphone and camera open; relays are no longer the only way (protocol §5 rules 4, 9). */
  speak(): void {
    this.#isSpeaking = true;
    this.tell();
    this.#sendLocal();
    this.page.path.allowDirect();
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
    this.#hooks.dispatch({ kind: 'pictures', isAllowed: mayVideo, atMs: this.#deps.clock.nowMs() });
    if (this.#isPlaying) this.play();
    if (!mayVideo && this.local.camera) this.change({ camera: false });
    this.#hooks.onChange();
  }

  /** Policy may have become tighter. */
  tighten(): void {
    if (!this.#isOver) this.page.restarts.tighten();
  }

  /** Nothing is sent or sealed any more; there is no way back in this call. */
  silence(): void {
    this.#isSpeaking = false;
    this.#hooks.dispatch({ kind: 'silenced', atMs: this.#deps.clock.nowMs() });
    this.#talk?.text.close();
    this.#hooks.command({ kind: 'send', call: this.#call, microphone: false, camera: false });
  }

  /** Mutes, switches the camera, holds the call or goes on with it. */
  change(change: Partial<Pick<MediaState, 'mute' | 'camera' | 'hold'>>): void {
    const wasHeld = this.switches.isHeld;
    this.switches.change(change);
    this.#followHold(wasHeld);
    if (change.camera === false) this.#watch.cameraOff();
    if (this.#isSpeaking) {
      this.#sendLocal();
      this.tell();
    } else if (change.camera === false && this.page.path.isOpen) {
      // Nothing leaves yet, but the camera runs for the preview: off means off.
      this.#hooks.command({ kind: 'send', call: this.#call, microphone: false, camera: false });
    }
    this.#hooks.onChange();
  }

  /** The peer's `media` message: ten in a second, of more the newest in its turn. */
  remoteMedia(state: MediaState): void {
    if (!this.#pace.isDue(() => this.remoteMedia(state))) return;
    const wasHeld = this.switches.isHeld;
    this.switches.hear(state);
    if (this.#followHold(wasHeld) && this.#isSpeaking) this.#sendLocal();
    this.#hooks.onChange();
  }

  /** Tells the peer what is switched here: after a change, and when it may have missed one. */
  tell(isLinkBack = false): void {
    if (this.#isSpeaking) this.#talk?.announce(isLinkBack);
  }

  /** What a change of this machine's addresses means to this call; one that is gone and is not where its way begins is as one more. */
  meaningOf(change: NetworkChange | 'link', addresses: readonly string[]): NetworkChange | 'link' {
    return change === 'lost' && this.#watch.beginsAt(addresses) ? 'found' : change;
  }

  /** The way is broken, as far as anybody knows (docs/decisions/0018). */
  interrupt(): void {
    this.page.path.own.doubt();
    this.#watch.connectionChanged();
  }

  /** The peer asks for a key frame. */
  keyFrame(stream: 1 | 2): void {
    this.#hooks.command({ kind: 'key-frame', call: this.#call, stream });
  }

  /** A fact of the page. */
  fact(fact: MediaFact): void {
    this.page.fact(fact);
  }

  /** The end: the page closes, the worker is let go. */
  close(): void {
    this.#isOver = true;
    this.#pace.stop();
    this.page.close();
  }

  // The switch follows what is so, the peer is told, and the next press tries again. Without a microphone no call begins.
  #noDevice({ device, cause }: Extract<MediaFact, { kind: 'no-device' }>): void {
    if (device === 'microphone' && !isSecured(this.#hooks.state())) return this.#fault('no-device');
    if (!this.switches.isOn(device)) return;
    this.change(device === 'camera' ? { camera: false } : { mute: true });
    this.switches.noteFailed(device, cause);
    this.#hooks.onChange();
  }

  #sendLocal(): void {
    this.#hooks.command({ kind: 'send', call: this.#call, ...this.switches.sent });
  }

  // The worker first: from its word on no frame passes, whatever the page does.
  #followHold(wasHeld: boolean): boolean {
    const { isHeld } = this.switches;
    if (wasHeld === isHeld) return false;
    this.#hooks.dispatch({ kind: 'held', isHeld, atMs: this.#deps.clock.nowMs() });
    this.#watch.holdChanged();
    if (this.#isPlaying) this.play();
    return true;
  }

  #connection(state: 'connected' | 'disconnected' | 'wrong-fingerprint'): void {
    if (state === 'wrong-fingerprint') return this.#fault('fingerprint');
    this.#isConnected = state === 'connected';
    // After a reopening there is no sound before the new keys, and the call is not live before there is.
    if (!this.#isConnected || isRenewed(this.#hooks.keys())) this.#follow(state);
  }

  #follow(state: 'connected' | 'disconnected'): void {
    this.#watch.connectionChanged();
    this.#hooks.dispatch({ kind: state, atMs: this.#deps.clock.nowMs() });
    if (state === 'disconnected' && this.#hooks.state().kind === 'connecting') this.page.path.restart();
  }

  // Another page hears what the one before was told.
  #replaced(): void {
    this.#watch.startAnew();
    if (this.#isPlaying) this.play();
    if (!this.#isSpeaking) return;
    this.#sendLocal();
    const step = this.#watch.picture;
    if (step !== 'full') this.#hooks.command({ kind: 'picture', call: this.#call, step });
  }

  #fault(reason: EndReason): void {
    this.#hooks.dispatch({ kind: 'fault', reason, atMs: this.#deps.clock.nowMs() });
  }
}
