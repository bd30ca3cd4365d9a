// The page of one side of a history: it begins, describes its connection, brings a worker, sees whether media pass, and may die at any
// moment. It is told what main would tell it and reports what a page reports, in its own time.
import type { PageDescription, PeerDescription } from '../../../../src/core/call/page-state.ts';
import type { Bare } from '../bare.ts';
import type { Surroundings } from './surroundings.ts';

/** A page and its worker. */
export class Page {
  readonly fingerprint: string;
  /** The peer's, once the page was told. */
  theirs: string | undefined;
  isStill = false;
  readonly worker: number;
  readonly #world: Surroundings;
  readonly #tell: (event: Bare) => void;
  #isGone = false;
  #hasBegun = false;
  #isDescribed = false;
  #reported: 'connected' | 'disconnected' | 'nothing' = 'nothing';

  constructor(world: Surroundings, of: { readonly side: string; readonly nr: number }, tell: (event: Bare) => void) {
    this.#world = world;
    this.worker = of.nr;
    this.fingerprint = `${of.side} ${of.nr}`;
    this.#tell = (event) => (this.#isGone ? undefined : tell(event));
  }

  /** Opens its connection; `theirs` is what it answers. */
  open(offers: boolean, theirs: PeerDescription | undefined): void {
    this.#soon(500, () => {
      this.#hasBegun = true;
      this.#tell({ kind: 'page-begun' });
      if (offers) this.#describe();
      if (theirs !== undefined) this.describePeer(theirs);
    });
    this.#soon(2000, () => {
      this.#tell({ kind: 'worker-came', worker: this.worker });
      this.#soon(1000, () => this.#tell({ kind: 'worker-alive', worker: this.worker, sign: 'ready' }));
    });
  }

  /** The peer's description: an offer is answered. */
  describePeer({ fingerprint, type }: PeerDescription): void {
    this.theirs = fingerprint;
    if (type === 'offer' && this.#hasBegun) this.#describe();
    this.#world.changed();
  }

  /** The worker answers a ping. */
  ping(): void {
    this.#soon(100, () => this.#tell({ kind: 'worker-alive', worker: this.worker, sign: 'pong' }));
  }

  /** Whether media pass is seen, and said once; also to a call that waits for it: statistics come all the time. */
  look(isThrough: boolean, isAwaited: boolean): void {
    const state = isThrough ? 'connected' : 'disconnected';
    const isKnown = state === this.#reported && !(isThrough && isAwaited);
    if (isKnown || (this.#reported === 'nothing' && !isThrough)) return;
    this.#reported = state;
    this.#tell({ kind: state });
  }

  /** Its process is gone, or main has closed it: it says nothing any more. */
  leave(): void {
    this.#isGone = true;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  #describe(): void {
    if (this.#isDescribed) return;
    this.#isDescribed = true;
    const { roll } = this.#world;
    const description: PageDescription = { sdp: this.fingerprint, fingerprint: this.fingerprint };
    this.#soon(roll(20) === 0 ? 8000 : 1500, () => this.#tell({ kind: 'page-described', description }));
  }

  #soon(withinMs: number, run: () => void): void {
    this.#world.agenda.after(10 + this.#world.roll(withinMs), () => {
      if (!this.#isGone) run();
    });
  }
}
