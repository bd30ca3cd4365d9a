// The names of a person's devices, as far as this device learnt them at a linking. Only one's own devices know them:
// the name in INVITE is the person's.
import { hostname } from 'node:os';
import * as v from 'valibot';
import { isName } from '../../core/signal/name.ts';
import type { Store } from '../vault/store.ts';

/**
 * The most names that are handed over (protocol §13): the name of this device, and up to 127 names that it has learnt.
 */
export const MOST_NAMES = 128;

/** What the vault stores. */
export const KeptNames = v.strictObject({
  names: v.array(v.strictObject({ device: v.string(), name: v.string() })),
});
export type KeptNames = v.InferOutput<typeof KeptNames>;

/** The name of this machine, or '' if it is not a valid name. */
export function thisDeviceName(): string {
  const name = hostname();
  return isName(name) ? name : '';
}

/** The names in a store. `of` returns '' for a device without a learnt name. */
export interface DeviceNames {
  readonly of: (device: string) => string;
  readonly all: () => KeptNames['names'];
  readonly learn: (device: string, name: string) => 'written' | 'disk';
}

/** The learnt names. If there are too many, the oldest is dropped. */
export function openDeviceNames(store: Store<KeptNames>): DeviceNames {
  let names = store.read()?.names ?? [];
  return {
    of: (device) => names.find((each) => each.device === device)?.name ?? '',
    all: () => names,
    learn: (device, name) => {
      names = [...names.filter((each) => each.device !== device), { device, name }].slice(1 - MOST_NAMES);
      return store.write({ names });
    },
  };
}
