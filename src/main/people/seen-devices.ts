// Since when this device knows of the devices of those whom its person knows, for whoever has to tell devices that contradict each other
// apart. A chain says nothing of it that could be believed: its times are its author's.
import * as v from 'valibot';
import type { Clock } from '../time/clock.ts';
import type { Store } from '../vault/store.ts';
import { openKeptAddresses } from './kept-addresses.ts';

// Strangers decide how many there are. Who was seen first stays, so that a flood makes nobody forgotten who was there before it.
const MOST_DEVICES = 128;

const KeptAddress = v.strictObject({
  address: v.string(),
  devices: v.array(v.strictObject({ device: v.string(), firstSeenMs: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
});
type KeptAddress = v.InferOutput<typeof KeptAddress>;

/** Devices in sealed state, the address that changed last at the end. */
export const KeptSeenDevices = v.strictObject({ addresses: v.array(KeptAddress) });
export type KeptSeenDevices = v.InferOutput<typeof KeptSeenDevices>;

/** When devices were first seen by this one. */
export interface SeenDevices {
  /** These devices of whoever is at this address are seen now. */
  readonly see: (address: string, devices: readonly string[]) => void;
  /** When this device of the address was first seen, in ms since 1970; undefined for one of too many. */
  readonly firstSeenMs: (address: string, device: string) => number | undefined;
  /** What waits is written, and nothing from here on. */
  readonly close: () => void;
}

/** The devices in a store; `onDisk` is told where a write does not succeed. */
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
