// A window and its pages, and how a window of one page is made. A call's window has two pages (call-window.ts).
import { BrowserWindow, nativeTheme, screen, type BaseWindow } from 'electron';
import { placeNextTo } from './window-place.ts';
import { Page, type PageEvents } from './page.ts';
import type { WindowSetting } from './window-options.ts';
import { cardSize, windowOptions } from './window-options.ts';

const MARGIN = 24;

/** One of our windows. */
export interface AppWindow {
  readonly kind: 'main' | 'card' | 'call';
  /** The call that the window belongs to, an id in hex; '' for the main window. */
  readonly call: string;
  readonly window: BaseWindow;
  readonly pages: readonly Page[];
  /** Calls `run` now, or once there is something to see. Never if the window ends first. */
  readonly whenShowable: (run: () => void) => void;
  /** Gives the keyboard to the page that a person reads first. */
  readonly focus: () => void;
}

/** The background colour of the pages, so that nothing flashes before they are drawn. */
export function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#151719' : '#f4f5f3';
}

/** Makes the main window or the card of `call`, hidden. */
export function openSingle(kind: 'main' | 'card', call: string, setting: WindowSetting, events: PageEvents): AppWindow {
  const window = new BrowserWindow({ ...windowOptions(kind, setting), backgroundColor: backgroundColor() });
  window.removeMenu();
  const page = new Page({ kind, call }, window.webContents, events);
  let isShowable = false;
  window.once('ready-to-show', () => {
    isShowable = true;
  });
  return {
    kind,
    call,
    window,
    pages: [page],
    whenShowable: (run) => {
      if (isShowable) run();
      else window.once('ready-to-show', () => window.isDestroyed() || run());
    },
    focus: () => page.focus(),
  };
}

/** Shows a window and gives it the keyboard, once there is something to see. */
export function present(opened: AppWindow): void {
  opened.whenShowable(() => {
    const { window } = opened;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    opened.focus();
  });
}

/** Puts the window of a call beside the window `other`, on the same screen. */
export function placeBeside({ window }: AppWindow, other: AppWindow): void {
  const bounds = other.window.getBounds();
  const { x, y } = placeNextTo(bounds, window.getBounds(), screen.getDisplayMatching(bounds).workArea);
  window.setPosition(x, y);
}

/**
 * Puts a card above all windows of all workspaces, in the top right corner of the screen with the mouse pointer. The
 * card grows with the zoom level (Chromium's: 1.2^level), because nobody can resize it and its buttons must stay
 * visible.
 */
export function placeCard({ kind, window }: AppWindow, level = 0): void {
  if (kind !== 'card') return;
  window.setAlwaysOnTop(true, 'screen-saver');
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
  const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
  const grown = (size: number, room: number): number =>
    Math.min(Math.round(size * Math.max(1, 1.2 ** level)), room - 2 * MARGIN);
  window.setContentSize(grown(cardSize.width, workArea.width), grown(cardSize.height, workArea.height));
  window.setPosition(workArea.x + workArea.width - window.getBounds().width - MARGIN, workArea.y + MARGIN);
}
