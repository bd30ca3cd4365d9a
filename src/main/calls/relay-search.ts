// A running call that must take a relay from now on, because policy says so: ICE restarts until it does, or the end. The way that
// stands serves until then: the peer has seen its addresses already.
import type { CallNumbers } from '../../contract/view.ts';
import type { Clock } from '../app/clock.ts';

const WITHIN_MS = 20_000;
const EVERY_MS = 6000; // a peer takes a restart every five seconds (protocol §9)

/** What a search needs of its call. */
export interface RelaySearchHooks {
  readonly path: () => CallNumbers['path'];
  readonly restart: () => void;
  /** No relay within 20 s, counted in tries. */
  readonly onNone: () => void;
}

/** The search of one call. */
export class RelaySearch {
  readonly #clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly #hooks: RelaySearchHooks;
  #untilMs: number | undefined;
  #cancel: () => void = () => undefined;

  constructor(clock: Pick<Clock, 'nowMs' | 'after'>, hooks: RelaySearchHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  /** Begins, or goes on where it has begun. */
  begin(): void {
    if (this.#untilMs !== undefined) return;
    this.#untilMs = this.#clock.nowMs() + WITHIN_MS;
    this.#try(this.#untilMs);
  }

  stop(): void {
    this.#cancel();
  }

  #try(untilMs: number): void {
    this.#hooks.restart();
    this.#cancel = this.#clock.after(EVERY_MS, () => {
      if (this.#hooks.path() === 'relay') return;
      if (this.#clock.nowMs() >= untilMs) this.#hooks.onNone();
      else this.#try(untilMs);
    });
  }
}
