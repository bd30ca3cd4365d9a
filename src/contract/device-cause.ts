// Why a microphone or camera does not run although a person switched it on. The page finds the cause, and windows show
// it.
import * as v from 'valibot';

const FAILURES = ['busy', 'gone', 'refused'] as const;

/**
 * `busy`: another program uses the device. `gone`: it is not there any more. `refused`: the system does not allow it.
 * `background`: what is behind the person could not be hidden.
 */
export const DeviceCause = v.picklist([...FAILURES, 'background']);
export type DeviceCause = v.InferOutput<typeof DeviceCause>;

/** The result of opening a device: it runs, there is none of its kind, or why it failed. */
export const Tried = v.picklist(['opened', 'none', ...FAILURES]);
export type Tried = v.InferOutput<typeof Tried>;

/** The results of the devices that were tried. */
export interface DevicesTried {
  readonly microphone?: Tried;
  readonly camera?: Tried;
}
