// The media side of one call in main: hands on what page and sealing worker report, and performs what the machine asks of them. The
// numbers for the auditor are collected here.
import type { CallEvent } from '../../core/call/event.ts';
import type { EndReason } from '../../core/call/end-reason.ts';
import { isRenewed, keysInUse, type KeysState } from '../../core/call/keys-state.ts';
import type { PageState } from '../../core/call/page-state.ts';
import type { MediaEvent } from '../../core/call/media-event.ts';
import { isOnHold, isPicturePaused, type MediaState, runsCamera, toldOf } from '../../core/call/media-state.ts';
import { remoteOf, type Switched, type SwitchChange } from '../../core/call/media-switches.ts';
import type { RingState, Role } from '../../core/call/ring-state.ts';
import type { MediaCommand, MediaFact } from '../../contract/media.ts';
import type { CallNumbers, CallView } from '../../contract/view.ts';
import type { NetworkChange } from '../signalling/network-watch.ts';
import type { CallDeps } from './call-deps.ts';
import { MediaPage } from './media-page.ts';
import { MediaWatch } from './media-watch.ts';
import type { Performer } from './performer.ts';
import type { Talk } from './talk.ts';

/** What the media side needs of its call. */
export interface CallMediaHooks {
  readonly state: () => RingState;
  readonly page: () => PageState;
  readonly keys: () => KeysState;
  readonly media: () => MediaState;
  readonly dispatch: (event: CallEvent) => void;
  readonly command: (command: MediaCommand) => void;
  readonly onChange: () => void;
}

/** Media of one call. */
export class CallMedia {
  readonly page: MediaPage;
  readonly #call: string;
  readonly #deps: CallDeps;
  readonly #hooks: CallMediaHooks;
  readonly #watch: MediaWatch;
  #talk: Talk | undefined;
  #isConnected = false;

  constructor(call: string, role: Role, deps: CallDeps, hooks: CallMediaHooks) {
    this.#call = call;
    this.#deps = deps;
    this.#hooks = hooks;
    this.#watch = new MediaWatch({
      clock: deps.clock,
      switches: () => hooks.media().switches,
      isLive: () => hooks.state().kind === 'live',
      onKeys: (kind) => hooks.dispatch({ kind, atMs: deps.clock.nowMs() }),
      onLine: (line) => this.#happens({ kind: 'line', ...line }),
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
      onReplaced: () => this.#watch.startAnew(),
      onStats: (fact) => this.#watch.stats(fact),
      onNoDevice: ({ cause, device }) => this.#happens({ kind: 'no-device', device, cause }),
      isCameraOn: () => runsCamera(hooks.media()),
    });
  }

  /** What a person has switched here; a hold leaves microphone and camera as they are. */
  get local(): Switched {
    return this.#hooks.media().switches.local;
  }

  /** What the peer sends, as far as it may be heard and seen here. */
  get remote(): Switched {
    return remoteOf(this.#hooks.media().switches);
  }

  /** What the peer is told. */
  get told(): Switched {
    return toldOf(this.#hooks.media());
  }

  /** What a person is told of the own devices and the own picture. */
  get said(): Pick<CallView, 'noCamera' | 'noMicrophone' | 'picturePaused'> {
    const media = this.#hooks.media();
    return { ...media.switches.failed, ...(isPicturePaused(media) ? { picturePaused: true } : {}) };
  }

  /** Whether pictures may be sent and shown. */
  get mayVideo(): boolean {
    return this.#hooks.media().switches.mayVideo;
  }

  /** Whether either side holds the call. */
  get isHeld(): boolean {
    return isOnHold(this.#hooks.media());
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

  /** Relays are no longer the only way (protocol §5 rules 4, 9). */
  speak(): void {
    this.page.path.allowDirect();
    // The way may have stood before READY came: the page says it once.
    if (this.#isConnected) this.#connection('connected');
  }

  /** How the effects that are about switches and pictures are performed. */
  get performs() {
    return {
      command: ({ command }) => this.#hooks.command({ ...command, call: this.#call }),
      'count-anew': () => this.#watch.holdChanged(),
    } satisfies Partial<Performer>;
  }

  /** Policy may have become tighter. */
  tighten(): void {
    if (!this.#isOver) this.page.restarts.tighten();
  }

  /** Mutes, switches the camera, holds the call or goes on with it. */
  change(change: SwitchChange): void {
    this.#happens({ kind: 'switched', change });
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
    this.page.close();
  }

  get #isOver(): boolean {
    return this.#hooks.state().kind === 'ended';
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

  #happens(event: MediaEvent): void {
    this.#hooks.dispatch({ ...event, atMs: this.#deps.clock.nowMs() });
  }

  #fault(reason: EndReason): void {
    this.#hooks.dispatch({ kind: 'fault', reason, atMs: this.#deps.clock.nowMs() });
  }
}
