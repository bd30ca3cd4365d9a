// Shows and ends windows as the view demands. Closing one hides it, or silences or dismisses its call. No call ends.
import type { BaseWindow, BrowserWindow, WebContents } from 'electron';
import { isOn } from '../../contract/running.ts';
import type { MediaCommand } from '../../contract/media.ts';
import type { Sender, WindowKind } from '../../contract/command-shapes.ts';
import type { PageView, Side } from '../../contract/page-view.ts';
import type { CallView, View } from '../../contract/view.ts';
import type { Clock } from '../time/clock.ts';
import { placeBeside, placeCard, present, type AppWindow } from './app-window.ts';
import { AppWindows, type AppWindowEvents } from './app-windows.ts';
import type { CallWindow } from './call-window.ts';
import type { CrashReason, Page } from './page.ts';
import { ViewPushes, viewFor } from './view-pushes.ts';
import { SmallCalls, type SmallPlaces } from './small-calls.ts';
import type { WindowSetting } from './window-options.ts';
import { type WindowDue, windowsDue, type WindowsDue } from './windows-due.ts';
import type { Zoom } from './zoom.ts';

/**
 * Called for what a person did to a window or what became of its page; a call is given by its id in hex. `places`
 * stores where small windows are.
 */
export interface WindowEvents extends Pick<AppWindowEvents, 'onTalk'> {
  readonly onSilence: (call: string) => void;
  readonly onDismiss: (call: string) => void;
  readonly onPageLost: (call: string) => void;
  readonly onCrash: (kind: WindowKind, reason: CrashReason) => void;
  /** A page keeps crashing or closing itself, and its window is closed. `call` is '' for the main window. */
  readonly onHopeless: (kind: WindowKind, call: string) => void;
  readonly places: SmallPlaces;
}

/** The longest time before a placed call gets its window. If its callee was read recently, INVITE leaves first. */
const SOON_MS = 50;

/** All windows of this program. */
export class Windows {
  readonly #windows: AppWindows;
  readonly #events: WindowEvents;
  readonly #pushes: ViewPushes;
  #view: View | undefined;
  readonly #seen = new Set<string>(); // calls whose window was due to be shown
  #due: WindowsDue = { card: undefined, callWindows: new Map(), unseen: [] };
  readonly #small: SmallCalls;
  // By call: actions for a window that is not made yet.
  readonly #early = new Map<string, ((window: CallWindow) => void)[]>();
  readonly #awaited = new Map<string, WindowDue>(); // by call: how the window that is made a moment later is due
  #offered = ''; // the call that another device has offered last
  readonly #zoom: Zoom;
  readonly #clock: Pick<Clock, 'after'>;
  #quitting = false;

