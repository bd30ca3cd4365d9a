// Who else claims the address of a person whom this device knows (protocol §2.10). Such a claim changes nothing about
// that person: it is one line on their page, and one entry a day in the security record. The claim is stored, so that a
// new start does not record it again.
import * as v from 'valibot';
import { type Bytes, toB64u } from '../../core/bytes.ts';
import { b64uOf } from '../../core/signal/field.ts';
import { isWithin } from '../../core/within.ts';
import type { Clock } from '../time/clock.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { Store } from '../vault/store.ts';
import type { PersonRead } from './address-reading.ts';
import { openKeptAddresses } from './kept-addresses.ts';
import { devicesIn } from './person-reads.ts';

const DAY_MS = 24 * 3_600_000;

const KeptAddress = v.strictObject({
  address: v.string(),
  person: b64uOf(32), // the person pinned there at the time
  devices: v.array(v.string()), // as recorded
  recordedMs: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
type KeptAddress = v.InferOutput<typeof KeptAddress>;

/** Foreign claims in sealed state. The address recorded last is at the end. */
export const KeptForeignClaims = v.strictObject({ addresses: v.array(KeptAddress) });
export type KeptForeignClaims = v.InferOutput<typeof KeptForeignClaims>;

/**
 * Other persons have published chains under the address of a pinned person. `devices`: the devices in them, eight at
 * most.
 */
export interface AddressClaim {
  readonly address: string;
  /** The id of the pinned person, 32 bytes. */
  readonly person: Bytes;
  readonly devices: readonly string[];
}

/** The claim of these other persons, at least one, beside the pinned one. */
export function claimOf(address: string, person: Bytes, others: readonly PersonRead[]): AddressClaim {
  return { address, person, devices: devicesIn(others) };
}

/** Addresses that somebody else claims as well. */
export interface ForeignClaims {
  /** A reading has found this claim: it holds from now on, and is recorded once a day for each address. */
  readonly see: (claim: AddressClaim) => void;
  /** A complete reading has found nobody else under this address. */
  readonly clear: (address: string) => void;
  /**
   * The devices that claim the address beside this person, as last recorded. Undefined if no claim is known, or if the
   * claim was recorded while another person was pinned there. It returns the same array until the recorded devices
   * change.
   */
  readonly devicesOf: (address: string, person: Bytes) => readonly string[] | undefined;
  /** Writes what is due, and nothing from then on. */
  readonly close: () => void;
}

/** What foreign claims are made of. */
export interface ForeignClaimsParts {
  readonly store: Store<KeptForeignClaims>;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly onRecord: OnRecord;
  readonly onDisk: () => void;
  readonly onChange: () => void;
}

/** The foreign claims in a store. */
export function openForeignClaims(parts: ForeignClaimsParts): ForeignClaims {
  const { store, clock } = parts;
  const kept = openKeptAddresses(store, clock, parts.onDisk);

  return {
    see: ({ address, person, devices }) => {
      const recordedMs = clock.nowMs();
      const before = kept.get(address);
      const isKnown = before?.person === toB64u(person) && isWithin(before.recordedMs, recordedMs, DAY_MS);
      if (kept.isClosed() || isKnown) return;
      kept.put({ address, person: toB64u(person), devices: [...devices], recordedMs });
      parts.onRecord({ kind: 'address-claimed', devices: [...devices] });
      parts.onChange();
    },
    clear: (address) => {
      if (kept.remove(address)) parts.onChange();
    },
    devicesOf: (address, person) => {
      const claim = kept.get(address);
      return claim?.person === toB64u(person) ? claim.devices : undefined;
    },
    close: kept.close,
  };
}
