// How many frames were sealed, opened and dropped, and why (protocol §7), reported to main on changes. Numbers only; a
// count reveals nothing of a frame's content.
import type { Stream } from '../../contract/ports.ts';
import type { DropCause, StreamCounters } from '../../contract/view.ts';

const REPORT_EVERY_MS = 500;

type Drops = Partial<Record<DropCause, number>>;
interface Numbers {
  sealed: number;
  readonly sealDropped: Drops;
  opened: number;
  readonly openDropped: Drops;
}

const none = (): Numbers => ({ sealed: 0, sealDropped: {}, opened: 0, openDropped: {} });

/** Counts since the worker started. `report` gets all three streams, at most every 500 ms and only after a change. */
export class Counters {
  readonly #report: (streams: StreamCounters[]) => void;
  readonly #streams: Readonly<Record<Stream, Numbers>> = { 0: none(), 1: none(), 2: none() };
  #due = false;

  constructor(report: (streams: StreamCounters[]) => void) {
    this.#report = report;
  }

  sealed(stream: Stream): void {
    this.#streams[stream].sealed++;
    this.#changed();
  }

  opened(stream: Stream): void {
    this.#streams[stream].opened++;
    this.#changed();
  }

  sealDropped(stream: Stream, cause: DropCause): void {
    const drops = this.#streams[stream].sealDropped;
    drops[cause] = (drops[cause] ?? 0) + 1;
    this.#changed();
  }

  openDropped(stream: Stream, cause: DropCause): void {
    const drops = this.#streams[stream].openDropped;
    drops[cause] = (drops[cause] ?? 0) + 1;
    this.#changed();
  }

  /** The current numbers. */
  snapshot(): StreamCounters[] {
    return ([0, 1, 2] as const).map((stream) => {
      const { sealed, sealDropped, opened, openDropped } = this.#streams[stream];
      return { stream, sealed, sealDropped: { ...sealDropped }, opened, openDropped: { ...openDropped } };
    });
  }

  #changed(): void {
    if (this.#due) return;
    this.#due = true;
    setTimeout(() => {
      this.#due = false;
      this.#report(this.snapshot());
    }, REPORT_EVERY_MS);
  }
}
