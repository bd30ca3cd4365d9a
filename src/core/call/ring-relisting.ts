// What happens to ringing devices when a newer list of the callee's devices is read (protocol §5 rule 1). A new device
// is rung if policy allows it, and a device that is gone rings no longer.
import type { Effect } from './effect.ts';
import type { CallEvent } from './event.ts';
import type { CalleeKnown } from './ring-callee.ts';
import { ending, listening, pending, type RingStep } from './ring-end.ts';
import type { Leg, RingState } from './ring-state.ts';
import type { TrustState } from './trust-state.ts';
import { mayRing } from './welcome.ts';

type Calling = Extract<RingState, { kind: 'calling' }>;
type Judged = Extract<CallEvent, { kind: 'callee-judged' }>;

/** More is known of the callee. A dispute ends the call, and a newer list decides which devices ring from now on. */
export function known(state: Calling, callee: CalleeKnown, atMs: number): RingStep {
  if (callee.isDisputed) return ending(state, 'key-changed', atMs, 'tell');
  if (!callee.isNewer) return { state, effects: [] };
  const nr = state.list.nr + 1;
  const next: Calling = { ...state, list: { nr, devices: callee.devices } };
  const step = callee.rings.length > 0 ? asking(next, nr, callee.rings) : relisted(next, callee.devices, [], atMs);
  return { ...step, effects: [{ kind: 'ring-by-newest' }, ...step.effects] };
}

function asking(state: Calling, nr: number, devices: readonly string[]): RingStep {
  return { state, effects: [{ kind: 'judge-callee', nr, devices }] };
}

/**
 * Policy has decided about the list with this number. Undefined if a newer list was read since, or policy was not
 * asked.
 */
export function judged(state: Calling, { atMs, devices, nr }: Judged, trust: TrustState): RingStep | undefined {
  const { list } = state;
  if (list.devices === undefined || nr !== list.nr) return undefined;
  const admitted = mayRing(trust, devices);
  return noting(admitted, relisted(state, list.devices, admitted, atMs));
}

/** If policy admits none of the devices, adds to `step` the effect that records the refusal. */
export function noting(admitted: readonly string[], step: RingStep): RingStep {
  if (admitted.length > 0) return step;
  return { ...step, effects: [{ kind: 'note-refusal', why: 'peer-not-verified' }, ...step.effects] };
}

// A device that rings already keeps ringing while it is one of the callee's. A device that was rung before is not rung
// again.
function relisted(state: Calling, devices: readonly string[], admits: readonly string[], atMs: number): RingStep {
  const stays = new Set([...devices, ...admits]);
  const added = admits.filter((device) => !state.legs.has(device));
  const gone = listening(state.legs).filter((device) => !stays.has(device));
  const legs = new Map<string, Leg>([
    ...state.legs,
    ...gone.map((device) => [device, 'gone'] as const),
    ...added.map((device) => [device, 'sent'] as const),
  ]);
  const effects: Effect[] = [
    ...(gone.length > 0 ? ([{ kind: 'cancel', devices: gone, reason: 'hangup' }] as const) : []),
    ...(added.length > 0 ? ([{ kind: 'invite', devices: added }] as const) : []),
  ];
  const next: Calling = { ...state, legs, list: { nr: state.list.nr, devices: undefined } };
  if (pending(legs).length > 0) return { state: next, effects };
  const end = ending(next, [...legs.values()].includes('busy') ? 'busy' : 'unreachable', atMs, 'tell');
  return { ...end, effects: [...effects, ...end.effects] };
}
