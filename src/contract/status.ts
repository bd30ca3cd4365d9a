// A person's own status: what they have chosen, for how long, and what else may decide it.
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const minuteOfDay = v.pipe(count, v.maxValue(1439));

/** The statuses that a person can choose. */
export const Status = v.picklist(['available', 'dnd', 'away']);
export type Status = v.InferOutput<typeof Status>;

/** How long a chosen do not disturb lasts. If this is absent, it lasts until the person chooses otherwise. */
export const StatusFor = v.picklist(['half-hour', 'tomorrow']);
export type StatusFor = v.InferOutput<typeof StatusFor>;

/**
 * Who or what decides the status, and until when, in ms since 1970. `system`: the system's do not disturb is on;
 * `absence`: nobody sits here.
 */
export const StatusReason = v.strictObject({
  by: v.picklist(['person', 'quiet-hours', 'system', 'absence']),
  until: v.optional(count),
});
export type StatusReason = v.InferOutput<typeof StatusReason>;

/** Hours of every day in which the status is do not disturb, in minutes since midnight by the clock of this device. */
export const QuietHours = v.strictObject({ on: v.boolean(), from: minuteOfDay, until: minuteOfDay });
export type QuietHours = v.InferOutput<typeof QuietHours>;

/** What decides the status beside the person's choice. */
export const statusSettings = {
  awayMinutes: count, // 0: never automatically
  quietHours: QuietHours,
  followSystemDnd: v.boolean(), // the system's do not disturb, where it can be read
};
