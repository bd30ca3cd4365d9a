// What a device stores of its own person's chain: what it holds, like any reader, and the last 128 of its own links
// that the chain lacks. So a link that it signed is not lost together with a branch (protocol §2.6.6).
import * as v from 'valibot';
import { unwrap } from '../../core/assert.ts';
import { equal } from '../../core/bytes.ts';
import { devicesOf } from '../../core/keys/chain.ts';
import type { Own } from '../../core/keys/chain-choice.ts';
import { beginChain } from '../../core/keys/chain-build.ts';
import type { DeviceKeys } from '../../core/keys/identity.ts';
import { CarriedLink, carryLink, readLink, type SignedLink } from '../../core/keys/link.ts';
import type { DeviceMember, Signer } from '../../core/keys/member.ts';
import { type Held, firstHeld, isSameHeld, keepHeld, KeptHeld, readHeld } from '../people/held.ts';
import type { Store } from '../vault/store.ts';

/** The versions of the protocol that this program speaks. */
export const OWN_PROTO: readonly number[] = [1];

/** What the vault stores: what is held, the links of this device that are not in that chain, and whether it yields. */
export const KeptChain = v.strictObject({
  held: KeptHeld,
  lost: v.array(CarriedLink),
  yields: v.exactOptional(v.literal(true)),
});
export type KeptChain = v.InferOutput<typeof KeptChain>;

/**
 * What a device holds of its own person. `lost`: links that it signed and that the chain held lacks, the oldest first.
 * `yields`: the person decided against this device, and what it signed before must still leave its topic.
 */
export interface OwnHeld {
  readonly held: Held;
  readonly lost: readonly SignedLink[];
  readonly yields?: true;
}

// Each lost race adds one link to `lost`. Beyond this number the oldest links are forgotten. Another device may still
// repeat the removals in them.
const MOST_LOST = 128;

/** A new person with one device, at `nowMs`. */
export function beginPerson(address: string, keys: DeviceKeys, nowMs: number): OwnHeld {
  const at = Math.floor(nowMs / 1000);
  return { held: firstHeld(beginChain({ address, s: keys.s, proto: OWN_PROTO, at }, signerOf(keys))), lost: [] };
}

/** The key that signs links. */
export function signerOf(keys: DeviceKeys): Signer {
  return { publicKey: keys.d, sign: keys.sign };
}

/** The form that sealed state stores. */
export function keepOwn({ held, lost, yields }: OwnHeld): KeptChain {
  return { held: keepHeld(held), lost: lost.map(carryLink), ...(yields && { yields }) };
}

/**
 * What was stored for `address`, or undefined if it is not a chain of this address, or a link in `lost` cannot be read.
 * Signatures are not checked, so this is only for our own state.
 */
export function readOwn(kept: KeptChain, address: string): OwnHeld | undefined {
  const held = readHeld(kept.held, address);
  // A first link is in every chain of its person, so a link that the chain lacks is a later one.
  const lost = kept.lost.map((each) => readLink(each, 2));
  if (held === undefined || lost.includes(undefined)) return undefined;
  return yielding({ held, lost: lost.filter((link) => link !== undefined) }, kept.yields === true);
}

/** The same, with this device yielding or not. */
export function yielding({ held, lost }: OwnHeld, isYielding: boolean): OwnHeld {
  return { held, lost, ...(isYielding && { yields: true }) };
}

/** The devices of a held chain that are not removed, in the order in which they were added. */
export function presentIn({ chain, dropped }: Held): readonly DeviceMember[] {
  return devicesOf(chain).filter((device) => dropped.every((removal) => removal.id !== device.id));
}

/** The device `id` with the links that it signed, as far as `held` or `lost` has them. */
export function ownOf(id: string, { held, lost }: OwnHeld): Own<SignedLink> {
  return { id, made: [...lost, ...held.chain.links.filter(({ link }) => link.by === id)] };
}

/** What device `id` holds once `next` counts. It returns the same object if nothing differs. */
export function follow(id: string, own: OwnHeld, next: Held): OwnHeld {
  if (isSameHeld(own.held, next)) return own;
  const isIn = ({ hash }: SignedLink): boolean => next.chain.links.some((each) => equal(each.hash, hash));
  const lost = ownOf(id, own).made.filter((link) => !isIn(link));
  return yielding({ held: next, lost: lost.slice(-MOST_LOST) }, own.yields === true);
}

/** What this store holds for an identity of this address. An identity always has a chain. */
export function ownIn(store: Pick<Store<KeptChain>, 'read'>, address: string): OwnHeld {
  const kept = store.read();
  return unwrap(kept && readOwn(kept, address), 'there is no identity without its chain');
}
