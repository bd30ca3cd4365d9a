// The call that another device of the same person offers to this device. `Offers` asks core/call/offers-state.ts and
// does what that file says, as main/calls/notes/move-offers.ts does.
import {
  NO_OFFERS,
  type OfferAnswer,
  type OfferedCall,
  offerOf,
  type OffersEvent,
  type OffersState,
  offersWakeAtMs,
  stepOffers,
} from '../../../../src/core/call/offers-state.ts';
import type { Bare } from '../bare.ts';
import { personOf } from './people.ts';
import type { Surroundings, Word } from './surroundings.ts';

type Timeless = OffersEvent extends infer E ? (E extends OffersEvent ? Omit<E, 'atMs'> : never) : never;

/** What follows from other devices' messages. */
export interface OfferHooks {
  readonly onAnswer: (event: Bare) => void;
  readonly onOver: (from: string, id: string) => void;
  /** A person sees the offer. */
  readonly onShown: (offer: OfferedCall) => void;
}

const NOBODY = Uint8Array.of(); // histories identify a person by the device

/** The offers that this device receives. */
export class Offers {
  readonly #name: string;
  readonly #world: Surroundings;
  readonly #hooks: OfferHooks;
  readonly #seen = new Set<string>();
  #state: OffersState = NO_OFFERS;

  constructor(name: string, world: Surroundings, hooks: OfferHooks) {
    this.#name = name;
    this.#world = world;
    this.#hooks = hooks;
  }

  /** Whether a person may take this offer now. */
  isShown({ call }: OfferedCall): boolean {
    return offerOf(this.#state, call) !== undefined;
  }

  /** Takes MOVE. A MOVE that waited at the broker does not get here, because the device drops it. */
  take(from: string, call: string, { device }: Extract<Word, { kind: 'move' }>): void {
    if (this.#seen.has(call)) return;
    this.#seen.add(call);
    const offer = { from, call, address: personOf(device), device, person: NOBODY };
    this.happens({ kind: 'offered', offer });
    this.#hooks.onShown(offer);
  }

  /** Takes MOVE-END. */
  ended(from: string, call: string, { reason }: Extract<Word, { kind: 'move-end' }>): void {
    if (reason === 'refused' || reason === 'unanswered' || reason === 'taken')
      return this.#hooks.onAnswer({ kind: 'move-answered', device: from, call, reason });
    this.#hooks.onOver(from, call);
    this.#seen.add(call);
    this.happens({ kind: 'over', from, call, reason });
  }

  /** A person takes or refuses the offer, an offered call is live here, or the broker connection is back. */
  happens(event: Timeless): void {
    const { agenda } = this.#world;
    const { answers, next } = stepOffers(this.#state, { ...event, atMs: agenda.nowMs });
    const isChanged = next.shown !== this.#state.shown;
    this.#state = next;
    for (const answer of answers) this.#send(answer);
    const wakeAtMs = offersWakeAtMs(next);
    if (!isChanged || wakeAtMs === undefined) return;
    agenda.at(wakeAtMs, () => {
      if (this.#state.shown === next.shown) this.happens({ kind: 'time' });
    });
  }

  #send(answer: OfferAnswer): void {
    const { call, reason, to } = answer;
    if (this.#world.broker.isAway(this.#name)) this.happens({ kind: 'unsent', answer });
    else this.#world.say(this.#name, to, call, { kind: 'move-end', reason });
  }
}
