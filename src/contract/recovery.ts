// What a person may see of their recovery code: whether there is one, what became of the last one, and how far the showing of a new one
// is. The code itself is in no view: its own page asks for it once (ipc.ts, `recovery.read`).
import * as v from 'valibot';

const device = v.string(); // id of the device that did it
const isThis = v.boolean();

/** What the person's chain says of recovery keys. */
export const RecoveryState = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }), // there never was one
  v.strictObject({ kind: v.literal('there'), device, isThis }), // made last on that device
  v.strictObject({ kind: v.literal('taken-back'), device, isThis }), // `device` is '' where no link at hand says who did it
  v.strictObject({ kind: v.literal('used') }), // a device was recovered with it; it counts no more
]);
export type RecoveryState = v.InferOutput<typeof RecoveryState>;

/** How far a code has come that is shown in its own window: it is on the screen, is being put into the chain, or counts. */
export const RecoveryShowing = v.picklist(['none', 'shown', 'saving', 'made']);
export type RecoveryShowing = v.InferOutput<typeof RecoveryShowing>;

export const RecoveryView = v.strictObject({
  rule: v.picklist(['offer', 'require', 'forbid']), // policy RecoveryCode
  code: RecoveryState,
  isIn: v.boolean(), // this device may make, replace and take back
  notice: v.picklist(['none', 'offer', 'require']), // what the home page says
  showing: RecoveryShowing,
  // When the code that is shown was drawn, in ms since 1970; absent where no window is to show it: the person may close it while saving.
  shownAt: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export type RecoveryView = v.InferOutput<typeof RecoveryView>;
