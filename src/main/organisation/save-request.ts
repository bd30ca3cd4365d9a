// Saves the request for a certificate as a file. Where no server issues certificates, the person or device management
// takes this file to the authority.
import type { RefusalCode } from '../../contract/failure.ts';
import type { Language } from '../../contract/view.ts';
import { savingTexts } from '../../text/saving.ts';
import { type AskForPlace, saveText } from '../desktop/save-text.ts';
import type { Enrolment } from './enrolment.ts';

/** What saving needs. */
export interface RequestFileParts {
  /** The running account, with the id of its device. */
  readonly account: () =>
    | { readonly enrolment: Pick<Enrolment, 'request' | 'view'>; readonly device: string }
    | undefined;
  readonly language: () => Language;
  readonly ask: AskForPlace;
}

/** Saves the request in the place that the person chooses. */
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
