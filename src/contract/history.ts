// How the main window reads calls that its view may lack. It asks for one page of the list after another, each from a
// place in the list on. A query can filter the calls.
import * as v from 'valibot';
import { HistoryEntry, HistoryKey } from './view.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The most calls that the view has, and that a `HistoryPage` has. */
export const PAGE_OF_CALLS = 200;

/** A place in the list: a call with its time in ms since 1970. That call may have been removed since. */
export const HistoryPlace = v.strictObject({
  id: v.pipe(v.string(), v.maxLength(64)),
  direction: HistoryKey.entries.direction,
  address: v.pipe(v.string(), v.maxLength(254)),
  at: whole,
});
export type HistoryPlace = v.InferOutput<typeof HistoryPlace>;

/** Which calls are wanted. */
export const HistoryQuery = v.strictObject({
  before: v.optional(HistoryPlace), // only calls earlier than this place in the list; without it from the newest on
  limit: v.pipe(whole, v.maxValue(PAGE_OF_CALLS)), // 0 only asks whether there is any call
  text: v.optional(v.pipe(v.string(), v.maxLength(254))), // in name or address
  missed: v.optional(v.boolean()), // only missed calls (missed.ts)
  address: v.optional(v.pipe(v.string(), v.maxLength(254))), // only calls with this person
});
export type HistoryQuery = v.InferOutput<typeof HistoryQuery>;

/** One page of the list, newest first. */
export const HistoryPage = v.strictObject({
  entries: v.array(HistoryEntry),
  isOldest: v.boolean(), // no wanted call is older than these
  keptAside: whole, // how many parts of the stored list could not be opened: their calls are missing here
});
export type HistoryPage = v.InferOutput<typeof HistoryPage>;