  constructor(setting: WindowSetting, zoom: Zoom, clock: Pick<Clock, 'after'>, events: WindowEvents) {
    this.#small = new SmallCalls(events.places);
    this.#zoom = zoom;
    this.#clock = clock;
    this.#events = events;
    this.#windows = new AppWindows(
      setting,
      {
        onFocus: ({ kind }) => kind === 'main' && this.#pushes.tellMain(),
        onTalk: events.onTalk,
        onClose: (window) => this.#quitting || this.#closed(window),
        onVanished: (window) => this.#vanished(window),
      },
      {
        onLoaded: (page) => this.#loaded(page),
        onCrash: (page, reason) => {
          this.#events.onCrash(page.kind, reason);
          if (!this.#quitting) this.#lost(page); // also after a clean exit: a page that we end is not reported
        },
        onReload: (page) => this.#lost(page),
        onHopeless: (page) => this.#hopeless(page),
        onVanished: (page) => this.#pageVanished(page),
        onZoom: zoom.to,
      },
    );
    this.#pushes = new ViewPushes(this.#windows, clock);
    zoom.onChange((level) => this.#zoomTo(level));
  }

  /** The page of these contents. `undefined` if they are not ours. */
  readonly pageOf = (contents: WebContents): Sender | undefined => this.#windows.pageOf(contents);

  /** What this page may see now. Undefined as in `viewFor`. */
  viewOf(page: Sender, view: View): PageView | undefined {
    return viewFor(page, view, this.#windows.stateOf(page));
  }

  /** Shows and focuses the main window. Returns it, for a dialog over it. */
  showMain(): BrowserWindow {
    const opened = this.#windows.openMain();
    present(opened);
    return opened.window as BrowserWindow;
  }

  whenMainLoaded(run: () => void): void {
    this.#windows.openMain().pages[0]?.whenLoaded(run);
  }

  showCall(call: string): void {
    const found = this.#windows.callWindow(call);
    if (found !== undefined && this.#due.callWindows.get(call) === 'shown') present(found);
  }

  /** Brings the card to the front, with the keyboard. Returns whether there is a card. */
  showCard(): boolean {
    const card = this.#windows.find('card');
    if (card !== undefined) present(card);
    return card !== undefined;
  }

  /** Shows `side` beside the stage of this call, or hides it. `from`: the kind of page that asks. */
  setSide(call: string, side: Side, from: WindowKind): void {
    this.#change(call, (window) => window.setSide(side, from));
  }

  /** Makes the window of this call small and on top unless something in it must be read, or restores its size. */
  wantSmall(call: string, on: boolean): void {
    this.#change(call, (window) => window.wantSmall(on));
  }

  windowOf(call: string): BaseWindow | undefined {
    return this.#windows.callWindow(call)?.window;
  }

  isSmall(call: string): boolean {
    return this.#windows.callWindow(call)?.state.small === true;
  }

  layOut(call: string, head: number, full: boolean): void {
    this.#change(call, (window) => window.layOut(head, full));
  }

  leave(call: string, from: WindowKind, backwards: boolean): void {
    this.#windows.callWindow(call)?.leave(from, backwards);
  }

  /** Tells every page what it may see of the new view, and makes, shows or ends windows accordingly. */
  follow(view: View): void {
    this.#view = view;
    this.#windows.protect();
    const offered = view.offer?.call ?? '';
    if (offered !== '' && offered !== this.#offered) this.showMain(); // another device has just offered a call
    this.#offered = offered;
    this.#due = windowsDue(view.calls, this.#seen, view.knock);
    for (const call of [...this.#windows.calls, ...this.#early.keys()]) {
      if (!this.#due.callWindows.has(call)) this.#forget(call);
    }
    const card = this.#windows.find('card');
    if (card !== undefined && card.call !== this.#due.card?.id) this.#windows.destroy(card);
    for (const { id, phase } of view.calls) if (phase.kind === 'ended') this.#windows.callWindow(id)?.endStage();
    // Pages are told before any window is made, which takes a while: existing windows respond to the person first.
    this.#pushes.follow(view);
    this.#followCard(this.#due.card, view.calls);
    for (const [call, due] of this.#due.callWindows) this.#followCall(call, due);
    for (const call of this.#due.unseen) this.#events.onDismiss(call);
  }

  /** Sends a command to its call's stage. From `open` on, commands wait for the window; earlier ones may be dropped. */
  command(command: MediaCommand): void {
    const { call, kind } = command;
    if (kind === 'open' && this.#windows.callWindow(call) === undefined && !this.#early.has(call))
      this.#early.set(call, []);
    this.#withWindow(call, ({ stage }) => stage?.push('media', command));
  }

  /** Calls `run` with the stage's contents once loaded. Never if gone, or if its call has no window and no `open`. */
  whenStageLoaded(call: string, run: (contents: WebContents) => void): void {
    this.#withWindow(call, ({ stage }) => stage?.whenLoaded(() => run(stage.contents)));
  }

  /** From here on windows close when asked to. */
  quit(): void {
    this.#quitting = true;
  }

  #withWindow(call: string, run: (window: CallWindow) => void): void {
    const found = this.#windows.callWindow(call);
    if (found === undefined) this.#early.get(call)?.push(run);
    else run(found);
  }

  // Makes a call's window: now, once its card can be seen, or a moment later.
  #followCall(call: string, due: WindowDue): void {
    const open = (): void => {
      if (!this.#quitting && this.#due.callWindows.get(call) === due) this.#open(call, due);
    };
    const card = this.#windows.find('card');
    const isBehindCard = due === 'waiting' && card?.call === call;
    if (this.#windows.callWindow(call) !== undefined || (due !== 'soon' && !isBehindCard)) return open();
    if (this.#awaited.get(call) === due) return; // an earlier view has started the wait
    this.#awaited.set(call, due);
    if (isBehindCard) card.whenShowable(open);
    else this.#clock.after(SOON_MS, open);
  }

  #open(call: string, due: WindowDue): void {
    const other = this.#windows.all.find((each) => each.kind === 'call' && each.call !== call);
    const found = this.#windows.openCall(call);
    for (const run of this.#early.get(call) ?? []) run(found);
    this.#early.delete(call);
    this.#awaited.delete(call);
    if (this.#view?.calls.some(({ id, phase }) => id === call && phase.kind === 'ended') === true) found.endStage();
    if (due === 'waiting' || this.#seen.has(call)) return;
    this.#seen.add(call);
    if (other !== undefined) placeBeside(found, other);
    present(found);
  }

  #forget(call: string): void {
    const found = this.#windows.callWindow(call);
    this.#small.forget(call);
    if (found !== undefined) this.#windows.destroy(found);
    this.#early.delete(call);
    this.#awaited.delete(call);
    this.#seen.delete(call);
  }

  // Beside a running call, the card does not take the keyboard: the running call's window also shows who rings.
  #followCard(ringing: WindowsDue['card'], calls: readonly CallView[]): void {
    if (ringing === undefined || this.#windows.find('card') !== undefined) return;
    const isWaiting = calls.some((call) => call.id !== ringing.id && isOn(call));
    const card = this.#windows.openCard(ringing.id);
    placeCard(card, this.#zoom.level());
    if (isWaiting) card.whenShowable(() => card.window.showInactive());
    else present(card);
  }

  #loaded(page: Page): void {
    this.#zoom.loaded(page.contents);
    if (page.kind === 'main') setImmediate(() => this.#windows.prepareCalls()); // a person who sees it may call
    this.#pushes.begin(page);
  }

  #zoomTo(level: number): void {
    for (const page of this.#windows.pages) page.contents.setZoomLevel(level);
    for (const window of this.#windows.all) placeCard(window, level);
    for (const window of this.#windows.all) this.#windows.callWindow(window.call)?.zoomed();
  }

  #change(call: string, change: (window: CallWindow) => void): void {
    const window = this.#windows.callWindow(call);
    if (window === undefined) return;
    change(window);
    this.#small.follow(window);
    for (const page of window.pages) this.#pushes.tell(page);
  }

  #closed(window: AppWindow): boolean {
    const mayGo = this.#leaves(window);
    if (!mayGo) window.window.hide();
    return mayGo;
  }

  // Silences or dismisses the call of a window that closes. Returns whether the window may close; if not, it is hidden.
  #leaves({ kind, call }: AppWindow): boolean {
    const found = this.#view?.calls.find(({ id }) => id === call);
    if (kind === 'card') {
      if (found?.phase.kind === 'ringing' || this.#view?.knock?.call === call) this.#events.onSilence(call);
      return true;
    }
    if (kind === 'call' && found?.phase.kind === 'ended') {
      this.#events.onDismiss(call);
      return true;
    }
    return false;
  }

  // Whatever a stage held is gone. The next document is told what to show when it has loaded.
  #lost(page: Page): void {
    const call = this.#view?.calls.find(({ id }) => id === page.call);
    if (page.kind === 'stage' && call !== undefined && isOn(call)) this.#events.onPageLost(call.id);
  }

  // A page of a call's window has closed itself, which no person asked for: another one replaces it.
  #pageVanished(page: Page): void {
    const window = this.#windows.callWindow(page.call);
    if (this.#quitting || window?.pages.includes(page) !== true) return;
    window.replace(page); // first, because whatever the desk then opens is for the new page
    this.#lost(page);
  }

  #hopeless(page: Page): void {
    const window = this.#windows.windowOf(page);
    if (this.#quitting || window === undefined) return;
    if (window.kind === 'call') this.#forget(window.call); // another window shows the end of its call
    else this.#windows.destroy(window);
    this.#events.onHopeless(page.kind, page.call);
  }

  // No person closed this window, and a page cannot end a call: the call continues in another window.
  #vanished(window: AppWindow): void {
    if (this.#quitting || this.#leaves(window) || window.kind !== 'call') return;
    this.#forget(window.call); // the next window is shown like the first
    const goesOn = this.#view?.calls.some((call) => call.id === window.call && isOn(call));
    if (goesOn === true) this.#events.onPageLost(window.call);
    if (this.#view !== undefined) this.follow(this.#view);
  }
}
