// A call that another device of this person offers to this one (protocol §5 rule 15). Nothing begins by an offer: it is shown until a
// person takes it, refuses it, its time is up, or the other device says that it is over. One at a time, the newest.
import { unwrap } from '../../../core/assert.ts';
import { type Bytes, fromB64u, toHex } from '../../../core/bytes.ts';
import { Move, MoveEnd, readMessage } from '../../../core/signal/message.ts';
import type { MoveOffer } from '../../../contract/view.ts';
import { createBudget } from '../../time/budget.ts';
import type { CallDeps } from '../call-deps.ts';
import type { CallIds } from '../inbox/call-ids.ts';
import { type MoveEndReason, type MoveWord, openMoveWord, sendMoveWord, type WordRefusal } from './move-words.ts';
import { ownDevice } from './own-words.ts';

/** How long a person is asked; less than the peer lets the call in. */
export const OFFER_MS = 45_000;
const OVER_SHOWN_MS = 120_000;
/** Ids that a device in strange hands may have written in a minute: they take room from those who call. */
const MOST_PER_MINUTE = 10;
/** How long an answer of ours waits for the broker; the device that has the call waits 75 s for it. */
const UNSENT_MS = 60_000;
const MOST_UNSENT = 8;

/** What an offer says: the call to place, and to which device of whom only; `from` is the device of ours that offers it. */
export interface OfferedCall {
  readonly from: string;
  readonly callId: Bytes;
  readonly address: string;
  readonly only: { readonly person: Bytes; readonly device: string };
}

type Refusal = WordRefusal | 'seen' | 'json' | 'own-address' | 'rate' | 'full' | 'disk';

/** What becomes of offers, told to those whom it concerns. `call` is the offered call's id in hex. */
export interface OfferHooks {
  readonly onChange: () => void;
  /** Another device of ours says what became of the call that was offered to it. */
  readonly onAnswer: (from: string, call: string, reason: 'refused' | 'unanswered' | 'taken') => void;
  /** It says that a call that it has offered is no longer to be gone on with. */
  readonly onOver: (from: string, call: string) => void;
}

/** Offers of our other devices. */
export interface MoveOffers {
  readonly take: (from: string, word: MoveWord) => void;
  readonly view: () => MoveOffer | undefined;
  /** The offer of this call, while it can be taken. */
  readonly find: (call: string) => OfferedCall | undefined;
  /** A person has taken it. */
  readonly taken: () => void;
  /** Tells the device that has offered this call that it is live here. */
  readonly tellTaken: (to: string, callId: Bytes) => void;
  /** A person says no to it, which the other device is told, or has read that it is over; false where there is no such offer. */
  readonly refuse: (call: string) => boolean;
  /** The broker is there: what could not leave does. */
  readonly again: () => void;
  /** Nothing is offered any more, and nothing of it is left to happen. */
  readonly close: () => void;
}

interface Shown {
  readonly offer: OfferedCall;
  readonly until: number;
  readonly state: MoveOffer['state'];
}

interface Answer {
  readonly to: string;
  readonly callId: Bytes;
  readonly reason: MoveEndReason;
  readonly untilMs: number;
}

