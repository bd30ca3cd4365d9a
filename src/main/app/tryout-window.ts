// The window in which a person tries microphone, speaker and camera before a call (decision 0088). Its page has its own
// process and session, and is the only one besides a stage that may open a microphone or camera. A call takes
// precedence: while one rings or is on, nothing may be opened here. Main releases what was open by ending the page's
// process, whatever the page does, and ends a filter that policy forbids in the same way. The window is never open
// while the screen or the program is locked.
import { BrowserWindow, type WebContents } from 'electron';
import type { DevicesTried, Tried } from '../../contract/device-cause.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Sender } from '../../contract/command-shapes.ts';
import type { TryoutView } from '../../contract/page-view.ts';
import type { View } from '../../contract/view.ts';
import { createBudget } from '../time/budget.ts';
import type { Clock } from '../time/clock.ts';
import { backgroundColor } from './app-window.ts';
import { Page } from './page.ts';
import { tryoutView } from './page-views.ts';
import type { CallDevices } from './permissions.ts';
import { type WindowSetting, windowOptions } from './window-options.ts';
import type { Zoom } from './zoom.ts';

interface Opened {
  readonly window: BrowserWindow;
  readonly page: Page;
  told: string; // its view as JSON
  isEnding: boolean; // we are ending its process, and another one will replace it
}

const UNSHOWN_MS = 5000; // how long a page may take until there is something to see
/** How often the window may be opened or brought to the front within a minute, because it takes the keyboard. */
const MOST_OPENED = 6;
const PER_MS = 60_000;

/** The window, of which there is at most one. */
export class TryoutWindow {
  readonly #setting: WindowSetting;
  readonly #zoom: Zoom;
  readonly #clock: Pick<Clock, 'after' | 'nowMs'>;
  readonly #mayOpen: () => boolean;
  #opened: Opened | undefined;
  #tried: DevicesTried = {}; // since the window was last opened
  #waiting: (() => void)[] = []; // called when the window has closed
  #view: TryoutView | undefined; // `undefined` before the first `follow`, and while program or screen is locked

  /** `zoom` is that of the other windows. */
  constructor(setting: WindowSetting, zoom: Zoom, clock: Pick<Clock, 'after' | 'nowMs'>) {
    this.#setting = setting;
    this.#zoom = zoom;
    this.#clock = clock;
    this.#mayOpen = createBudget(clock, MOST_OPENED, PER_MS);
    zoom.onChange((level) => this.#opened?.page.contents.setZoomLevel(level));
  }

  /** The page if `contents` belong to it, otherwise `undefined`. */
  readonly pageOf = (contents: WebContents): Sender | undefined =>
    this.#opened?.page.contents === contents ? this.#opened.page : undefined;

  /**
   * Opens the window, or brings it to the front. `app-locked`: the screen or the program is locked. `call-first`: a
   * call rings or is on. `asked-lately`: the window was asked for too often within a minute.
   */
  open(): 'done' | Extract<RefusalCode, 'app-locked' | 'call-first' | 'asked-lately'> {
    if (this.#view === undefined) return 'app-locked';
    if (!this.isFree()) return 'call-first';
    if (!this.#mayOpen()) return 'asked-lately';
    const window = this.#opened?.window;
    if (window === undefined) {
      this.#tried = {};
      this.#opened = this.#make();
    } else if (window.isVisible()) {
      if (window.isMinimized()) window.restore();
      window.focus();
    }
    return 'done';
  }

  /** Closes the window and releases every device. */
  close(): 'done' {
    this.#end();
    return 'done';
  }

  /** Notes what the page reports about a device: whether it opened, or why not. */
  told(device: keyof DevicesTried, came: Tried): void {
    this.#tried = { ...this.#tried, [device]: came };
  }

  /** The results of opening devices since the window was last opened. None after a lock. */
  readonly tried = (): DevicesTried => this.#tried;

  /** Resolves once the window has closed, at once if there is none. */
  whenGone(): Promise<void> {
    return this.#opened === undefined
      ? Promise.resolve()
      : new Promise((resolve) => {
          this.#waiting.push(resolve);
        });
  }

  /** Whether no call rings or is on, and nothing is locked. */
  isFree(): boolean {
    return this.#view?.isFree === true;
  }

  /** The devices that the page may open now: none while its window is not visible. */
  devices(): CallDevices {
    const microphone = this.#opened?.window.isVisible() === true && this.isFree();
    return { microphone, camera: microphone && this.#view?.allowVideo === true };
  }

  /**
   * Follows the program's state: closes the window under a lock, and takes the page's devices away for a call, or if
   * policy forbids the camera or the filter in use.
   */
  follow(view: View, isScreenLocked: boolean): void {
    const before = this.#view;
    this.#view = isScreenLocked ? undefined : tryoutView(view);
    // After a lock another person may sit here, or another profile may be open
    if (this.#view === undefined) this.#tried = {};
    const opened = this.#opened;
    if (opened === undefined) return;
    if (this.#view === undefined) return this.#end();
    const isTaken = before?.isFree === true && !this.#view.isFree;
    if (isTaken || isForbidden(before, this.#view, view)) this.#letGo(opened);
    else this.#tell(opened);
  }

  // A document could refuse to be reloaded, or never finish, and keep its devices open. Ending its process releases
  // them and makes the page load another document.
  #letGo(opened: Opened): void {
    opened.isEnding = true;
    opened.page.contents.forcefullyCrashRenderer();
  }

  #make(): Opened {
    const window = new BrowserWindow({
      ...windowOptions('tryout', this.#setting),
      backgroundColor: backgroundColor(),
    });
    window.removeMenu();
    window.setContentProtection(true); // the page shows the person; on Linux this call has no effect
    const lose = (): void => {
      if (this.#opened?.window === window) this.#end();
    };
    const page = new Page({ kind: 'tryout', call: '' }, window.webContents, {
      onLoaded: () => {
        if (this.#opened?.window !== window) return;
        this.#zoom.loaded(page.contents);
        this.#opened.told = '';
        this.#tell(this.#opened);
      },
      onCrash: () => {
        const opened = this.#opened;
        if (opened?.window !== window) return;
        if (!opened.isEnding) return this.#end();
        opened.isEnding = false;
      },
      onReload: () => undefined, // the page is told everything once it has loaded
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
    this.#clock.after(UNSHOWN_MS, () => {
      if (!window.isDestroyed() && !window.isVisible()) lose();
    });
    return { window, page, told: '', isEnding: false };
  }

  #tell(opened: Opened): void {
    if (this.#view === undefined || !opened.page.isLoaded) return;
    const text = JSON.stringify(this.#view);
    if (text === opened.told) return;
    opened.told = text;
    opened.page.push('view', this.#view);
  }

  #end(): void {
    const opened = this.#opened;
    if (opened === undefined) return;
    this.#opened = undefined;
    opened.page.gone();
    if (!opened.window.isDestroyed()) opened.window.destroy();
    for (const tell of this.#waiting.splice(0)) tell();
  }
}

// Whether something that was allowed is now forbidden: the camera, or the filter that was in use.
function isForbidden(before: TryoutView | undefined, now: TryoutView, { managed }: View): boolean {
  if (before === undefined) return false;
  const { background, noiseSuppression } = managed.locks;
  return (
    (before.allowVideo && !now.allowVideo) ||
    (before.devices.background !== 'off' && now.devices.background === 'off' && background !== undefined) ||
    (before.processing.noiseSuppression === 'strong' && noiseSuppression !== undefined)
  );
}
