// What a person may see of a call, without names and text. Trust is shown only as far as it follows from what was read
// and agreed.
import { unreachable } from '../assert.ts';
import type { EndReason } from './end-reason.ts';
import { pictureOf } from './media-state.ts';
import { isSecured, type RingState } from './ring-state.ts';
import type { CallState } from './state.ts';
import { isVerified, mayConfirm, settlement, type TrustedRing } from './trust-state.ts';

/** The state of a call as windows and tray know it. Times in ms since 1970. */
export type PhaseSeen =
  | { readonly kind: 'placing'; readonly paced?: true }
  | { readonly kind: 'calling'; readonly ringing: boolean }
  // `visual`: shown and not heard.
  | { readonly kind: 'ringing'; readonly silenced: boolean; readonly visual?: true }
  | { readonly kind: 'securing' | 'connecting' }
  | { readonly kind: 'live'; readonly since: number }
  // The path is interrupted, or a page is gone and is being replaced.
  | { readonly kind: 'reconnecting'; readonly since: number; readonly until: number }
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly at: number; readonly connected: boolean };

/** What became of the code. main/calls/call-view.ts adds the digits, which the machine does not know. */
export type CodeSeen =
  | { readonly kind: 'none' | 'mismatch' }
  | { readonly kind: 'shown'; readonly mayConfirm: boolean; readonly confirmedAt?: number };

/** What a person sees. */
export interface CallSeen {
  readonly phase: PhaseSeen;
  readonly code: CodeSeen;
  /** The peer was found, and what was read does not settle who they are. */
  readonly isUnconfirmed: boolean;
  readonly isVerified: boolean;
  /** Until when policy lets the call continue unverified, if it sets a limit. */
  readonly verifyBy?: number;
}

/** What a person sees of a call. */
export function viewOf(call: TrustedRing): CallSeen {
  const { trust } = call;
  return {
    phase: phaseOf(call.ring),
    code: codeOf(call),
    isUnconfirmed: settlement(trust) === 'unconfirmed',
    isVerified: isVerified(trust),
    ...(trust.clock.kind === 'running' ? { verifyBy: trust.clock.untilMs } : {}),
  };
}

/**
 * Whether a person could see a difference between `before` and `now`. What is not shown does not count: text that
 * waits, when something was sent or read, and switches of the peer that wait their turn. Each visible change is drawn
 * in every window (protocol §9).
 */
export function isSeenChanged(before: CallState, now: CallState): boolean {
  return (
    (['ring', 'page', 'keys', 'move'] as const).some((region) => before[region] !== now[region]) ||
    (['judged', 'code', 'clock'] as const).some((part) => before.trust[part] !== now.trust[part]) ||
    settlement(before.trust) !== settlement(now.trust) ||
    pictureOf(before.media) !== pictureOf(now.media) ||
    (['kind', 'switches', 'heldFor', 'path', 'share', 'mayShare'] as const).some(
      (part) => before.media[part] !== now.media[part],
    )
  );
}

/** The phase of a call. */
export function phaseOf(ring: RingState): PhaseSeen {
  switch (ring.kind) {
    case 'looking':
      return { kind: 'placing', ...(ring.isPaced ? { paced: true } : {}) };
    case 'fresh':
    case 'checking':
    case 'busy': // not shown
      return { kind: 'placing' };
    case 'calling':
      return { kind: 'calling', ringing: [...ring.legs.values()].includes('ringing') };
    case 'ringing':
      return { kind: 'ringing', silenced: ring.silenced, ...(ring.isVisual ? { visual: true } : {}) };
    case 'opening':
    case 'confirming':
    case 'answering':
    case 'answered':
      return { kind: 'securing' };
    case 'connecting':
      return { kind: 'connecting' };
    case 'live':
      return { kind: 'live', since: ring.sinceMs };
    case 'reconnecting':
      return { kind: 'reconnecting', since: ring.brokenAtMs, until: ring.untilMs };
    case 'ended':
      return { kind: 'ended', reason: ring.reason, at: ring.atMs, connected: ring.sinceMs !== undefined };
    default:
      return unreachable(ring);
  }
}

function codeOf({ ring, trust }: TrustedRing): CodeSeen {
  const { code } = trust;
  if (code.kind === 'mismatch') return { kind: 'mismatch' };
  if (!isSecured(ring)) return { kind: 'none' };
  const confirmed = code.kind === 'confirmed' ? { confirmedAt: code.atMs } : {};
  return { kind: 'shown', mayConfirm: mayConfirm(trust), ...confirmed };
}
