// On which of a person's devices a call was taken or declined (protocol §5.19,
// docs/decisions/0097): that device tells the others, and theirs is the line of
// that call that names it, whichever comes first. It names itself and nothing else.
import { type Bytes, toHex } from '../../../core/bytes.ts';
import { isSecured } from '../../../core/call/ring-state.ts';
import { type WordEnvelope, writeHandledEnvelope } from '../../../core/signal/envelope.ts';
import { Handled, readMessage } from '../../../core/signal/message.ts';
import type { HistoryEntry } from '../../../contract/view.ts';
import type { Call } from '../call.ts';
import type { CallDeps } from '../call-deps.ts';
import { createReadBudget } from '../inbox/invite-limits.ts';
import { openOwnWord, ownDevice, ownWord, type OwnWordRefusal } from './own-words.ts';

const SECONDS = 60; // in the inbox: who hears it later has not heard the call either
// Longer than the 60 s of an inbox, for a broker or a device that was asleep meanwhile. A locked device keeps none, and
// the broker, which chooses when a note arrives, must not name a device by one of last week.
const OLDEST_MS = 10 * 60_000;
const SKEW_MS = 300_000;
const MOST_WAITING = 64;

type Word = Extract<WordEnvelope, { kind: 'handled' }>;
type How = Handled['how'];
type Deps = Pick<CallDeps, 'clock' | 'history' | 'log' | 'own' | 'random' | 'transport'>;

/** Words of calls that were taken or declined. */
export interface HandledWords {
  /**
   * This call has changed, or has ended with this line: the other
   * devices are told once if it was taken or declined here.
   */
  readonly follow: (call: Call, ended?: Pick<HistoryEntry, 'outcome'>) => void;
  /** Takes the word of the device that the topic names. */
  readonly take: (from: string, word: Word) => void;
  /** The line with the device that its word has named already. */
  readonly named: (entry: HistoryEntry) => HistoryEntry;
  /** Nothing is read any more. */
  readonly close: () => void;
}

/** No call was handled yet. */
export function createHandledWords(deps: Deps): HandledWords {
  const { clock, history, log, own, transport } = deps;
  const mayRead = createReadBudget(clock); // a count of its own: calls are not kept waiting by words
  const told = new WeakSet<Call>();
  const waiting = new Map<string, string>(); // by how, id and address: the device, until the line is written
  let isClosed = false;

  function tell(callId: Bytes, text: Handled): void {
    for (const { id } of own.devices()) {
      const to = ownDevice(deps, id);
      const bytes = to && ownWord(deps, to, callId, text, writeHandledEnvelope);
      if (bytes !== undefined) void transport.send(id, bytes, SECONDS);
    }
  }

  function read(from: string, word: Word): OwnWordRefusal | 'age' | 'json' | undefined {
    const ageMs = BigInt(clock.nowMs()) - word.issuedAtMs;
    if (ageMs < -SKEW_MS || ageMs > OLDEST_MS + SKEW_MS) return 'age';
    const text = openOwnWord(deps, mayRead, from, word);
    if (typeof text === 'string') return text;
    const said = readMessage(Handled, text);
    if (said === undefined) return 'json';
    const { how, address } = said;
    const id = toHex(word.callId);
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
    take: (from, word) => {
      if (isClosed) return;
      const why = read(from, word);
      if (why !== undefined) log.info('word of a handled call was refused', { why });
    },
    named: (entry) => {
      const how = howOf(entry);
      if (how === undefined || entry.direction === 'out') return entry;
      const name = nameOf(how, entry.id, entry.address);
      const on = waiting.get(name);
      waiting.delete(name);
      // It may have been removed since its note was read.
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
