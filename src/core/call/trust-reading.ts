// How the knowledge of the peer changes: when they are read, what counts, and what contradicts the call.
// trust-reading-state.ts draws the states. If the peer's device was removed or another person is found, this may raise
// an event that ends the call. What policy decides about the peer is in trust.ts.
import type { Effect } from './effect.ts';
import type { CallEvent } from './event.ts';
import { andThen, type Seen, type Step } from './region.ts';
import { isAnswered, type RingState } from './ring-state.ts';
import {
  isConfirmed,
  isContradicted,
  type Known,
  knownOf,
  type KnownPeer,
  type PeerReading,
  type PeerSeen,
  PRESSED_READ_MS,
  READ_MS,
  type ReadCause,
  settlementOf,
  SETTLE_EVERY_MS,
  type ListVerdict,
  listVerdictOf,
  UNREAD,
  WATCH_EVERY_MS,
} from './trust-reading-state.ts';

type ReadingStep = Step<PeerReading>;

/** What an event changes. Undefined if it does not concern the reading. */
export function stepReading(reading: PeerReading, event: CallEvent, { before, now }: Seen): ReadingStep | undefined {
  const taken = taking(reading, event, now.ring);
  if (now.ring.kind === before.ring.kind) return taken;
  return andThen(taken ?? stays(reading), (next) => following(next, now.ring));
}

// Follows what the event did to the ring.
function following(reading: PeerReading, ring: RingState): ReadingStep {
  switch (ring.kind) {
    case 'calling':
    case 'ringing':
      return settled(reading, ring);
    // The peer's device may have been removed while it rang (protocol §5 rules 1, 3). The person is read while the
    // page describes its connection.
    case 'opening':
      return lastRead(reading, READ_MS);
    case 'answering':
      return lastRead(reading, PRESSED_READ_MS);
    default:
      return stays(reading);
  }
}

function taking(reading: PeerReading, event: CallEvent, ring: RingState): ReadingStep | undefined {
  switch (event.kind) {
    case 'invited': // the person whom INVITE names; nothing was read about them yet
      return ring.kind === 'checking' ? stays({ ...UNREAD, peer: { kind: 'unconfirmed' } }) : undefined;
    case 'peer-found': {
      const next = knowing(reading, event.isConfirmed ? 'settled' : 'unconfirmed');
      return event.isFromMemory ? again(next) : stays(next); // in the background: nothing waits for this reading
    }
    case 'head-heard':
      // Only a person of whom the directory knows can be `behind`. For others the next reading shows how much was read.
      return stays(
        isConfirmed(knownOf(reading.peer)) ? knowing(reading, event.isKnown ? 'settled' : 'behind') : reading,
      );
    case 'peer-read':
      return read(reading, event, ring);
    case 'peer-held':
      return held(reading, event, ring);
    case 'judged':
      return reading.last.kind === 'read' ? stays({ ...reading, last: { kind: 'none' } }) : undefined;
    case 'time':
      return reading.again.kind === 'due' && event.atMs >= reading.again.atMs ? settled(reading, ring) : undefined;
    default:
      return undefined;
  }
}

// A reading arrived.
function read(
  reading: PeerReading,
  { atMs, cause, seen }: Extract<CallEvent, { kind: 'peer-read' }>,
  ring: RingState,
): ReadingStep {
  const taken = take(reading, seen, { from: cause, ring });
  if (cause === 'check') return { next: taken.next, effects: taken.effects }; // main reports the result to the ring
  const isOneUnderWay = cause === 'last' && reading.again.kind === 'asked'; // the next is due once that one has arrived
  const dueAtMs = atMs + (isWatched(ring) ? WATCH_EVERY_MS : SETTLE_EVERY_MS);
  const next: PeerReading = isOneUnderWay ? taken.next : { ...taken.next, again: { kind: 'due', atMs: dueAtMs } };
  if (cause === 'last') return lastCame({ ...taken, next }, ring, atMs);
  return taken.verdict === undefined ? stays(next) : changed({ ...taken, next }, ring, atMs);
}

// ANSWER or CONFIRM waits for this reading. If nothing arrives, the peer is unconfirmed for a caller. A callee relies
// on what was read before the call was accepted.
function lastCame(taken: Taken, ring: RingState, atMs: number): ReadingStep {
  const isUnread = taken.verdict === undefined && ring.kind === 'opening';
  const known = isUnread ? knowing(taken.next, 'unconfirmed') : taken.next;
  const next: PeerReading = { ...known, last: { kind: 'read' } };
  const isToPin = isAnswered(ring) && isConfirmed(knownOf(next.peer)) && !isContradicted(next);
  const effects: readonly Effect[] = isToPin ? [...taken.effects, { kind: 'pin-peer' }] : taken.effects;
  return changed({ ...taken, next, effects }, ring, atMs);
}

