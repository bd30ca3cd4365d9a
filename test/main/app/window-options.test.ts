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

describe.each(WindowKind.options)('the %s page', (kind) => {
  const walls = pagePreferences(kind, setting);

  it('has all walls up', () => {
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
      enableDeprecatedPaste: false,
      devTools: false,
      session: { name: partitionOf(kind) },
      preload: '/p/index.cjs',
    });
    expect(walls.additionalArguments).toEqual([`--siegel-window=${kind}`]);
  });

  it('switches the one engine feature on only where the engine still lacks it', () => {
    expect(walls.enableBlinkFeatures).toBeUndefined();
    const below = pagePreferences(kind, { ...setting, chromium: '140.0.0.0' });
    const since = pagePreferences(kind, { ...setting, chromium: '141.0.0.0' });
    expect(below.enableBlinkFeatures).toBe('RTCRtpScriptTransform');
    expect(since.enableBlinkFeatures).toBeUndefined();
  });
});

it('no window is shown by being made', () => {
  const made = [windowOptions('main', setting), windowOptions('card', setting), callWindowOptions(setting)];
  made.push(windowOptions('recovery', setting));
  expect(made.map(({ show }) => show)).toEqual([false, false, false, false]);
  expect(windowOptions('card', setting).webPreferences).toEqual(pagePreferences('card', setting));
});

it('keeps the card above all, within reach of the keyboard', () => {
  expect(windowOptions('card', setting)).toMatchObject({ alwaysOnTop: true, focusable: true });
});

it('opens the main window at its size and not below its smallest', () => {
  expect(windowOptions('main', setting)).toMatchObject({ width: 960, height: 640, minWidth: 720, minHeight: 480 });
});

it('gives each kind of page a session of its own, and only a stage reaches anybody, and a trial call itself', () => {
  expect(WindowKind.options.map((kind) => [kind, partitionOf(kind), reachOf(kind)])).toEqual([
    ['main', 'persist:siegel', 'nobody'],
    ['card', 'persist:siegel-card', 'nobody'],
    ['stage', 'persist:siegel-stage', 'peers'],
    ['security', 'persist:siegel-security', 'nobody'],
    ['recovery', 'siegel-recovery', 'nobody'], // in memory, as what follows: nothing of a page that shows a code, a screen or the person is kept
    ['picker', 'siegel-picker', 'nobody'],
    ['headset', 'siegel-headset', 'nobody'],
    ['tryout', 'siegel-tryout', 'nobody'],
    ['trial', 'siegel-trial', 'peers'],
  ]);
});
