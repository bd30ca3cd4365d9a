// The ends after which a call's window offers to call again. After any other end, another step comes first, or the
// person must read the reason.
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

/** Whether the window of a call that ended this way offers to call again. */
export function mayCallAgain(reason: EndReason): boolean {
  return again.has(reason);
}
