// Windows as the system gets them: what is said to it, in which order. Electron is played; nothing is drawn.
import { beforeEach, expect, it, vi } from 'vitest';
import { Frames } from '../../../src/main/app/frames.ts';

const { said } = vi.hoisted(() => ({ said: [] as string[] }));

vi.mock('electron', () => ({
  nativeTheme: { shouldUseDarkColors: false },
  BrowserWindow: class {
    readonly webContents = { on: vi.fn(), setWebRTCIPHandlingPolicy: vi.fn() };
    readonly on = vi.fn();
    readonly removeMenu = vi.fn();
    readonly destroy = vi.fn();
    readonly loadURL = (): Promise<void> => {
      said.push('load');
      return Promise.resolve();
    };
    readonly setContentProtection = (on: boolean): void => {
      said.push(on ? 'protect' : 'expose');
    };
  },
}));

const policy = { isProtected: false };
const frames = (): Frames =>
  new Frames(
    { preload: '', icon: '', chromium: '156.0.0.0', packaged: true, isProtected: () => policy.isProtected },
    { onClose: () => true, onCrash: () => undefined },
  );

beforeEach(() => {
  said.length = 0;
  policy.isProtected = false;
});

it('a window is left out of screen captures before its page is there', () => {
  policy.isProtected = true;
  frames().open('main');
  expect(said).toEqual(['protect', 'load']);
});

it('windows that are open follow policy, each change told once', () => {
  const open = frames();
  open.open('main');
  open.open('call');
  open.protect();
  expect(said).toEqual(['load', 'load']);
  policy.isProtected = true;
  open.protect();
  open.protect();
  expect(said.slice(2)).toEqual(['protect', 'protect']);
  policy.isProtected = false;
  open.protect();
  expect(said.slice(4)).toEqual(['expose', 'expose']);
});
