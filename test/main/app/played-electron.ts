// A fake of Electron's windows, views and pages that behaves as they do: closing a window asks its listeners first, and
// the window stays if one of them prevents the closing. The contents of a view outlive their window. Nothing is drawn.
// For `vi.mock('electron', …)` only.

import type { Session } from 'electron';

type Run = (...told: readonly unknown[]) => void;
const workArea = { x: 0, y: 0, width: 1920, height: 1080 };
const ofScreen: { readonly event: string; readonly run: () => void }[] = [];

/** The display that contains a point, or the nearest one. */
function nearest({ x, y }: { readonly x: number; readonly y: number }): (typeof played.displays)[number] {
  const off = ({ workArea: area }: (typeof played.displays)[number]): number =>
    Math.hypot(Math.max(area.x - x, 0, x - area.x - area.width), Math.max(area.y - y, 0, y - area.y - area.height));
  const [first] = played.displays.toSorted((one, other) => off(one) - off(other));
  if (first === undefined) throw new Error('there is always a display');
  return first;
}

/** A page, with the behaviour of its process. */
export class PlayedPage {
  readonly kind: string;
  /** What the page was sent: names of events, kinds of media commands, and `port`. `closed`: main closed a port. */
  readonly sent: string[] = [];
  /** The events themselves. */
  readonly events: (readonly [string, unknown])[] = [];
  reloads = 0;
  ends = 0; // how often we ended its process
  isGone = false;
  hasFocus = false;
  level = 0;
  isLoading = false;
  readonly #runs = new Map<string, Run[]>();

  constructor({ webPreferences }: { readonly webPreferences?: { readonly additionalArguments?: readonly string[] } }) {
    this.kind = webPreferences?.additionalArguments?.[0]?.replace('--siegel-window=', '') ?? '';
    played.pages.push(this);
  }
  readonly on = (name: string, run: Run): void => void this.#runs.set(name, [...(this.#runs.get(name) ?? []), run]);
  readonly once = this.on;
  /** Emits an event of the page. */
  readonly happens = (name: string, ...told: readonly unknown[]): void => {
    for (const run of this.#runs.get(name) ?? []) run(...told);
  };
  readonly send = (_channel: string, name: string, event: { readonly kind?: string }): void => {
    if (this.isGone) throw new TypeError('Object has been destroyed');
    this.sent.push(name === 'media' ? (event.kind ?? '') : name);
    this.events.push([name, event]);
  };
  readonly postMessage = (): void => {
    if (this.isGone) throw new TypeError('Object has been destroyed');
    this.sent.push('port');
  };
  readonly reload = (): void => void this.reloads++;
  readonly forcefullyCrashRenderer = (): void => {
    this.ends++;
    this.happens('render-process-gone', {}, { reason: 'killed' });
  };
  readonly focus = (): void => {
    for (const page of played.pages) page.hasFocus = page === this;
  };
  /** Closes the page, by itself or from outside. */
  readonly close = (): void => {
    if (this.isGone) return;
    this.isGone = true;
    this.happens('destroyed');
  };
  readonly isDestroyed = (): boolean => this.isGone;
  readonly isFocused = (): boolean => this.hasFocus;
  readonly isLoadingMainFrame = (): boolean => this.isLoading;
  readonly loadURL = (): Promise<void> => {
    played.said.push(`load ${this.kind}`);
    return Promise.resolve();
  };
  readonly setWebRTCIPHandlingPolicy = (): void => void played.said.push(`no UDP ${this.kind}`);
  readonly getZoomLevel = (): number => {
    if (this.isGone) throw new TypeError('Object has been destroyed');
    return this.level;
  };
  readonly setZoomLevel = (level: number): void => void (this.level = level);
  readonly getZoomFactor = (): number => 1.2 ** this.level;
}

/** A window without contents of its own. */
export class PlayedBase {
  isShown = false;
  isGone = false;
  isOnTop = false;
  /** What the window covers instead of its own bounds: minimised, maximised, full screen. */
  covers: 'nothing' | 'work area' | 'screen' | undefined;
  title = '';
  bounds = { x: 0, y: 0, width: 960, height: 640 };
  readonly views: PlayedView[] = [];
  readonly #runs = new Map<string, Run[]>();
  readonly contentView = {
    addChildView: (view: PlayedView, index = this.views.length): void => void this.views.splice(index, 0, view),
    removeChildView: (view: PlayedView): void => void this.views.splice(this.views.indexOf(view), 1),
  };

