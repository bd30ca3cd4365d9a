// The ring region of one call, from placing or INVITE to the end: which devices ring, who has answered, whether the two
// people hear each other. It holds device ids, and times in ms since 1970.
//
//   caller                                                    callee
//   fresh ─place─▶ looking ─────────▶ calling                 fresh ─invited─▶ checking ─cleared─▶ ringing
//                                      │ answered                                                    │ accept
//                                      ▼                                                             ▼
//                                   opening                                                      answering
//                                      │ described, peer-checked:                                    │ described,
//                                      │ CONFIRM leaves                                              │ peer-checked:
//                                      │                                                             │ ANSWER leaves
//                                      ▼                                                             ▼
//                                  confirming ─ready─▶ connecting ◀─confirmed: READY leaves────── answered
//                                                          │ connected
//                                                          ▼      disconnected, page-replaced, or an address is gone
//                                                        live ◀────────────────▶ reconnecting
//                                                                  connected
//   A call for which there is no room goes from checking or ringing to busy. We have sent `busy`, but another device of
//   ours may still answer.
//   From every state but fresh, a hang-up or a fault leads to `ended`, which is final. So do the peer's end from ANSWER
//   on, and the clock in each state that has `untilMs`.
import { unreachable } from '../assert.ts';
import type { EndReason } from './end-reason.ts';
import type { ListVerdict } from './trust-reading-state.ts';
import { type CalleeList, type LookingStep, lookingWakeAtMs } from './ring-callee.ts';

/** Which side of the call we are. */
export type Role = 'caller' | 'callee';

/** How far a device that we ring has come. `busy` and `gone` ring no longer. */
export type Leg = 'sent' | 'ringing' | 'busy' | 'gone';

/**
 * What CONFIRM or ANSWER still waits for: the page's description, the reading of the peer, or both. The reading began
 * with ANSWER at the caller, and with the acceptance at the callee.
 */
export type Lacks = 'both' | 'description' | 'reading';

/** The page must describe its connection within this time, counted from a valid ANSWER or from the acceptance. */
export const DESCRIBE_MS = 15_000;
/** CONFIRM is repeated every 2 s up to 15 s (protocol §5 rule 5). */
export const CONFIRM_EVERY_MS = 2000;
/** How long CONFIRM is repeated before the call ends (protocol §5 rule 5). */
export const CONFIRM_MS = 15_000;
/** How long the callee waits for CONFIRM: time for the caller's description, its repeats and the network. */
export const AWAIT_CONFIRM_MS = 30_000;
/** Connecting: 30 s from READY or CONFIRM (protocol §5 rule 5). */
export const CONNECT_MS = 30_000;
/**
 * A connection that has been interrupted for a second gets an ICE restart. After a change of network, the restart is
 * made at once.
 */
export const RESTART_AFTER_MS = 1000;
/** How long a call may be reconnecting before it ends (protocol §5 rule 11). */
export const MEND_MS = 30_000;
/** While reconnecting, an ICE restart that did not help is repeated at this interval. */
export const RESTART_EVERY_MS = 6000;
/** How long after the ttl we wait for news that another device answered at the last moment. */
export const BUSY_MORE_MS = 5000;
/** How long a call that we place rings (protocol §4: 1 to 60 s). */
export const TTL_SECONDS = 45;
/** How long a caller may look for the callee, and a callee may check a call, including the directory's own 3 s. */
export const LOOK_MS = 10_000;

/** What an incoming call waits for before it rings. */
export type CheckingStep =
  /**
   * Its caller is being read, or what the broker has queued is still arriving. A `cancel` of this call may be in the
   * queue.
   */
  | { readonly kind: 'caller'; readonly verdict: ListVerdict | undefined; readonly isDrained: boolean }
  /** Policy is asked. `agrees`: the caller was read and agrees with the call. */
  | { readonly kind: 'welcome'; readonly agrees: boolean }
  /** It may ring; room.ts and successors.ts decide what happens to it beside other calls. */
  | { readonly kind: 'room' };

