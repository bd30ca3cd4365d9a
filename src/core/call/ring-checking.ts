// Whether an incoming call may ring (protocol §5 rule 1): its caller was read, everything queued at the broker has
// arrived, and policy allows it. room.ts and successors.ts decide how it relates to other calls, and main reports that
// as `cleared`, `no-room` or `refused`.
//
//   caller ─caller-checked, drained─▶ welcome ─knocked─▶ room
import { fromCancel } from './end-reason.ts';
import type { CallEvent } from './event.ts';
import { ending, type RingStep } from './ring-end.ts';
import { BUSY_MORE_MS, type CheckingStep, type RingState } from './ring-state.ts';
import type { TrustState } from './trust-state.ts';
import { welcome } from './welcome.ts';

type Checking = Extract<RingState, { kind: 'checking' }>;
type CallerStep = Extract<CheckingStep, { kind: 'caller' }>;

/** An INVITE is genuine. It waits until its caller was read, the broker's queue is drained, and policy has decided. */
export function fromChecking(state: Checking, event: CallEvent, trust: TrustState): RingStep | undefined {
  const { step } = state;
  switch (event.kind) {
    case 'caller-checked':
      return step.kind === 'caller' ? attended(state, { ...step, verdict: event.verdict }, event.atMs) : undefined;
    case 'drained':
      return step.kind === 'caller' ? attended(state, { ...step, isDrained: true }, event.atMs) : undefined;
    case 'knocked':
      return step.kind === 'welcome' ? knocked(state, step.agrees, event, trust) : undefined;
    case 'cleared':
      return {
        state: {
          kind: 'ringing',
          device: state.device,
          untilMs: event.atMs + event.ttlMs,
          silenced: event.silenced,
          isVisual: event.isVisual,
        },
        effects: [{ kind: 'early', device: state.device, message: 'ringing' }],
      };
    case 'no-room':
      return {
        state: { kind: 'busy', device: state.device, untilMs: event.atMs + event.ttlMs + BUSY_MORE_MS },
        effects: [{ kind: 'early', device: state.device, message: 'busy' }],
      };
    case 'refused':
      return ending(state, event.reason, event.atMs, 'tell');
    case 'cancelled': // also where the `cancel` overtook its INVITE, or stood behind it in the broker's queue
      return ending(state, fromCancel(event.reason, 'before'), event.atMs, 'knows');
    case 'time':
      return event.atMs < state.untilMs ? undefined : ending(state, 'no-answer', event.atMs, 'knows');
    default:
      return undefined;
  }
}

function attended(state: Checking, step: CallerStep, atMs: number): RingStep {
  const { isDrained, verdict } = step;
  if (verdict === undefined || !isDrained) return { state: { ...state, step }, effects: [] };
  if (verdict === 'disagrees' || verdict === 'version') return ending(state, 'directory-conflict', atMs, 'tell');
  const agrees = verdict === 'agrees';
  return { state: { ...state, step: { kind: 'welcome', agrees } }, effects: [{ kind: 'ask-welcome' }] };
}

function knocked(
  state: Checking,
  agrees: boolean,
  { atMs, knock }: Extract<CallEvent, { kind: 'knocked' }>,
  trust: TrustState,
): RingStep {
  const answer = welcome(trust, knock);
  if (answer.kind === 'ring') {
    const { isVisual } = answer;
    return { state: { ...state, step: { kind: 'room' } }, effects: [{ kind: 'may-ring', agrees, isVisual }] };
  }
  const end = ending(state, answer.reason, atMs, 'tell');
  if (answer.why === undefined) return end;
  return { ...end, effects: [{ kind: 'note-refusal', why: answer.why }, ...end.effects] };
}
