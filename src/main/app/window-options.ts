// How each window is made: its size, and the walls around its page. Pure, so that a test reads every line. All pages
// have the same walls, and none is ever lowered for a single page. What they reach differs: a stage reaches its peer,
// the page of a trial call reaches itself, and all others reach nobody.
import type { BaseWindowConstructorOptions, BrowserWindowConstructorOptions, Session, WebPreferences } from 'electron';
import type { WindowKind } from '../../contract/command-shapes.ts';
import { unreachable } from '../../core/assert.ts';
import { WINDOW_ARGUMENT } from '../../contract/ipc.ts';

/**
 * The session's name for each kind of window, so that none has the network or storage of another. A persistent session
 * also stores the zoom. A start may open the main window, a card or a call first, and the page of that window brings
 * the zoom of the last start (zoom.ts).
 */
export function partitionOf(kind: WindowKind): string {
  // In memory only: the pages for the recovery code, for choosing a screen and for trying devices must leave nothing on
  // disk. The pages of headsets and of a trial call show nothing and have nothing to store.
  if (['recovery', 'picker', 'headset', 'tryout', 'trial'].includes(kind)) return `siegel-${kind}`;
  return kind === 'main' ? 'persist:siegel' : `persist:siegel-${kind}`;
}

/** What pages of this kind reach: nobody; or peers by UDP, and this machine by TCP (session.ts). */
export function reachOf(kind: WindowKind): 'nobody' | 'peers' {
  switch (kind) {
    case 'main':
    case 'card':
    case 'security':
    case 'recovery':
    case 'picker':
    case 'headset':
    case 'tryout':
      return 'nobody';
    case 'stage':
    case 'trial': // itself, through relays
      return 'peers';
    default:
      return unreachable(kind);
  }
}

/** What the options depend on besides the kind. */
export interface WindowSetting {
  readonly preload: string; // path of the built preload
  readonly icon: string; // path of the program's icon
  readonly chromium: string; // version of the engine
  readonly packaged: boolean;
  /** The session of this kind of page, restricted (session.ts). */
  readonly sessionOf: (kind: WindowKind) => Session;
  /** Whether windows are excluded from screen captures: policy says so, or something is shared in a call. */
  readonly isProtected: () => boolean;
}

// Encoded transforms are on by default from Chromium 141; below that version this one feature is switched on here.
const TRANSFORM_SINCE = 141;

type Walls = Omit<WindowSetting, 'isProtected'>;

/** The walls around a page of this kind. */
export function pagePreferences(kind: WindowKind, setting: Walls): WebPreferences {
  return {
    preload: setting.preload,
    session: setting.sessionOf(kind),
    additionalArguments: [`${WINDOW_ARGUMENT}${kind}`],
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    disableDialogs: true, // alert() opens a system window, outside the bounds that main gives a page
    enableWebSQL: false,
    enableDeprecatedPaste: false, // no script reads the clipboard (session.ts)
    disableBlinkFeatures: 'Auxclick,DocumentPictureInPictureAPI', // no window that a page opens by itself
    devTools: !setting.packaged,
    // Throttling would stop a hidden stage, a card that nobody has touched yet, and the pages without a window:
    // headsets and the trial call.
    backgroundThrottling: !['card', 'stage', 'headset', 'trial'].includes(kind),
    autoplayPolicy: 'no-user-gesture-required',
    ...(Number.parseInt(setting.chromium, 10) < TRANSFORM_SINCE && { enableBlinkFeatures: 'RTCRtpScriptTransform' }),
  };
}

/** The size of a card at 100 %, in device-independent pixels. */
export const cardSize = { width: 420, height: 320 } as const;

const sizes = {
  main: { width: 960, height: 640, minWidth: 720, minHeight: 480 },
  call: { width: 960, height: 640, minWidth: 320, minHeight: 220 },
  recovery: { width: 640, height: 640, minWidth: 420, minHeight: 480, fullscreenable: false },
  picker: { width: 760, height: 600, minWidth: 420, minHeight: 400, fullscreenable: false, minimizable: false },
  tryout: { width: 760, height: 640, minWidth: 360, minHeight: 400, fullscreenable: false },
  card: {
    ...cardSize,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    alwaysOnTop: true,
    focusable: true,
  },
} as const;

/** The size of a small call window kept on top, in device-independent pixels. */
export const smallCallSize = { width: 360, height: 240 } as const;

function frameOptions(kind: keyof typeof sizes, { icon }: Pick<Walls, 'icon'>): BaseWindowConstructorOptions {
  return { ...sizes[kind], useContentSize: true, show: false, autoHideMenuBar: true, icon, title: 'Siegel' };
}

/** The options of a window with one page. It is made hidden, and its owner shows it. */
export function windowOptions(
  kind: 'main' | 'card' | 'recovery' | 'picker' | 'tryout',
  setting: Walls,
): BrowserWindowConstructorOptions {
  return { ...frameOptions(kind, setting), webPreferences: pagePreferences(kind, setting) };
}

/** The options of a call's window, whose pages are views of their own (`pagePreferences`). */
export function callWindowOptions(setting: Walls): BaseWindowConstructorOptions {
  return frameOptions('call', setting);
}
