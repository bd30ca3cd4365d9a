// The person pinned for an address (protocol §2.10): the chain that counts, the removals taken over, since when. What a reading
// of the address does to that is decided here, by the chains of this person alone; other persons under the address do nothing to it.
import * as v from 'valibot';
import { assert, unwrap } from '../../core/assert.ts';
import { type Bytes, equal, fromB64u, toB64u } from '../../core/bytes.ts';
import { type Chain, sharedLinks } from '../../core/keys/chain.ts';
import { b64uOf } from '../../core/signal/field.ts';
import { type Choice, type Held, isSameHeld, keepHeld, KeptHeld, readHeld } from './held.ts';

/** Who is pinned for an address. */
export interface PersonPin {
  /** The person id, 32 bytes: that of the chain held. */
  readonly person: Bytes;
  readonly held: Held;
  /** Since when this person is pinned, in ms since 1970. */
  readonly sinceMs: number;
}

/** Pins a person as chosen; `atMs` in ms since 1970. */
export function pinOf(held: Held, atMs: number): PersonPin {
  return { person: held.chain.person, held, sinceMs: atMs };
}

/** What a reading does to who is held. */
export type PinStep =
  | { readonly kind: 'same' }
  /** Another chain or more removals are held from now on. `isRecovered`: the person has used the recovery code behind what was held. */
  | { readonly kind: 'follow'; readonly held: Held; readonly isRecovered: boolean }
  /** What is held stays until the person has decided, whatever is read meanwhile. */
  | { readonly kind: 'disputed' };

/** What a choice over who is `held` now does to that. */
export function pinStep(held: Held, choice: Choice): PinStep {
  assert(equal(held.chain.person, choice.held.chain.person), 'other persons change nothing about a pin');
  if (choice.kind === 'disputed') return { kind: 'disputed' };
  const next = choice.held;
  if (isSameHeld(held, next)) return { kind: 'same' };
  return { kind: 'follow', held: next, isRecovered: isRecovered(held.chain, next.chain) };
}

function isRecovered(before: Chain, now: Chain): boolean {
  const shared = sharedLinks(before, now);
  return now.links.some(({ link }, index) => index >= shared && isByRecovery(now, link.by, index));
}

function isByRecovery({ members }: Chain, author: string, index: number): boolean {
  return members[index - 1]?.some(({ id, kind }) => id === author && kind === 'recovery') ?? false;
}

/** `PersonPin` in sealed state; the person id stands there too, so that it is known without reading the chain. */
export const KeptPin = v.strictObject({
  person: b64uOf(32),
  ...KeptHeld.entries,
  sinceMs: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type KeptPin = v.InferOutput<typeof KeptPin>;

/** A pin as sealed state keeps it. */
export function keepPin({ person, held, sinceMs }: PersonPin): KeptPin {
  return { person: toB64u(person), ...keepHeld(held), sinceMs };
}

/** The person id in a pin that was kept. */
export function personIn({ person }: KeptPin): Bytes {
  return unwrap(fromB64u(person), 'checked by b64uOf');
}

/** The pin that was kept for `address`, or undefined where it is none of this address. Only for our own state: no signature is checked. */
export function readPin({ person, sinceMs, ...kept }: KeptPin, address: string): PersonPin | undefined {
  const held = readHeld(kept, address);
  return held !== undefined && toB64u(held.chain.person) === person ? pinOf(held, sinceMs) : undefined;
}

/** What a look-up over chains needs of the trust book. Addresses are in wire form, times in ms since 1970. */
export interface Pins {
  /** Who is pinned, also while a change waits to be read; the same object until the pin changes. */
  readonly pin: (address: string) => PersonPin | undefined;
  /** Pins a person where nobody is pinned; the pinned person stays as held. `changed`: it is another one, or a change waits to be read. */
  readonly pinNew: (address: string, pin: PersonPin) => 'ok' | 'changed';
  /** Whether a dispute is noted that the person has not decided: until then nothing that is read moves the pin. */
  readonly isDisputed: (address: string) => boolean;
  /** Holds what a reading made of the pinned person, while no dispute is noted. A recovery is noted with it: until it is read the person counts as not verified. */
  readonly follow: (address: string, step: Extract<PinStep, { kind: 'follow' }>, atMs: number) => void;
  /**
   * The code was compared in a call with somebody else who claims the address: pins them, verified since `pin.sinceMs`, in the place of
   * `replaced`. `changed`: that is not who was verified there any more, or a dispute waits; then, as on `disk`, nothing has changed.
   */
  readonly replace: (address: string, replaced: Bytes, pin: PersonPin) => 'replaced' | 'changed' | 'disk';
  /** Notes that whom the address means is disputed, where that is not noted yet. */
  readonly noteDispute: (address: string, atMs: number) => void;
  /**
   * The person has decided for one side of a dispute: pins what is held then, whoever was pinned. The dispute is over, and nobody is
   * verified any more.
   */
  readonly decide: (address: string, held: Held, atMs: number) => 'decided' | 'disk';
}