// The trust book has changed what it holds about the address, because of this call's readings or others. Until ANSWER
// or CONFIRM has left, the pinned person as now held counts for this call, too. A removal by a device that was unknown
// here also takes effect in this way, because such a removal is found only after the first result of a reading.
function held(
  reading: PeerReading,
  { atMs, seen }: Extract<CallEvent, { kind: 'peer-held' }>,
  ring: RingState,
): ReadingStep {
  const rings = isWatched(ring) || ring.kind === 'looking' || ring.kind === 'calling' || ring.kind === 'opening';
  const known = knownOf(reading.peer);
  if (!rings || known === 'unread') return stays(reading);
  const asKnown = seen.kind === 'person' ? { ...seen, isConfirmed: isConfirmed(known) } : seen;
  return changed(take(reading, asKnown, { from: 'book', ring }), ring, atMs);
}

interface Taken extends ReadingStep {
  /** Undefined if the reading says nothing new. */
  readonly verdict: ListVerdict | undefined;
}

function take(
  reading: PeerReading,
  seen: PeerSeen,
  { from, ring }: { readonly from: ReadCause | 'book'; readonly ring: RingState },
): Taken {
  const nothing: Taken = { next: reading, effects: [], verdict: undefined };
  if (seen.kind === 'nothing') return nothing;
  const known = knownOf(reading.peer);
  const as = (peer: KnownPeer): PeerReading => ({ ...reading, peer });
  if (seen.kind === 'other') return { ...nothing, next: as({ kind: 'disagrees', known }), verdict: 'disagrees' };
  // From ringing until ANSWER leaves, an older state than the one that this call uses changes nothing (§5.1.30).
  if (seen.isOlder && isWatched(ring)) return nothing;
  const verdict = listVerdictOf(seen);
  if (verdict === 'disagrees' || verdict === 'version') {
    const isRemoved = seen.isTheirs && !seen.isListed && from !== 'check';
    return { ...nothing, next: as({ kind: isRemoved ? 'removed' : 'disagrees', known }), verdict };
  }
  // If the directory has returned something about them before, an empty reading does not undo that.
  if (verdict === 'unconfirmed' && isConfirmed(known)) return { ...nothing, next: as({ kind: known }) };
  const confirmed = seen.hasHeard ? 'settled' : 'behind';
  const mayPin = isAnswered(ring) && reading.last.kind !== 'asked';
  return {
    next: as({ kind: verdict === 'agrees' ? confirmed : 'unconfirmed' }),
    effects: [
      { kind: 'hold-peer', from: from === 'book' ? 'book' : 'reading' },
      ...(mayPin && verdict === 'agrees' ? ([{ kind: 'pin-peer' }] as const) : []),
    ],
    verdict,
  };
}

// A call that rings here ends if its caller is not the person of this call, or if the caller's device was removed
// (protocol §5 rule 1). From ANSWER on the call continues, and so does an outgoing call whose peer is merely
// unconfirmed. But a caller sends no CONFIRM to a device that was removed.
function changed({ effects, next }: ReadingStep, ring: RingState, atMs: number): ReadingStep {
  const raised: CallEvent[] = [];
  const isRemoved = next.peer.kind === 'removed';
  if (isContradicted(next) && (isWatched(ring) || ring.kind === 'busy')) {
    const reason = isRemoved ? 'device-removed' : 'directory-conflict';
    raised.push({ kind: 'refused', reason, atMs });
  }
  if (isRemoved && ring.kind === 'opening') raised.push({ kind: 'fault', reason: 'device-removed', atMs });
  return { next, effects: [...effects, { kind: 'judge-peer' }], raised };
}

// Whether the call has rung here and ANSWER has not left. Until then the caller is read every 3 s, and a reading
// may end the call. From ANSWER on, a removed device stays in the call.
function isWatched({ kind }: RingState): boolean {
  return kind === 'ringing' || kind === 'answering';
}

function lastRead(reading: PeerReading, timeoutMs: number): ReadingStep {
  const next: PeerReading = { ...notDue(reading), last: { kind: 'asked' } };
  return { next, effects: [{ kind: 'read-peer', cause: 'last', timeoutMs }] };
}

// Reads now and every 10 s until the peer is settled or contradicts the call. While the call rings here, every 3 s.
function settled(reading: PeerReading, ring: RingState): ReadingStep {
  const isOver = settlementOf(reading) === 'settled' && !isWatched(ring);
  const isUnderWay = reading.again.kind === 'asked' || reading.last.kind === 'asked';
  return isOver || isUnderWay || isContradicted(reading) ? stays(notDue(reading)) : again(reading);
}

function again(reading: PeerReading): ReadingStep {
  const next: PeerReading = { ...reading, again: { kind: 'asked' } };
  return { next, effects: [{ kind: 'read-peer', cause: 'again', timeoutMs: READ_MS }] };
}

function notDue(reading: PeerReading): PeerReading {
  return reading.again.kind === 'due' ? { ...reading, again: { kind: 'none' } } : reading;
}

// A reading that contradicts the call is not undone by what is known.
function knowing(reading: PeerReading, known: Known): PeerReading {
  return { ...reading, peer: 'known' in reading.peer ? { ...reading.peer, known } : { kind: known } };
}

function stays(next: PeerReading): ReadingStep {
  return { next, effects: [] };
}
