// The window of a call: the security page fills it, and the stage lies over the part that the security page leaves
// free. They are two pages, two processes and two sessions. Only main controls bounds, order and keyboard. So a stage
// that was taken over can neither draw over the name, the trust mark and the code, nor receive what a person types into
// the security page.
import { BaseWindow, WebContentsView, type WebContents } from 'electron';
import type { Side } from '../../contract/page-view.ts';
import { LEAST_HEAD } from '../../contract/call-layout.ts';
import { backgroundColor, type AppWindow } from './app-window.ts';
import { stageBounds, type Bounds } from './call-layout.ts';
import { Page, type PageEvents } from './page.ts';
import type { CallWindowState } from './page-views.ts';
import { type TalkPress, watchTalkKey } from './talk-key.ts';
import { callWindowOptions, pagePreferences, type WindowSetting } from './window-options.ts';

interface Part {
  readonly view: WebContentsView;
  readonly page: Page;
}

/** The window of one call, made hidden. */
export class CallWindow implements AppWindow {
  readonly kind = 'call';
  readonly call: string;
  readonly window: BaseWindow;
  readonly #setting: WindowSetting;
  readonly #events: PageEvents;
  readonly #watchTalkKey: (contents: WebContents) => void;
  #security: Part;
  #stage: Part | undefined;
  #side: Side = 'none';
  #wantsSmall = false;
  #head = LEAST_HEAD;
  #full = false;
  #keyboard: 'security' | 'stage' = 'security'; // which page has the keyboard; a loading stage cannot claim it

  constructor(call: string, setting: WindowSetting, events: PageEvents, onTalk: (press: TalkPress) => void) {
    this.call = call;
    this.#setting = setting;
    this.#events = events;
    this.window = new BaseWindow({ ...callWindowOptions(setting), backgroundColor: backgroundColor() });
    this.window.removeMenu();
    this.#watchTalkKey = watchTalkKey(this.window, onTalk);
    this.#security = this.#add('security');
    this.#stage = this.#add('stage');
    this.window.on('resize', () => this.#lay());
    // On Linux no 'resize' reports the size that entering or leaving full screen has led to (Electron 33).
    this.window.on('enter-full-screen', () => this.#lay());
    this.window.on('leave-full-screen', () => this.#lay());
    this.window.on('closed', () => {
      for (const page of this.pages) page.end(); // a view's contents outlive their window
    });
  }

  get pages(): readonly Page[] {
    return [this.#security.page, ...(this.#stage === undefined ? [] : [this.#stage.page])];
  }

  get security(): Page {
    return this.#security.page;
  }

  /** The stage. Undefined once it was ended. */
  get stage(): Page | undefined {
    return this.#stage?.page;
  }

  /** What both pages are told about their window. */
  get state(): CallWindowState {
    return { side: this.#side, small: this.#wantsSmall && this.#side === 'none' && !this.#full };
  }

  whenShowable(run: () => void): void {
    this.#security.page.whenLoaded(() => this.window.isDestroyed() || run());
  }

  focus(): void {
    this.#security.page.focus();
  }

  /** Opens or closes the panel beside the stage. The security panel, opened from the stage, gets the keyboard. */
  setSide(side: Side, from: Page['kind']): void {
    this.#side = side;
    this.#lay();
    if (side === 'security' && from === 'stage') this.#security.page.focus();
  }

  /** Notes whether the person wants the window small. It is small only while nothing in it must be read. */
  wantSmall(on: boolean): void {
    this.#wantsSmall = on;
    if (on) this.#side = 'none';
    this.#lay();
  }

  /** Gives the security page the space it needs: a head of this height in CSS pixels, or the whole window. */
  layOut(head: number, full: boolean): void {
    this.#head = head;
    this.#full = full;
    this.#lay();
    if (full) this.#security.page.focus();
  }

  /**
   * Hands the keyboard to the first or last control of the other page, or of the security page if no stage is visible.
   */
  leave(from: Page['kind'], backwards: boolean): void {
    const stage = this.#stageBounds() === undefined ? undefined : this.#stage?.page;
    const next = from === 'stage' ? this.#security.page : (stage ?? this.#security.page);
    next.focus();
    next.push('focus', { at: backwards ? 'last' : 'first' });
  }

  /** Lays out the pages anew after their zoom changed. */
  zoomed(): void {
    this.#lay();
  }

  /** Ends the stage, with its camera and microphone: the call is over. */
  endStage(): void {
    if (this.#stage === undefined) return;
    this.#drop(this.#stage);
    this.#stage = undefined;
    if (this.window.isFocused()) this.#security.page.focus();
  }

  /** Replaces a page that has closed itself. */
  replace(page: Page): void {
    if (page === this.#stage?.page) {
      this.#drop(this.#stage);
      this.#stage = this.#add('stage', undefined, page);
    } else if (page === this.#security.page) {
      this.#drop(this.#security);
      this.#security = this.#add('security', 0, page);
    }
  }

  #add(kind: 'security' | 'stage', index?: number, before?: Page): Part {
    const view = new WebContentsView({ webPreferences: pagePreferences(kind, this.#setting) });
    view.setBackgroundColor(backgroundColor());
    this.window.contentView.addChildView(view, index);
    const page = new Page({ kind, call: this.call }, view.webContents, this.#events, before);
    this.#guardKeyboard(kind, view.webContents);
    this.#watchTalkKey(view.webContents);
    if (kind === 'security') view.webContents.on('page-title-updated', (_event, title) => this.#entitle(title));
    queueMicrotask(() => this.#lay()); // once the part is in place
    return { view, page };
  }

  // Chromium gives the keyboard to a page that loads (measured). A stage that reloads or closes itself would take it
  // from a person who is typing the code. So main returns the keyboard to the security page: when Chromium is done, and
  // again after the load.
  #guardKeyboard(kind: 'security' | 'stage', contents: WebContents): void {
    const giveBack = (): void => {
      if (this.#keyboard === 'security' && !contents.isDestroyed() && contents.isFocused()) this.#security.page.focus();
    };
    contents.on('focus', () => {
      if (kind === 'security' || this.#keyboard === 'stage' || !contents.isLoadingMainFrame()) this.#keyboard = kind;
      else setImmediate(giveBack);
    });
    if (kind === 'stage') contents.on('did-stop-loading', giveBack);
  }

  // Chromium also reports a title after the window is gone.
  #entitle(title: string): void {
    if (!this.window.isDestroyed()) this.window.setTitle(title);
  }

  #drop({ view, page }: Part): void {
    this.window.contentView.removeChildView(view);
    page.end();
  }

  #stageBounds(): Bounds | undefined {
    const { width, height } = this.window.getContentBounds();
    const contents = this.#security.page.isThere ? this.#security.page.contents : undefined;
    const zoom = contents?.getZoomFactor() ?? 1;
    return stageBounds({ width, height }, { head: this.#head, full: this.#full, side: this.#side, zoom });
  }

  #lay(): void {
    if (this.window.isDestroyed()) return;
    const { width, height } = this.window.getContentBounds();
    this.#security.view.setBounds({ x: 0, y: 0, width, height });
    const bounds = this.#stageBounds();
    this.#stage?.view.setVisible(bounds !== undefined);
    if (bounds !== undefined) this.#stage?.view.setBounds({ ...bounds });
  }
}
