// Since when this device knows of the devices of those whom its person knows, for whoever has to tell devices that contradict each other
// apart. A chain says nothing of it that could be believed: its times are its author's.
import * as v from 'valibot';
import type { Clock } from '../app/clock.ts';
import type { Store } from '../vault/store.ts';

// Strangers decide how many there are. Who was seen first stays, so that a flood makes nobody forgotten who was there before it.
const MOST_DEVICES = 128;
const MOST_ADDRESSES = 10_000;
const WRITE_AFTER_MS = 10_000;

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
  const kept = new Map(store.read()?.addresses.map((each) => [each.address, each]));
  let isDue = false;
  let isClosed = false;

  function write(): void {
    if (!isDue || isClosed) return;
    isDue = false;
    if (store.write({ addresses: [...kept.values()] }) === 'disk') onDisk();
  }

  return {
    see: (address, devices) => {
      const before = kept.get(address)?.devices ?? [];
      const known = new Set(before.map(({ device }) => device));
      const firstSeenMs = clock.nowMs();
      const added = [...new Set(devices)].filter((device) => !known.has(device));
      const room = added.slice(0, MOST_DEVICES - before.length);
      if (room.length === 0 || isClosed) return;
      kept.delete(address); // last, and so the newest
      kept.set(address, { address, devices: [...before, ...room.map((device) => ({ device, firstSeenMs }))] });
      const [oldest] = kept.keys();
      if (kept.size > MOST_ADDRESSES && oldest !== undefined) kept.delete(oldest);
      if (!isDue) clock.after(WRITE_AFTER_MS, write);
      isDue = true;
    },
    firstSeenMs: (address, device) => kept.get(address)?.devices.find((each) => each.device === device)?.firstSeenMs,
    close: () => {
      write();
      isClosed = true;
    },
  };
}
