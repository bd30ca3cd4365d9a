// Shows, hides and ends windows as the view asks for them, and hands them what main pushes. Closing a window never ends a
// call: the main window hides, the card silences, the call window hides until the call is over and is dismissed after it.
import { screen } from 'electron';
import type { BrowserWindow, Rectangle, WebContents } from 'electron';
import { isOn, ringingCall } from '../../contract/running.ts';
import type { MediaCommand } from '../../contract/media.ts';
import type { WindowKind } from '../../contract/ipc.ts';
import type { CallView, View } from '../../contract/view.ts';
import { beside } from './beside.ts';
import type { CrashReason, Frame } from './frames.ts';
import { Frames } from './frames.ts';
import type { WindowSetting } from './window-options.ts';
import { smallCallSize } from './window-options.ts';
import type { WindowsDue } from './windows-due.ts';
import { windowsDue } from './windows-due.ts';

/** What a person did to a window, or what became of its page; the call is its id in hex. */
export interface WindowEvents {
  readonly onSilence: (call: string) => void;
  readonly onDismiss: (call: string) => void;
  readonly onPageLost: (call: string) => void;
  readonly onCrash: (kind: WindowKind, reason: CrashReason) => void;
}

/** All windows of this program. */
export class Windows {
  readonly #frames: Frames;
  readonly #events: WindowEvents;
  #view: View | undefined;
  readonly #seen = new Set<string>(); // the calls that were due to be shown
  #due: WindowsDue = { card: undefined, callWindows: new Map(), unseen: [] };
  readonly #largeBounds = new Map<string, Rectangle>(); // of call windows before they were made small
  #offered = ''; // the call that was offered last
  #quitting = false;

