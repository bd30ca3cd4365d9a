// Stores who claims which address, each with the time at which this device first saw them.
import * as v from 'valibot';
import { type Bytes, toB64u } from '../../core/bytes.ts';
import { b64uOf } from '../../core/signal/field.ts';
import type { Clock } from '../time/clock.ts';
import type { Store } from '../vault/store.ts';
import { openKeptAddresses } from './kept-addresses.ts';

// Strangers decide how many claimants there are. The first seen stay, so that a flood cannot push out claimants who
// were there before it.
const MOST_CLAIMS = 16;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const KeptClaim = v.strictObject({ person: b64uOf(32), firstSeenMs: count });
const KeptAddress = v.strictObject({
  address: v.string(),
  /** Whether a person has to choose whom the address means. */
  isOpen: v.boolean(),
  claims: v.array(KeptClaim),
  /** How many more there were at the last reading. */
  more: count,
});
type KeptAddress = v.InferOutput<typeof KeptAddress>;

/**
 * Somebody who claims an address: the person id, b64u of 32 bytes, and when this device first saw them, in ms since
 * 1970.
 */
export type KeptClaim = v.InferOutput<typeof KeptClaim>;

/** Claims in sealed state. The address changed last is at the end. */
export const KeptClaims = v.strictObject({ addresses: v.array(KeptAddress) });
export type KeptClaims = v.InferOutput<typeof KeptClaims>;

/** The stored claims, until the vault is locked. */
export interface ClaimsOnDisk {
  readonly get: (address: string) => KeptAddress | undefined;
  readonly all: () => readonly KeptAddress[];
  /**
   * These persons claim the address, in addition to earlier ones. `isOpen`: a person has to choose whom the address
   * means. At most sixteen are stored.
   */
  readonly see: (address: string, persons: readonly Bytes[], isOpen: boolean) => void;
  /** The person pinned here until now becomes a claimant, known since `sinceMs`. */
  readonly remember: (address: string, person: Bytes, sinceMs: number) => void;
  /** This person is pinned now, and so is no claimant. Nobody has to choose any more. */
  readonly pinned: (address: string, person: Bytes) => void;
  /** Writes what is due, and nothing from then on. */
  readonly close: () => void;
}

/** Claims in this store. `onChange` is called when the choices that a person has to make have changed. */
export function keepClaims(
  store: Store<KeptClaims>,
  clock: Pick<Clock, 'nowMs' | 'after'>,
  onDisk: () => void,
  onChange: () => void,
): ClaimsOnDisk {
  const kept = openKeptAddresses(store, clock, onDisk);

  function keep(address: string, next: KeptAddress | undefined): void {
    const before = kept.get(address);
    if (kept.isClosed() || JSON.stringify(before) === JSON.stringify(next)) return;
    if (next === undefined) kept.remove(address);
    else kept.put(next);
    if (before?.isOpen === true || next?.isOpen === true) onChange();
  }

  return {
    get: kept.get,
    all: kept.all,
    see: (address, persons, isOpen) => {
      const before = kept.get(address)?.claims ?? [];
      const known = new Set(before.map(({ person }) => person));
      const firstSeenMs = clock.nowMs();
      const added = persons.map(toB64u).filter((person) => !known.has(person));
      const claims = [...before, ...added.map((person) => ({ person, firstSeenMs }))];
      const more = Math.max(0, claims.length - MOST_CLAIMS);
      keep(address, { address, isOpen, claims: claims.slice(0, MOST_CLAIMS), more });
    },
    remember: (address, before, sinceMs) => {
      const person = toB64u(before);
      const { claims = [], more = 0 } = kept.get(address) ?? {};
      const all = [{ person, firstSeenMs: sinceMs }, ...claims.filter((each) => each.person !== person)];
      keep(address, { address, isOpen: false, claims: all.slice(0, MOST_CLAIMS), more });
    },
    pinned: (address, pinned) => {
      const before = kept.get(address);
      const claims = before?.claims.filter(({ person }) => person !== toB64u(pinned)) ?? [];
      keep(address, before && claims.length > 0 ? { ...before, claims, isOpen: false } : undefined);
    },
    close: kept.close,
  };
}
