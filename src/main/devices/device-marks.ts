// Which of a person's devices count on this device as known to the person, which new devices were handed data and not
// acknowledged since (protocol §13), and when this device learnt that it was removed. Stored on this device alone: each
// of a person's devices reports a new device until the person has read the report there.
import * as v from 'valibot';
import type { Store } from '../vault/store.ts';

/**
 * What the vault stores. `known`: ids of devices that the person has added here or read about, or that were in the
 * chain when this device was linked. `given`: ids of devices that were handed data and not acknowledged since.
 */
export const KeptMarks = v.strictObject({
  known: v.array(v.string()),
  given: v.array(v.string()),
  /** When this device learnt that it was removed, in ms since 1970. */
  removedMs: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export type KeptMarks = v.InferOutput<typeof KeptMarks>;

/** The marks in a store. A write reports whether it reached the disk, and counts in memory either way. */
export interface DeviceMarks {
  readonly isKnown: (device: string) => boolean;
  readonly given: () => readonly string[];
  /** Data is being handed to `device` now. */
  readonly give: (device: string) => 'written' | 'disk';
  /** The person knows of `device`: they added it, or have read about it. */
  readonly acknowledge: (device: string) => 'written' | 'disk';
  /** When this device learnt that it was removed, in ms since 1970. */
  readonly removedMs: () => number | undefined;
  /** This device has now learnt that it was removed. */
  readonly learnRemoved: (atMs: number) => 'written' | 'disk';
}

const MOST = 128; // of each list; the oldest is dropped

/** The marks in this store; none if it is empty. */
export function openDeviceMarks(store: Store<KeptMarks>): DeviceMarks {
  let marks: KeptMarks = store.read() ?? { known: [], given: [] };
  const change = (known: readonly string[], given: readonly string[]): 'written' | 'disk' => {
    marks = { ...marks, known: known.slice(-MOST), given: given.slice(-MOST) };
    return store.write(marks);
  };
  const without = (ids: readonly string[], id: string): readonly string[] => ids.filter((each) => each !== id);
  return {
    isKnown: (device) => marks.known.includes(device),
    given: () => marks.given,
    give: (device) => change(marks.known, [...without(marks.given, device), device]),
    removedMs: () => marks.removedMs,
    learnRemoved: (atMs) => {
      marks = { ...marks, removedMs: atMs };
      return store.write(marks);
    },
    acknowledge: (device) => change([...without(marks.known, device), device], without(marks.given, device)),
  };
}
