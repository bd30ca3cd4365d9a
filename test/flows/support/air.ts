// Media between the pages of a test. A connection is established when two pages hold each other's descriptions, as ICE
// and DTLS require. A frame has no content: it names its key. A worker opens a frame only if it holds that key.
import type { GrantMessage, Stream, WorkerMessage } from '../../../src/contract/ports.ts';
import type { MediaCommand, MediaFact } from '../../../src/contract/media.ts';
import type { GrantPort } from '../../../src/main/calls/session/grant.ts';
import { toHex } from '../../../src/core/bytes.ts';
import { kidOf } from '../../../src/core/frame/kid.ts';
import type { HandClock } from './hand-clock.ts';
import { sampleSdp } from './sample-sdp.ts';

const CONSENT_MS = 5000; // how long an engine takes to notice that nobody answers

/** A sealed frame: its key id, its key in hex, and its counter. */
export interface Frame {
  readonly stream: Stream;
  readonly kid: bigint;
  readonly key: string;
  readonly counter: number;
}

/** The sealing worker as main sees it, without a cipher. */
export class FakeWorker {
  readonly granted: GrantMessage[] = [];
  readonly opened: [number, number, number] = [0, 0, 0];
  readonly refused: [number, number, number] = [0, 0, 0];
  isDead = false;
  isClosed = false;
  hasEnded = false;
  isHeld = false;
  readonly #sealing = new Map<Stream, { generation: number; step: number; key: string; next: number }>();
  readonly #opening = new Map<
    string,
    { stream: Stream; generation: number; step: number; key: string; used: boolean }
  >();
  #post: (message: WorkerMessage) => void = () => undefined;
  #close: (() => void)[] = [];

  /** Main's end of the port. */
  port(clock: HandClock): GrantPort {
    clock.after(20, () => this.say({ kind: 'ready' }));
    return {
      post: (message) => this.#take(structuredClone(message)),
      onMessage: (listener) => {
        this.#post = listener;
      },
      onClose: (listener) => void this.#close.push(listener),
      close: () => {
        this.isClosed = true;
      },
    };
  }

  /** Sends a message to main, if the worker is alive and main has not closed the port. */
  say(message: WorkerMessage): void {
    if (!this.isDead && !this.isClosed) this.#post(message);
  }

  /** Closes the port, as main does after a message that no genuine worker sends. */
  babble(): void {
    for (const close of this.#close) close();
  }

  /** The keys with which a stream may be opened now. */
  openable(stream: Stream): readonly { readonly generation: number; readonly step: number }[] {
    return [...this.#opening.values()].filter((entry) => entry.stream === stream);
  }

  sealingOf(stream: Stream): { readonly generation: number; readonly step: number } | undefined {
    return this.#sealing.get(stream);
  }

  seal(stream: Stream): Frame | undefined {
    const key = this.isDead || this.hasEnded || this.isHeld ? undefined : this.#sealing.get(stream);
    if (key === undefined) return undefined;
    return { stream, kid: kidOf(key.generation, key.step), key: key.key, counter: key.next++ };
  }

  open(frame: Frame): boolean {
    const found = [...this.#opening.values()].find(
      (entry) =>
        entry.stream === frame.stream && entry.key === frame.key && kidOf(entry.generation, entry.step) === frame.kid,
    );
    if (found === undefined || this.isDead || this.hasEnded || this.isHeld) {
      this.refused[frame.stream]++;
      return false;
    }
    this.opened[frame.stream]++;
    const { stream, generation, step } = found;
    if (!found.used) this.say({ kind: 'first-opened', stream, generation, step });
    found.used = true;
    return true;
  }

  /** Reports the counters, as the worker does at most every half second. */
  count(): void {
    const streams = ([0, 1, 2] as const).map((stream) => ({
      stream,
      sealed: 0,
      sealDropped: {},
      opened: this.opened[stream],
      openDropped: { 'no-key': this.refused[stream] },
    }));
    this.say({ kind: 'counters', streams });
  }

  #take(message: GrantMessage): void {
    if (this.isDead) return;
    this.granted.push(message);
    switch (message.kind) {
      case 'grant-seal':
        this.#sealing.set(message.stream, { ...message, key: toHex(message.key), next: 0 });
        return;
      case 'grant-open':
        this.#opening.set(`${String(message.stream)}/${String(message.generation)}/${String(message.step)}`, {
          ...message,
          key: toHex(message.key),
          used: false,
        });
        return;
      case 'forget-open':
        this.#opening.delete(`${String(message.stream)}/${String(message.generation)}/${String(message.step)}`);
        return;
      case 'forget-seal':
        this.#sealing.delete(message.stream);
        return;
      case 'hold':
        this.isHeld = message.held;
        return;
      case 'ping':
        this.say({ kind: 'pong', id: message.id });
        return;
      case 'end':
        this.hasEnded = true;
        this.#sealing.clear();
        this.#opening.clear();
    }
  }
}

/** All pages of a test and the network between them. */
export class Air {
  readonly clock: HandClock;
  readonly pages = new Map<string, Page>();

  constructor(clock: HandClock) {
    this.clock = clock;
  }

  /** Connects two pages whose descriptions name each other. Each sees the other's real certificate. */
  join(page: Page): void {
    const other = this.pages.get(page.peerUfrag);
    if (other === undefined || other.peerUfrag !== page.ufrag || !page.isDescribed || !other.isDescribed) return;
    for (const [one, two] of [
      [page, other],
      [other, page],
    ] as const) {
      one.peer = two;
      one.fact({ kind: 'connection', call: one.call, state: 'connected', fingerprint: two.liveFingerprint });
    }
  }
}

