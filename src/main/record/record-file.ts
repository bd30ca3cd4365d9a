// Saves the security record as a signed file for somebody else. The record gets an entry about the export. Policy
// decides whether the record may be saved (DiagnosticsExport), which is checked here and not on the page.
import type { RefusalCode } from '../../contract/failure.ts';
import type { Language } from '../../contract/view.ts';
import type { SigningKey } from '../../core/keys/identity.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import { savingTexts } from '../../text/saving.ts';
import type { SecurityRecord } from './security-record.ts';
import { type AskForPlace, saveText } from '../desktop/save-text.ts';

/** What saving needs. */
export interface RecordFileParts {
  readonly record: Pick<SecurityRecord, 'note' | 'write'>;
  /** The key of this device, which signs the file. Undefined while the device belongs to nobody. */
  readonly signer: () => Pick<SigningKey, 'publicKey' | 'sign'> | undefined;
  readonly policy: () => Pick<PolicyValues, 'DiagnosticsExport'>;
  readonly language: () => Language;
  readonly today: () => string; // YYYY-MM-DD
  readonly ask: AskForPlace;
}

/**
 * Saves the record in the place that the person chooses. `disk`: the record cannot be read, or the file cannot be
 * written. `cancelled`: no place was chosen. `export-not-allowed`: policy forbids it. `no-identity`: no key can sign.
 */
export async function saveRecord(parts: RecordFileParts): Promise<'done' | RefusalCode> {
  if (!parts.policy().DiagnosticsExport) return 'export-not-allowed';
  const key = parts.signer();
  if (key === undefined) return 'no-identity';
  const { title, kind, name } = savingTexts[parts.language()].record;
  const file = `${name}-${parts.today()}.jsonl`;
  const saved = await saveText(parts.ask, { title, name: file, filter: { name: kind, extension: 'jsonl' } }, () => {
    parts.record.note({ kind: 'exported', what: 'record' }); // so that the file contains its own export
    return parts.record.write(key);
  });
  return saved === 'saved' ? 'done' : saved;
}
