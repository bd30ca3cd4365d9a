// Why a device that a person switched on does not run, as the page found it and windows show it.
import * as v from 'valibot';

const FAILURES = ['busy', 'gone', 'refused'] as const;

/**
 * Why a microphone or camera does not run: something else has it, it is not there any more, the system does not allow
 * it, or its background could not be hidden.
 */
export const DeviceCause = v.picklist([...FAILURES, 'background']);
export type DeviceCause = v.InferOutput<typeof DeviceCause>;

/** What came of opening one: it runs, there is none of its kind, or why not. */
export const Tried = v.picklist(['opened', 'none', ...FAILURES]);
export type Tried = v.InferOutput<typeof Tried>;

/** What came of each that was tried. */
export interface DevicesTried {
  readonly microphone?: Tried;
  readonly camera?: Tried;
}
