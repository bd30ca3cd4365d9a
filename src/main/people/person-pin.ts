// The person pinned for an address (protocol §2.10): the chain that counts, the accepted removals, and the time of
// pinning. What a reading does to the pin is decided here, by this person's chains alone; other persons under the
// address never affect it.
import * as v from 'valibot';
import { assert, unwrap } from '../../core/assert.ts';
import { type Bytes, equal, fromB64u, toB64u } from '../../core/bytes.ts';
import { type Chain, sharedLinks } from '../../core/keys/chain.ts';
import { b64uOf } from '../../core/signal/field.ts';
import { type Choice, type Held, isSameHeld, keepHeld, KeptHeld, readHeld } from './held.ts';

/** Who is pinned for an address. */
export interface PersonPin {
  /** The person id, 32 bytes, from the held chain. */
  readonly person: Bytes;
  readonly held: Held;
  /** Since when this person is pinned, in ms since 1970. */
  readonly sinceMs: number;
}

/** The pin of the person whose chain is held, pinned at `atMs`, in ms since 1970. */
export function pinOf(held: Held, atMs: number): PersonPin {
  return { person: held.chain.person, held, sinceMs: atMs };
}

/** What a reading does to the pin. */
export type PinStep =
  | { readonly kind: 'same' }
  /**
   * Another chain or other removals are held from now on. `isRecovered`: the person has used the recovery code since.
   */
  | { readonly kind: 'follow'; readonly held: Held; readonly isRecovered: boolean }
  /** The pin stays until the person here has decided, whatever is read meanwhile. */
  | { readonly kind: 'disputed' };

/** What a choice made over `held` does to the pin. */
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

/** `PersonPin` in sealed state. The person id is stored too, so that it can be read without the chain. */
export const KeptPin = v.strictObject({
  person: b64uOf(32),
  ...KeptHeld.entries,
  sinceMs: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type KeptPin = v.InferOutput<typeof KeptPin>;

/** A pin as sealed state stores it. */
export function keepPin({ person, held, sinceMs }: PersonPin): KeptPin {
  return { person: toB64u(person), ...keepHeld(held), sinceMs };
}

/** The person id in a stored pin. */
export function personIn({ person }: KeptPin): Bytes {
  return unwrap(fromB64u(person), 'checked by b64uOf');
}

/**
 * The pin stored for `address`. Undefined if it cannot be read, or belongs to another address or person. Signatures are
 * not checked, so this is only for our own state.
 */
export function readPin({ person, sinceMs, ...kept }: KeptPin, address: string): PersonPin | undefined {
  const held = readHeld(kept, address);
  return held !== undefined && toB64u(held.chain.person) === person ? pinOf(held, sinceMs) : undefined;
}

/** What a look-up over chains needs from the trust book. Addresses are in wire form, times in ms since 1970. */
export interface Pins {
  /** Who is pinned, even while a dispute waits. It returns the same object until the pin changes. */
  readonly pin: (address: string) => PersonPin | undefined;
  /**
   * Pins a person if nobody is pinned; a pinned person stays as held. `changed`: another person is pinned, or a
   * dispute waits.
   */
  readonly pinNew: (address: string, pin: PersonPin) => 'ok' | 'changed';
  /** Whether a dispute waits for the decision of the person here. Until they decide, no reading changes the pin. */
  readonly isDisputed: (address: string) => boolean;
  /**
   * Holds what a reading has led to for the pinned person. Not to be called while a dispute is noted. If they have used
   * the recovery code, that is noted too: they count as not verified until the person here has read that notice, or
   * compared the security code. Policy can demand the comparison.
   */
  readonly follow: (address: string, step: Extract<PinStep, { kind: 'follow' }>, atMs: number) => void;
  /**
   * The security code was compared in a call with another person who claims the address: pins them, verified since
   * `pin.sinceMs`, in the place of `replaced`. `changed`: `replaced` is no longer the verified person there, or a
   * dispute waits. With `changed` and `disk` the pin stays as it is.
   */
  readonly replace: (address: string, replaced: Bytes, pin: PersonPin) => 'replaced' | 'changed' | 'disk';
  /** Notes that the address is disputed, unless that is noted already. */
  readonly noteDispute: (address: string, atMs: number) => void;
  /**
   * The person here has decided for one side of a dispute: pins what is held then, whoever was pinned before. The
   * dispute is over, and nobody is verified any more. With `disk` nothing has changed.
   */
  readonly decide: (address: string, held: Held, atMs: number) => 'decided' | 'disk';
}
