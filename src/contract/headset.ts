// What crosses the wall about headsets with buttons (decision 0090): what main wants lit, what a person has pressed, which there are.
import * as v from 'valibot';

/** How the calls stand, as far as a headset shows it. */
export const HeadsetLights = v.strictObject({
  ringing: v.boolean(), // a call comes in, and it is to be heard
  offHook: v.boolean(), // there is a call that a person has placed or taken
  mute: v.boolean(), // of the call that is heard
  hold: v.boolean(), // no call is heard: all are held
});
export type HeadsetLights = v.InferOutput<typeof HeadsetLights>;

/**
 * What a person has pressed. `hook` is the button that takes up or hangs up, `drop` one that only ends or declines, `reject` one that
 * only declines; `mute` says to what.
 */
export const HeadsetPress = v.variant('kind', [
  v.strictObject({ kind: v.literal('hook'), off: v.boolean() }),
  v.strictObject({ kind: v.literal('mute'), mute: v.boolean() }),
  v.strictObject({ kind: v.picklist(['hold', 'drop', 'reject']) }),
]);
export type HeadsetPress = v.InferOutput<typeof HeadsetPress>;

/** A headset that is plugged in: `ready`, the system lets nobody `open` it, or it has no button that Siegel knows. */
export const HeadsetSeen = v.strictObject({
  // As the device says it: without what draws nothing, or turns the text round it about.
  name: v.pipe(
    v.string(),
    v.maxLength(100),
    v.transform((name) => name.replaceAll(/\p{C}/gu, '')),
  ),
  state: v.picklist(['ready', 'not-opened', 'no-buttons']),
});
export type HeadsetSeen = v.InferOutput<typeof HeadsetSeen>;

/** So many are told at most. */
export const MOST_HEADSETS = 8;
/** All that are plugged in. */
export const HeadsetsSeen = v.pipe(v.array(HeadsetSeen), v.maxLength(MOST_HEADSETS));

/** What a person is told of them; `isLost`: what speaks to headsets has crashed again and again, and is not there until it is switched off and on. */
export const HeadsetsView = v.strictObject({ found: v.array(HeadsetSeen), isLost: v.boolean() });
export type HeadsetsView = v.InferOutput<typeof HeadsetsView>;
