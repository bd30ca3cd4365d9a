// The page of one side of a history. It begins, starts a worker, watches its connection, and may crash at any moment.
// It handles descriptions and candidates one after the other, each after a delay, and other commands at once. Its
// reports are some of those that a real page makes.
import type { PageCommand } from '../../../../src/core/call/media-event.ts';
import { assert } from '../../../../src/core/assert.ts';
import type { Bare } from '../bare.ts';
import { Engine, type Pair } from './engine.ts';
import type { Surroundings } from './surroundings.ts';

/** The page reports a connection as failed once it has not worked for this long, as an engine does. */
const FAILED_MS = 12_000;

/** What a page is given when it opens. */
export interface PageParts {
  readonly device: string;
  readonly call: string;
  readonly nr: number;
  readonly isRelayOnly: boolean;
  readonly tell: (event: Bare) => void;
}

/** A page and its worker. */
export class Page {
  readonly engine: Engine;
  readonly worker: number;
  /** What the page was told to send. */
  sends = { microphone: false, camera: false, screen: false };
  /** Whether the worker blocks all frames. */
  isStill = false;
  /** The pair of the page's connection, while the connection is up. */
  pair: Pair | undefined;
  readonly #world: Surroundings;
  readonly #call: string;
  readonly #tell: (event: Bare) => void;
  #isGone = false;
  #readyAtMs: number;
  #state: 'new' | 'connected' | 'disconnected' | 'failed' = 'new';
  #checkingSinceMs: number | undefined;
  #packets = 0;
  #answers = 0;
  #pings = 0;

