// The system's own dialog for a question that no page may answer, over the window that it blocks.
import { type BrowserWindow, dialog } from 'electron';
import type { ShowConsent } from './consent.ts';

const [CANCEL, YES] = [0, 1];

/** Shows the dialog over the window that `over` brings to the front. */
export function consentOver(over: () => BrowserWindow): ShowConsent {
  return async ({ message, detail, cancel, yes }, signal) => {
    const buttons = [cancel, yes];
    const { response } = await dialog.showMessageBox(over(), {
      type: 'warning',
      title: 'Siegel',
      message,
      detail,
      buttons,
      defaultId: CANCEL,
      cancelId: CANCEL,
      noLink: true,
      signal,
    });
    return response === YES;
  };
}
