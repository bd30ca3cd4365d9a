// Shows, hides and ends windows as the view asks for them, and hands their pages what main pushes. Closing a window never ends a
// call: the main window hides, the card silences, the call window hides until the call is over and is dismissed after it.
import type { BaseWindow, BrowserWindow, WebContents } from 'electron';
import { isOn } from '../../contract/running.ts';
import type { MediaCommand } from '../../contract/media.ts';
import type { Sender, WindowKind } from '../../contract/command-shapes.ts';
import type { PageView, Side } from '../../contract/page-view.ts';
import type { CallView, View } from '../../contract/view.ts';
import type { Clock } from '../time/clock.ts';
import { placeBeside, placeCard, present, type AppWindow } from './app-window.ts';
import { AppWindows } from './app-windows.ts';
import type { CallWindow } from './call-window.ts';
import type { CrashReason, Page } from './page.ts';
import { ViewPushes, viewFor } from './view-pushes.ts';
import { SmallCalls, type SmallPlaces } from './small-calls.ts';
import type { WindowSetting } from './window-options.ts';
import { type WindowDue, windowsDue, type WindowsDue } from './windows-due.ts';
import type { Zoom } from './zoom.ts';

/** What a person did to a window, or what became of its page; the call is its id in hex. And where small windows are kept. */
export interface WindowEvents {
  readonly onSilence: (call: string) => void;
  readonly onDismiss: (call: string) => void;
  readonly onPageLost: (call: string) => void;
  readonly onCrash: (kind: WindowKind, reason: CrashReason) => void;
  /** A page crashes on every load; its window is closed. `call` is '' for the main window. */
  readonly onHopeless: (kind: WindowKind, call: string) => void;
  readonly places: SmallPlaces;
}

/** So long after a view that shows it as placed a call has its window at the latest. Who was read a moment ago is rung before, and that is not held up. */
const SOON_MS = 50;

