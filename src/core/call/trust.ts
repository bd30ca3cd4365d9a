// How the trust region steps. It takes facts as they arrive, decides what a typed code means, and applies policy to the
// call: pictures are withheld or allowed again, or the call ends (docs/decisions/0010). Its life is drawn in
// trust-state.ts.
import { unreachable } from '../assert.ts';
import type { Effect } from './effect.ts';
import type { EndReason } from './end-reason.ts';
import type { CallEvent } from './event.ts';
import type { Seen, Step } from './region.ts';
import type { RingState } from './ring-state.ts';
import { stepReading } from './trust-reading.ts';
import {
  type CodeState,
  factsOf,
  isVerificationOver,
  judgementOf,
  mayVideo,
  type NotMarked,
  type TrustedRing,
  type TrustState,
  VERIFY_MS,
  verdictOn,
} from './trust-state.ts';

/**
 * The next state of trust, what to do, and the end of the call if policy demands it. Undefined if the event does not
 * concern trust.
 */
export function stepTrust(trust: TrustState, event: CallEvent, seen: Seen): Step<TrustState> | undefined {
  const { ring } = seen.now;
  if (ring.kind === 'ended') return stopped(trust);
  const taken = take(trust, event, ring);
  const read = stepReading(trust.reading, event, seen);
  const isOver = event.kind === 'time' && isVerificationOver(trust, event.atMs);
  if (taken === undefined && read === undefined && !isOver) return undefined;
  const next = clocked(withReading(taken?.next ?? trust, read?.next), ring, event.atMs);
  const effects = [...(taken?.effects ?? []), ...(read?.effects ?? [])];
  const raised = [...(taken?.raised ?? []), ...(read?.raised ?? [])];
  const reason = isOver ? 'verification-required' : whyOver({ ring, trust: next });
  if (reason !== undefined) return { next, effects, raised: [...raised, { kind: 'fault', reason, atMs: event.atMs }] };
  const tightened: readonly Effect[] = event.kind === 'judged' ? [{ kind: 'tighten' }] : [];
  const followed = [...limited(trust, next, event.atMs), ...checked(trust, next, event.atMs)];
  return { next, effects: [...effects, ...tightened], raised: [...raised, ...followed] };
}

function withReading(trust: TrustState, reading = trust.reading): TrustState {
  return reading === trust.reading ? trust : { ...trust, reading };
}

// The peer was read and judged before ANSWER or CONFIRM leaves, and the call continues.
function checked({ reading: before }: TrustState, { reading }: TrustState, atMs: number): readonly CallEvent[] {
  return before.last.kind === 'read' && reading.last.kind === 'none' ? [{ kind: 'peer-checked', atMs }] : [];
}

// What an event changes by itself, before policy is applied to the change.
function take(trust: TrustState, event: CallEvent, ring: RingState): Step<TrustState> | undefined {
  switch (event.kind) {
    case 'judged':
      return step({
        ...trust,
        judged: { kind: trust.judged.kind === 'by-peer' ? 'by-peer' : 'by-address', facts: event.facts },
      });
    case 'organisation-asked':
      return step(
        trust.judged.kind === 'by-address' ? { ...trust, judged: { ...trust.judged, kind: 'by-peer' } } : trust,
      );
    case 'code-typed':
      return typed({ ring, trust }, event);
    case 'silenced': // nothing leaves any more, so the wrong code may be counted now
      return step(trust, { kind: 'count-failed', reason: 'code-mismatch' });
    case 'code-marked':
      return trust.code.kind === 'mismatch'
        ? undefined
        : step(
            { ...trust, code: { kind: 'confirmed', atMs: event.atMs, last: 'confirmed' } },
            { kind: 'tell-verified' },
          );
    case 'code-unmarked':
      return step({ ...trust, code: unmarked(trust.code, event.why) });
    default:
      return undefined;
  }
}

// A code that the trust book has accepted stays accepted, and a mismatch is permanent.
function unmarked(code: CodeState, why: NotMarked): CodeState {
  if (code.kind === 'mismatch') return code;
  return code.kind === 'confirmed' ? { ...code, last: why } : { kind: 'unmarked', why };
}

function typed(
  { ring, trust }: TrustedRing,
  { isRight, atMs }: Extract<CallEvent, { kind: 'code-typed' }>,
): Step<TrustState> | undefined {
  switch (verdictOn({ ring, trust }, isRight)) {
    case 'right':
      return step(trust, { kind: 'mark-verified', isMarked: trust.code.kind === 'confirmed' });
    case 'code-mismatch':
      // Somebody is between the two, or somebody else is at the other end: this is a failed secure call (protocol §6).
      return {
        next: { ...trust, code: { kind: 'mismatch' } },
        effects: [{ kind: 'silence' }],
        raised: [{ kind: 'silenced', atMs }],
      };
    default:
      return undefined;
  }
}

// The clock starts when people hear each other, or later if policy then demands a verification. It stops once policy
// demands none any more.
function clocked(trust: TrustState, ring: RingState, atMs: number): TrustState {
  if (ring.kind !== 'live' && ring.kind !== 'reconnecting') return trust;
  const mustVerify = judgementOf(trust)?.mode === 'voice-to-verify';
  if (mustVerify === (trust.clock.kind === 'running')) return trust;
  return { ...trust, clock: mustVerify ? { kind: 'running', untilMs: atMs + VERIFY_MS } : { kind: 'stopped' } };
}

// Nothing is due in a call that has ended.
function stopped(trust: TrustState): Step<TrustState> | undefined {
  return trust.clock.kind === 'stopped' ? undefined : step({ ...trust, clock: { kind: 'stopped' } });
}

function limited(before: TrustState, next: TrustState, atMs: number): readonly CallEvent[] {
  const may = mayVideo(next);
  return may === undefined || may === mayVideo(before) ? [] : [{ kind: 'pictures', isAllowed: may, atMs }];
}

// Why the call may not continue, by its state. welcome.ts judges a call that does not ring yet.
function whyOver({ ring, trust }: TrustedRing): EndReason | undefined {
  const judgement = judgementOf(trust);
  if (judgement === undefined) return undefined;
  const forbidden = judgement.isAllowed ? undefined : 'not-allowed';
  const refused = forbidden ?? (judgement.mode === 'refuse' ? 'verification-required' : undefined);
  const facts = factsOf(trust);
  const isDisputed = facts?.book === 'changed';
  const isOther = facts?.isOtherPinned === true;
  switch (ring.kind) {
    case 'fresh':
    case 'checking': // until the caller has been read
    case 'busy':
    case 'ended':
      return undefined;
    case 'looking': // until the callee's devices are known
      return forbidden;
    case 'ringing':
      // While the call rang, a note of another device of ours pinned the address. The directory names two persons for
      // it, and this call is not with the pinned one.
      return isOther && !isDisputed ? 'directory-conflict' : refused;
    case 'answering':
      // No caller is answered while a dispute waits. Before a person accepts, the desk applies this rule.
      if (isDisputed) return 'key-changed';
      return isOther ? 'directory-conflict' : refused;
    case 'calling':
    case 'opening':
    case 'confirming':
    case 'answered':
    case 'connecting':
    case 'live':
    case 'reconnecting':
      return refused;
    default:
      return unreachable(ring);
  }
}

function step(next: TrustState, ...effects: readonly Effect[]): Step<TrustState> {
  return { next, effects };
}
