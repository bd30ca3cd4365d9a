// From placing or receiving a call to ANSWER: which devices we ring, who calls us, who accepts (protocol §5 rules 1, 3,
// 8, 10, 16). ring-looking.ts and ring-checking.ts have the states before a call rings.
import type { CallEvent } from './event.ts';
import { fromCancel } from './end-reason.ts';
import {
  AWAIT_CONFIRM_MS,
  BUSY_MORE_MS,
  DESCRIBE_MS,
  lackingAfter,
  type Leg,
  LOOK_MS,
  type RingState,
} from './ring-state.ts';
import { ending, listening, pending, type RingStep } from './ring-end.ts';
import { looking } from './ring-looking.ts';
import { judged, known } from './ring-relisting.ts';
import type { MoveState } from './move-state.ts';
import type { CallState } from './state.ts';

type StateOf<K extends RingState['kind']> = Extract<RingState, { kind: K }>;

/** A new call: a person places it, or an INVITE arrives. */
export function fromFresh(state: StateOf<'fresh'>, event: CallEvent): RingStep | undefined {
  switch (event.kind) {
    case 'place': // without an allowed path nobody is looked up, let alone rung
      return event.hasAllowedPath ? looking(event.atMs) : ending(state, 'relay-required', event.atMs, 'knows');
    case 'invited':
      return {
        state: {
          kind: 'checking',
          device: event.device,
          untilMs: event.atMs + LOOK_MS,
          step: { kind: 'caller', verdict: undefined, isDrained: event.isDrained },
        },
        effects: [],
      };
    default:
      return undefined;
  }
}

/** Devices of the callee were rung. The first valid ANSWER wins; at most one leg lives on. */
export function fromCalling(
  state: StateOf<'calling'>,
  event: CallEvent,
  { move, trust }: Pick<CallState, 'move' | 'trust'>,
): RingStep | undefined {
  switch (event.kind) {
    case 'rang':
      return state.legs.get(event.device) === 'sent' ? withLeg(state, event.device, 'ringing') : undefined;
    case 'busy':
      return isPending(state, event.device) ? withoutLeg(state, event, 'busy') : undefined;
    case 'lost':
      return isPending(state, event.device) ? withoutLeg(state, event, 'gone') : undefined;
    case 'answer-unusable': // the other devices keep ringing
      return isPending(state, event.device) ? unusable(state, event) : undefined;
    case 'declined':
      return isPending(state, event.device) ? declined(state, event, move) : undefined;
    case 'answered': {
      // The newest list no longer names this device: its leg ends as soon as policy has decided who rings instead.
      const isGone = state.list.devices?.includes(event.device) === false;
      if (isGone || !isPending(state, event.device)) return undefined;
      const others = listening(state.legs).filter((device) => device !== event.device);
      return {
        state: { kind: 'opening', device: event.device, untilMs: event.atMs + DESCRIBE_MS, lacks: 'both' },
        effects: [
          ...(others.length > 0 ? ([{ kind: 'cancel', devices: others, reason: 'answered-elsewhere' }] as const) : []),
          { kind: 'take-answer', device: event.device },
        ],
      };
    }
    case 'callee-known':
      return known(state, event.callee, event.atMs);
    case 'callee-judged':
      return judged(state, event, trust);
    case 'time': {
      if (event.atMs < state.untilMs) return undefined;
      const hasRung = [...state.legs.values()].includes('ringing');
      // Without a broker connection of our own, nothing is known about the other side, not even that nobody answered.
      const reason = event.offline === true ? 'not-connected' : hasRung ? 'no-answer' : 'unreachable';
      return ending(state, reason, event.atMs, 'tell');
    }
    default:
      return undefined;
  }
}

/** The call rings here, until its ttl has passed since its arrival. */
export function fromRinging(state: StateOf<'ringing'>, event: CallEvent): RingStep | undefined {
  switch (event.kind) {
    case 'accept':
      return {
        state: {
          kind: 'answering',
          device: state.device,
          untilMs: event.atMs + DESCRIBE_MS,
          viaRelay: event.viaRelay,
          lacks: 'both',
        },
        effects: [],
      };
    case 'decline':
    case 'hang-up':
      return ending(state, 'declined', event.atMs, 'tell');
    case 'no-room': // somebody whom this person knows better is calling
      return {
        state: { kind: 'busy', device: state.device, untilMs: state.untilMs + BUSY_MORE_MS },
        effects: [{ kind: 'early', device: state.device, message: 'busy' }],
      };
    case 'silence':
      return state.silenced ? undefined : { state: { ...state, silenced: true }, effects: [] };
    case 'refused': // by a late reading of the caller, or because the call comes too late to continue a moved one
      return ending(state, event.reason, event.atMs, 'tell');
    case 'cancelled':
      return ending(state, fromCancel(event.reason, 'before'), event.atMs, 'knows');
    case 'time':
      return event.atMs < state.untilMs ? undefined : ending(state, 'no-answer', event.atMs, 'knows');
    default:
      return undefined;
  }
}