/** No offer yet. */
export function createMoveOffers(
  deps: Pick<CallDeps, 'clock' | 'own' | 'book' | 'log' | 'random' | 'transport'>,
  ids: CallIds,
  mayRead: () => boolean,
  hooks: OfferHooks,
): MoveOffers {
  const { clock, own, book, log } = deps;
  const mayRemember = createBudget(clock, MOST_PER_MINUTE, 60_000);
  let shown: Shown | undefined;
  let unsent: readonly Answer[] = [];
  let cancel: () => void = () => undefined;

  function show(next: Shown | undefined, whenOver: () => void = () => undefined): void {
    cancel();
    shown = next;
    cancel = next === undefined ? () => undefined : clock.after(next.until - clock.nowMs(), whenOver);
    hooks.onChange();
  }

  function answer({ offer, state }: Shown, reason: 'refused' | 'unanswered'): void {
    if (state === 'offered') tell(offer.from, offer.callId, reason);
  }

  function tell(to: string, callId: Bytes, reason: MoveEndReason): void {
    send({ to, callId, reason, untilMs: clock.nowMs() + UNSENT_MS });
  }

  function send(answer: Answer): void {
    const { callId, reason, to, untilMs } = answer;
    const device = ownDevice(deps, to);
    if (device === undefined || clock.nowMs() >= untilMs) return;
    sendMoveWord(deps, device, callId, { kind: 'move-end', reason }, () => {
      unsent = [...unsent, answer].slice(-MOST_UNSENT);
    });
  }

  function check(from: string, word: MoveWord): OfferedCall | Refusal {
    const id = toHex(word.callId);
    if (ids.has(from, id)) return 'seen';
    const text = openMoveWord(deps, mayRead, from, word);
    if (typeof text === 'string') return text;
    const move = readMessage(Move, text);
    if (move === undefined) return 'json';
    if (move.to.address === own.address) return 'own-address';
    const remembered = remember(from, id);
    if (remembered !== 'remembered') return remembered;
    const person = unwrap(fromB64u(move.to.person), 'checked by the message schema');
    return { from, callId: word.callId, address: move.to.address, only: { person, device: move.device } };
  }

  function remember(from: string, id: string): 'remembered' | 'rate' | 'full' | 'disk' {
    return mayRemember() ? ids.remember(from, id, OFFER_MS / 1000, true) : 'rate';
  }

  function offered(from: string, word: MoveWord): Refusal | undefined {
    const offer = check(from, word);
    if (typeof offer === 'string') return offer;
    if (shown !== undefined) answer(shown, 'unanswered'); // the newest alone is shown
    show({ offer, until: clock.nowMs() + OFFER_MS, state: 'offered' }, () => {
      if (shown !== undefined) answer(shown, 'unanswered');
      show(undefined);
    });
    return undefined;
  }

  function ended(from: string, word: MoveWord): Refusal | undefined {
    const text = openMoveWord(deps, mayRead, from, word);
    if (typeof text === 'string') return text;
    const end = readMessage(MoveEnd, text);
    if (end === undefined) return 'json';
    const call = toHex(word.callId);
    const { reason } = end;
    if (reason === 'refused' || reason === 'unanswered' || reason === 'taken') {
      hooks.onAnswer(from, call, reason);
      return undefined;
    }
    hooks.onOver(from, call);
    if (shown?.state === 'offered' && shown.offer.from === from && toHex(shown.offer.callId) === call)
      over(shown, reason);
    else if (!ids.has(from, call)) {
      const remembered = remember(from, call); // it has overtaken its offer
      return remembered === 'remembered' ? undefined : remembered;
    }
    return undefined;
  }

  function over(before: Shown, reason: MoveEndReason): void {
    if (reason === 'withdrawn') show(undefined); // the call goes on where it is
    else show({ ...before, until: clock.nowMs() + OVER_SHOWN_MS, state: 'over' }, () => show(undefined));
  }

  return {
    take: (from, word) => {
      const why = word.kind === 'move' ? offered(from, word) : ended(from, word);
      if (why !== undefined) log.info('a word about moving a call was refused', { why });
    },
    view: () => {
      if (shown === undefined) return undefined;
      const { offer, until, state } = shown;
      const name = book.contact(offer.address)?.name ?? '';
      return { call: toHex(offer.callId), state, address: offer.address, name, from: offer.from, until };
    },
    find: (call) => (shown?.state === 'offered' && toHex(shown.offer.callId) === call ? shown.offer : undefined),
    taken: () => show(undefined),
    tellTaken: (to, callId) => tell(to, callId, 'taken'),
    refuse: (call) => {
      if (shown === undefined || toHex(shown.offer.callId) !== call) return false;
      answer(shown, 'refused');
      show(undefined);
      return true;
    },
    again: () => {
      const waiting = unsent;
      unsent = [];
      for (const answer of waiting) send(answer);
    },
    close: () => {
      if (shown !== undefined) answer(shown, 'unanswered');
      cancel();
      shown = undefined;
    },
  };
}
