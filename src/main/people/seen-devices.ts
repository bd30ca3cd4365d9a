// Since when this device knows the devices of people whom its person knows, so that contradicting devices can be told
// apart. A chain cannot be believed about that, because its authors set its times.
import * as v from 'valibot';
import type { Clock } from '../time/clock.ts';
import type { Store } from '../vault/store.ts';
import { openKeptAddresses } from './kept-addresses.ts';

// Strangers decide how many devices there are. The first seen stay, so that a flood cannot push out devices that were
// there before it.
const MOST_DEVICES = 128;

const KeptAddress = v.strictObject({
  address: v.string(),
  devices: v.array(v.strictObject({ device: v.string(), firstSeenMs: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
});
type KeptAddress = v.InferOutput<typeof KeptAddress>;

/** Devices in sealed state. The address changed last is at the end. */
export const KeptSeenDevices = v.strictObject({ addresses: v.array(KeptAddress) });
export type KeptSeenDevices = v.InferOutput<typeof KeptSeenDevices>;

/** When this device first saw other devices. */
export interface SeenDevices {
  /** These devices of the person at this address are seen now. */
  readonly see: (address: string, devices: readonly string[]) => void;
  /**
   * When this device of the address was first seen, in ms since 1970. Undefined if it was never seen, or if 128 other
   * devices were already stored for the address.
   */
  readonly firstSeenMs: (address: string, device: string) => number | undefined;
  /** Writes what is due, and nothing from then on. */
  readonly close: () => void;
}

/** The devices in a store. `onDisk` is called when a write fails. */
export function openSeenDevices(
  store: Store<KeptSeenDevices>,
  clock: Pick<Clock, 'nowMs' | 'after'>,
  onDisk: () => void,
): SeenDevices {
  const kept = openKeptAddresses(store, clock, onDisk);

  return {
    see: (address, devices) => {
      const before = kept.get(address)?.devices ?? [];
      const known = new Set(before.map(({ device }) => device));
      const firstSeenMs = clock.nowMs();
      const added = [...new Set(devices)].filter((device) => !known.has(device));
      const room = added.slice(0, MOST_DEVICES - before.length);
      if (room.length === 0) return;
      kept.put({ address, devices: [...before, ...room.map((device) => ({ device, firstSeenMs }))] });
    },
    firstSeenMs: (address, device) => kept.get(address)?.devices.find((each) => each.device === device)?.firstSeenMs,
    close: kept.close,
  };
}
