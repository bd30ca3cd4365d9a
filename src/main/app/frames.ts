// The windows that exist: at most one of each kind, of call windows one for each call, each with a page that may not be there yet. What is sent to a page before
// it has loaded waits for it, in order. Which window is due when is windows.ts.
import { BrowserWindow, nativeTheme } from 'electron';
import type { RenderProcessGoneDetails, WebContents } from 'electron';
import { EVENT_CHANNEL } from '../../contract/ipc.ts';
import type { Event, EventName, WindowKind } from '../../contract/ipc.ts';
import type { WindowSetting } from './window-options.ts';
import { windowOptions } from './window-options.ts';
import { zoomAfter } from './zoom.ts';

/** One of our windows. */
export interface Frame {
  readonly kind: WindowKind;
  /** The call of a call window, '' of every other. */
  readonly call: string;
  readonly window: BrowserWindow;
  /** Runs now, or once the page has loaded. */
  readonly whenLoaded: (run: () => void) => void;
}

/** Why a page is gone. */
export type CrashReason = RenderProcessGoneDetails['reason'];

/** What a frame tells its owner. */
export interface FrameEvents {
  /** The person asked to close it; returns whether it may go. Never asked once `quitting`. */
  readonly onClose: (frame: Frame) => boolean;
  readonly onCrash: (frame: Frame, reason: CrashReason) => void;
  /** Its page was loaded anew: the one before is gone, and what is sent from here on waits for the other. */
  readonly onReload: (frame: Frame) => void;
  /** It is gone and nobody was asked: its page has closed it by itself. */
  readonly onVanished: (frame: Frame) => void;
}

/** The registry of our windows. */
export class Frames {
  readonly #setting: WindowSetting;
  readonly #events: FrameEvents;
  readonly #frames = new Map<string, Frame>();
  #isProtected = false;

  constructor(setting: WindowSetting, events: FrameEvents) {
    this.#setting = setting;
    this.#events = events;
  }

  /** Every window. */
  get all(): readonly Frame[] {
    return [...this.#frames.values()];
  }

  /** The window of this kind, where there is one. */
  get(kind: WindowKind, call = ''): Frame | undefined {
    return this.#frames.get(kind + call);
  }

  /** The kind of the window these contents belong to; `undefined` for what is none of our windows. */
  kindOf(contents: WebContents): WindowKind | undefined {
    for (const frame of this.#frames.values()) if (frame.window.webContents === contents) return frame.kind;
    return undefined;
  }

  /** The window of this kind, made and hidden if there was none. */
  open(kind: WindowKind, call = ''): Frame {
    return this.get(kind, call) ?? this.#make(kind, call);
  }

  /** Ends the window of this kind without asking anybody. */
  destroy(kind: WindowKind, call = ''): void {
    const frame = this.get(kind, call);
    this.#frames.delete(kind + call);
    frame?.window.destroy();
  }

  /** Sends an event to a window, when its page has loaded; nothing where there is no window. */
  push<N extends EventName>(frame: Frame | undefined, name: N, event: Event<N>): void {
    frame?.whenLoaded(() => frame.window.webContents.send(EVENT_CHANNEL, name, event));
  }

  /** Leaves every window out of screen captures, or no longer, as policy has it now; Linux knows no such thing. */
  protect(): void {
    const isProtected = this.#setting.isProtected();
    if (isProtected === this.#isProtected) return;
    this.#isProtected = isProtected;
    for (const { window } of this.#frames.values()) window.setContentProtection(isProtected);
  }

  #make(kind: WindowKind, call: string): Frame {
    this.protect();
    // The colour of the page's own background, so that nothing flashes before it is drawn.
    const backgroundColor = nativeTheme.shouldUseDarkColors ? '#151719' : '#f4f5f3';
    const window = new BrowserWindow({ ...windowOptions(kind, this.#setting, call), backgroundColor });
    if (this.#isProtected) window.setContentProtection(true); // before it is shown
    // Only a call has peers: the other pages get no UDP, not even to ask a STUN server where they are.
    if (kind !== 'call') window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    let loaded = false;
    const waiting: (() => void)[] = [];
    const frame: Frame = {
      kind,
      call,
      window,
      whenLoaded: (run) => {
        if (window.isDestroyed()) return;
        if (loaded) run();
        else waiting.push(run);
      },
    };
    this.#frames.set(kind + call, frame);
    window.webContents.on('before-input-event', (event, input) => {
      const level = zoomAfter(input, window.webContents.getZoomLevel());
      if (level === undefined) return;
      event.preventDefault();
      window.webContents.setZoomLevel(level);
    });
    window.webContents.on('did-finish-load', () => {
      loaded = true;
      for (const run of waiting.splice(0)) run();
    });
    const lose = (): void => {
      loaded = false;
      waiting.length = 0;
    };
    window.webContents.on('render-process-gone', (_event, details) => {
      lose();
      this.#events.onCrash(frame, details.reason);
    });
    // No menu and no key of ours does it, and a page can. Told of it when the new document has taken the place of the old one: a
    // navigation that is refused only starts.
    window.webContents.on('did-navigate', () => {
      if (!loaded) return; // its first page, or the one after a crash
      lose();
      this.#events.onReload(frame);
    });
    let mayGo = false;
    window.on('close', (event) => {
      mayGo = this.#events.onClose(frame);
      if (!mayGo) event.preventDefault();
    });
    // A page that closes its window is not asked first (measured): it is gone at once.
    window.on('closed', () => {
      if (this.get(kind, call) !== frame) return; // ended by us
      this.#frames.delete(kind + call);
      if (!mayGo) this.#events.onVanished(frame);
    });
    window.removeMenu();
    void window.loadURL('app://siegel/index.html');
    return frame;
  }
}
