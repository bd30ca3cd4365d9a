// Turns the results of opening microphone and camera into findings. Without a microphone no call is possible, and
// without a camera only a voice call.
import type { DevicesTried, Tried } from '../../../contract/device-cause.ts';
import type { FindingCode } from '../../../contract/finding.ts';
import type { DoctorCheck } from '../../../contract/managed.ts';
import { found } from '../check.ts';

const microphones = {
  opened: 'microphone-good',
  none: 'microphone-none',
  gone: 'microphone-none',
  busy: 'microphone-busy',
  refused: 'microphone-refused',
} as const satisfies Record<Tried, FindingCode>;

const cameras = {
  opened: 'camera-good',
  none: 'camera-none',
  gone: 'camera-none',
  busy: 'camera-busy',
  refused: 'camera-refused',
} as const satisfies Record<Tried, FindingCode>;

/** One finding for each device that was tried, in the order microphone, camera. */
export function checkDevices({ microphone, camera }: DevicesTried): readonly DoctorCheck[] {
  return [
    ...(microphone === undefined ? [] : [found(microphones[microphone])]),
    ...(camera === undefined ? [] : [found(cameras[camera])]),
  ];
}
