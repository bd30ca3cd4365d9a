// Shows, hides and ends windows as the view asks for them, and hands them what main pushes. Closing a window never ends a
// call: the main window hides, the card silences, the call window hides until the call is over and is dismissed after it.
import { screen } from 'electron';
import type { BrowserWindow, Rectangle, WebContents } from 'electron';
import type { MediaCommand } from '../../contract/media.ts';
import type { WindowKind } from '../../contract/ipc.ts';
import type { CallView, View } from '../../contract/view.ts';
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
  #seen: string | undefined; // the last call that was due to be shown
  #callWindowOf: string | undefined; // the call whose page the call window holds
  #due: WindowsDue = { card: 'none', callWindow: 'none', unseen: false };
  #largeBounds: Rectangle | undefined; // of the call window before it was made small
  #quitting = false;

  constructor(setting: WindowSetting, events: WindowEvents) {
    this.#events = events;
    this.#frames = new Frames(setting, {
      onClose: (frame) => this.#quitting || this.#closed(frame),
      onCrash: (frame, reason) => this.#crashed(frame, reason),
    });
  }

  /** The kind of the window these contents belong to, `undefined` for what is none of ours. */
  readonly kindOf = (contents: WebContents): WindowKind | undefined => this.#frames.kindOf(contents);

  /** Shows and focuses the main window. */
  showMain(): void {
    present(this.#frames.open('main').window);
  }

  /** Shows and focuses the call window, where a call has one. */
  showCall(): void {
    const frame = this.#frames.get('call');
    if (frame !== undefined && this.#due.callWindow === 'shown') present(frame.window);
  }

  /** Makes the call window small and keeps it above all others, or gives it back its size. */
  keepCallOnTop(on: boolean): void {
    const window = this.#frames.get('call')?.window;
    if (window === undefined || window.isAlwaysOnTop() === on) return;
    window.setAlwaysOnTop(on, 'floating');
    if (on) {
      this.#largeBounds = window.getBounds();
      const { workArea } = screen.getDisplayMatching(window.getBounds());
      const { width, height } = smallCallSize;
      const margin = 24;
      window.setBounds({
        x: workArea.x + workArea.width - width - margin,
        y: workArea.y + workArea.height - height - margin,
        width,
        height,
      });
    } else if (this.#largeBounds !== undefined) {
      window.setBounds(this.#largeBounds);
      this.#largeBounds = undefined;
    }
  }

  /** Gives every window the new view, and makes, shows or ends windows as it asks. */
  follow(view: View): void {
    this.#view = view;
    this.#frames.protect();
    const call = view.call;
    this.#due = windowsDue(call, this.#seen);
    if (this.#due.callWindow === 'none' || call === undefined) this.#frames.destroy('call');
    else this.#followCall(call);
    this.#followCard(call);
    for (const kind of ['main', 'call', 'card'] as const) this.#frames.push(kind, 'view', view);
    if (this.#due.unseen && call !== undefined) this.#events.onDismiss(call.id);
  }

  /** Sends a media command to the page of its call; `open` makes the window if need be, others find theirs or are dropped. */
  command(command: MediaCommand): void {
    if (command.kind === 'open') this.#callFrame(command.call);
    if (this.#callWindowOf === command.call) this.#frames.push('call', 'media', command);
  }

  /** Runs with the contents of this call's window once its page has loaded; never if that window is gone by then. */
  whenCallLoaded(call: string, run: (contents: WebContents) => void): void {
    const frame = this.#callFrame(call);
    frame.whenLoaded(() => run(frame.window.webContents));
  }

  /** From here on windows close when they are asked to. */
  quit(): void {
    this.#quitting = true;
  }

  #followCall(call: CallView): void {
    const { window } = this.#callFrame(call.id);
    if (this.#due.callWindow !== 'shown' || this.#seen === call.id) return;
    this.#seen = call.id;
    present(window);
  }

  // One page per call: a worker and a peer connection never serve a second one.
  #callFrame(call: string): Frame {
    if (this.#callWindowOf !== call) this.#frames.destroy('call');
    this.#callWindowOf = call;
    return this.#frames.open('call');
  }

  #followCard(call: CallView | undefined): void {
    if (this.#due.card !== 'shown' || call === undefined) return this.#frames.destroy('card');
    if (this.#frames.get('card') !== undefined) return;
    const { window } = this.#frames.open('card');
    window.setAlwaysOnTop(true, 'screen-saver');
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    const margin = 24;
    window.setPosition(workArea.x + workArea.width - window.getBounds().width - margin, workArea.y + margin);
    present(window);
  }

  #closed(frame: Frame): boolean {
    const call = this.#view?.call;
    if (frame.kind === 'card') {
      if (call?.phase.kind === 'ringing') this.#events.onSilence(call.id);
      return true;
    }
    if (frame.kind === 'call' && call?.phase.kind === 'ended') {
      this.#events.onDismiss(call.id);
      return true;
    }
    frame.window.hide();
    return false;
  }

  #crashed(frame: Frame, reason: CrashReason): void {
    this.#events.onCrash(frame.kind, reason);
    if (this.#quitting || reason === 'clean-exit') return;
    const call = this.#view?.call;
    if (frame.kind === 'call' && call !== undefined && call.phase.kind !== 'ended') this.#events.onPageLost(call.id);
    if (!frame.window.isDestroyed()) frame.window.webContents.reload(); // so that the end and its cause can be read
    if (this.#view !== undefined) this.#frames.push(frame.kind, 'view', this.#view);
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
