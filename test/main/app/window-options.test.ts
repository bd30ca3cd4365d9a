import type { Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { WindowKind } from '../../../src/contract/command-shapes.ts';
import {
  callWindowOptions,
  pagePreferences,
  partitionOf,
  reachOf,
  windowOptions,
} from '../../../src/main/app/window-options.ts';

const sessionOf = (kind: WindowKind) => ({ name: partitionOf(kind) }) as unknown as Session;
const setting = { preload: '/p/index.cjs', icon: '/p/icon.png', chromium: '156.0.1.2', packaged: true, sessionOf };

describe.each(WindowKind.options)('pages of kind %s', (kind) => {
  const walls = pagePreferences(kind, setting);

  it('a page has sandbox, isolation and all other restrictions', () => {
    expect(walls).toMatchObject({
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
      disableDialogs: true,
      enableWebSQL: false,
      enableDeprecatedPaste: false,
      disableBlinkFeatures: 'Auxclick,DocumentPictureInPictureAPI',
      devTools: false,
      session: { name: partitionOf(kind) },
      preload: '/p/index.cjs',
    });
    expect(walls.additionalArguments).toEqual([`--siegel-window=${kind}`]);
  });

  it('a page enables the encoded-transform feature only below Chromium 141', () => {
    expect(walls.enableBlinkFeatures).toBeUndefined();
    const below = pagePreferences(kind, { ...setting, chromium: '140.0.0.0' });
    const since = pagePreferences(kind, { ...setting, chromium: '141.0.0.0' });
    expect(below.enableBlinkFeatures).toBe('RTCRtpScriptTransform');
    expect(since.enableBlinkFeatures).toBeUndefined();
  });
});

it('windows are created hidden', () => {
  const made = [windowOptions('main', setting), windowOptions('card', setting), callWindowOptions(setting)];
  made.push(...(['recovery', 'picker', 'tryout'] as const).map((kind) => windowOptions(kind, setting)));
  expect(made.map(({ show }) => show)).toEqual([false, false, false, false, false, false]);
  expect(windowOptions('card', setting).webPreferences).toEqual(pagePreferences('card', setting));
});

it('the card stays above other windows and can get the keyboard', () => {
  expect(windowOptions('card', setting)).toMatchObject({ alwaysOnTop: true, focusable: true });
});

it('the main window opens at its default size and has a minimum size', () => {
  expect(windowOptions('main', setting)).toMatchObject({ width: 960, height: 640, minWidth: 720, minHeight: 480 });
});

it('each kind of page has its own session, and only a stage and a trial call reach peers', () => {
  expect(WindowKind.options.map((kind) => [kind, partitionOf(kind), reachOf(kind)])).toEqual([
    ['main', 'persist:siegel', 'nobody'],
    ['card', 'persist:siegel-card', 'nobody'],
    ['stage', 'persist:siegel-stage', 'peers'],
    ['security', 'persist:siegel-security', 'nobody'],
    // In memory only from here on: pages that show a code, a screen or the person, and pages without a window, store
    // nothing.
    ['recovery', 'siegel-recovery', 'nobody'],
    ['picker', 'siegel-picker', 'nobody'],
    ['headset', 'siegel-headset', 'nobody'],
    ['tryout', 'siegel-tryout', 'nobody'],
    ['trial', 'siegel-trial', 'peers'],
  ]);
});
