// How a caller looks for the callee: reads, asks policy, waits for its turn, rings (protocol §5 rules 1, 2).
// ring-callee.ts draws the states.
import type { Effect } from './effect.ts';
import type { EndReason } from './end-reason.ts';
import type { CallEvent } from './event.ts';
import { ARRIVING_EVERY_MS, type CalleeSeen, type LookingStep, lookingWakeAtMs } from './ring-callee.ts';
import { ending, type RingStep } from './ring-end.ts';
import { noting } from './ring-relisting.ts';
import { type Leg, LOOK_MS, type RingState, TTL_SECONDS } from './ring-state.ts';
import type { TrustState } from './trust-state.ts';
import { mayRing } from './welcome.ts';

type Looking = Extract<RingState, { kind: 'looking' }>;

/** A person has placed the call. */
export function looking(atMs: number): RingStep {
  return read(
    { kind: 'looking', untilMs: atMs + LOOK_MS, isPaced: false, step: { kind: 'reading', isAfresh: false } },
    false,
  );
}

/**
 * The callee is being read. After that the call waits for policy, and for the callee's devices: if they were rung a
 * moment ago, they take no other INVITE yet.
 */
export function fromLooking(state: Looking, event: CallEvent, trust: TrustState): RingStep | undefined {
  const { step } = state;
  switch (event.kind) {
    case 'callee-read':
      return step.kind === 'reading' ? found(state, step, event.callee, event.atMs) : undefined;
    case 'callee-judged': {
      if (step.kind !== 'admitting') return undefined;
      const admitted = mayRing(trust, event.devices);
      return noting(admitted, going(state, { ...step, admitted }, event.atMs));
    }
    case 'turn':
      return step.kind === 'admitting' ? turned(state, step, event) : undefined;
    case 'callee-known': // the callee is not rung yet; the comparison is made once they are
      return { state, effects: [] };
    case 'time':
      if (event.atMs >= state.untilMs) return ending(state, 'unreachable', event.atMs, 'knows');
      if (event.atMs < lookingWakeAtMs(step)) return undefined;
      if (step.kind !== 'admitting') return read(state, true);
      return { state: { ...state, step: { ...step, turn: 'asked' } }, effects: [{ kind: 'ask-turn' }] };
    default:
      return undefined;
  }
}

function read(state: Looking, isAfresh: boolean): RingStep {
  return { state: { ...state, step: { kind: 'reading', isAfresh } }, effects: [{ kind: 'read-callee', isAfresh }] };
}

const NOBODY: Readonly<Record<'changed' | 'several', EndReason>> = {
  changed: 'key-changed',
  several: 'several-persons',
};

function found(
  state: Looking,
  { isAfresh }: Extract<LookingStep, { kind: 'reading' }>,
  callee: CalleeSeen,
  atMs: number,
): RingStep {
  const nobody = (reason: EndReason): RingStep => ending(state, reason, atMs, 'knows');
  switch (callee.kind) {
    case 'nobody':
      if (!isAfresh) return read(state, true);
      if (callee.isCrowded) return nobody('too-many-claims');
      if (!callee.isArriving) return nobody('unknown-address');
      // Chains stay at the broker that received them, even in a cluster (docs/decisions/0062). The callee's devices may
      // still come to our broker and publish their chain.
      return { state: { ...state, step: { kind: 'arriving', againAtMs: atMs + ARRIVING_EVERY_MS } }, effects: [] };
    case 'silent':
      if (callee.isOffline) return nobody('not-connected');
      return isAfresh ? nobody('unreachable') : read(state, true);
    case 'person': {
      const { isFromMemory, isMeant, rings } = callee;
      if (!isMeant) return nobody('key-changed');
      if (typeof rings === 'string') return isFromMemory ? read(state, true) : nobody(rings);
      return {
        state: { ...state, step: { kind: 'admitting', admitted: undefined, turn: 'asked' } },
        effects: [{ kind: 'judge-callee', nr: 1, devices: rings }, { kind: 'ask-turn' }],
      };
    }
    default:
      return nobody(NOBODY[callee.kind]);
  }
}

// The callee's devices accept one INVITE of ours in two seconds and ignore further ones (rule 2). After the wait we ask
// for our turn again, because the broker may have received the last INVITE only during the wait.
function turned(
  state: Looking,
  step: Extract<LookingStep, { kind: 'admitting' }>,
  { atMs, waitMs }: Extract<CallEvent, { kind: 'turn' }>,
): RingStep {
  if (waitMs === 0) return going(state, { ...step, turn: 'now' }, atMs);
  return { state: { ...state, isPaced: true, step: { ...step, turn: { atMs: atMs + waitMs } } }, effects: [] };
}

// Rings once policy has decided and it is our turn.
function going(state: Looking, step: Extract<LookingStep, { kind: 'admitting' }>, atMs: number): RingStep {
  const { admitted, turn } = step;
  if (admitted === undefined || turn !== 'now') return { state: { ...state, step }, effects: [] };
  if (admitted.length === 0) return ending(state, 'verification-required', atMs, 'knows');
  const legs = new Map<string, Leg>(admitted.map((device) => [device, 'sent']));
  const effects: readonly Effect[] = [{ kind: 'invite', devices: admitted }, { kind: 'compare-callee' }];
  return {
    state: { kind: 'calling', untilMs: atMs + TTL_SECONDS * 1000, legs, list: { nr: 1, devices: undefined } },
    effects,
  };
}
