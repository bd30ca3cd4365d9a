// Which ends of a call tell a person to ask their IT. The organisation's contact for help is shown there too.
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
