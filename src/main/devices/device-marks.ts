// What a person has read of their devices, and which were given things without becoming one (protocol §13). Kept on this device alone: each
// of a person's devices tells of a new one until it was read there.
import * as v from 'valibot';
import type { Store } from '../vault/store.ts';

/** What the vault keeps, device ids both. `known`: the person has read that it is there; `given`: handed over to, not added yet. */
export const KeptMarks = v.strictObject({
  known: v.array(v.string()),
  given: v.array(v.string()),
  /** When this device learnt that it was removed, in ms since 1970. */
  removedMs: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export type KeptMarks = v.InferOutput<typeof KeptMarks>;

/** The marks in a store; a write says whether it came to the disk, and counts in memory either way. */
export interface DeviceMarks {
  readonly isKnown: (device: string) => boolean;
  readonly given: () => readonly string[];
  /** Things leave for it now. */
  readonly give: (device: string) => 'written' | 'disk';
  /** The person knows of it: it was added by them, or they have read of it. */
  readonly acknowledge: (device: string) => 'written' | 'disk';
  /** When this device learnt that it was removed, in ms since 1970. */
  readonly removedMs: () => number | undefined;
  /** It has learnt that now. */
  readonly learnRemoved: (atMs: number) => 'written' | 'disk';
}

const MOST = 128; // of each; the oldest gives way

/** Marks of no device where the store is empty. */
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
