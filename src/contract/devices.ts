// What a person may see of their devices: the list, and a linking under way, on either side of it. Never a key.
import * as v from 'valibot';

/** Why a linking failed. */
export const LinkFailure = v.picklist([
  'cancelled', // here
  'cancelled-there',
  'timeout', // ten minutes are over
  'no-answer', // no device with this code answers at this server
  'wrong-number', // typed on the new device
  'not-connected', // the connection to the server is lost
  'refused', // the server does not deliver the messages
  'other-person', // the organisation has set the new device up for another address
  'unusable', // what arrived is inconsistent
  'too-large',
  'unreadable', // this device cannot read what it is to hand over
  'disk', // the new device could not write to its disk
  'not-told', // the new device did not report that it has everything: the list will show whether it was added
  'has-left', // the new device reports a failure after data had been sent to it
  'not-added', // the new device has everything but could not be added to the list
  'not-allowed', // policy or the state of this device forbids it
  'asked-lately', // the person has just said no too often, so was not asked again
]);
export type LinkFailure = v.InferOutput<typeof LinkFailure>;

const name = v.string();
const address = v.string();
const fingerprint = v.string(); // of the person: 30 digits
const failed = v.strictObject({ kind: v.literal('failed'), reason: LinkFailure });

/** The existing device, which hands over. */
export const ExistingDeviceView = v.variant('kind', [
  v.strictObject({ kind: v.literal('off') }),
  v.strictObject({ kind: v.literal('calling') }), // waiting for the device with the code
  v.strictObject({ kind: v.literal('number'), number: v.string() }), // to be typed on the new device
  // The right number was typed on the new device, which now checks whose person this is.
  v.strictObject({ kind: v.literal('confirmed'), fingerprint }),
  v.strictObject({ kind: v.literal('asking'), name, fingerprint }), // the person decides
  v.strictObject({ kind: v.literal('sending'), name }),
  v.strictObject({ kind: v.literal('adding'), name }), // the new device has everything and is being added to the list
  v.strictObject({ kind: v.literal('done'), name, isSeen: v.boolean() }), // isSeen: the directory shows it
  failed,
]);
export type ExistingDeviceView = v.InferOutput<typeof ExistingDeviceView>;

/** The new device, which receives. */
export const NewDeviceView = v.variant('kind', [
  v.strictObject({ kind: v.literal('off') }),
  // To be typed on the existing device.
  v.strictObject({ kind: v.literal('code'), code: v.string(), isOnline: v.boolean() }),
  // Whose device this will be; the number that the existing device shows must be typed here.
  v.strictObject({ kind: v.literal('number'), address, name }),
  v.strictObject({ kind: v.literal('checking'), address, name }), // what the existing device says about the person
  v.strictObject({ kind: v.literal('waiting'), address, name, fingerprint }), // for the person at the existing device
  v.strictObject({ kind: v.literal('receiving'), address, name }),
  failed,
]);
export type NewDeviceView = v.InferOutput<typeof NewDeviceView>;

/** One device of the person. `name` is '' if this device does not know its name. */
export const DeviceView = v.strictObject({
  device: v.string(),
  name,
  isThis: v.boolean(),
  isNew: v.boolean(), // added elsewhere after this device, and not acknowledged here yet
});
export type DeviceView = v.InferOutput<typeof DeviceView>;

/** Who has removed this device, and when it learnt of that, in ms since 1970. `unknown`: no chain at hand tells. */
export const RemovalView = v.strictObject({
  by: v.variant('kind', [
    v.strictObject({ kind: v.literal('device'), device: v.string(), name }),
    v.strictObject({ kind: v.literal('code') }), // the recovery code was used
    v.strictObject({ kind: v.literal('unknown') }),
  ]),
  learnt: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export type RemovalView = v.InferOutput<typeof RemovalView>;

/** The person's own devices, what is wrong with them, and a linking under way. */
export const DevicesView = v.strictObject({
  list: v.array(DeviceView), // in the order in which they were added
  given: v.array(v.strictObject({ device: v.string(), name })), // were handed data, are neither listed nor acknowledged
  isRemoved: v.boolean(), // another device or the recovery code has removed this one
  removal: v.optional(RemovalView), // present while this device is removed
  isDisputed: v.boolean(), // the devices contradict each other: the person has to decide
  isUnfinished: v.boolean(), // this device was linked, and the directory does not list it yet
  // This person may have been made by mistake: their chain has this device alone, and another person was found under
  // our address before this run first published the chain.
  isSecond: v.boolean(),
  mayLink: v.boolean(), // by policy
  wantsChoice: v.boolean(), // the person has started over: no identity is made without asking
  giving: ExistingDeviceView,
  taking: NewDeviceView,
});
export type DevicesView = v.InferOutput<typeof DevicesView>;
