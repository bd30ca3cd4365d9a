// What happens to a page that crashes on every load: it is not loaded again automatically. A call that has lost its
// window ends, because nobody could see who the peer is. A ringing call falls silent, and is still shown in tray and
// main window. For the main window the person decides.
import { dialog } from 'electron';
import type { WindowKind } from '../../contract/command-shapes.ts';
import type { Desk } from '../calls/desk.ts';
import type { DesktopTexts } from '../../text/desktop.ts';

/** What `giveUpPage` needs. */
export interface HopelessParts {
  readonly desk: () => Pick<Desk, 'hangUp' | 'dismiss'> | undefined;
  /** Silences a ringing call, also one that rings while the program is locked. */
  readonly silence: (call: string) => void;
  readonly showMain: () => void;
  readonly texts: () => Pick<DesktopTexts, 'hopelessWindow' | 'hopelessWindowText' | 'tryAgain' | 'close'>;
}

const [CLOSE, AGAIN] = [0, 1];

/**
 * Gives up a page of this kind, whose window is closed already. `call` is the id of its call in hex, '' for the main
 * window.
 */
export async function giveUpPage(kind: WindowKind, call: string, parts: HopelessParts): Promise<void> {
  if (kind === 'card') return parts.silence(call);
  if (kind !== 'main') {
    if (parts.desk()?.hangUp(call).ok !== true) parts.desk()?.dismiss(call); // the call's end cannot be shown either
    return;
  }
  const { hopelessWindow, hopelessWindowText, tryAgain, close } = parts.texts();
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'Siegel',
    message: hopelessWindow,
    detail: hopelessWindowText,
    buttons: [close, tryAgain],
    defaultId: AGAIN,
    cancelId: CLOSE,
    noLink: true,
  });
  if (response === AGAIN) parts.showMain();
}
