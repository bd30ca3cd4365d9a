// After which ends of a call it is of use to call once more: the person decides, and nothing stands in the way that has to be read first.
import type { EndReason } from '../../contract/failure.ts';

const again: ReadonlySet<EndReason> = new Set<EndReason>([
  'hung-up',
  'peer-hung-up',
  'declined',
  'busy',
  'cancelled',
  'declined-elsewhere',
  'no-answer',
  'unreachable',
  'unknown-address',
  'not-connected',
  'secure-setup-failed',
  'media-keys',
  'worker-lost',
  'page-lost',
  'no-device',
  'connection-lost',
  'connect-timeout',
  'timeout',
  'error',
]);

/** Whether the window of a call that ended so offers to call once more. */
export function mayCallAgain(reason: EndReason): boolean {
  return again.has(reason);
}
