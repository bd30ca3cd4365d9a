// What a person may see of their recovery code: whether there is one, what became of the last one, and the progress of
// showing a new one. No view contains the code: its own page asks for it once (ipc.ts, `recovery.read`).
import * as v from 'valibot';

const device = v.string(); // id of the device that did it
const isThis = v.boolean();

/** What the person's chain says about recovery keys. */
export const RecoveryState = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }), // there never was one
  v.strictObject({ kind: v.literal('there'), device, isThis }), // the last one was made on that device
  // `device` is '' if no link at hand tells who did it.
  v.strictObject({ kind: v.literal('taken-back'), device, isThis }),
  v.strictObject({ kind: v.literal('used') }), // a device was recovered with it, and it no longer counts
]);
export type RecoveryState = v.InferOutput<typeof RecoveryState>;

/** The progress of a code in its own window: on the screen, being put into the chain, or in force. */
export const RecoveryShowing = v.picklist(['none', 'shown', 'saving', 'made']);
export type RecoveryShowing = v.InferOutput<typeof RecoveryShowing>;

/** What a person may see and do about their recovery code. */
export const RecoveryView = v.strictObject({
  rule: v.picklist(['offer', 'require', 'forbid']), // policy RecoveryCode
  code: RecoveryState,
  isIn: v.boolean(), // this device is in the list: codes can be made, replaced and taken back here, as `rule` allows
  notice: v.picklist(['none', 'offer', 'require']), // what the home page shows
  showing: RecoveryShowing,
  // When the shown code was made, in ms since 1970. Absent if no window is to show the code: the person may close the
  // window while the code is being saved.
  shownAt: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export type RecoveryView = v.InferOutput<typeof RecoveryView>;
