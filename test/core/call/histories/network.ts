// The clock and the broker of a history: what happens when, and whether, how late and how often a message arrives.
// Everything is drawn from one seed, so that a history is the same each time it runs.

import type { Happening } from './happenings.ts';

/** Draws whole numbers from 0 to below `n`, the same ones for the same seed (xorshift32). */
export function dice(seed: number): (n: number) => number {
  let state = seed | 0 || 1;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

interface Due {
  readonly atMs: number;
  readonly run: () => void;
}

/**
 * What happens when, in order of time; what is due at the same moment happens in the order in which it was asked for.
 */
export class Agenda {
  nowMs = 1_000_000;
  readonly #due: Due[] = [];

  at(atMs: number, run: () => void): void {
    const due = { atMs: Math.max(atMs, this.nowMs), run };
    const place = this.#due.findLastIndex((other) => other.atMs <= due.atMs);
    this.#due.splice(place + 1, 0, due);
  }

  after(delayMs: number, run: () => void): void {
    this.at(this.nowMs + delayMs, run);
  }

  /** Runs everything that is due up to then, also what is asked for meanwhile. */
  runUntil(atMs: number): void {
    for (let next = this.#due[0]; next !== undefined && next.atMs <= atMs; next = this.#due[0]) {
      this.#due.shift();
      this.nowMs = next.atMs;
      next.run();
    }
    this.nowMs = atMs;
  }
}

/**
 * A broker that loses, repeats, delays and reorders until it
 * is healed, and keeps what comes for one whose connection is away.
 */
export class Broker {
  readonly #agenda: Agenda;
  readonly #roll: (n: number) => number;
  readonly #lossOf20: number;
  readonly #away = new Map<string, ((isBacklog: boolean) => void)[]>();
  readonly #count: (what: Happening) => void;
  #isHealed = false;
  #arrivedMs = 0;

  constructor(agenda: Agenda, roll: (n: number) => number, lossOf20: number, count: (what: Happening) => void) {
    this.#count = count;
    this.#agenda = agenda;
    this.#roll = roll;
    this.#lossOf20 = lossOf20;
  }

  isAway(device: string): boolean {
    return this.#away.has(device);
  }

  /** The connection of this device is gone: nothing leaves it, and what comes for it waits. */
  leave(device: string): void {
    if (!this.#isHealed && !this.#away.has(device)) this.#away.set(device, []);
  }

  /** It is back and gets what has waited; false where it was not away. */
  comeBack(device: string): boolean {
    const waiting = this.#away.get(device);
    this.#away.delete(device);
    for (const deliver of waiting ?? []) this.#agenda.after(this.#roll(200), () => deliver(true));
    return waiting !== undefined;
  }

  /** When all that was sent until now has come. */
  get arrivedMs(): number {
    return this.#arrivedMs;
  }

  /** From here on nothing is lost, and everything takes a tenth of a second. */
  heal(): void {
    this.#isHealed = true;
  }

  send(from: string, to: string, deliver: (isBacklog: boolean) => void): void {
    if (this.#away.has(from)) return; // what a call says while it has no connection is not kept there: its repeats are
    const copies = this.#isHealed ? 1 : this.#roll(20) < this.#lossOf20 ? 0 : this.#roll(8) === 0 ? 2 : 1;
    if (copies !== 1) this.#count(copies === 0 ? 'a message is lost' : 'a message comes twice');
    for (let copy = 0; copy < copies; copy++) {
      const isLate = !this.#isHealed && this.#roll(4) === 0;
      if (isLate) this.#count('a message is late');
      const delayMs = this.#isHealed ? 100 : isLate ? this.#roll(6000) : this.#roll(300);
      this.#arrivedMs = Math.max(this.#arrivedMs, this.#agenda.nowMs + delayMs);
      this.#agenda.after(delayMs, () => {
        const waiting = this.#away.get(to);
        if (waiting === undefined) return deliver(false);
        this.#count('a message waits at the broker');
        waiting.push(deliver);
      });
    }
  }
}
