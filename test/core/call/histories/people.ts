// The three people of the histories and what each knows of the others: what the organisation says of them, and how the
// book lists them. All devices of a person know the same.
import type { TrustFacts } from '../../../../src/core/call/trust-state.ts';
import type { Person, Rules } from './owner.ts';

/** The devices of each person. */
export const DEVICES: Readonly<Record<Person, readonly string[]>> = { a: ['a', 'a2'], b: ['b', 'b2'], c: ['c'] };

/** All three. */
export const PEOPLE: readonly Person[] = ['a', 'b', 'c'];

/** The person whose device it is. */
export function personOf(device: string): Person {
  return device.startsWith('a') ? 'a' : device.startsWith('b') ? 'b' : 'c';
}

/** One person. */
export class Human {
  readonly rules: Rules;
  /** Whether they are in do not disturb. */
  readonly isDoNotDisturb: boolean;
  readonly #book = new Map<Person, TrustFacts['book']>();
  readonly #verified = new Set<Person>();

  constructor(rules: Rules, isDoNotDisturb: boolean) {
    this.rules = rules;
    this.isDoNotDisturb = isDoNotDisturb;
  }

  /** The state of somebody in the book. */
  bookOf(person: Person): TrustFacts['book'] {
    return this.#book.get(person) ?? 'pinned';
  }

  /** Somebody is verified: their code was typed correctly now, or before this history. */
  verify(person: Person): void {
    this.#verified.add(person);
    this.#book.set(person, 'verified');
  }

  hasVerified(person: Person): boolean {
    return this.#verified.has(person);
  }

  /** Makes somebody a stranger in the book. */
  forget(person: Person): void {
    this.#book.set(person, 'new');
  }

  /** A dispute about somebody begins, or this person has decided it. */
  disputes(person: Person, isDisputed: boolean): void {
    this.#book.set(person, isDisputed ? 'changed' : this.hasVerified(person) ? 'verified' : 'pinned');
  }
}
