// From ANSWER to the end: CONFIRM, READY, connecting, live, reconnecting (protocol §5 rules 3 to 6, 11). Sound is
// sent and played from READY or CONFIRM on (rule 4). keys.ts grants the keys.
import type { CallEvent } from './event.ts';
import { fromCancel } from './end-reason.ts';
import {
  lackingAfter,
  type RingState,
  CONFIRM_EVERY_MS,
  CONFIRM_MS,
  CONNECT_MS,
  MEND_MS,
  RESTART_AFTER_MS,
  RESTART_EVERY_MS,
  type Role,
} from './ring-state.ts';
import { ending, type RingStep } from './ring-end.ts';

type StateOf<K extends RingState['kind']> = Extract<RingState, { kind: K }>;

/** Caller: ANSWER is valid. The page answers the offer in it, and the directory is read once more. */
export function fromOpening(state: StateOf<'opening'>, event: CallEvent): RingStep | undefined {
  switch (event.kind) {
    case 'described':
    case 'peer-checked': {
      const lacks = lackingAfter(state.lacks, event.kind);
      if (lacks !== 'nothing') return { state: { ...state, lacks }, effects: [] };
      return {
        state: {
          kind: 'confirming',
          device: state.device,
          untilMs: event.atMs + CONFIRM_MS,
          repeatAtMs: event.atMs + CONFIRM_EVERY_MS,
        },
        effects: [{ kind: 'send-confirm' }],
      };
    }
    case 'time':
      return event.atMs < state.untilMs ? undefined : ending(state, 'error', event.atMs, 'tell');
    default:
      return undefined;
  }
}

/** Caller: CONFIRM was sent and is repeated until READY. */
export function fromConfirming(state: StateOf<'confirming'>, event: CallEvent): RingStep | undefined {
  switch (event.kind) {
    case 'ready':
      return {
        state: connecting('caller', state.device, event.atMs),
        effects: [],
      };
    case 'time':
      if (event.atMs >= state.untilMs) return ending(state, 'timeout', event.atMs, 'tell');
      if (event.atMs < state.repeatAtMs) return undefined;
      return {
        state: { ...state, repeatAtMs: event.atMs + CONFIRM_EVERY_MS },
        effects: [{ kind: 'repeat-confirm' }],
      };
    default:
      return undefined;
  }
}

/** Callee: ANSWER was sent. No frame is opened, sealed or sent before CONFIRM was checked. */
export function fromAnswered(state: StateOf<'answered'>, event: CallEvent): RingStep | undefined {
  switch (event.kind) {
    case 'confirmed':
      return {
        state: connecting('callee', state.device, event.atMs),
        effects: [{ kind: 'send-ready' }],
      };
    case 'cancelled':
      return ending(state, fromCancel(event.reason, 'after'), event.atMs, 'knows');
    case 'time':
      return event.atMs < state.untilMs ? undefined : ending(state, 'timeout', event.atMs, 'tell');
    default:
      return undefined;
  }
}

/** Both sides hold the code; the media are being connected. */
export function fromConnecting(state: StateOf<'connecting'>, event: CallEvent): RingStep | undefined {
  switch (event.kind) {
    case 'connected':
      return {
        state: { kind: 'live', role: state.role, device: state.device, sinceMs: event.atMs },
        effects: [],
      };
    case 'network':
      return { state, effects: [], raised: [restart(event)] };
    case 'time':
      return event.atMs < state.untilMs ? undefined : ending(state, 'connect-timeout', event.atMs, 'tell');
    default:
      return undefined;
  }
}

/** The two people hear and see each other. */
export function fromLive(state: StateOf<'live'>, event: CallEvent): RingStep | undefined {
  switch (event.kind) {
    case 'disconnected':
    case 'page-replaced': // the new page is not connected yet
      return { state: broken(state, event.atMs, RESTART_AFTER_MS), effects: [] };
    case 'network':
      // Gaining an address does not affect the path. Losing one counts as losing the path until packets prove
      // otherwise.
      if (event.change !== 'lost') return undefined;
      return { state: broken(state, event.atMs, RESTART_EVERY_MS), effects: [], raised: [restart(event)] };
    default:
      return undefined;
  }
}

/**
 * The connection is broken. ICE is restarted after a second, or at once if the network changed, and again every 6 s.
 * After 30 s the call ends.
 */
export function fromReconnecting(state: StateOf<'reconnecting'>, event: CallEvent): RingStep | undefined {
  switch (event.kind) {
    case 'connected':
      return {
        state: { kind: 'live', role: state.role, device: state.device, sinceMs: state.sinceMs },
        effects: [],
      };
    case 'network':
      return {
        state: { ...state, restartAtMs: event.atMs + RESTART_EVERY_MS },
        effects: [],
        raised: [restart(event)],
      };
    case 'time':
      if (event.atMs >= state.untilMs) return ending(state, 'connection-lost', event.atMs, 'tell');
      if (event.atMs < state.restartAtMs) return undefined;
      return {
        state: { ...state, restartAtMs: event.atMs + RESTART_EVERY_MS },
        effects: [],
        raised: [{ kind: 'restart-asked', cause: 'time', atMs: event.atMs }],
      };
    default:
      return undefined;
  }
}

function broken(state: StateOf<'live'>, atMs: number, restartAfterMs: number): StateOf<'reconnecting'> {
  const restartAtMs = atMs + restartAfterMs;
  return { ...state, kind: 'reconnecting', brokenAtMs: atMs, restartAtMs, untilMs: atMs + MEND_MS };
}

function restart({ atMs, change }: Extract<CallEvent, { kind: 'network' }>): CallEvent {
  return { kind: 'restart-asked', cause: change === 'broker' ? 'broker' : 'network', atMs };
}

// READY came or CONFIRM was checked.
function connecting(role: Role, device: string, atMs: number): RingState {
  return { kind: 'connecting', role, device, untilMs: atMs + CONNECT_MS };
}