/** The page of one call window. It obeys main's commands. */
export class Page {
  readonly commands: MediaCommand[] = [];
  readonly worker = new FakeWorker();
  /** Main's end of the port to this page's worker. A test may put another worker here. */
  port = (): GrantPort => this.worker.port(this.#air.clock);
  readonly call: string;
  readonly fact: (fact: MediaFact) => void;
  ufrag = '';
  peerUfrag = '';
  peer: Page | undefined;
  isDescribed = false;
  isPlaying = false;
  /** Whether the peer's sound is played. */
  isHearing = false;
  /** Whether the peer's camera is shown. */
  isShowing = false;
  isClosed = false;
  isSending = { microphone: false, camera: false };
  isSharing = false;
  /** The path of the media, as the page reports it. */
  path: 'direct' | 'relay' = 'direct';
  /** The fingerprint of the certificate in the descriptions. */
  readonly fingerprint: string;
  /** The fingerprint that the peer sees on the connection. A test may put an attacker's fingerprint here. */
  liveFingerprint: string;
  /** Whether the page never makes a description. */
  isStuck = false;
  readonly packets: [number, number, number] = [0, 0, 0];
  /** The network quality as the page measures it; undefined if nothing is measured. */
  line: Extract<MediaFact, { kind: 'stats' }>['line'];
  /** The local address of the path, and how many checks the peer has answered on it, as the page reports them. */
  way = { address: '192.0.2.7', answers: 0 };
  readonly #air: Air;
  readonly #name: string;
  #made = 0;

  constructor(air: Air, name: string, call: string, fact: (fact: MediaFact) => void, nr = 0) {
    this.#air = air;
    this.#name = name;
    this.call = call;
    this.fact = (told) => {
      if (!this.isClosed) fact(told);
    };
    const byte = (i: number): string =>
      ((name.charCodeAt(i % name.length) * 7 + i + nr) % 256).toString(16).padStart(2, '0');
    this.fingerprint = `sha-256 ${Array.from({ length: 32 }, (_, i) => byte(i).toUpperCase()).join(':')}`;
    this.liveFingerprint = this.fingerprint;
  }

  obey(command: MediaCommand): void {
    this.commands.push(command);
    const { clock } = this.#air;
    switch (command.kind) {
      case 'open':
        this.fact({ kind: 'begun', call: this.call });
        clock.after(30, () => this.fact({ kind: 'opened', call: this.call, microphone: true, camera: command.camera }));
        return;
      case 'offer':
        this.#describe('offer');
        return;
      case 'describe':
        this.peerUfrag = /a=ice-ufrag:(\S+)/.exec(command.sdp)?.[1] ?? '';
        this.isDescribed = command.type === 'answer';
        if (command.type === 'offer') this.#describe('answer');
        else clock.after(10, () => this.#air.join(this));
        return;
      case 'send':
        this.isSending = { microphone: command.microphone, camera: command.camera };
        return;
      case 'screen':
        this.isSharing = command.step !== 'off' && command.step !== 'paused';
        return;
      case 'play':
        this.isPlaying = true;
        this.isHearing = command.sound;
        this.isShowing = command.camera;
        return;
      case 'close':
        this.#go();
        return;
      default:
    }
  }

  /** Seals one frame and delivers it to the peer; false if it did not leave, was not opened or is not played. */
  sendFrame(stream: Stream): boolean {
    const { camera, microphone } = this.isSending;
    const mayLeave = [microphone, camera, this.isSharing][stream] === true;
    const frame = mayLeave ? this.worker.seal(stream) : undefined;
    if (frame === undefined || this.peer === undefined) return false;
    this.peer.packets[stream]++;
    return this.peer.worker.open(frame) && this.peer.isPlaying;
  }

  /** Reports the counters of the worker and the statistics of the page. */
  report(): void {
    this.worker.count();
    this.fact({
      kind: 'stats',
      call: this.call,
      path: this.path,
      pathBy: 'udp',
      audioCodec: 'red',
      videoCodec: 'VP8',
      decodedFrames: this.worker.opened[1],
      framesPerSecond: 30,
      width: 640,
      height: 480,
      packetsReceived: [...this.packets],
      packetsSent: [0, 0, 0],
      way: { ...this.way },
      ...(this.line === undefined ? {} : { line: { ...this.line } }),
    });
  }

  /** Ends the process of the page, and its worker with it. */
  crash(): void {
    this.worker.isDead = true;
    this.#go();
  }

  /** Loses the connection to the peer and reports that. The peer's page notices nothing. */
  lose(): void {
    this.peer = undefined;
    this.fact({ kind: 'connection', call: this.call, state: 'disconnected', fingerprint: '' });
  }

  #go(): void {
    this.isClosed = true;
    // The other end is not told. It notices later that nobody answers its checks (RFC 7675).
    this.#air.clock.after(CONSENT_MS, () => {
      if (this.peer?.peer === this) this.peer.lose();
    });
  }

  #describe(type: 'offer' | 'answer'): void {
    if (this.isStuck) return;
    this.#air.pages.delete(this.ufrag);
    this.ufrag = `${this.#name}${String(this.#made++)}`.padEnd(4, 'x');
    this.#air.pages.set(this.ufrag, this);
    const { ufrag, fingerprint } = this;
    this.#air.clock.after(15, () => {
      if (type === 'answer') this.isDescribed = true;
      this.fact({ kind: 'description', call: this.call, type, sdp: sampleSdp(ufrag, fingerprint, type) });
      const candidate = 'candidate:1 1 udp 2122260223 192.0.2.7 50123 typ host generation 0';
      this.fact({ kind: 'candidates', call: this.call, list: [{ mid: '0', ufrag, candidate }] });
      if (type === 'answer') this.#air.join(this);
    });
  }
}
