// One page: its process, the messages that wait until it has loaded, and how it ends. A crashed page is loaded again,
// but not endlessly. For the page of a call, core/call/page.ts decides what happens to the call.
import type { RenderProcessGoneDetails, WebContents } from 'electron';
import { EVENT_CHANNEL } from '../../contract/ipc.ts';
import type { Event, EventName } from '../../contract/ipc.ts';
import type { Sender, WindowKind } from '../../contract/command-shapes.ts';
import { reachOf } from './window-options.ts';
import { zoomAfter } from './zoom.ts';

/** Why a page's process ended. */
export type CrashReason = RenderProcessGoneDetails['reason'];

/** What a page reports to its owner. */
export interface PageEvents {
  /** The page has loaded, for the first time or again, and knows nothing yet. */
  readonly onLoaded: (page: Page) => void;
  /** The page's process ended. The page is loaded again, unless `onHopeless` follows or the owner ends it. */
  readonly onCrash: (page: Page, reason: CrashReason) => void;
  /** The page was reloaded: the former document is gone, and messages from here on wait for the new one. */
  readonly onReload: (page: Page) => void;
  /** The page has crashed or closed itself repeatedly and is not loaded any more. */
  readonly onHopeless: (page: Page) => void;
  /** The page has closed itself: its contents are gone. */
  readonly onVanished: (page: Page) => void;
  /** A person asked for this zoom level (Chromium's: 1.2^level) by a key in this page. */
  readonly onZoom: (level: number) => void;
}

const MOST_CRASHES = 3;
const WITHIN_MS = 60_000;
const ADDRESS = 'app://siegel/index.html';

/**
 * One of our pages. The main window's page begins to load at once, so that its process starts while main does the rest
 * of a start. All other pages load in the next turn of the event loop: a message of a call may have to leave first.
 */
export class Page implements Sender {
  readonly kind: WindowKind;
  readonly call: string;
  readonly contents: WebContents;
  readonly #events: PageEvents;
  readonly #waiting: (() => void)[] = [];
  #loaded = false;
  #ended = false;
  #crashes: readonly number[]; // times in ms since the start of main

  /** `before` is the page that this one replaces; its crashes still count. */
  constructor({ kind, call }: Sender, contents: WebContents, events: PageEvents, before?: Page) {
    this.kind = kind;
    this.call = call;
    this.contents = contents;
    this.#events = events;
    this.#crashes = before === undefined ? [] : before.#crashes;
    contents.on('did-finish-load', () => {
      if (this.#ended) return; // also reported after its window was destroyed
      this.#loaded = true;
      events.onLoaded(this); // the view comes first
      for (const run of this.#waiting.splice(0)) run();
    });
    contents.on('render-process-gone', (_event, { reason }) => this.#crashed(reason));
    // No menu and no key of ours reloads a page, but a page can reload itself. This event follows when the new document
    // has replaced the old one; a refused navigation never gets that far.
    contents.on('did-navigate', () => {
      if (!this.#loaded) return; // its first document, or the one after a crash
      this.#lose();
      events.onReload(this);
    });
    contents.once('destroyed', () => {
      if (this.#ended) return;
      this.#ended = true;
      this.#lose();
      this.#countLoss();
      if (this.#isHopeless()) events.onHopeless(this);
      else events.onVanished(this);
    });
    contents.on('before-input-event', (event, input) => {
      const level = zoomAfter(input, contents.getZoomLevel());
      if (level === undefined) return;
      event.preventDefault();
      events.onZoom(level);
    });
    // Only a stage has peers, and a trial call calls itself. All other pages get no UDP, so that they cannot even ask a
    // STUN server for their address.
    if (reachOf(kind) === 'nobody') contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    const load = (): void => void (this.isThere && contents.loadURL(ADDRESS));
    if (kind === 'main') load();
    else setImmediate(load);
  }

  /** Whether its document is there and its scripts have run. */
  get isLoaded(): boolean {
    return this.#loaded;
  }

  /** Whether its contents are still there. */
  get isThere(): boolean {
    return !this.#ended && !this.contents.isDestroyed();
  }

  /** Calls `run` now, or once the page has loaded. Never if the page crashes or ends first. */
  whenLoaded(run: () => void): void {
    if (!this.isThere) return;
    if (this.#loaded) run();
    else this.#waiting.push(run);
  }

  /** Sends an event to the page, now or once it has loaded. */
  push<N extends EventName>(name: N, event: Event<N>): void {
    this.whenLoaded(() => this.contents.send(EVENT_CHANNEL, name, event));
  }

  /** Gives the page the keyboard. */
  focus(): void {
    if (this.isThere) this.contents.focus();
  }

  /** Ends the page and its contents without asking. `onVanished` is not called. */
  end(): void {
    this.gone();
    if (!this.contents.isDestroyed()) this.contents.close({ waitForBeforeUnload: false });
  }

  /** The page's window is closing or gone, and the page's contents with it. */
  gone(): void {
    this.#ended = true;
    this.#lose();
  }

  #crashed(reason: CrashReason): void {
    if (this.#ended) return;
    this.#lose();
    this.#countLoss();
    this.#events.onCrash(this, reason);
    if (!this.isThere) return; // the owner has already ended this page
    if (this.#isHopeless()) this.#events.onHopeless(this);
    else this.contents.reload();
  }

  #countLoss(): void {
    const now = performance.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < WITHIN_MS), now];
  }

  #isHopeless(): boolean {
    return this.#crashes.length > MOST_CRASHES;
  }

  #lose(): void {
    this.#loaded = false;
    this.#waiting.length = 0;
  }
}
