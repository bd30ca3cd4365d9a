// A clock that the test controls. Timers fire only in `advance` and `until`. Between two timers all promises settle.
import type { Clock } from '../../../src/main/time/clock.ts';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock whose time passes only when the test lets it pass. */
export class HandClock implements Clock {
  #nowMs = 1_800_000_000_000;
  #behindMs = 0; // how far the shown time is behind the timers
  #order = 0;
  readonly #timers = new Set<Timer>();
  /** Whether work is in progress that takes no time on this clock and must finish before the clock moves on. */
  isBusy: () => boolean = () => false;

  readonly nowMs = (): number => this.#nowMs - this.#behindMs;

  readonly after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  /** The number of pending timers. */
  get pending(): number {
    return this.#timers.size;
  }

  /** The machine sleeps: time passes, and every timer fires late. */
  sleep(ms: number): void {
    this.#nowMs += ms;
  }

  /** Sets the shown time back; timers run as before. */
  setBack(ms: number): void {
    this.#behindMs += ms;
  }

  /** Lets `ms` pass, timer by timer. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await this.#settle();
    for (let next = this.#next(endMs); next !== undefined; next = this.#next(endMs)) {
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
      await this.#settle();
    }
    this.#nowMs = endMs;
  }

  /** Lets time pass until `condition` holds, at most `mostMs`. `what` names the condition in the error. */
  async until(what: string | (() => string), condition: () => boolean, mostMs = 20_000): Promise<void> {
    const endMs = this.#nowMs + mostMs;
    await this.#settle();
    while (!condition()) {
      const next = this.#next(endMs);
      if (next === undefined)
        throw new Error(`waited ${String(mostMs)} ms in vain: ${typeof what === 'string' ? what : what()}`);
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
      await this.#settle();
    }
  }

  #next(endMs: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.atMs > endMs) continue;
      if (first === undefined || timer.atMs < first.atMs || (timer.atMs === first.atMs && timer.order < first.order)) {
        first = timer;
      }
    }
    return first;
  }

  // Lets every promise settle before the clock moves on.
  async #settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.isBusy()) await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  }
}
