// Calls for tests of the history: who called and when, with everything else left at a default.
import type { HistoryEntry } from '../../../../src/contract/view.ts';

/** A call to Bert that he declined, at `at` ms since 1970, unless `more` says otherwise. */
export function placed(at: number, more: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    id: `call ${at}`,
    address: 'bert@demo.example',
    name: 'Bert',
    direction: 'out',
    media: 'video',
    at,
    durationMs: 0,
    verified: false,
    outcome: 'declined',
    ...more,
  };
}

/** A call from `address` that nobody answered, at `at` ms since 1970. */
export function missedOf(address: string, at: number): HistoryEntry {
  return placed(at, { address, name: '', direction: 'in', outcome: 'no-answer' });
}
