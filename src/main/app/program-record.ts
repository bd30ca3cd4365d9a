// What the security record learns about the program itself: its starts, refused starts, and every change of policy.
// Nothing is written here: the record keeps these events in memory until the vault is open. Refused starts also stay in
// their file until the record has them, because the vault may never be opened in this run.
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { policyHash } from '../record/policy-hash.ts';
import type { SecurityRecord } from '../record/security-record.ts';
import { forgetRefusedStarts, readRefusedStarts } from './refused-start.ts';

/** How a start is identified. */
export interface ProgramStart {
  readonly folder: string; // of the profile
  readonly versions: { readonly app: string; readonly electron: string; readonly chromium: string };
  readonly isPackaged: boolean;
}

/** Records this start, starts refused before it, and policy now and whenever it changes. */
export function recordProgram(
  record: Pick<SecurityRecord, 'note' | 'noteOnce'>,
  { folder, versions, isPackaged }: ProgramStart,
  policy: Pick<PolicyInForce, 'values' | 'report' | 'onChange'>,
): void {
  let last = '';
  const notePolicy = (): void => {
    const { policies, problems } = policy.report();
    const isManaged = policies.some(({ level }) => level === 'machine' || level === 'user-managed');
    const now = { policy: policyHash(policy.values()), problems: problems.length, isManaged };
    if (JSON.stringify(now) === last) return;
    last = JSON.stringify(now);
    record.note({ kind: 'policy-changed', ...now });
  };
  const refused = readRefusedStarts(folder);
  record.noteOnce(
    refused.map(({ at, name }) => ({ event: { kind: 'refused-switch', name }, atMs: at })),
    () => forgetRefusedStarts(folder, refused),
  );
  record.note({ kind: 'start', ...versions, isPackaged });
  notePolicy();
  policy.onChange(notePolicy);
}
