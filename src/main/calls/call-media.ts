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
import { isSecured, NO_NUMBERS } from './call-view.ts';
import { type GrantPort, watchWorker } from './grant.ts';
import { type Description, MediaPath } from './media-path.ts';
import { StallWatch } from './stall-watch.ts';
import type { Talk } from './talk.ts';

const MOST_PIXELS_A_SIDE = 8192;
const MOST_PIXELS = 35_651_584; // the largest picture of AV1 and H.264 level 6

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
  readonly #call: string;
  readonly #role: Role;
  readonly #deps: CallDeps;
  readonly #hooks: CallMediaHooks;
  readonly #stalls = new StallWatch();
  #local: MediaState;
  #remote: MediaState;
  #talk: Talk | undefined;
  #port: GrantPort | undefined;
  #stopWatch: () => void = () => undefined;
  #isSpeaking = false;
  #isOver = false;
  #wantsDirect = false;
  #isConnected = false;
  #numbers = NO_NUMBERS;
  #openedFrames = 0;

  constructor(call: string, role: Role, media: Media, deps: CallDeps, hooks: CallMediaHooks) {
    this.#call = call;
    this.#role = role;
    this.#deps = deps;
    this.#hooks = hooks;
    this.#local = { mute: false, camera: media === 'video', hold: false, screen: false };
    this.#remote = { mute: false, camera: false, hold: false, screen: false };
    this.path = new MediaPath({
      call,
      role,
      clock: deps.clock,
      command: hooks.command,
      onDescribed: hooks.onDescribed,
      onConnection: (state) => this.#connection(state),
      send: (message) => this.#send(message),
    });
  }

  get local(): MediaState {
    return this.#local;
  }

  get remote(): MediaState {
    return this.#remote;
  }

  /** The numbers for the auditor, now. */
  numbers(): CallNumbers {
    return {
      ...this.#numbers,
      generation: this.#talk?.generation ?? 0,
      step: this.#talk?.keys.step ?? 0,
      fingerprint: this.path.peerFingerprint,
    };
  }

  /** The page makes the connection, devices and worker. */
  open(how: { readonly isVerified: boolean; readonly viaRelay: boolean }): void {
    this.path.open(this.#deps.mediaChoice(), { ...how, camera: this.#local.camera });
    this.#wantsDirect = this.path.relayOnly;
  }

  /** The session is there: its keys go to the worker when the machine allows. */
  attachKeys(talk: Talk): void {
    this.#talk = talk;
    if (this.#port !== undefined) talk.keys.attach(this.#port);
  }

  /** The sealing worker of this call; a second one is turned away. */
  attachWorker(port: GrantPort): void {
    if (this.#port !== undefined || this.#isOver) {
      port.post({ kind: 'end' });
      port.close();
      return;
    }
    this.#port = port;
    const { heard, stop } = watchWorker(port, this.#deps.clock, () => this.#fault('worker-lost'));
    this.#stopWatch = stop;
    port.onMessage((message) => {
      heard(message);
      if (!this.#isOver) this.#worker(message);
    });
    this.#talk?.keys.attach(port);
  }

  /** Microphone and camera open; relays are no longer the only way (protocol §5 rules 4, 9). */
  speak(): void {
    this.#isSpeaking = true;
    this.#talk?.announce();
    this.#sendLocal();
    this.path.allowDirect();
    // The way may have stood before READY came: the page says it once.
    if (this.#isConnected) this.#connection('connected');
  }

  /** The peer may be heard and seen. */
  play(): void {
    this.#hooks.command({ kind: 'play', call: this.#call });
  }

  /** The call is live for the first time: with relays no longer the only way, the caller looks for a direct one (rule 9). */
  live(): void {
    if (this.#wantsDirect && this.#role === 'caller') this.restart();
    this.#wantsDirect = false;
  }

  /** Nothing is sent or sealed any more; there is no way back in this call. */
  silence(): void {
    this.#isSpeaking = false;
    this.#talk?.keys.silence();
    this.#hooks.command({ kind: 'send', call: this.#call, microphone: false, camera: false });
  }

  /** Mutes, or switches the camera. */
  change(change: Partial<Pick<MediaState, 'mute' | 'camera'>>): void {
    this.#local = { ...this.#local, ...change };
    if (this.#isSpeaking) {
      this.#sendLocal();
      this.#talk?.announce();
    } else if (change.camera === false && this.path.isOpen) {
      // Nothing leaves yet, but the camera runs for the preview: off means off.
      this.#hooks.command({ kind: 'send', call: this.#call, microphone: false, camera: false });
    }
    this.#hooks.onChange();
  }

  /** An ICE restart, and by the caller new keys with it (protocol §6). */
  restart(): void {
    this.path.restart();
    if (this.#role === 'caller') this.#talk?.rekeying.want();
  }

  /** The peer's `restart` message. */
  peerRestart(message: Extract<Session, { kind: 'restart' }>): void {
    const outcome = this.path.takeRestart(message);
    if (outcome === 'wrong-fingerprint') this.#fault('fingerprint');
    if (outcome === 'taken' && message.type === 'offer' && this.#role === 'caller') this.#talk?.rekeying.want();
  }

  /** The peer's `media` message. */
  remoteMedia(state: MediaState): void {
    this.#remote = state;
    this.#hooks.onChange();
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
    this.#stopWatch();
    this.path.close();
    this.#port?.post({ kind: 'end' });
    this.#port?.close();
  }

  // A camera that was wanted and is not there: the call goes on without (the page has said so once).
  #opened({ camera }: Extract<MediaFact, { kind: 'opened' }>): void {
    if (this.#local.camera && !camera) this.change({ camera: false });
  }

  #sendLocal(): void {
    const { mute, camera } = this.#local;
    this.#hooks.command({ kind: 'send', call: this.#call, microphone: !mute, camera });
  }

  #send(message: Session): void {
    this.#talk?.send(message);
  }

  #connection(state: 'connected' | 'disconnected' | 'wrong-fingerprint'): void {
    if (state === 'wrong-fingerprint') {
      this.#fault('fingerprint');
      return;
    }
    this.#isConnected = state === 'connected';
    this.#stalls.reset();
    this.#hooks.dispatch({ kind: state, atMs: this.#deps.clock.nowMs() });
    if (state === 'disconnected' && this.#hooks.state().kind === 'connecting') this.path.restart();
  }

  #worker(message: WorkerMessage): void {
    switch (message.kind) {
      case 'ready':
      case 'pong':
      case 'first-sealed':
        return;
      case 'counters':
        return this.#counters(message.streams);
      case 'first-opened':
        return this.#talk?.firstOpened(message.stream, message.generation, message.step);
      case 'gap':
        if (message.stream !== 0 && isSecured(this.#hooks.state())) {
          this.#send({ kind: 'key-frame', stream: message.stream });
        }
        return;
      case 'silent-encryptor':
      case 'lost-window':
        if (isSecured(this.#hooks.state())) this.#talk?.rekeying.want();
        return;
      default:
        return unreachable(message);
    }
  }

  #counters(streams: Extract<WorkerMessage, { kind: 'counters' }>['streams']): void {
    this.#numbers = { ...this.#numbers, streams: [...streams] };
    const opened = (stream: number): number => streams.find((entry) => entry.stream === stream)?.opened ?? 0;
    this.#stalls.opened([opened(0), opened(1), opened(2)]);
    const sum = opened(0) + opened(1) + opened(2);
    if (sum > this.#openedFrames) this.#talk?.rekeying.noteFrame();
    this.#openedFrames = sum;
    this.#hooks.onChange();
  }

  #stats(fact: Extract<MediaFact, { kind: 'stats' }>): void {
    const { path, audioCodec, videoCodec, decodedFrames, packetsReceived } = fact;
    const { width, height } = fact;
    const isAbsurd = Math.max(width, height) > MOST_PIXELS_A_SIDE || width * height > MOST_PIXELS;
    if (isAbsurd) this.#fault('error'); // protocol §9
    this.#numbers = { ...this.#numbers, path, codec: { audio: audioCodec, video: videoCodec }, decodedFrames };
    const { mute, camera, hold, screen } = this.#remote;
    const isExpected = [!mute && !hold, camera && !hold, screen && !hold] as const;
    if (this.#hooks.state().kind === 'live') {
      const verdict = this.#stalls.packets(packetsReceived, isExpected, this.#deps.clock.nowMs());
      if (verdict === 'rekey') this.#talk?.rekeying.want();
      if (verdict === 'end') this.#fault('media-keys');
    }
    this.#hooks.onChange();
  }

  #fault(reason: EndReason): void {
    this.#hooks.dispatch({ kind: 'fault', reason, atMs: this.#deps.clock.nowMs() });
  }
}
