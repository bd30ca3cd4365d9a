// The request for a certificate as a file that the person or device management carries to the authority, where no server issues.
import type { RefusalCode } from '../../contract/failure.ts';
import type { Language } from '../../contract/view.ts';
import { savingTexts } from '../../text/saving.ts';
import { type AskForPlace, saveText } from '../desktop/save-text.ts';
import type { Enrolment } from './enrolment.ts';

/** What saving takes. */
export interface RequestFileParts {
  /** Of the account that runs, with the id of its device. */
  readonly account: () =>
    | { readonly enrolment: Pick<Enrolment, 'request' | 'view'>; readonly device: string }
    | undefined;
  readonly language: () => Language;
  readonly ask: AskForPlace;
}

/** Saves the request where the person says. */
export async function saveRequest({ account, language, ask }: RequestFileParts): Promise<'done' | RefusalCode> {
  const found = account();
  if (found === undefined) return 'no-identity';
  const { enrolment, device } = found;
  if (enrolment.view().kind === 'off') return 'not-enrolling';
  const { title, kind } = savingTexts[language()].request;
  const place = { title, name: `siegel-${device}.csr`, filter: { name: kind, extension: 'csr' } };
  const saved = await saveText(ask, place, enrolment.request);
  return saved === 'saved' ? 'done' : saved;
}