/**
 * We answered `busy`. Whether the call was missed depends on our person's other devices. It is known once the caller
 * cancels the call or the time is up.
 */
export function fromBusy(state: StateOf<'busy'>, event: CallEvent): RingStep | undefined {
  switch (event.kind) {
    case 'cancelled': {
      const isNobodys = event.reason === 'hangup' || event.reason === 'timeout';
      return ending(state, isNobodys ? 'busy' : fromCancel(event.reason, 'before'), event.atMs, 'knows');
    }
    case 'refused': // a late reading contradicts the call
      return ending(state, event.reason, event.atMs, 'knows');
    case 'removed':
    case 'fault': // for example, the program ends or locks itself and will learn nothing more
      return ending(state, 'busy', event.atMs, 'knows');
    case 'time':
      return event.atMs < state.untilMs ? undefined : ending(state, 'busy', event.atMs, 'knows');
    default:
      return undefined;
  }
}

/** The call was accepted. The page makes the offer that ANSWER carries, and the caller is read once more. */
export function fromAnswering(state: StateOf<'answering'>, event: CallEvent): RingStep | undefined {
  switch (event.kind) {
    case 'described':
    case 'peer-checked': {
      const lacks = lackingAfter(state.lacks, event.kind);
      if (lacks !== 'nothing') return { state: { ...state, lacks }, effects: [] };
      return {
        state: { kind: 'answered', device: state.device, untilMs: event.atMs + AWAIT_CONFIRM_MS },
        effects: [{ kind: 'send-answer' }],
      };
    }
    case 'refused': // a reading after the acceptance contradicts the call
      return ending(state, event.reason, event.atMs, 'tell');
    case 'cancelled':
      return ending(state, fromCancel(event.reason, 'before'), event.atMs, 'knows');
    case 'time':
      return event.atMs < state.untilMs ? undefined : ending(state, 'error', event.atMs, 'tell');
    default:
      return undefined;
  }
}

function isPending(state: StateOf<'calling'>, device: string): boolean {
  return pending(state.legs).includes(device);
}

function withLeg(state: StateOf<'calling'>, device: string, leg: Leg): { state: StateOf<'calling'>; effects: [] } {
  return { state: { ...state, legs: new Map([...state.legs, [device, leg]]) }, effects: [] };
}

type EventOf<K extends CallEvent['kind']> = Extract<CallEvent, { kind: K }>;

function unusable(state: StateOf<'calling'>, { atMs, device }: EventOf<'answer-unusable'>): RingStep {
  const step = withoutLeg(state, { kind: 'lost', device, reason: 'error', atMs }, 'gone');
  return { ...step, effects: [{ kind: 'cancel', devices: [device], reason: 'hangup' }, ...step.effects] };
}

// This device may have taken an offer of another device of ours. If the peer then declines the call before it rings,
// the offer is over (protocol §5 rule 16).
function declined(state: StateOf<'calling'>, { atMs, device }: EventOf<'declined'>, move: MoveState): RingStep {
  const isOfferOver = move.origin.kind === 'taken' && state.legs.get(device) === 'sent';
  if (isOfferOver) return withoutLeg(state, { kind: 'lost', device, reason: 'offer-over', atMs }, 'gone');
  return ending(withLeg(state, device, 'gone').state, 'declined', atMs, 'knows');
}

// A busy device does not stop the others from ringing. When every device is busy or gone, the call is over.
function withoutLeg(state: StateOf<'calling'>, event: EventOf<'busy' | 'lost'>, leg: Leg): RingStep {
  const next = withLeg(state, event.device, leg);
  if (pending(next.state.legs).length > 0) return next;
  const isBusy = [...next.state.legs.values()].includes('busy');
  const reason = event.kind === 'lost' && !isBusy ? event.reason : 'busy';
  return ending(next.state, reason, event.atMs, 'knows');
}
