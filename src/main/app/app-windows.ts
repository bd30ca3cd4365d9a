// The existing windows: at most one main window, one card, and one call window for each call. Their pages may still be
// loading. windows.ts decides which window is shown when, and what its pages are told.
import type { WebContents } from 'electron';
import type { Sender } from '../../contract/command-shapes.ts';
import { openSingle, type AppWindow } from './app-window.ts';
import { CallWindow } from './call-window.ts';
import type { Page, PageEvents } from './page.ts';
import type { CallWindowState } from './page-views.ts';
import type { TalkPress } from './talk-key.ts';
import type { WindowSetting } from './window-options.ts';

const ALONE = { side: 'none', small: false } as const;

/** What a window reports to its owner, besides reports of its pages. */
export interface AppWindowEvents {
  /** The window got the keyboard. */
  readonly onFocus: (window: AppWindow) => void;
  /**
   * The push-to-talk key was pressed in the window of this call, or was released, or may have been released unnoticed.
   */
  readonly onTalk: (call: string, press: TalkPress) => void;
  /** A person asked to close the window. Returns whether it may close. */
  readonly onClose: (window: AppWindow) => boolean;
  /** A page of the window has closed the window, and nobody was asked. */
  readonly onVanished: (window: AppWindow) => void;
}

/** The registry of our windows. */
export class AppWindows {
  readonly #setting: WindowSetting;
  readonly #events: AppWindowEvents;
  readonly #pageEvents: PageEvents;
  readonly #windows = new Map<string, AppWindow>();
  #isProtected = false;

  constructor(setting: WindowSetting, events: AppWindowEvents, pageEvents: PageEvents) {
    this.#setting = setting;
    this.#events = events;
    this.#pageEvents = pageEvents;
  }

  /** Every window. */
  get all(): readonly AppWindow[] {
    return [...this.#windows.values()];
  }

  /** Every page of every window. */
  get pages(): readonly Page[] {
    return this.all.flatMap(({ pages }) => pages);
  }

  /** The calls that have a window of their own. */
  get calls(): readonly string[] {
    return this.all.filter(({ kind }) => kind === 'call').map(({ call }) => call);
  }

  /** The window of this call. Undefined if there is none. */
  callWindow(call: string): CallWindow | undefined {
    const found = this.#windows.get(`call${call}`);
    return found instanceof CallWindow ? found : undefined;
  }

  /** Whether the main window has the keyboard. */
  get isMainInFront(): boolean {
    return this.find('main')?.window.isFocused() === true;
  }

  /** The state of the window of this page's call. */
  stateOf({ call }: Sender): CallWindowState {
    return this.callWindow(call)?.state ?? ALONE;
  }

  /** The window of this kind, of any call. */
  find(kind: AppWindow['kind']): AppWindow | undefined {
    return this.all.find((window) => window.kind === kind);
  }

  /** The window that a page belongs to. */
  windowOf(page: Page): AppWindow | undefined {
    return this.all.find(({ pages }) => pages.includes(page));
  }

  /** The page of these contents. `undefined` if they are not ours. */
  pageOf(contents: WebContents): Page | undefined {
    return this.pages.find((page) => page.contents === contents);
  }

  /** The main window, made hidden if there was none. */
  openMain(): AppWindow {
    return this.#windows.get('main') ?? this.#add(openSingle('main', '', this.#setting, this.#pageEvents));
  }

  /** The card of this call, made hidden if there was none. */
  openCard(call: string): AppWindow {
    return this.#windows.get(`card${call}`) ?? this.#add(openSingle('card', call, this.#setting, this.#pageEvents));
  }

  /** The window of this call, made hidden if there was none. */
  openCall(call: string): CallWindow {
    const found = this.callWindow(call);
    if (found !== undefined) return found;
    const made = new CallWindow(call, this.#setting, this.#pageEvents, (press) => this.#events.onTalk(call, press));
    this.#add(made);
    return made;
  }

  /**
   * Makes the sessions that windows of calls share, which takes 20 ms of main's time. To be run when there is time,
   * before a call needs them.
   */
  prepareCalls(): void {
    for (const kind of ['card', 'security', 'stage'] as const) this.#setting.sessionOf(kind);
  }

  /** Ends a window without asking. */
  destroy(window: AppWindow): void {
    this.#windows.delete(window.kind + window.call);
    for (const page of window.pages) page.gone();
    if (!window.window.isDestroyed()) window.window.destroy();
  }

  /** Excludes every window from screen captures or stops doing so, as `isProtected` says now. Linux cannot do that. */
  protect(): void {
    const isProtected = this.#setting.isProtected();
    if (isProtected === this.#isProtected) return;
    this.#isProtected = isProtected;
    for (const { window } of this.#windows.values()) window.setContentProtection(isProtected);
  }

  #add(made: AppWindow): AppWindow {
    const { window } = made;
    this.#windows.set(made.kind + made.call, made);
    this.protect();
    if (this.#isProtected) window.setContentProtection(true); // before it is shown
    let mayGo = false;
    window.on('focus', () => this.#events.onFocus(made));
    window.on('close', (event) => {
      mayGo = this.#events.onClose(made);
      if (!mayGo) event.preventDefault();
    });
    // If a page closes its own window, no `close` event comes first (measured): the window is gone at once.
    window.on('closed', () => {
      if (this.#windows.get(made.kind + made.call) !== made) return; // we ended it ourselves
      this.#windows.delete(made.kind + made.call);
      for (const page of made.pages) page.gone();
      if (!mayGo) this.#events.onVanished(made);
    });
    return made;
  }
}