/** All windows of this program. */
export class Windows {
  readonly #windows: AppWindows;
  readonly #events: WindowEvents;
  readonly #pushes: ViewPushes;
  #view: View | undefined;
  readonly #seen = new Set<string>(); // the calls that were due to be shown
  #due: WindowsDue = { card: undefined, callWindows: new Map(), unseen: [] };
  readonly #small: SmallCalls;
  readonly #early = new Map<string, ((window: CallWindow) => void)[]>(); // by call: what came for a window that is not made yet
  readonly #awaited = new Map<string, WindowDue>(); // by call: a window that is made a moment later, and for which due
  #offered = ''; // the call that was offered last
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
        onClose: (window) => this.#quitting || this.#closed(window),
        onVanished: (window) => this.#vanished(window),
      },
      {
        onLoaded: (page) => this.#loaded(page),
        onCrash: (page, reason) => {
          this.#events.onCrash(page.kind, reason);
          if (!this.#quitting) this.#lost(page); // also of a process that has ended well: the pages that we end are none of ours by then
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

  /** The page of these contents; `undefined` for what is none of ours. */
  readonly pageOf = (contents: WebContents): Sender | undefined => this.#windows.pageOf(contents);

  /** What this page may see now; undefined where its call is gone. */
  viewOf(page: Sender, view: View): PageView | undefined {
    return viewFor(page, view, this.#windows.stateOf(page));
  }

  /** Shows and focuses the main window; gives it, for a dialog over it. */
  showMain(): BrowserWindow {
    const opened = this.#windows.openMain();
    present(opened);
    return opened.window as BrowserWindow;
  }

  /** Runs once the page of the main window has loaded. */
  whenMainLoaded(run: () => void): void {
    this.#windows.openMain().pages[0]?.whenLoaded(run);
  }

  /** Shows and focuses the window of this call, where it has one. */
  showCall(call: string): void {
    const found = this.#windows.callWindow(call);
    if (found !== undefined && this.#due.callWindows.get(call) === 'shown') present(found);
  }

  /** Brings the card of a call that rings to the front, with the keyboard; whether there is one. */
  showCard(): boolean {
    const card = this.#windows.find('card');
    if (card !== undefined) present(card);
    return card !== undefined;
  }

  /** What stands beside the stage of this call, as one of its pages wants it. */
  setSide(call: string, side: Side, from: WindowKind): void {
    this.#change(call, (window) => window.setSide(side, from));
  }

  /** Makes the window of this call small and keeps it above all others, or gives it back its size. */
  wantSmall(call: string, on: boolean): void {
    this.#change(call, (window) => window.wantSmall(on));
  }

  /** The window of this call, over which another one opens. */
  windowOf(call: string): BaseWindow | undefined {
    return this.#windows.callWindow(call)?.window;
  }

  /** The room that the security page of this call needs. */
  layOut(call: string, head: number, full: boolean): void {
    this.#change(call, (window) => window.layOut(head, full));
  }

  /** Hands the keyboard to the other page of this call's window. */
  leave(call: string, from: WindowKind, backwards: boolean): void {
    this.#windows.callWindow(call)?.leave(from, backwards);
  }

  /** Tells every page what it may see of the new view, and makes, shows or ends windows as it asks. */
  follow(view: View): void {
    this.#view = view;
    this.#windows.protect();
    const offered = view.offer?.call ?? '';
    if (offered !== '' && offered !== this.#offered) this.showMain(); // somebody has sent it here this moment
    this.#offered = offered;
    this.#due = windowsDue(view.calls, this.#seen, view.knock);
    for (const call of [...this.#windows.calls, ...this.#early.keys()]) {
      if (!this.#due.callWindows.has(call)) this.#forget(call);
    }
    const card = this.#windows.find('card');
    if (card !== undefined && card.call !== this.#due.card?.id) this.#windows.destroy(card);
    for (const { id, phase } of view.calls) if (phase.kind === 'ended') this.#windows.callWindow(id)?.endStage();
    this.#pushes.follow(view); // before anything is made: what is there answers the person, and to make a window takes a while
    this.#followCard(this.#due.card, view.calls);
    for (const [call, due] of this.#due.callWindows) this.#followCall(call, due);
    for (const call of this.#due.unseen) this.#events.onDismiss(call);
  }

  /** Sends a media command to the stage of its call; from `open` on they wait for its window, others find theirs or are dropped. */
  command(command: MediaCommand): void {
    const { call, kind } = command;
    if (kind === 'open' && this.#windows.callWindow(call) === undefined && !this.#early.has(call))
      this.#early.set(call, []);
    this.#withWindow(call, ({ stage }) => stage?.push('media', command));
  }

  /** Runs with the contents of this call's stage once it has loaded; never if it is gone by then. Call it after `open`. */
  whenStageLoaded(call: string, run: (contents: WebContents) => void): void {
    this.#withWindow(call, ({ stage }) => stage?.whenLoaded(() => run(stage.contents)));
  }

  /** From here on windows close when they are asked to. */
  quit(): void {
    this.#quitting = true;
  }

  #withWindow(call: string, run: (window: CallWindow) => void): void {
    const found = this.#windows.callWindow(call);
    if (found === undefined) this.#early.get(call)?.push(run);
    else run(found);
  }

  // One window per call: a worker and a peer connection never serve a second one. The stage of a call that has ended goes at once,
  // and camera and microphone with it.
  #followCall(call: string, due: WindowDue): void {
    const open = (): void => {
      if (!this.#quitting && this.#due.callWindows.get(call) === due) this.#open(call, due);
    };
    const card = this.#windows.find('card');
    const isBehindCard = due === 'waiting' && card?.call === call;
    if (this.#windows.callWindow(call) !== undefined || (due !== 'soon' && !isBehindCard)) return open();
    if (this.#awaited.get(call) === due) return; // a view before this one has seen to it
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

  // Beside a call that is on, the card leaves the keyboard where it is: the window of that call says who rings as well.
  #followCard(ringing: WindowsDue['card'], calls: readonly CallView[]): void {
    if (ringing === undefined || this.#windows.find('card') !== undefined) return;
    const isWaiting = calls.some((call) => call.id !== ringing.id && isOn(call));
    const card = this.#windows.openCard(ringing.id);
    placeCard(card);
    if (isWaiting) card.whenShowable(() => card.window.showInactive());
    else present(card);
  }

  #loaded(page: Page): void {
    this.#zoom.loaded(page.contents);
    if (page.kind === 'main') setImmediate(() => this.#windows.prepareCalls()); // whoever sees it may press
    this.#pushes.begin(page);
  }

  #zoomTo(level: number): void {
    for (const page of this.#windows.pages) page.contents.setZoomLevel(level);
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

  // What it means that this window goes: nothing to a call that is on, which needs it.
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

  // What a stage held is gone; the next document is told what it shows when it has loaded.
  #lost(page: Page): void {
    const call = this.#view?.calls.find(({ id }) => id === page.call);
    if (page.kind === 'stage' && call !== undefined && isOn(call)) this.#events.onPageLost(call.id);
  }

  // A page of a call's window has closed itself, which no person has asked for: another one takes its place.
  #pageVanished(page: Page): void {
    const window = this.#windows.callWindow(page.call);
    if (this.#quitting || window?.pages.includes(page) !== true) return;
    window.replace(page); // first: what the desk opens for the loss is for the new one
    this.#lost(page);
  }

  #hopeless(page: Page): void {
    const window = this.#windows.windowOf(page);
    if (this.#quitting || window === undefined) return;
    if (window.kind === 'call') this.#forget(window.call); // the end of its call is shown in another one
    else this.#windows.destroy(window);
    this.#events.onHopeless(page.kind, page.call);
  }

  // No person has closed it, and a page cannot end a call: that goes on in another window.
  #vanished(window: AppWindow): void {
    if (this.#quitting || this.#leaves(window) || window.kind !== 'call') return;
    this.#forget(window.call); // the next one is shown as the first was
    if (this.#view?.calls.some((call) => call.id === window.call && isOn(call)) === true) {
      this.#events.onPageLost(window.call);
    }
    if (this.#view !== undefined) this.follow(this.#view);
  }
}
