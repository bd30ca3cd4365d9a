// The clock and the broker of a history: what happens when, and whether, how late and how often a message arrives.
// Everything here is drawn from one seed, so that a history is the same each time it runs.

import type { Happening } from './happenings.ts';

/** Draws whole numbers from 0 to `n` − 1 (xorshift32). The same seed gives the same numbers. */
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

/** Runs actions in order of time. Actions that are due at the same time run in the order in which they were added. */
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

  /** Runs everything that is due by then, including what is added meanwhile. */
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
 * A broker that loses, repeats, delays and reorders messages until it is healed. It queues messages for a disconnected
 * device.
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

  /** Disconnects this device, unless the broker is healed. The device then sends nothing, and messages for it wait. */
  leave(device: string): void {
    if (!this.#isHealed && !this.#away.has(device)) this.#away.set(device, []);
  }

  /** Reconnects the device and delivers what has waited; false if it was not disconnected. */
  comeBack(device: string): boolean {
    const waiting = this.#away.get(device);
    this.#away.delete(device);
    for (const deliver of waiting ?? []) this.#agenda.after(this.#roll(200), () => deliver(true));
    return waiting !== undefined;
  }

  /** The time by which everything sent so far has arrived, or waits for a disconnected device. */
  get arrivedMs(): number {
    return this.#arrivedMs;
  }

  /** From now on no message that is sent is lost or repeated, and each takes a tenth of a second. */
  heal(): void {
    this.#isHealed = true;
  }

  send(from: string, to: string, deliver: (isBacklog: boolean) => void): void {
    if (this.#away.has(from)) return; // messages of a disconnected device are not queued, because the call repeats them
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
