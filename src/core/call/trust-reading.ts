// How what is known of the peer steps: when they are read, what counts of it, and what contradicts the call. Drawn in
// trust-reading-state.ts. What a removed device or another person means for the ring is raised; policy's word on it is in trust.ts.
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
  type Standing,
  standingOf,
  UNREAD,
  WATCH_EVERY_MS,
} from './trust-reading-state.ts';

type ReadingStep = Step<PeerReading>;

/** What an event makes of it; undefined where the event says nothing to it. */
export function stepReading(reading: PeerReading, event: CallEvent, { before, now }: Seen): ReadingStep | undefined {
  const taken = taking(reading, event, now.ring);
  if (now.ring.kind === before.ring.kind) return taken;
  return andThen(taken ?? stays(reading), (next) => following(next, now.ring));
}

// What the ring has come to by this event.
function following(reading: PeerReading, ring: RingState): ReadingStep {
  switch (ring.kind) {
    case 'calling':
    case 'ringing':
      return settled(reading, ring);
    // The peer's device may have been removed while it rang (protocol §5 rule 3). Read while the page is at work.
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
    case 'invited': // whom INVITE names; nothing was read of them yet
      return ring.kind === 'checking' ? stays({ ...UNREAD, peer: { kind: 'unconfirmed' } }) : undefined;
    case 'peer-found': {
      const next = knowing(reading, event.isConfirmed ? 'settled' : 'unconfirmed');
      return event.isFromMemory ? again(next) : stays(next); // beside all that follows: nobody waits for it
    }
    case 'head-heard':
      // Nobody who is not confirmed is behind: how much of them was read, the next reading says.
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

// A reading has come.
function read(
  reading: PeerReading,
  { atMs, cause, seen }: Extract<CallEvent, { kind: 'peer-read' }>,
  ring: RingState,
): ReadingStep {
  const taken = take(reading, seen, { from: cause, ring });
  if (cause === 'check') return { next: taken.next, effects: taken.effects }; // main says to the ring what it came to
  const isOneUnderWay = cause === 'last' && reading.again.kind === 'asked'; // the next is due once that has come
  const dueAtMs = atMs + (isWatched(ring) ? WATCH_EVERY_MS : SETTLE_EVERY_MS);
  const next: PeerReading = isOneUnderWay ? taken.next : { ...taken.next, again: { kind: 'due', atMs: dueAtMs } };
  if (cause === 'last') return lastCame({ ...taken, next }, ring, atMs);
  return taken.standing === undefined ? stays(next) : changed({ ...taken, next }, ring, atMs);
}

// What ANSWER or CONFIRM waits for. Where nothing comes a caller has not read who answered; a callee goes by what was read before the press.
function lastCame(taken: Taken, ring: RingState, atMs: number): ReadingStep {
  const isUnread = taken.standing === undefined && ring.kind === 'opening';
  const known = isUnread ? knowing(taken.next, 'unconfirmed') : taken.next;
  const next: PeerReading = { ...known, last: { kind: 'read' } };
  const isToPin = isAnswered(ring) && isConfirmed(knownOf(next.peer)) && !isContradicted(next);
  const effects: readonly Effect[] = isToPin ? [...taken.effects, { kind: 'pin-peer' }] : taken.effects;
  return changed({ ...taken, next, effects }, ring, atMs);
}

// What is known of the address has changed, by whatever was read: until ANSWER and CONFIRM have left, the pinned person as held now counts
// for this call too.
// A removal by a device that nobody here knew is found only after the first answer of a reading.
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
  /** Undefined where it says nothing that is new. */
  readonly standing: Standing | undefined;
}

function take(
  reading: PeerReading,
  seen: PeerSeen,
  { from, ring }: { readonly from: ReadCause | 'book'; readonly ring: RingState },
): Taken {
  const nothing: Taken = { next: reading, effects: [], standing: undefined };
  if (seen.kind === 'nothing') return nothing;
  const known = knownOf(reading.peer);
  const as = (peer: KnownPeer): PeerReading => ({ ...reading, peer });
  if (seen.kind === 'other') return { ...nothing, next: as({ kind: 'disagrees', known }), standing: 'disagrees' };
  // Older than what this call began to ring by: nobody was removed by it, whoever serves it.
  if (seen.isOlder && isConfirmed(known) && isWatched(ring)) return nothing;
  const standing = standingOf(seen);
  if (standing === 'disagrees' || standing === 'version') {
    const isRemoved = seen.isTheirs && !seen.isListed && from !== 'check';
    return { ...nothing, next: as({ kind: isRemoved ? 'removed' : 'disagrees', known }), standing };
  }
  // What the directory has confirmed before does not become less by its silence.
  if (standing === 'unconfirmed' && isConfirmed(known)) return { ...nothing, next: as({ kind: known }) };
  const confirmed = seen.hasHeard ? 'settled' : 'behind';
  const mayPin = isAnswered(ring) && reading.last.kind !== 'asked';
  return {
    next: as({ kind: standing === 'agrees' ? confirmed : 'unconfirmed' }),
    effects: [
      { kind: 'hold-peer', from: from === 'book' ? 'book' : 'reading' },
      ...(mayPin && standing === 'agrees' ? ([{ kind: 'pin-peer' }] as const) : []),
    ],
    standing,
  };
}

// Whoever rings here and is not whom the call is with, or lost the device, rings no longer (protocol §5 rule 1). From ANSWER on the call goes
// on, and so does a caller's, where its peer is merely unconfirmed: but not with a device that was removed before CONFIRM.
function changed({ effects, next }: ReadingStep, ring: RingState, atMs: number): ReadingStep {
  const raised: CallEvent[] = [];
  const isRemoved = next.peer.kind === 'removed';
  if (isContradicted(next) && (isWatched(ring) || ring.kind === 'engaged')) {
    const reason = isRemoved ? 'device-removed' : 'directory-conflict';
    raised.push({ kind: 'refused', reason, atMs });
  }
  if (isRemoved && ring.kind === 'opening') raised.push({ kind: 'fault', reason: 'device-removed', atMs });
  return { next, effects: [...effects, { kind: 'judge-peer' }], raised };
}

// The peer is read again and again because it rings here: from ANSWER on, a device that is removed stays in the call.
function isWatched({ kind }: RingState): boolean {
  return kind === 'ringing' || kind === 'answering';
}

function lastRead(reading: PeerReading, timeoutMs: number): ReadingStep {
  const next: PeerReading = { ...notDue(reading), last: { kind: 'asked' } };
  return { next, effects: [{ kind: 'read-peer', cause: 'last', timeoutMs }] };
}

// Now and every 10 s until the peer is settled, or contradicts the call; while it is watched, every 3 s.
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

// What contradicts the call still does so.
function knowing(reading: PeerReading, known: Known): PeerReading {
  return { ...reading, peer: 'known' in reading.peer ? { ...reading.peer, known } : { kind: known } };
}

function stays(next: PeerReading): ReadingStep {
  return { next, effects: [] };
}
