// Windows as the system gets them: what is said to it, in which order. Electron is played; nothing is drawn.
import { beforeEach, expect, it, vi } from 'vitest';
import { Frames } from '../../../src/main/app/frames.ts';
import { viewFixture } from '../desktop/view-fixture.ts';

const { happen, said } = vi.hoisted(() => ({
  said: [] as string[],
  happen: new Map<string, (...told: readonly unknown[]) => void>(), // to the page of the window made last
}));

vi.mock('electron', () => ({
  nativeTheme: { shouldUseDarkColors: false },
  BrowserWindow: class {
    readonly webContents = {
      on: (name: string, run: (...told: readonly unknown[]) => void): void => void happen.set(name, run),
      send: (_channel: string, name: string): void => void said.push(name),
      setWebRTCIPHandlingPolicy: vi.fn(),
    };
    readonly isDestroyed = (): boolean => false;
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
    {
      onClose: () => true,
      onCrash: (_frame, reason) => void said.push(reason),
      onReload: () => void said.push('reloaded'),
      onVanished: () => void said.push('vanished'),
    },
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

it('what is sent to a page that was loaded anew waits for the other, and what the first had not got yet is dropped', () => {
  const open = frames();
  const frame = open.open('call', 'c');
  happen.get('did-navigate')?.(); // its first page: nothing was lost
  open.push(frame, 'view', viewFixture);
  expect(said).toEqual(['load']);
  happen.get('did-finish-load')?.();
  expect(said).toEqual(['load', 'view']);
  happen.get('did-navigate')?.();
  expect(said).toEqual(['load', 'view', 'reloaded']);
  open.push(frame, 'view', viewFixture);
  happen.get('render-process-gone')?.({}, { reason: 'crashed' });
  open.push(frame, 'media', { kind: 'close', call: 'c' });
  happen.get('did-navigate')?.(); // the page after the crash
  expect(said.slice(3)).toEqual(['crashed']);
  happen.get('did-finish-load')?.();
  expect(said.slice(3)).toEqual(['crashed', 'media']);
});
