// How what is known of the peer steps: when they are read, what counts of it, and what contradicts the call. Drawn in
// trust-reading-state.ts. What a removed device or another person means for the ring is raised; policy's word on it is in trust.ts.
import type { Effect } from './effect.ts';
import type { CallEvent } from './event.ts';
import { andThen, type Seen, type Step } from './region.ts';
import { isAnswered, type RingState } from './ring-state.ts';
import {
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
      return ring.kind === 'checking' ? stays({ ...UNREAD, known: 'unconfirmed' }) : undefined;
    case 'peer-found': {
      const next: PeerReading = { ...reading, known: event.isConfirmed ? 'confirmed' : 'unconfirmed' };
      return event.isFromMemory ? again(next) : stays(next); // beside all that follows: nobody waits for it
    }
    case 'head-heard':
      return stays({ ...reading, isBehind: !event.isKnown });
    case 'peer-read':
      return read(reading, event, ring);
    case 'peer-held':
      return held(reading, event, ring);
    case 'judged':
      return reading.last === 'read' ? stays({ ...reading, last: 'done' }) : undefined;
    case 'time':
      if (reading.dueAtMs === undefined || event.atMs < reading.dueAtMs) return undefined;
      return settled(reading, ring);
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
  const next: PeerReading = { ...taken.next, dueAtMs: atMs + (isWatched(ring) ? WATCH_EVERY_MS : SETTLE_EVERY_MS) };
  if (cause === 'last') return lastCame({ ...taken, next }, ring, atMs);
  const after: PeerReading = { ...next, isAsked: false };
  return taken.standing === undefined ? stays(after) : changed({ ...taken, next: after }, ring, atMs);
}

// What ANSWER or CONFIRM waits for. Where nothing comes a caller has not read who answered; a callee goes by what was read before the press.
function lastCame(taken: Taken, ring: RingState, atMs: number): ReadingStep {
  const isUnread = taken.standing === undefined && ring.kind === 'opening';
  const next: PeerReading = { ...taken.next, last: 'read', ...(isUnread ? { known: 'unconfirmed' } : {}) };
  const isToPin = isAnswered(ring) && next.known === 'confirmed' && next.conflict === 'none';
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
  if (!rings || reading.known === 'unread') return stays(reading);
  const isConfirmed = reading.known === 'confirmed';
  const asKnown = seen.kind === 'person' ? { ...seen, isConfirmed } : seen;
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
  if (seen.kind === 'other') return { ...nothing, next: { ...reading, conflict: 'disagrees' }, standing: 'disagrees' };
  const wasConfirmed = reading.known === 'confirmed';
  // Older than what this call began to ring by: nobody was removed by it, whoever serves it.
  if (seen.isOlder && wasConfirmed && isWatched(ring)) return nothing;
  const standing = standingOf(seen);
  if (standing === 'disagrees' || standing === 'version') {
    const isRemoved = seen.isTheirs && !seen.isListed && from !== 'check';
    return { next: { ...reading, conflict: isRemoved ? 'removed' : 'disagrees' }, effects: [], standing };
  }
  // What the directory has confirmed before does not become less by its silence.
  if (standing === 'unconfirmed' && wasConfirmed) return { ...nothing, next: { ...reading, conflict: 'none' } };
  const known = standing === 'agrees' ? 'confirmed' : 'unconfirmed';
  const mayPin = isAnswered(ring) && (reading.last === 'read' || reading.last === 'done');
  return {
    next: { ...reading, conflict: 'none', known, isBehind: !seen.hasHeard },
    effects: [
      { kind: 'hold-peer', from: from === 'book' ? 'book' : 'reading' },
      ...(mayPin && known === 'confirmed' ? ([{ kind: 'pin-peer' }] as const) : []),
    ],
    standing,
  };
}

// Whoever rings here and is not whom the call is with, or lost the device, rings no longer (protocol §5 rule 1). From ANSWER on the call goes
// on, and so does a caller's, where its peer is merely unconfirmed: but not with a device that was removed before CONFIRM.
function changed({ effects, next }: ReadingStep, ring: RingState, atMs: number): ReadingStep {
  const raised: CallEvent[] = [];
  if (next.conflict !== 'none' && (isWatched(ring) || ring.kind === 'engaged')) {
    const reason = next.conflict === 'removed' ? 'device-removed' : 'directory-conflict';
    raised.push({ kind: 'refused', reason, atMs });
  }
  if (next.conflict === 'removed' && ring.kind === 'opening')
    raised.push({ kind: 'fault', reason: 'device-removed', atMs });
  return { next, effects: [...effects, { kind: 'judge-peer' }], raised };
}

// The peer is read again and again because it rings here: from ANSWER on, a device that is removed stays in the call.
function isWatched({ kind }: RingState): boolean {
  return kind === 'ringing' || kind === 'answering';
}

function lastRead(reading: PeerReading, timeoutMs: number): ReadingStep {
  const next: PeerReading = { ...reading, last: 'asked', dueAtMs: undefined };
  return { next, effects: [{ kind: 'read-peer', cause: 'last', timeoutMs }] };
}

// Now and every 10 s until the peer is settled, or contradicts the call; while it is watched, every 3 s.
function settled(reading: PeerReading, ring: RingState): ReadingStep {
  const next: PeerReading = { ...reading, dueAtMs: undefined };
  const isOver = settlementOf(reading) === 'settled' && !isWatched(ring);
  const isUnderWay = reading.isAsked || reading.last === 'asked';
  return isOver || isUnderWay || reading.conflict !== 'none' ? stays(next) : again(next);
}

function again(reading: PeerReading): ReadingStep {
  return { next: { ...reading, isAsked: true }, effects: [{ kind: 'read-peer', cause: 'again', timeoutMs: READ_MS }] };
}

function stays(next: PeerReading): ReadingStep {
  return { next, effects: [] };
}
