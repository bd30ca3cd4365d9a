// The call machine: state and event in, next state and effects out. No clock, no keys, no I/O. What fits nowhere is noted and
// changes nothing, because networks reorder; a bug is an assertion elsewhere. The life of a call is drawn in state.ts.
import { unreachable } from '../assert.ts';
import type { CallEvent } from './event.ts';
import { fromWire } from './end-reason.ts';
import { type CallState, isAgreed, isBeforeAnswer } from './state.ts';
import { ending, type Transition } from './transition-end.ts';
import {
  fromAnswering,
  fromCalling,
  fromChecking,
  fromEngaged,
  fromFresh,
  fromLooking,
  fromRinging,
} from './transition-ring.ts';
import { fromAnswered, fromConfirming, fromConnecting, fromLive, fromMending, fromOpening } from './transition-talk.ts';

/** The next state of a call and what to do, in order. `ended` absorbs: from there nothing follows any event. */
export function transition(state: CallState, event: CallEvent): Transition {
  if (state.kind === 'ended') return { state, effects: [] };
  return fitting(state, event) ?? anywhere(state, event) ?? { state, effects: [{ kind: 'note', event: event.kind }] };
}

type Open = Exclude<CallState, { kind: 'ended' }>;

function fitting(state: Open, event: CallEvent): Transition | undefined {
  switch (state.kind) {
    case 'fresh':
      return fromFresh(state, event);
    case 'looking':
      return fromLooking(state, event);
    case 'calling':
      return fromCalling(state, event);
    case 'opening':
      return fromOpening(state, event);
    case 'confirming':
      return fromConfirming(state, event);
    case 'checking':
      return fromChecking(state, event);
    case 'ringing':
      return fromRinging(state, event);
    case 'engaged':
      return fromEngaged(state, event);
    case 'answering':
      return fromAnswering(state, event);
    case 'answered':
      return fromAnswered(state, event);
    case 'connecting':
      return fromConnecting(state, event);
    case 'live':
      return fromLive(state, event);
    case 'mending':
      return fromMending(state, event);
    default:
      return unreachable(state);
  }
}

// What may end a call in every state that has begun.
function anywhere(state: Open, event: CallEvent): Transition | undefined {
  if (state.kind === 'fresh') return undefined;
  switch (event.kind) {
    case 'hang-up':
      return ending(state, 'hung-up', event.atMs, 'tell');
    case 'fault':
      return ending(state, event.reason, event.atMs, 'tell');
    case 'glare':
      return isBeforeAnswer(state) ? ending(state, 'glare', event.atMs, 'tell') : undefined;
    case 'peer-ended':
      return isAgreed(state) ? ending(state, fromWire(event.reason), event.atMs, 'knows') : undefined;
    default:
      return undefined;
  }
}
