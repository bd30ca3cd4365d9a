// Sums over the worker's counters of dropped frames.
import { DropCause, type StreamCounters } from '../../contract/view.ts';

/** How many frames were dropped for this cause. */
export interface Drop {
  readonly cause: DropCause;
  readonly count: number;
}

/** The causes that have dropped frames, in the contract's order. A name that the contract does not know is left out. */
export function dropsByCause(counters: Readonly<Record<string, number>>): readonly Drop[] {
  return DropCause.options.map((cause) => ({ cause, count: counters[cause] ?? 0 })).filter(({ count }) => count > 0);
}

/** All dropped frames of a stream, in both directions. */
export function dropTotal(stream: StreamCounters): number {
  return [...Object.values(stream.sealDropped), ...Object.values(stream.openDropped)].reduce((sum, n) => sum + n, 0);
}
