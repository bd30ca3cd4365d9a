// The security record, as the rest of main uses it. It accepts events at any time and writes them while the vault is
// open. It holds them in memory before that, while the vault is locked, and while the disk refuses. It throws no error
// of the disk.
import { join } from 'node:path';
import * as v from 'valibot';
import type { RecordState } from '../../contract/managed.ts';
import type { SigningKey } from '../../core/keys/identity.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Vault } from '../vault/vault.ts';
import { exportRecord } from './export-record.ts';
import { errorCode } from '../vault/files.ts';
import { checkRecord, walkRecord } from './record-check.ts';
import { RecordEvent } from './record-event.ts';
import { type RecordFiles, systemRecordFiles } from './record-files.ts';
import { openRecordLog, type RecordLog } from './record-log.ts';
import type { RecordPlace } from './record-place.ts';

const MOST_HELD = 256;
const RETRY_MS = 60_000;
const PRUNE_EVERY_MS = 3_600_000;

/** An event and when it happened, in ms since 1970. */
export interface DatedEvent {
  readonly event: RecordEvent;
  readonly atMs: number;
}

/** The record of one profile. */
export interface SecurityRecord {
  /** Records an event with the current time, or with the time it happened, in ms since 1970. */
  readonly note: (event: RecordEvent, atMs?: number) => void;
  /**
   * Records events that a file outside the vault keeps until `onWritten` says that the record has them. Events that the
   * record has already are not written again: the program may have ended before the file was removed.
   */
  readonly noteOnce: (events: readonly DatedEvent[], onWritten: () => void) => void;
  /** The vault has opened: held events are written. `beside`: whether there is an identity already. */
  readonly attach: (beside: 'nothing' | 'identity') => void;
  /** The vault is about to be closed or left: from here on events are held. */
  readonly detach: () => void;
  /**
   * Whether the hash chain of the record is intact. While the vault is closed nothing can be read: `unreadable` at 0.
   */
  readonly check: () => Promise<RecordState>;
  /**
   * The text of the exported record, signed with this key. Undefined if the record cannot be read or the vault is
   * closed.
   */
  readonly write: (key: Pick<SigningKey, 'publicKey' | 'sign'>) => Promise<string | undefined>;
}

/** What a record is made of. `directory` is the vault's. `days`: how many days policy keeps entries. */
export interface RecordParts {
  readonly vault: Pick<Vault, 'box' | 'isOpen'>;
  readonly directory: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly days: () => number;
  /** An entry could not be written; it is kept in memory and tried again. */
  readonly onDisk: () => void;
  readonly files?: RecordFiles;
}

/** The place of the record inside a vault's directory. */
export function recordPlaceOf(vault: Pick<Vault, 'box'>, directory: string, files: RecordFiles): RecordPlace {
  return {
    files,
    directory: join(directory, 'record'),
    box: vault.box('record', 1),
    headBox: vault.box('record-head', 1),
  };
}

/** A record that holds events until it is attached. */
export function createSecurityRecord(parts: RecordParts): SecurityRecord {
  const { clock, vault } = parts;
  const place = recordPlaceOf(vault, parts.directory, parts.files ?? systemRecordFiles);
  let held: (DatedEvent & { readonly onWritten?: () => void })[] = [];
  let once: { readonly events: readonly DatedEvent[]; readonly onWritten: () => void } | undefined;
  let lost = 0;
  let attached: { readonly beside: 'nothing' | 'identity'; log?: RecordLog } | undefined;
  let prunedAtMs = 0;
  let prunedDays = 0;
  let cancelRetry: (() => void) | undefined;
  let cancelPrune: (() => void) | undefined;

  function note(event: RecordEvent, atMs = clock.nowMs()): void {
    // An event outside the list is a bug of ours, and no reason to end somebody's call: it is counted.
    if (held.length < MOST_HELD && v.is(RecordEvent, event)) held.push({ event, atMs });
    else lost++;
    flush();
  }

  function flush(): void {
    if (attached === undefined || !vault.isOpen()) return;
    if (writeHeld(attached) === 'written') return;
    parts.onDisk();
    cancelRetry ??= clock.after(RETRY_MS, () => {
      cancelRetry = undefined;
      flush();
    });
  }

  function writeHeld(to: NonNullable<typeof attached>): 'written' | 'disk' {
    if (to.log === undefined) {
      const opened = openRecordLog(place, parts.random, to.beside);
      if (opened === 'disk') return 'disk';
      to.log = opened;
    }
    for (let next = held[0]; next !== undefined; next = held[0]) {
      if (to.log.append(next.event, next.atMs, clock.nowMs()) === 'disk') return 'disk';
      held = held.slice(1);
      next.onWritten?.();
    }
    if (lost > 0) {
      if (to.log.append({ kind: 'lost', events: lost }, clock.nowMs(), clock.nowMs()) === 'disk') return 'disk';
      lost = 0;
    }
    prune(to.log);
    return 'written';
  }

  // Holds the events of `noteOnce` that the record lacks. If that fails, it is tried when the record is attached again.
  async function holdOnce(): Promise<void> {
    const now = once;
    if (attached === undefined || now === undefined) return;
    const known = await entriesLike(now.events);
    if (known === undefined || once !== now) return;
    const missing = now.events.filter((each) => !known.has(nameOf(each)));
    if (held.length + missing.length > MOST_HELD) return;
    once = undefined;
    const last = missing.at(-1);
    if (last === undefined) return now.onWritten();
    held.push(...missing.slice(0, -1), { ...last, onWritten: now.onWritten });
    flush();
  }

  // The names of those events that the record has. Undefined if the record cannot be read or the vault was closed.
  async function entriesLike(events: readonly DatedEvent[]): Promise<ReadonlySet<string> | undefined> {
    const wanted = new Set(events.map(nameOf));
    const known = new Set<string>();
    try {
      await walkRecord(place, (read) => {
        const name = read === 'unreadable' ? '' : nameOf(read.entry);
        if (wanted.has(name)) known.add(name);
      });
      return known;
    } catch (error) {
      if (vault.isOpen() && errorCode(error) === undefined) throw error;
      return undefined;
    }
  }

  // Entries are removed in time even if nothing happens for weeks.
  function pruneHourly(): void {
    if (attached?.log !== undefined && vault.isOpen()) prune(attached.log);
    cancelPrune = clock.after(PRUNE_EVERY_MS, pruneHourly);
  }

  function prune(log: RecordLog): void {
    const nowMs = clock.nowMs();
    const days = parts.days();
    if (days === prunedDays && Math.abs(nowMs - prunedAtMs) < PRUNE_EVERY_MS) return;
    log.prune(days, nowMs);
    prunedAtMs = nowMs;
    prunedDays = days;
  }

  return {
    note,
    noteOnce: (events, onWritten) => {
      if (events.length === 0) return onWritten();
      once = { events, onWritten };
      void holdOnce();
    },
    attach: (beside) => {
      attached = { beside };
      flush();
      void holdOnce();
      cancelPrune?.();
      pruneHourly();
    },
    detach: () => {
      attached = undefined;
      cancelPrune?.();
      cancelRetry?.();
      cancelRetry = undefined;
    },
    check: () => (vault.isOpen() ? checkRecord(place) : Promise.resolve(shut)),
    write: (key) => (vault.isOpen() ? exportRecord(place, key, clock.nowMs()) : Promise.resolve(undefined)),
  };
}

const nameOf = ({ event, atMs }: DatedEvent): string => JSON.stringify([atMs, event]);

const shut: RecordState = { entries: 0, chain: { kind: 'broken', at: 0, cause: 'unreadable' } };
