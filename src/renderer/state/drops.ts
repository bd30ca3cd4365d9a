// Sums over the worker's counters of dropped frames.
import { DropCause, type StreamCounters } from '../../contract/view.ts';

export interface Drop {
  readonly cause: DropCause;
  readonly count: number;
}

/** The causes that have dropped anything, in the contract's order; a name the contract does not know is left out. */
export function dropsByCause(counters: Readonly<Record<string, number>>): readonly Drop[] {
  return DropCause.options.map((cause) => ({ cause, count: counters[cause] ?? 0 })).filter(({ count }) => count > 0);
}

/** All frames of a stream that were dropped, on either way. */
export function dropTotal(stream: StreamCounters): number {
  return [...Object.values(stream.sealDropped), ...Object.values(stream.openDropped)].reduce((sum, n) => sum + n, 0);
}
