// The call that another device of the same person offers to this one, as main/calls/notes/move-offers.ts keeps it (protocol §5 rules 15,
// 16): the newest one, for 45 s, unless the other device says that it is over.
import type { Bare } from '../bare.ts';
import type { Surroundings, Word } from './surroundings.ts';

const OFFER_MS = 45_000;
const UNSENT_MS = 60_000;

/** What an offer says: the call to place, and to which device of the peer only. */
export interface Offer {
  readonly from: string;
  readonly id: string;
  readonly device: string;
}

type Answer = { readonly to: string; readonly id: string; readonly reason: 'refused' | 'unanswered' | 'taken' };

/** What comes of the words of other devices. */
export interface OfferHooks {
  readonly onAnswer: (event: Bare) => void;
  readonly onOver: (from: string, id: string) => void;
  /** A person sees it. */
  readonly onShown: (offer: Offer) => void;
}

/** The offers that one device is made. */
export class Offers {
  readonly #name: string;
  readonly #world: Surroundings;
  readonly #hooks: OfferHooks;
  #shown: Offer | undefined;
  readonly #seen = new Set<string>();
  #unsent: readonly (Answer & { readonly untilMs: number })[] = [];

  constructor(name: string, world: Surroundings, hooks: OfferHooks) {
    this.#name = name;
    this.#world = world;
    this.#hooks = hooks;
  }

  /** The offer that a person may take now. */
  get shown(): Offer | undefined {
    return this.#shown;
  }

  /** Takes MOVE; what waited at the broker is none. */
  take(from: string, id: string, { device }: Extract<Word, { kind: 'move' }>): void {
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    this.#end('unanswered');
    const offer = { from, id, device };
    this.#shown = offer;
    this.#world.agenda.after(OFFER_MS, () => {
      if (this.#shown === offer) this.#end('unanswered');
    });
    this.#hooks.onShown(offer);
  }

  /** Takes MOVE-END. */
  ended(from: string, id: string, { reason }: Extract<Word, { kind: 'move-end' }>): void {
    if (reason === 'refused' || reason === 'unanswered' || reason === 'taken')
      return this.#hooks.onAnswer({ kind: 'move-answered', device: from, call: id, reason });
    this.#hooks.onOver(from, id);
    this.#seen.add(id);
    if (this.#shown?.id === id) this.#shown = undefined;
  }

  /** A person has taken it, and it is placed. */
  taken(): void {
    this.#shown = undefined;
  }

  /** A person says no to it. */
  refuse(): void {
    this.#end('refused');
  }

  /** The device that has offered this call is told what became of it, when there is a broker within a minute. */
  tell(answer: Answer, untilMs = this.#world.agenda.nowMs + UNSENT_MS): void {
    if (this.#world.agenda.nowMs >= untilMs) return;
    if (this.#world.broker.isAway(this.#name)) this.#unsent = [...this.#unsent, { ...answer, untilMs }];
    else this.#world.say(this.#name, answer.to, answer.id, { kind: 'move-end', reason: answer.reason });
  }

  /** The broker is there. */
  again(): void {
    const waiting = this.#unsent;
    this.#unsent = [];
    for (const answer of waiting) this.tell(answer, answer.untilMs);
  }

  #end(reason: 'refused' | 'unanswered'): void {
    const offer = this.#shown;
    this.#shown = undefined;
    if (offer !== undefined) this.tell({ to: offer.from, id: offer.id, reason });
  }
}