/** How far a call has come. `untilMs`: when its current wait ends. */
export type RingState =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'looking'; readonly untilMs: number; readonly isPaced: boolean; readonly step: LookingStep }
  | {
      readonly kind: 'calling';
      readonly untilMs: number;
      readonly legs: ReadonlyMap<string, Leg>;
      readonly list: CalleeList;
    }
  | { readonly kind: 'opening'; readonly device: string; readonly untilMs: number; readonly lacks: Lacks }
  | {
      readonly kind: 'confirming';
      readonly device: string;
      readonly untilMs: number;
      readonly repeatAtMs: number;
    }
  | { readonly kind: 'checking'; readonly device: string; readonly untilMs: number; readonly step: CheckingStep }
  | {
      readonly kind: 'ringing';
      readonly device: string;
      readonly untilMs: number;
      readonly silenced: boolean; // by a person or do not disturb, or because it continues a moved call
      readonly isVisual: boolean; // shown without sound: of a stranger, or continues a moved call
    }
  | { readonly kind: 'busy'; readonly device: string; readonly untilMs: number }
  | {
      readonly kind: 'answering';
      readonly device: string;
      readonly untilMs: number;
      readonly viaRelay: boolean; // the call was accepted automatically (protocol §5 rules 8, 15)
      readonly lacks: Lacks;
    }
  | { readonly kind: 'answered'; readonly device: string; readonly untilMs: number }
  | {
      readonly kind: 'connecting';
      readonly role: Role;
      readonly device: string;
      readonly untilMs: number;
    }
  | {
      readonly kind: 'live';
      readonly role: Role;
      readonly device: string;
      readonly sinceMs: number;
    }
  | {
      readonly kind: 'reconnecting';
      readonly role: Role;
      readonly device: string;
      readonly sinceMs: number; // live since
      readonly brokenAtMs: number;
      readonly restartAtMs: number;
      readonly untilMs: number;
    }
  | {
      readonly kind: 'ended';
      readonly reason: EndReason;
      readonly atMs: number;
      /** When it was first connected, if ever. */
      readonly sinceMs: number | undefined;
    };

/** Nothing has happened. */
export const FRESH_RING: RingState = { kind: 'fresh' };

/** When this region wants a `time` event next, in ms since 1970; undefined: never. */
export function ringWakeAtMs(state: RingState): number | undefined {
  switch (state.kind) {
    case 'fresh':
    case 'live':
    case 'ended':
      return undefined;
    case 'confirming':
      return Math.min(state.repeatAtMs, state.untilMs);
    case 'reconnecting':
      return Math.min(state.restartAtMs, state.untilMs);
    case 'looking':
      return Math.min(lookingWakeAtMs(state.step), state.untilMs);
    case 'calling':
    case 'opening':
    case 'checking':
    case 'ringing':
    case 'busy':
    case 'answering':
    case 'answered':
    case 'connecting':
      return state.untilMs;
    default:
      return unreachable(state);
  }
}

// How far the call has come in each state. A new state must be added here.
const PROGRESS: Readonly<Record<RingState['kind'], 'ringing-out' | 'ringing-in' | 'agreed' | 'none'>> = {
  fresh: 'none',
  looking: 'ringing-out',
  calling: 'ringing-out',
  opening: 'agreed',
  confirming: 'agreed',
  checking: 'ringing-in',
  ringing: 'ringing-in',
  busy: 'ringing-in',
  answering: 'ringing-in',
  answered: 'agreed',
  connecting: 'agreed',
  live: 'agreed',
  reconnecting: 'agreed',
  ended: 'none',
};

/** Whether we are the caller and nothing is agreed yet, so that glare may still decide (protocol §5 rule 8). */
export function isBeforeAnswer(state: RingState): boolean {
  return PROGRESS[state.kind] === 'ringing-out';
}

/** Whether an ANSWER exists. Before it there are no session keys to protect an `end` (protocol §5). */
export function isAgreed(state: RingState): boolean {
  return PROGRESS[state.kind] === 'agreed';
}

/** Whether there is a valid ANSWER but no READY: a failure here is a failed secure call (protocol §5 rule 5). */
export function isSecuring(state: RingState): boolean {
  return state.kind === 'opening' || state.kind === 'confirming' || state.kind === 'answered';
}

/** Whether this is an incoming call that was accepted here, by a person or automatically. */
export function isAnswered(state: RingState): boolean {
  if (state.kind === 'answering' || state.kind === 'answered') return true;
  return isSecured(state) && state.role === 'callee';
}

/**
 * Whether READY or CONFIRM has passed: both sides hold the code, and the peer is no longer merely claimed (protocol §5
 * rule 4).
 */
export function isSecured(
  state: RingState,
): state is Extract<RingState, { kind: 'connecting' | 'live' | 'reconnecting' }> {
  return state.kind === 'connecting' || state.kind === 'live' || state.kind === 'reconnecting';
}

/**
 * The one device at the other end: the caller's from the start, the callee's from its ANSWER on. Undefined if there is
 * none, or none any more.
 */
export function deviceOf(state: RingState): string | undefined {
  return 'device' in state ? state.device : undefined;
}

/** What is still lacking once the page has described its connection, or the peer was read and judged. */
export function lackingAfter(lacks: Lacks, has: 'described' | 'peer-checked'): Lacks | 'nothing' {
  const [came, other] =
    has === 'described' ? (['description', 'reading'] as const) : (['reading', 'description'] as const);
  if (lacks === 'both') return other;
  return lacks === came ? 'nothing' : lacks;
}