  constructor(world: Surroundings, { call, device, isRelayOnly, nr, tell }: PageParts) {
    this.#world = world;
    this.#call = call;
    this.worker = nr;
    this.engine = new Engine(world.networks, { device, nr, isRelayOnly });
    this.#tell = (event) => (this.#isGone ? undefined : tell(event));
    this.#readyAtMs = world.agenda.nowMs;
    this.#inOrder(500, () => this.#tell({ kind: 'page-begun' }));
    this.#soon(2000, () => {
      this.#tell({ kind: 'worker-came', worker: nr });
      this.#soon(1000, () => this.#tell({ kind: 'worker-alive', worker: nr, sign: 'ready' }));
    });
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Carries out a command. */
  obey(command: PageCommand): void {
    switch (command.kind) {
      case 'offer':
        if (command.iceRestart) this.#world.count('a path is looked for anew');
        return this.#describing(() => this.#described('offer', this.engine.offer(command.iceRestart)));
      case 'describe':
        return this.#describing(() => this.#describe(command.type, command.sdp));
      case 'rollback':
        return this.#inOrder(20, () => this.engine.rollback());
      case 'candidates':
        return this.#inOrder(20, () => {
          this.engine.learn(command.list);
          this.#world.changed(this.#call);
        });
      case 'allow-direct':
        this.engine.isRelayOnly = false;
        return;
      case 'close':
        return this.leave();
      case 'send':
        this.sends = { ...this.sends, microphone: command.microphone, camera: command.camera };
        return;
      case 'screen':
        return this.#screen(command.step !== 'off');
      case 'play':
      case 'picture':
        return;
    }
  }

  /** Answers every other ping, as a busy worker might. */
  ping(): void {
    if (this.#pings++ % 2 === 0) return;
    this.#soon(100, () => this.#tell({ kind: 'worker-alive', worker: this.worker, sign: 'pong' }));
  }

  /** Finds the pair that reaches the peer's page now, and reports changes. */
  look(theirs: Page | undefined): void {
    if (this.#isGone) return;
    const pair = theirs === undefined || theirs.isGone ? undefined : this.engine.pairWith(theirs.engine);
    const before = this.pair;
    this.pair = pair;
    if (pair === undefined) return this.#isLost();
    this.#checkingSinceMs = undefined;
    const fingerprint = theirs?.engine.fingerprint ?? '';
    const isNew = before?.ufrag !== pair.ufrag;
    if (this.#state !== 'connected') this.#tell({ kind: 'connection', state: 'connected', fingerprint });
    else if (isNew) this.#tell({ kind: 'connection', state: 'connected', fingerprint, pair: pair.ufrag });
    this.#state = 'connected';
    if (isNew) this.measure(true);
  }

  /** Takes one measurement, once the connection was up or has failed. `isFed`: the peer's sound arrives. */
  measure(isFed: boolean): void {
    if (this.#state === 'new') return;
    if (this.pair !== undefined) this.#answers++;
    if (this.pair !== undefined && isFed) this.#packets += 50;
    const way = { address: this.pair?.address ?? '', answers: this.#answers };
    this.#tell({ kind: 'measured', packetsReceived: [this.#packets, 0, 0], width: 0, height: 0, way });
  }

  /** The addresses of this machine have changed: unless a pair works, gathering goes on with the present addresses. */
  addressesChanged(): void {
    if (!this.#isGone && this.pair === undefined) this.#gather();
  }

  /** The page's process has ended, or main has closed the page. From now on the page reports nothing. */
  leave(): void {
    this.#isGone = true;
    this.pair = undefined;
    this.sends = { microphone: false, camera: false, screen: false };
  }

  // Captures what a person has chosen. Within about a minute the page reports that the captured window was closed.
  #screen(isOn: boolean): void {
    const isNew = isOn && !this.sends.screen;
    this.sends = { ...this.sends, screen: isOn };
    if (!isNew) return;
    this.#soon(1000, () => {
      this.#tell({ kind: 'share-handed' });
      this.#tell({ kind: 'share-captured', sound: 'failed' });
    });
    this.#soon(60_000, () => this.#tell({ kind: 'share-lost', why: 'closed' }));
  }

  // Reports a disconnection at once, and a failure once both sides have agreed and no pair has worked for a while.
  #isLost(): void {
    const { agenda } = this.#world;
    if (this.#state === 'connected') {
      this.#state = 'disconnected';
      this.#tell({ kind: 'connection', state: 'disconnected', fingerprint: '' });
    }
    if (this.#checkingSinceMs === undefined) {
      this.#checkingSinceMs = agenda.nowMs;
      agenda.after(FAILED_MS, () => this.#failed());
    }
  }

  #failed(): void {
    const { nowMs } = this.#world.agenda;
    if (this.#isGone || this.#checkingSinceMs === undefined || nowMs - this.#checkingSinceMs < FAILED_MS) return;
    this.#checkingSinceMs = undefined;
    if (!this.engine.isAgreed) return;
    this.#state = 'failed';
    this.#tell({ kind: 'connection', state: 'failed', fingerprint: '' });
  }

  #describe(type: 'offer' | 'answer', sdp: string): void {
    if (type === 'offer') {
      const answer = this.engine.answer(sdp);
      assert(answer !== undefined, 'no offer of the peer is set while ours is open');
      this.#described('answer', answer);
    } else {
      const taken = this.engine.answered(sdp);
      assert(taken !== 'refused', 'no answer is set while no offer is open');
      this.#checkingSinceMs = undefined;
      if (taken === 'of-another-offer') this.#world.count('an answer to another offer was set');
    }
    this.#world.changed(this.#call);
  }

  #described(type: 'offer' | 'answer', sdp: string): void {
    this.#checkingSinceMs = undefined;
    this.#tell({ kind: 'local-description', type, sdp });
    this.#soon(500, () => this.#gather());
  }

  #gather(): void {
    const list = this.engine.gather();
    if (list.length > 0) this.#tell({ kind: 'local-candidates', list });
    this.#world.changed(this.#call);
  }

  #describing(run: () => void): void {
    const { roll } = this.#world;
    this.#inOrder(roll(20) === 0 ? 6000 : 400, run);
  }

  #inOrder(withinMs: number, run: () => void): void {
    const { agenda, roll } = this.#world;
    this.#readyAtMs = Math.max(agenda.nowMs, this.#readyAtMs) + 10 + roll(withinMs);
    agenda.at(this.#readyAtMs, () => {
      if (!this.#isGone) run();
    });
  }

  #soon(withinMs: number, run: () => void): void {
    this.#world.agenda.after(10 + this.#world.roll(withinMs), () => {
      if (!this.#isGone) run();
    });
  }
}
