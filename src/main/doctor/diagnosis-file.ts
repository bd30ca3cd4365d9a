// Saves the diagnosis to a file: exactly the text that was shown last, if one was. Policy decides whether it may be
// saved (DiagnosticsExport). Reading it is always allowed.
import type { RefusalCode } from '../../contract/failure.ts';
import type { Language } from '../../contract/view.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import { savingTexts } from '../../text/saving.ts';
import type { OnRecord } from '../record/record-event.ts';
import { type AskForPlace, saveText } from '../desktop/save-text.ts';

/** What reading and saving need. */
export interface DiagnosisFileParts {
  readonly write: () => Promise<string>; // a new text
  readonly onRecord: OnRecord;
  readonly policy: () => Pick<PolicyValues, 'DiagnosticsExport'>;
  readonly language: () => Language;
  readonly today: () => string; // YYYY-MM-DD
  readonly ask: AskForPlace;
}

/** The diagnosis, as the page uses it. */
export interface DiagnosisFile {
  /** Writes a new text and returns it. */
  readonly read: () => Promise<string>;
  /** Saves the text that was read last, or a new one if none was. */
  readonly save: () => Promise<'done' | RefusalCode>;
}

/** A diagnosis that nobody has read yet. */
export function createDiagnosisFile(parts: DiagnosisFileParts): DiagnosisFile {
  let shown: string | undefined;
  const read = async (): Promise<string> => {
    shown = await parts.write();
    return shown;
  };
  return {
    read,
    save: async () => {
      if (!parts.policy().DiagnosticsExport) return 'export-not-allowed';
      const { title, kind, name } = savingTexts[parts.language()].diagnosis;
      const request = { title, name: `${name}-${parts.today()}.txt`, filter: { name: kind, extension: 'txt' } };
      const saved = await saveText(parts.ask, request, async () => shown ?? (await read()));
      if (saved !== 'saved') return saved;
      parts.onRecord({ kind: 'exported', what: 'diagnostics' });
      return 'done';
    },
  };
}
