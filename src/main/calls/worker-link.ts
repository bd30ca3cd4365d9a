// Main's end of the sealing worker of one call: one worker, watched while it lives, its messages handed on to where they belong.
// Keys go to it through media-keys.ts; nothing it says is believed further than that it was said.
import { unreachable } from '../../core/assert.ts';
import type { WorkerMessage } from '../../contract/ports.ts';
import type { Clock } from '../app/clock.ts';
import { type GrantPort, watchWorker } from './grant.ts';
import type { Talk } from './talk.ts';

/** What the link needs of its call. */
export interface WorkerLinkHooks {
  /** The session, from ANSWER on. */
  readonly talk: () => Talk | undefined;
  /** READY or CONFIRM is behind us: the peer may be asked for something. */
  readonly isSecured: () => boolean;
  readonly onCounters: (streams: Extract<WorkerMessage, { kind: 'counters' }>['streams']) => void;
  readonly onLost: () => void;
}

/** The worker of one call. */
export class WorkerLink {
  readonly #clock: Clock;
  readonly #hooks: WorkerLinkHooks;
  #port: GrantPort | undefined;
  #stopWatch: () => void = () => undefined;
  #isOver = false;
  #isHeld: boolean;
  #isInterrupted: boolean;

  constructor(clock: Clock, hooks: WorkerLinkHooks, start = { isHeld: false, isInterrupted: false }) {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#isHeld = start.isHeld;
    this.#isInterrupted = start.isInterrupted;
  }

  /** The port, once the worker is there. */
  get port(): GrantPort | undefined {
    return this.#port;
  }

  /** Takes the worker; a second one is turned away. */
  attach(port: GrantPort): void {
    if (this.#port !== undefined || this.#isOver) {
      port.post({ kind: 'end' });
      port.close();
      return;
    }
    this.#port = port;
    const { heard, stop } = watchWorker(port, this.#clock, this.#hooks.onLost);
    this.#stopWatch = stop;
    port.onMessage((message) => {
      heard(message);
      if (!this.#isOver) this.#take(message);
    });
    if (this.#isStill) port.post({ kind: 'hold', held: true }); // before any key
    this.#hooks.talk()?.keys.attach(port);
  }

  /** From here on no frame passes either way, until the hold is over. */
  hold(isHeld: boolean): void {
    const wasStill = this.#isStill;
    this.#isHeld = isHeld;
    this.#follow(wasStill);
  }

  /** While the connection is broken no frame passes either: people are told that nothing is sent. True where it is mended by this. */
  interrupt(isInterrupted: boolean): boolean {
    const [wasStill, wasInterrupted] = [this.#isStill, this.#isInterrupted];
    this.#isInterrupted = isInterrupted;
    this.#follow(wasStill);
    return wasInterrupted && !isInterrupted;
  }

  /** The worker is let go. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopWatch();
    this.#port?.post({ kind: 'end' });
    this.#port?.close();
  }

  get #isStill(): boolean {
    return this.#isHeld || this.#isInterrupted;
  }

  #follow(wasStill: boolean): void {
    if (this.#isStill !== wasStill) this.#port?.post({ kind: 'hold', held: this.#isStill });
  }

  #take(message: WorkerMessage): void {
    const talk = this.#hooks.talk();
    switch (message.kind) {
      case 'ready':
      case 'pong':
      case 'first-sealed':
        return;
      case 'counters':
        return this.#hooks.onCounters(message.streams);
      case 'first-opened':
        return talk?.firstOpened(message.stream, message.generation, message.step);
      case 'gap':
        if (message.stream !== 0 && this.#hooks.isSecured()) talk?.send({ kind: 'key-frame', stream: message.stream });
        return;
      case 'silent-encryptor':
      case 'lost-window':
        if (this.#hooks.isSecured()) talk?.rekeying.want();
        return;
      default:
        return unreachable(message);
    }
  }
}
