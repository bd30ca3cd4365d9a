// What a person may see of their devices: which there are, and a linking that is under way, on either side of it. Never a key.
import * as v from 'valibot';

const timeMs = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Why a linking came to nothing. */
export const LinkFailure = v.picklist([
  'cancelled', // here
  'cancelled-there',
  'timeout', // ten minutes are over
  'no-answer', // no device with this code answers at this server
  'wrong-number', // typed on the new device
  'not-connected', // the server is gone
  'refused', // the server does not let it pass
  'other-person', // the organisation has set this machine up for another address
  'unusable', // what came does not hold together
  'too-large',
  'unreadable', // what is to be handed over, on this device
  'disk', // the new device could not write it
  'not-told', // the new device did not say that it has everything: the list will show it
  'has-left', // the new device says that it came to nothing, after things had left for it
  'not-allowed', // policy
  'asked-lately', // the person was not asked again: they had said no too often just before
]);
export type LinkFailure = v.InferOutput<typeof LinkFailure>;

const name = v.string();
const address = v.string();
const failed = v.strictObject({ kind: v.literal('failed'), reason: LinkFailure });

/** The device in use: it hands over. */
export const GivingView = v.variant('kind', [
  v.strictObject({ kind: v.literal('off') }),
  v.strictObject({ kind: v.literal('calling') }), // waiting for the device with the code
  v.strictObject({ kind: v.literal('number'), number: v.string() }), // to be typed on the new device
  v.strictObject({ kind: v.literal('confirmed') }), // it was typed right there; how the new device is called comes next
  v.strictObject({ kind: v.literal('asking'), name }), // the person decides
  v.strictObject({ kind: v.literal('sending'), name }),
  v.strictObject({ kind: v.literal('done'), name }),
  failed,
]);
export type GivingView = v.InferOutput<typeof GivingView>;

/** The new device: it takes. */
export const TakingView = v.variant('kind', [
  v.strictObject({ kind: v.literal('off') }),
  v.strictObject({ kind: v.literal('code'), code: v.string(), isOnline: v.boolean() }), // to be typed on the device in use
  v.strictObject({ kind: v.literal('number'), address, name }), // whose device this is to be; its number is to be typed here
  v.strictObject({ kind: v.literal('waiting'), address, name }), // for the person at the device in use
  v.strictObject({ kind: v.literal('receiving'), address, name }),
  failed,
]);
export type TakingView = v.InferOutput<typeof TakingView>;

/** One device of the person. `name` is '' where this device does not know how it is called. */
export const DeviceView = v.strictObject({
  device: v.string(),
  name,
  since: timeMs, // of its certificate
  until: timeMs,
  isThis: v.boolean(),
});
export type DeviceView = v.InferOutput<typeof DeviceView>;

export const DevicesView = v.strictObject({
  list: v.array(DeviceView), // as last published or read
  isRemoved: v.boolean(), // another device has taken this one off
  isConflict: v.boolean(), // another identity stood for our address before this one was ever published: this device is none of its
  mayLink: v.boolean(), // by policy
  wantsChoice: v.boolean(), // begun anew by the person: nothing is made without asking
  giving: GivingView,
  taking: TakingView,
});
export type DevicesView = v.InferOutput<typeof DevicesView>;
