// What a person may see of their devices: which there are, and a linking that is under way, on either side of it. Never a key.
import * as v from 'valibot';

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
  'not-added', // the new device has everything, and could not be made one of the devices
  'not-allowed', // policy, or the state of this device
  'asked-lately', // the person was not asked again: they had said no too often just before
]);
export type LinkFailure = v.InferOutput<typeof LinkFailure>;

const name = v.string();
const address = v.string();
const fingerprint = v.string(); // of the person: 30 digits
const failed = v.strictObject({ kind: v.literal('failed'), reason: LinkFailure });

/** The device in use: it hands over. */
export const GivingView = v.variant('kind', [
  v.strictObject({ kind: v.literal('off') }),
  v.strictObject({ kind: v.literal('calling') }), // waiting for the device with the code
  v.strictObject({ kind: v.literal('number'), number: v.string() }), // to be typed on the new device
  v.strictObject({ kind: v.literal('confirmed'), fingerprint }), // it was typed right there; the new device looks whose person this is
  v.strictObject({ kind: v.literal('asking'), name, fingerprint }), // the person decides
  v.strictObject({ kind: v.literal('sending'), name }),
  v.strictObject({ kind: v.literal('adding'), name }), // it has everything, and is made one of the devices
  v.strictObject({ kind: v.literal('done'), name, isSeen: v.boolean() }), // isSeen: the directory shows it
  failed,
]);
export type GivingView = v.InferOutput<typeof GivingView>;

/** The new device: it takes. */
export const TakingView = v.variant('kind', [
  v.strictObject({ kind: v.literal('off') }),
  v.strictObject({ kind: v.literal('code'), code: v.string(), isOnline: v.boolean() }), // to be typed on the device in use
  v.strictObject({ kind: v.literal('number'), address, name }), // whose device this is to be; its number is to be typed here
  v.strictObject({ kind: v.literal('checking'), address, name }), // what the device in use says of the person
  v.strictObject({ kind: v.literal('waiting'), address, name, fingerprint }), // for the person at the device in use
  v.strictObject({ kind: v.literal('receiving'), address, name }),
  failed,
]);
export type TakingView = v.InferOutput<typeof TakingView>;

/** One device of the person. `name` is '' where this device does not know how it is called. */
export const DeviceView = v.strictObject({
  device: v.string(),
  name,
  isThis: v.boolean(),
  isNew: v.boolean(), // the person has not been here since it was added
});
export type DeviceView = v.InferOutput<typeof DeviceView>;

/** Who has removed this device, and when it learnt of that, in ms since 1970. `unknown`: no chain at hand says it. */
export const RemovalView = v.strictObject({
  by: v.variant('kind', [
    v.strictObject({ kind: v.literal('device'), device: v.string(), name }),
    v.strictObject({ kind: v.literal('code') }), // the recovery code was used
    v.strictObject({ kind: v.literal('unknown') }),
  ]),
  learnt: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export type RemovalView = v.InferOutput<typeof RemovalView>;

export const DevicesView = v.strictObject({
  list: v.array(DeviceView), // in the order in which they were added
  given: v.array(v.strictObject({ device: v.string(), name })), // were given the contacts, and are not in the list
  isRemoved: v.boolean(), // another device has taken this one off
  removal: v.optional(RemovalView), // there while it is removed
  isDisputed: v.boolean(), // the devices contradict each other: the person has to decide
  isUnfinished: v.boolean(), // it was linked, and the directory does not show it among the devices yet
  isSecond: v.boolean(), // somebody else stood for our address when this person, of this device alone, was first published in this run
  mayLink: v.boolean(), // by policy
  wantsChoice: v.boolean(), // begun anew by the person: nothing is made without asking
  giving: GivingView,
  taking: TakingView,
});
export type DevicesView = v.InferOutput<typeof DevicesView>;
