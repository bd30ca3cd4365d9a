// Which ends of a call tell a person to ask their IT. The window of such a call also shows the organisation's contact
// for help.
import type { EndReason } from '../../contract/failure.ts';

const asking: ReadonlySet<string> = new Set<EndReason>([
  'too-many-claims',
  'directory-conflict',
  'secure-setup-failed',
  'tampered',
  'fingerprint',
  'no-transform',
  'code-mismatch',
  'not-allowed',
  'verification-required',
  'relay-required',
]);

/** Whether the next step after `reason` is, or may be, to ask the IT department. */
export function asksIt(reason: string): boolean {
  return asking.has(reason);
}