  constructor(setting: WindowSetting, events: WindowEvents) {
    this.#events = events;
    this.#frames = new Frames(setting, {
      onClose: (frame) => this.#quitting || this.#closed(frame),
      onCrash: (frame, reason) => this.#crashed(frame, reason),
      onReload: (frame) => this.#lost(frame),
      onVanished: (frame) => this.#vanished(frame),
    });
  }

  /** The kind of the window these contents belong to, `undefined` for what is none of ours. */
  readonly kindOf = (contents: WebContents): WindowKind | undefined => this.#frames.kindOf(contents);

  /** Shows and focuses the main window; gives it, for a dialog over it. */
  showMain(): BrowserWindow {
    const { window } = this.#frames.open('main');
    present(window);
    return window;
  }

  /** Shows and focuses the window of this call, where it has one. */
  showCall(call: string): void {
    const frame = this.#frames.get('call', call);
    if (frame !== undefined && this.#due.callWindows.get(call) === 'shown') present(frame.window);
  }

  /** Makes the window of this call small and keeps it above all others, or gives it back its size. */
  keepCallOnTop(call: string, on: boolean): void {
    const window = this.#frames.get('call', call)?.window;
    if (window === undefined || window.isAlwaysOnTop() === on) return;
    window.setAlwaysOnTop(on, 'floating');
    const large = this.#largeBounds.get(call);
    if (on) {
      this.#largeBounds.set(call, window.getBounds());
      const { workArea } = screen.getDisplayMatching(window.getBounds());
      const { width, height } = smallCallSize;
      const margin = 24;
      // One above the other, where two calls are small.
      const below = this.#largeBounds.size - 1;
      window.setBounds({
        x: workArea.x + workArea.width - width - margin,
        y: workArea.y + workArea.height - (height + margin) * (below + 1),
        width,
        height,
      });
    } else if (large !== undefined) {
      window.setBounds(large);
      this.#largeBounds.delete(call);
    }
  }

  /** Gives every window the new view, and makes, shows or ends windows as it asks. */
  follow(view: View): void {
    this.#view = view;
    this.#frames.protect();
    const offered = view.offer?.call ?? '';
    if (offered !== '' && offered !== this.#offered) this.showMain(); // somebody has sent it here this moment
    this.#offered = offered;
    this.#due = windowsDue(view.calls, this.#seen);
    for (const frame of this.#frames.all) {
      if (frame.kind === 'call' && !this.#due.callWindows.has(frame.call)) this.#forget(frame.call);
    }
    for (const [call, due] of this.#due.callWindows) this.#followCall(call, due);
    this.#followCard(this.#due.card, view.calls);
    for (const frame of this.#frames.all) this.#frames.push(frame, 'view', view);
    for (const call of this.#due.unseen) this.#events.onDismiss(call);
  }

  /** Sends a media command to the page of its call; `open` makes the window if need be, others find theirs or are dropped. */
  command(command: MediaCommand): void {
    const frame = command.kind === 'open' ? this.#frames.open('call', command.call) : undefined;
    this.#frames.push(frame ?? this.#frames.get('call', command.call), 'media', command);
  }

  /** Runs with the contents of this call's window once its page has loaded; never if that window is gone by then. */
  whenCallLoaded(call: string, run: (contents: WebContents) => void): void {
    const frame = this.#frames.open('call', call);
    frame.whenLoaded(() => run(frame.window.webContents));
  }

  /** From here on windows close when they are asked to. */
  quit(): void {
    this.#quitting = true;
  }

  // One page per call: a worker and a peer connection never serve a second one.
  #followCall(call: string, due: 'shown' | 'waiting'): void {
    const other = this.#frames.all.find((frame) => frame.kind === 'call' && frame.call !== call);
    const { window } = this.#frames.open('call', call);
    if (due !== 'shown' || this.#seen.has(call)) return;
    this.#seen.add(call);
    if (other !== undefined) {
      const { workArea } = screen.getDisplayMatching(other.window.getBounds());
      const { x, y } = beside(other.window.getBounds(), window.getBounds(), workArea);
      window.setPosition(x, y);
    }
    present(window);
  }

  #forget(call: string): void {
    this.#frames.destroy('call', call);
    this.#seen.delete(call);
    this.#largeBounds.delete(call);
  }

  // Beside a call that is on, the card leaves the keyboard where it is: the window of that call says who rings as well.
  #followCard(ringing: CallView | undefined, calls: readonly CallView[]): void {
    const old = this.#frames.get('card');
    if (ringing === undefined) return this.#frames.destroy('card');
    if (old !== undefined) return;
    const isWaiting = calls.some((call) => call.id !== ringing.id && isOn(call));
    const { window } = this.#frames.open('card');
    window.setAlwaysOnTop(true, 'screen-saver');
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    const margin = 24;
    window.setPosition(workArea.x + workArea.width - window.getBounds().width - margin, workArea.y + margin);
    if (isWaiting) window.once('ready-to-show', () => window.showInactive());
    else present(window);
  }

  #closed(frame: Frame): boolean {
    const mayGo = this.#leaves(frame);
    if (!mayGo) frame.window.hide();
    return mayGo;
  }

  // What it means that this window goes: nothing to a call that is on, which needs it.
  #leaves(frame: Frame): boolean {
    const { calls } = this.#view ?? { calls: [] };
    if (frame.kind === 'card') {
      const ringing = ringingCall(calls);
      if (ringing !== undefined) this.#events.onSilence(ringing.id);
      return true;
    }
    if (frame.kind === 'call' && calls.find(({ id }) => id === frame.call)?.phase.kind === 'ended') {
      this.#events.onDismiss(frame.call);
      return true;
    }
    return false;
  }

  #crashed(frame: Frame, reason: CrashReason): void {
    this.#events.onCrash(frame.kind, reason);
    if (this.#quitting) return;
    this.#lost(frame); // also of a process that has ended well: the windows that we end are none of ours by then
    if (!frame.window.isDestroyed()) frame.window.webContents.reload(); // where the call goes on, or its end and cause can be read
  }

  // What the page held is gone; the next one is told what it shows.
  #lost(frame: Frame): void {
    const call = this.#view?.calls.find(({ id }) => id === frame.call);
    if (call !== undefined && isOn(call)) this.#events.onPageLost(call.id);
    if (this.#view !== undefined) this.#frames.push(frame, 'view', this.#view);
  }

  // No person has closed it, and a page cannot end a call: that goes on in another window.
  #vanished(frame: Frame): void {
    if (this.#quitting || this.#leaves(frame) || frame.kind !== 'call') return;
    this.#forget(frame.call); // the next one is shown as the first was
    this.#lost(frame);
    if (this.#view !== undefined) this.follow(this.#view);
  }
}

// Shown when there is something to see, not before.
function present(window: BrowserWindow): void {
  const show = (): void => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  if (window.webContents.isLoading()) window.once('ready-to-show', show);
  else show();
}
