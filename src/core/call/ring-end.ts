// How a call ends from each state: what the peer is told, what is withdrawn, what is recorded. Only this file creates
// `ended`.
import { unreachable } from '../assert.ts';
import type { Effect } from './effect.ts';
import type { CallEvent } from './event.ts';
import { type EndReason, onCancel, onWire, whileSecuring } from './end-reason.ts';
import { isAnswered, isSecuring, type Leg, type RingState } from './ring-state.ts';

/** What a step of the ring returns. */
export interface RingStep {
  readonly state: RingState;
  readonly effects: readonly Effect[];
  /** For all regions, as in region.ts. */
  readonly raised?: readonly CallEvent[];
}

/** Whether the peer must be told. `knows`: it need not be told, for example because it has ended the call. */
export type Told = 'tell' | 'knows';

/** Ends a call that has not ended. Every key of the call is erased, and its media are closed. */
export function ending(
  state: Exclude<RingState, { kind: 'ended' }>,
  reason: EndReason,
  atMs: number,
  told: Told,
): RingStep {
  const shown = isSecuring(state) ? whileSecuring(reason) : { reason, counts: false };
  const sinceMs = state.kind === 'live' || state.kind === 'reconnecting' ? state.sinceMs : undefined;
  const effects: Effect[] = [
    ...(told === 'tell' ? farewell(state, reason) : othersFarewell(state, reason)),
    { kind: 'forget' },
    { kind: 'close-media' },
    ...(shown.counts ? ([{ kind: 'count-failed', reason: shown.reason }] as const) : []),
    {
      kind: 'conclude',
      reason: shown.reason,
      durationMs: sinceMs === undefined ? 0 : Math.max(0, atMs - sinceMs),
      isAnswered: isAnswered(state),
      hasRung: state.kind !== 'checking',
    },
  ];
  return { state: { kind: 'ended', reason: shown.reason, atMs, sinceMs }, effects };
}

/** The devices that may still ring or answer. */
export function pending(legs: ReadonlyMap<string, Leg>): readonly string[] {
  return [...legs].filter(([, leg]) => leg === 'sent' || leg === 'ringing').map(([device]) => device);
}

/** The devices that take a `cancel`. A busy device takes it too: it must learn whether another device took the call. */
export function listening(legs: ReadonlyMap<string, Leg>): readonly string[] {
  return [...legs].filter(([, leg]) => leg !== 'gone').map(([device]) => device);
}

// A caller that hangs up before CONFIRM sends `cancel`. From CONFIRM on it sends `end`. An `end` may also take the
// place of CONFIRM or READY (protocol §5).
function farewell(state: Exclude<RingState, { kind: 'ended' }>, reason: EndReason): readonly Effect[] {
  switch (state.kind) {
    case 'fresh':
    case 'looking':
    case 'busy':
      return [];
    case 'calling':
      return othersFarewell(state, reason);
    case 'opening':
      return reason === 'hung-up' || reason === 'app-closed' || reason === 'app-locked'
        ? [{ kind: 'cancel', devices: [state.device], reason: 'hangup' }]
        : [{ kind: 'send-end', reason: onWire(reason) }];
    case 'checking':
      // A caller gets `decline` if only a verification or a relay is missing, or if their moved call comes too late. A
      // stranger or a forbidden caller gets nothing, and does not even learn that we are here.
      return reason === 'verification-required' || reason === 'relay-required' || reason === 'offer-over'
        ? [{ kind: 'early', device: state.device, message: 'decline' }]
        : [];
    case 'ringing':
      return isDeclining(reason) ? [{ kind: 'early', device: state.device, message: 'decline' }] : [];
    case 'answering':
      return reason === 'device-removed' || reason === 'directory-conflict' || reason === 'key-changed'
        ? []
        : [{ kind: 'early', device: state.device, message: 'decline' }];
    case 'confirming':
    case 'answered':
    case 'connecting':
    case 'live':
    case 'reconnecting':
      return [{ kind: 'send-end', reason: onWire(reason) }];
    default:
      return unreachable(state);
  }
}

function othersFarewell(state: RingState, reason: EndReason): readonly Effect[] {
  if (state.kind !== 'calling') return [];
  const devices = listening(state.legs);
  if (devices.length === 0) return [];
  const why = onCancel(reason);
  const missing = why === 'hangup' || why === 'timeout' ? unheard(state) : []; // no device took the call
  return [
    { kind: 'cancel', devices, reason: why },
    ...(missing.length > 0 ? ([{ kind: 'leave-notes', devices: missing }] as const) : []),
  ];
}

// The devices that have not responded. Each may be off, and gets a note when it is back (protocol §5 rule 14), unless
// it was removed.
function unheard({ legs, list }: Extract<RingState, { kind: 'calling' }>): readonly string[] {
  const isTheirs = (device: string): boolean => list.devices?.includes(device) !== false;
  return [...legs].filter(([device, leg]) => leg === 'sent' && isTheirs(device)).map(([device]) => device);
}

// A decline ends the ringing on all devices of this person. So it is not sent for reasons that concern this device
// alone, nor if a reading contradicts the caller (protocol §5 rule 10).
function isDeclining(reason: EndReason): boolean {
  return !['no-answer', 'directory-conflict', 'device-removed', 'page-lost', 'app-closed', 'app-locked'].includes(
    reason,
  );
}
