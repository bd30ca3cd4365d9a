// A call history over stores in memory. Its parts share one disk, which can be full and counts what is written.
import { type History, openHistory } from '../../src/main/calls/history/history.ts';
import type { HistoryState } from '../../src/main/calls/history/history-parts.ts';
import { MemoryShelf } from './memory-shelf.ts';
import { MemoryStore } from './memory-store.ts';

/** The disk of a history, and the person's contacts. */
export class MemoryHistory {
  readonly strangers = new MemoryStore<HistoryState>();
  readonly known = new MemoryShelf<HistoryState>();
  readonly contacts = new Set<string>();
  /** One entry for each operation that the disk refused. */
  readonly failures: string[] = [];

  /** Opens what is on the disk, as after a restart. */
  open(isContact = (address: string): boolean => this.contacts.has(address)): History {
    const { strangers, known } = this;
    return openHistory({ strangers, known, isContact, onDisk: () => this.failures.push('disk') });
  }

  fill(isFull: boolean): void {
    this.strangers.isFull = isFull;
    this.known.fill(isFull);
  }

  get writes(): number {
    return this.strangers.writes + this.known.writes;
  }

  get bytes(): number {
    return this.strangers.bytes + this.known.bytes;
  }
}
