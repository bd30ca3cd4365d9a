// Tells a person's other devices which device answered or declined a call (protocol §5.19, docs/decisions/0097). The
// device that handled the call sends each of them a HANDLED note. The receiver writes the sender's device id into its
// record of that call, no matter whether the note or the record comes first. A device can only name itself.
import { type Bytes, toHex } from '../../../core/bytes.ts';
import { isSecured } from '../../../core/call/ring-state.ts';
import { type NoteEnvelope, writeHandledEnvelope } from '../../../core/signal/envelope.ts';
import { Handled, readMessage } from '../../../core/signal/message.ts';
import type { HistoryEntry } from '../../../contract/view.ts';
import type { Call } from '../call.ts';
import type { CallDeps } from '../call-deps.ts';
import { createReadBudget } from '../inbox/invite-limits.ts';
import { openOwnNote, ownDevice, ownNote, type OwnNoteRefusal } from './own-notes.ts';

const SECONDS = 60; // how long the broker keeps a note: a device that connects later did not ring either
// How old a note may be. This is more than the 60 s in an inbox, because a broker or a device may have been asleep. It
// is not much more, because the broker chooses when a note arrives and must not be able to name a device by a note of
// last week. A locked device keeps no such note, so nothing needs longer.
const OLDEST_MS = 10 * 60_000;
const SKEW_MS = 300_000;
const MOST_WAITING = 64;

type Note = Extract<NoteEnvelope, { kind: 'handled' }>;
type How = Handled['how'];
type Deps = Pick<CallDeps, 'clock' | 'history' | 'log' | 'own' | 'random' | 'transport'>;

/** Sends and receives HANDLED notes. */
export interface HandledNotes {
  /**
   * To be run when a call changes, and with `ended` when it has ended. If the call was answered or declined here, the
   * other devices are told, once.
   */
  readonly follow: (call: Call, ended?: Pick<HistoryEntry, 'outcome'>) => void;
  /**
   * Takes a note that arrived from the device `from`. A note that is stale or does not open is dropped with a log line.
   */
  readonly take: (from: string, note: Note) => void;
  /** `entry` with the device that handled the call, if that device's note came before the record. */
  readonly named: (entry: HistoryEntry) => HistoryEntry;
  /** Drops all notes that arrive from now on. */
  readonly close: () => void;
}

/** Starts without a waiting note and with no call announced. */
export function createHandledNotes(deps: Deps): HandledNotes {
  const { clock, history, log, own, transport } = deps;
  const mayRead = createReadBudget(clock); // a budget of its own, so that a flood of these notes does not delay calls
  const told = new WeakSet<Call>();
  // Device id by outcome, call id and address: notes that came before the record
  const waiting = new Map<string, string>();
  let isClosed = false;

  function tell(callId: Bytes, text: Handled): void {
    for (const { id } of own.devices()) {
      const to = ownDevice(deps, id);
      const bytes = to && ownNote(deps, to, callId, text, writeHandledEnvelope);
      if (bytes !== undefined) void transport.send(id, bytes, SECONDS);
    }
  }

  function read(from: string, note: Note): OwnNoteRefusal | 'age' | 'json' | undefined {
    const ageMs = BigInt(clock.nowMs()) - note.issuedAtMs;
    if (ageMs < -SKEW_MS || ageMs > OLDEST_MS + SKEW_MS) return 'age';
    const text = openOwnNote(deps, mayRead, from, note);
    if (typeof text === 'string') return text;
    const said = readMessage(Handled, text);
    if (said === undefined) return 'json';
    const { how, address } = said;
    const id = toHex(note.callId);
    if (history.nameDevice({ id, direction: 'in', address }, `${how}-elsewhere`, from)) return undefined;
    const name = nameOf(how, id, address);
    waiting.delete(name);
    waiting.set(name, from);
    for (const oldest of [...waiting.keys()].slice(0, -MOST_WAITING)) waiting.delete(oldest);
    return undefined;
  }

  return {
    follow: (call, ended) => {
      if (call.direction === 'out' || told.has(call)) return;
      const how = ended?.outcome === 'declined' ? 'declined' : isSecured(call.ring) ? 'answered' : undefined;
      if (how === undefined) return;
      told.add(call);
      tell(call.callId, { kind: 'handled', how, address: call.address });
    },
    take: (from, note) => {
      if (isClosed) return;
      const why = read(from, note);
      if (why !== undefined) log.info('note of a handled call was refused', { why });
    },
    named: (entry) => {
      const how = howOf(entry);
      if (how === undefined || entry.direction === 'out') return entry;
      const name = nameOf(how, entry.id, entry.address);
      const on = waiting.get(name);
      waiting.delete(name);
      // The device may have been removed since its note was read.
      return on === undefined || ownDevice(deps, on) === undefined ? entry : { ...entry, on };
    },
    close: () => {
      isClosed = true;
    },
  };
}

const nameOf = (how: How, id: string, address: string): string => `${how} ${id} ${address}`;

function howOf({ outcome }: Pick<HistoryEntry, 'outcome'>): How | undefined {
  if (outcome === 'answered-elsewhere') return 'answered';
  return outcome === 'declined-elsewhere' ? 'declined' : undefined;
}
