// What a reader holds of a person (protocol §2, directory): the chain that counts and the removals taken over; and how its own sealed
// state keeps both. The rule by which a chain is chosen comes in from outside: reading only has to know what it may leave out.
import * as v from 'valibot';
import { type Bytes, fromB64u, toB64u } from '../../core/bytes.ts';
import { beginningOf, type Chain, type ParsedChain, payloadOf, reopenChain } from '../../core/keys/chain.ts';
import type { SignedLink } from '../../core/keys/link.ts';
import { b64uOf } from '../../core/signal/field.ts';

/** A removal that was taken over: the member's id, and the SHA-256 of the link that drops it. */
export interface Removal {
  readonly id: string;
  readonly link: Bytes;
}

/** The chain that counts for this reader, and every removal that it has taken over: a removed id is no member, whatever a chain says. */
export interface Held {
  readonly chain: Chain;
  readonly dropped: readonly Removal[];
}

/** What choosing came to. `held` is the chain to hold from now on; where *disputed*, the one held before. `cut` is to be noted. */
export interface Choice {
  readonly kind: 'chosen' | 'disputed';
  readonly held: Held;
  readonly cut: readonly SignedLink[];
}

/** Which chain of a person counts. Both functions are pure. */
export interface ChoiceRule {
  /** How many first links of `chain` can count, at least one. What lies behind is not verified. `known`: all chains at hand, `chain` too. */
  readonly countedLinks: (held: Held, chain: ParsedChain, known: readonly (ParsedChain | Chain)[]) => number;
  /** Chooses among the chain held and chains of the same person that were read. */
  readonly choose: (held: Held, read: readonly Chain[]) => Choice;
}

/** What a reader who knows nothing of a person holds of a verified chain: its first link, and no removal. */
export function firstHeld(chain: Chain): Held {
  return { chain: beginningOf(chain, 1), dropped: [] };
}

/** `Held` in sealed state: the payload of the chain, and each removal with its link, all bytes in b64u. */
export const KeptHeld = v.strictObject({
  chain: v.string(),
  dropped: v.array(v.strictObject({ id: v.string(), link: b64uOf(32) })),
});
export type KeptHeld = v.InferOutput<typeof KeptHeld>;

/** `held` as sealed state keeps it. */
export function keepHeld({ chain, dropped }: Held): KeptHeld {
  return { chain: toB64u(payloadOf(chain)), dropped: dropped.map(({ id, link }) => ({ id, link: toB64u(link) })) };
}

/** What was kept for `address`, or undefined where it is not a chain of this address. Signatures are not checked: only for our own state. */
export function readHeld({ chain, dropped }: KeptHeld, address: string): Held | undefined {
  const payload = fromB64u(chain);
  const read = payload === undefined ? 'form' : reopenChain(payload, address);
  if (typeof read === 'string') return undefined;
  const removals = dropped.map(({ id, link }) => ({ id, link: fromB64u(link) }));
  const whole = removals.filter((one): one is Removal => one.link !== undefined);
  return whole.length === removals.length ? { chain: read, dropped: whole } : undefined;
}