  constructor() {
    played.windows.push(this);
  }
  readonly on = (name: string, run: Run): void => void this.#runs.set(name, [...(this.#runs.get(name) ?? []), run]);
  readonly once = this.on;
  readonly happens = (name: string, ...told: readonly unknown[]): void => {
    for (const run of this.#runs.get(name) ?? []) run(...told);
  };
  /** Closes the window as a person does. */
  readonly close = (): void => {
    let mayGo = true;
    this.happens('close', { preventDefault: () => (mayGo = false) });
    if (mayGo) this.vanish();
  };
  /** Destroys the window without asking. */
  vanish(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.happens('closed');
  }
  readonly destroy = (): void => this.vanish();
  #alive(): void {
    if (this.isGone) throw new TypeError('Object has been destroyed');
  }
  readonly show = (): void => {
    this.#alive();
    this.isShown = true;
  };
  readonly showInactive = this.show;
  readonly hide = (): void => {
    this.#alive();
    this.isShown = false;
  };
  readonly focus = (): void => this.#alive();
  readonly isFocused = (): boolean => this.isShown;
  readonly isVisible = (): boolean => this.isShown;
  readonly isDestroyed = (): boolean => this.isGone;
  readonly isMinimized = (): boolean => {
    this.#alive();
    return this.covers === 'nothing';
  };
  readonly isMaximized = (): boolean => this.covers === 'work area';
  readonly isFullScreen = (): boolean => this.covers === 'screen';
  readonly setFullScreen = (on: boolean): void => void (this.covers = on ? 'screen' : undefined);
  readonly getBounds = () => this.bounds;
  readonly getContentBounds = () => this.bounds;
  readonly setBounds = (bounds: typeof this.bounds): void => {
    this.bounds = bounds;
    this.happens('resize');
  };
  readonly setContentSize = (width: number, height: number): void =>
    void (this.bounds = { ...this.bounds, width, height });
  readonly removeMenu = (): void => undefined;
  readonly isAlwaysOnTop = (): boolean => this.isOnTop;
  readonly setAlwaysOnTop = (on: boolean): void => void (this.isOnTop = on);
  isOnAllWorkspaces = false;
  readonly setVisibleOnAllWorkspaces = (on: boolean): void => void (this.isOnAllWorkspaces = on);
  readonly setPosition = (): void => this.#alive();
  readonly setTitle = (title: string): void => void (this.title = title);
  readonly setContentProtection = (on: boolean): void => void played.said.push(on ? 'protect' : 'expose');
}

/** A window with a page. */
export class PlayedBrowserWindow extends PlayedBase {
  readonly webContents: PlayedPage;

  constructor(options: ConstructorParameters<typeof PlayedPage>[0]) {
    super();
    this.webContents = new PlayedPage(options);
  }
  override vanish(): void {
    if (this.isGone) return;
    this.webContents.isGone = true;
    super.vanish();
    this.webContents.happens('destroyed');
  }
}

/** A view with a page. */
export class PlayedView {
  readonly webContents: PlayedPage;
  bounds = { x: 0, y: 0, width: 0, height: 0 };
  isVisible = true;

  constructor(options: ConstructorParameters<typeof PlayedPage>[0]) {
    this.webContents = new PlayedPage(options);
  }
  readonly setBackgroundColor = (): void => undefined;
  readonly setBounds = (bounds: typeof this.bounds): void => void (this.bounds = bounds);
  readonly setVisible = (is: boolean): void => void (this.isVisible = is);
}

/** Main's end of a channel to a worker. */
class PlayedPort {
  /** What main has posted. */
  readonly posted: { readonly kind: string }[] = [];
  #run: Run = () => undefined;

  constructor() {
    played.ports.push(this);
  }
  readonly on = (name: string, run: Run): void => void (name === 'message' && (this.#run = run));
  readonly start = (): void => undefined;
  readonly postMessage = (message: { readonly kind: string }): void => void this.posted.push(structuredClone(message));
  readonly close = (): void => void played.pages.findLast(({ kind }) => kind === 'stage')?.sent.push('closed');
  /** Delivers a message of the worker. */
  readonly says = (data: unknown): void => this.#run({ data });
}

/** The session of every page. */
export const playedSession = (): Session => ({}) as Session;

/** Everything that was created and sent since `reset`, and the module itself. */
export const played = {
  windows: [] as PlayedBase[],
  pages: [] as PlayedPage[],
  ports: [] as PlayedPort[],
  said: [] as string[],
  /** The newest page of this kind. */
  page: (kind: string): PlayedPage => {
    const found = played.pages.findLast((page) => page.kind === kind);
    if (found === undefined) throw new Error(`no ${kind} page was made`);
    return found;
  },
  /** Loads every page and reports every window as ready to show, unless the page or window is gone. */
  load: (): void => {
    for (const page of played.pages) if (!page.isGone) page.happens('did-finish-load');
    for (const window of played.windows) if (!window.isGone) window.happens('ready-to-show');
  },
  displays: [{ id: 0, workArea }],
  /** Emits a change of displays as the system does. */
  screenSays: (event: string): void => {
    for (const each of ofScreen) if (each.event === event) each.run();
  },
  reset: (): void => {
    ofScreen.length = 0;
    played.displays = [{ id: 0, workArea }];
    played.windows.length = 0;
    played.pages.length = 0;
    played.ports.length = 0;
    played.said.length = 0;
  },
  module: {
    BaseWindow: PlayedBase,
    BrowserWindow: PlayedBrowserWindow,
    WebContentsView: PlayedView,
    MessageChannelMain: class {
      readonly port1 = new PlayedPort();
      readonly port2 = {};
    },
    nativeTheme: { shouldUseDarkColors: false },
    screen: {
      getDisplayMatching: ({ x, y, width, height }: typeof workArea) =>
        nearest({ x: x + width / 2, y: y + height / 2 }),
      getDisplayNearestPoint: (point: { readonly x: number; readonly y: number }) => nearest(point),
      on: (event: string, run: () => void) => void ofScreen.push({ event, run }),
      getCursorScreenPoint: () => ({ x: 0, y: 0 }),
    },
    dialog: {},
  },
};
