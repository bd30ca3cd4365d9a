// The window that shows a recovery code (decision 0060): a page with its own process and session, excluded from screen
// captures where the system can do that. It exists while a code is shown, and whatever ends its page ends the code too.
import { BrowserWindow, type WebContents } from 'electron';
import type { Sender } from '../../contract/command-shapes.ts';
import type { View } from '../../contract/view.ts';
import { backgroundColor } from './app-window.ts';
import { Page } from './page.ts';
import { recoveryView } from './page-views.ts';
import { type PrintOutcome, printPage } from './print-page.ts';
import { type WindowSetting, windowOptions } from './window-options.ts';
import type { Zoom } from './zoom.ts';

interface Opened {
  readonly window: BrowserWindow;
  readonly page: Page;
  told: string; // its view as JSON
}

/** At most one such window. */
export class RecoveryWindow {
  readonly #setting: WindowSetting;
  readonly #zoom: Zoom;
  readonly #onClosed: () => void;
  #opened: Opened | undefined;
  #view: View | undefined;

  /**
   * `zoom` is that of the other windows. `onClosed`: the person has closed the window, or its page is gone. The caller
   * must then discard the code.
   */
  constructor(setting: WindowSetting, zoom: Zoom, onClosed: () => void) {
    this.#setting = setting;
    this.#zoom = zoom;
    this.#onClosed = onClosed;
    zoom.onChange((level) => this.#opened?.page.contents.setZoomLevel(level));
  }

  /** The page if `contents` belong to it, otherwise `undefined`. */
  readonly pageOf = (contents: WebContents): Sender | undefined =>
    this.#opened?.page.contents === contents ? this.#opened.page : undefined;

  /** Opens, updates or ends the window as the view demands. */
  follow(view: View): void {
    this.#view = view;
    if (recoveryView(view) === undefined) return this.#end();
    this.#opened ??= this.#open();
    this.#tell(this.#opened);
  }

  /** Brings the window to the front, if there is one. */
  present(): void {
    const window = this.#opened?.window;
    if (window === undefined || !window.isVisible()) return; // it comes to the front when there is something to see
    if (window.isMinimized()) window.restore();
    window.focus();
  }

  /** Prints the page by the system's dialog. */
  async print(): Promise<PrintOutcome> {
    return this.#opened === undefined ? 'recovery-gone' : await printPage(this.#opened.page.contents);
  }

  #open(): Opened {
    const window = new BrowserWindow({
      ...windowOptions('recovery', this.#setting),
      backgroundColor: backgroundColor(),
    });
    window.removeMenu();
    window.setContentProtection(true); // whatever policy says about other windows; on Linux this call has no effect
    const lose = (): void => this.#lose(window);
    const page = new Page({ kind: 'recovery', call: '' }, window.webContents, {
      onLoaded: () => {
        if (this.#opened?.window !== window) return;
        this.#zoom.loaded(page.contents);
        this.#opened.told = '';
        this.#tell(this.#opened);
      },
      onCrash: lose,
      onReload: lose,
      onHopeless: lose,
      onVanished: lose,
      onZoom: this.#zoom.to,
    });
    window.on('closed', lose);
    window.once('ready-to-show', () => {
      if (window.isDestroyed()) return;
      window.show();
      page.focus();
    });
    return { window, page, told: '' };
  }

  #tell({ page, told }: Opened): void {
    const view = this.#view && recoveryView(this.#view);
    if (view === undefined || this.#opened === undefined || !page.isLoaded) return;
    const text = JSON.stringify(view);
    if (text === told) return;
    this.#opened.told = text;
    page.push('view', view);
  }

  #lose(window: BrowserWindow): void {
    if (this.#opened?.window !== window) return;
    this.#end();
    this.#onClosed();
  }

  #end(): void {
    const opened = this.#opened;
    if (opened === undefined) return;
    this.#opened = undefined;
    opened.page.gone();
    if (!opened.window.isDestroyed()) opened.window.destroy();
  }
}
