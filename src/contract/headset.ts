// What crosses the wall about headsets with buttons (decision 0090): the lights main wants, what a person pressed,
// which headsets exist.
import * as v from 'valibot';

/** The state of the calls as a headset shows it. */
export const HeadsetLights = v.strictObject({
  ringing: v.boolean(), // a call comes in and is to be heard
  offHook: v.boolean(), // a person has placed or answered a call
  mute: v.boolean(), // of the call that this side does not hold
  hold: v.boolean(), // this side holds every call, and there is at least one
});
export type HeadsetLights = v.InferOutput<typeof HeadsetLights>;

/**
 * What a person pressed. `hook` answers or hangs up, `drop` only ends or declines, `reject` only declines. `mute` says
 * which state the person wants.
 */
export const HeadsetPress = v.variant('kind', [
  v.strictObject({ kind: v.literal('hook'), off: v.boolean() }),
  v.strictObject({ kind: v.literal('mute'), mute: v.boolean() }),
  v.strictObject({ kind: v.picklist(['hold', 'drop', 'reject']) }),
]);
export type HeadsetPress = v.InferOutput<typeof HeadsetPress>;

/**
 * A plugged-in headset. `not-opened`: the system does not let Siegel open it, or another program has it alone.
 * `no-buttons`: it has no button that Siegel knows.
 */
export const HeadsetSeen = v.strictObject({
  // The device's own name, without characters that are invisible or change the writing direction.
  name: v.pipe(
    v.string(),
    v.maxLength(100),
    v.transform((name) => name.replaceAll(/\p{C}/gu, '')),
  ),
  state: v.picklist(['ready', 'not-opened', 'no-buttons']),
});
export type HeadsetSeen = v.InferOutput<typeof HeadsetSeen>;

/** How many headsets are reported at most. */
export const MOST_HEADSETS = 8;
/** The plugged-in headsets that are reported. */
export const HeadsetsSeen = v.pipe(v.array(HeadsetSeen), v.maxLength(MOST_HEADSETS));

/**
 * What a person is told about headsets. `isLost`: the page for headsets was given up after it crashed repeatedly or
 * closed, and is not loaded again until the person switches headsets off and on.
 */
export const HeadsetsView = v.strictObject({ found: v.array(HeadsetSeen), isLost: v.boolean() });
export type HeadsetsView = v.InferOutput<typeof HeadsetsView>;
