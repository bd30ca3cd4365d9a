// Calls that other devices of this person offer to this one (protocol §5 rules 15, 16): their notes are opened here,
// and ours sealed. core/call/offers-state.ts decides what is shown, for how long, and who is told.
import type { Timeless } from '../../../core/call/event.ts';
import { unwrap } from '../../../core/assert.ts';
import { fromB64u, fromHex, toHex } from '../../../core/bytes.ts';
import {
  isShown,
  NO_OFFERS,
  OFFER_MS,
  type OfferAnswer,
  offerOf,
  type OfferedCall,
  type OffersEvent,
  offersWakeAtMs,
  stepOffers,
} from '../../../core/call/offers-state.ts';
import { Move, MoveEnd, readMessage } from '../../../core/signal/message.ts';
import type { MoveOffer } from '../../../contract/view.ts';
import { createBudget } from '../../time/budget.ts';
import type { CallDeps } from '../call-deps.ts';
import type { CallIds } from '../inbox/call-ids.ts';
import { type MoveNote, openMoveNote, sendMoveNote, type NoteRefusal } from './move-notes.ts';
import { ownDevice } from './own-notes.ts';

/**
 * How many call ids of offers are remembered in a minute at most. They take room from the ids of callers, and a stolen
 * device could send any number of offers.
 */
const MOST_PER_MINUTE = 10;
type Refusal = NoteRefusal | 'seen' | 'json' | 'own-address' | 'rate' | 'full' | 'disk';

/** Reports about offers. `call` is the offered call's id in hex. */
export interface OfferHooks {
  readonly onChange: () => void;
  /** Another device of ours reports what became of the call offered to it. */
  readonly onAnswer: (from: string, call: string, reason: 'refused' | 'unanswered' | 'taken') => void;
  /** The offering device reports that the call must not be continued any more. */
  readonly onOver: (from: string, call: string) => void;
}

/** Offers of our other devices. */
export interface MoveOffers {
  readonly take: (from: string, note: MoveNote) => void;
  readonly view: () => MoveOffer | undefined;
  /** The offer of this call, while it can be taken. */
  readonly find: (call: string) => OfferedCall | undefined;
  /** A person has taken the offered call. */
  readonly taken: () => void;
  /** Tells the device that has offered this call that the call is live here. */
  readonly tellTaken: (to: string, call: string) => void;
  /**
   * Stops showing the offer of this call. If it could still be taken, the person refuses it, and the other device is
   * told. If it was over, the person has read that. False if no offer of this call is shown.
   */
  readonly refuse: (call: string) => boolean;
  /** The broker is back: sends the answers that could not leave. */
  readonly again: () => void;
  /** The program ends or locks itself: no offer is shown any more, and its sender is told that nobody answered. */
  readonly close: () => void;
}

/** Begins without an offer. */
export function createMoveOffers(
  deps: Pick<CallDeps, 'clock' | 'own' | 'book' | 'log' | 'random' | 'transport'>,
  ids: CallIds,
  mayRead: () => boolean,
  hooks: OfferHooks,
): MoveOffers {
  const { clock, own, book, log } = deps;
  const mayRemember = createBudget(clock, MOST_PER_MINUTE, 60_000);
  let state = NO_OFFERS;
  let cancelWake: () => void = () => undefined;

  function happens(event: Timeless<OffersEvent>, atMs = clock.nowMs()): void {
    const before = state;
    const { answers, next } = stepOffers(state, { ...event, atMs });
    state = next;
    for (const answer of answers) send(answer);
    if (before.shown === next.shown) return;
    cancelWake();
    const wakeAtMs = offersWakeAtMs(next);
    if (wakeAtMs !== undefined) {
      // The event carries `wakeAtMs` and not the time of the clock: if the clock was set back, the offer still ends.
      cancelWake = clock.after(wakeAtMs - clock.nowMs(), () => happens({ kind: 'time' }, wakeAtMs));
    }
    if (event.kind !== 'closed') hooks.onChange();
  }

  function send(answer: OfferAnswer): void {
    const { call, reason, to } = answer;
    const device = ownDevice(deps, to);
    if (device === undefined) return;
    sendMoveNote(deps, device, fromHex(call), { kind: 'move-end', reason }, () => happens({ kind: 'unsent', answer }));
  }

  function check(from: string, note: MoveNote): OfferedCall | Refusal {
    const call = toHex(note.callId);
    if (ids.has(from, call)) return 'seen';
    const text = openMoveNote(deps, mayRead, from, note);
    if (typeof text === 'string') return text;
    const move = readMessage(Move, text);
    if (move === undefined) return 'json';
    const { address, person } = move.to;
    if (address === own.address) return 'own-address';
    const remembered = remember(from, call);
    if (remembered !== 'remembered') return remembered;
    return {
      from,
      call,
      address,
      person: unwrap(fromB64u(person), 'checked by the message schema'),
      device: move.device,
    };
  }

  function remember(from: string, id: string): 'remembered' | 'rate' | 'full' | 'disk' {
    return mayRemember() ? ids.remember(from, id, OFFER_MS / 1000, true) : 'rate';
  }

  function offered(from: string, note: MoveNote): Refusal | undefined {
    const offer = check(from, note);
    if (typeof offer === 'string') return offer;
    happens({ kind: 'offered', offer });
    return undefined;
  }

  function ended(from: string, note: MoveNote): Refusal | undefined {
    const text = openMoveNote(deps, mayRead, from, note);
    if (typeof text === 'string') return text;
    const end = readMessage(MoveEnd, text);
    if (end === undefined) return 'json';
    const call = toHex(note.callId);
    const { reason } = end;
    if (reason === 'refused' || reason === 'unanswered' || reason === 'taken') {
      hooks.onAnswer(from, call, reason);
      return undefined;
    }
    hooks.onOver(from, call);
    if (offerOf(state, call)?.from === from) happens({ kind: 'over', from, call, reason });
    else if (!ids.has(from, call)) {
      const remembered = remember(from, call); // the end has overtaken its offer
      return remembered === 'remembered' ? undefined : remembered;
    }
    return undefined;
  }

  return {
    take: (from, note) => {
      const why = note.kind === 'move' ? offered(from, note) : ended(from, note);
      if (why !== undefined) log.info('a note about moving a call was refused', { why });
    },
    view: () => {
      const { shown } = state;
      if (shown.kind === 'none') return undefined;
      const { address, call, from } = shown.offer;
      const name = book.contact(address)?.name ?? '';
      return { call, state: shown.kind, address, name, from, until: shown.untilMs };
    },
    find: (call) => offerOf(state, call),
    taken: () => happens({ kind: 'taken' }),
    tellTaken: (to, call) => happens({ kind: 'live', to, call }),
    refuse: (call) => {
      const isThere = isShown(state, call);
      if (isThere) happens({ kind: 'refused' });
      return isThere;
    },
    again: () => happens({ kind: 'broker-back' }),
    close: () => happens({ kind: 'closed' }),
  };
}
