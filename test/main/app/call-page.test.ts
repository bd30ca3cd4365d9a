// Which worker gets the port: a page that is still loading may be told of more than one connection before it is there.
import { beforeEach, expect, it, vi } from 'vitest';
import type { MediaCommand } from '../../../src/contract/media.ts';
import { servePage } from '../../../src/main/app/call-page.ts';
import { Windows } from '../../../src/main/app/windows.ts';

const { happen, said } = vi.hoisted(() => ({
  said: [] as string[],
  happen: new Map<string, (...told: readonly unknown[]) => void>(), // to the page of the window made last
}));

vi.mock('electron', () => ({
  nativeTheme: { shouldUseDarkColors: false },
  MessageChannelMain: class {
    readonly port1 = { on: vi.fn(), close: (): void => void said.push('closed') };
    readonly port2 = {};
  },
  BrowserWindow: class {
    readonly webContents = {
      on: (name: string, run: (...told: readonly unknown[]) => void): void => void happen.set(name, run),
      send: (_channel: string, _name: string, { kind }: MediaCommand): void => void said.push(kind),
      postMessage: (): void => void said.push('port'),
      setWebRTCIPHandlingPolicy: vi.fn(),
      reload: vi.fn(),
    };
    readonly isDestroyed = (): boolean => false;
    readonly on = vi.fn();
    readonly removeMenu = vi.fn();
    readonly loadURL = (): Promise<void> => Promise.resolve();
  },
}));

const call = 'c';
const close: MediaCommand = { kind: 'close', call };
const devices = { camera: false, microphoneId: '', cameraId: '', codecs: [], iceServers: [], relayOnly: false };
const open = (): MediaCommand => ({ kind: 'open', call, offers: true, ...devices });

let command: (command: MediaCommand) => void;
beforeEach(() => {
  said.length = 0;
  const windows = new Windows(
    { preload: '', icon: '', chromium: '156.0.0.0', packaged: true, isProtected: () => false },
    { onSilence: vi.fn(), onDismiss: vi.fn(), onPageLost: vi.fn(), onCrash: vi.fn() },
  );
  servePage(
    {
      onMediaCommand: (listener) => void (command = listener),
      attachWorker: () => void said.push('attached'),
    },
    windows,
  );
});

it('the port follows `open`, once the page is there', () => {
  command(open());
  expect(said).toEqual([]);
  happen.get('did-finish-load')?.();
  expect(said).toEqual(['open', 'port', 'attached']);
});

it('the worker of a connection that was given up while its page was loading is nobody’s, and the next one gets its own', () => {
  for (const each of [open(), close, open()]) command(each);
  happen.get('did-finish-load')?.();
  expect(said).toEqual(['open', 'port', 'closed', 'close', 'open', 'port', 'attached']);
});

it('what was opened for a page that crashed while loading is opened once, for the one after it', () => {
  command(open());
  happen.get('render-process-gone')?.({}, { reason: 'crashed' });
  for (const each of [close, open()]) command(each);
  happen.get('did-finish-load')?.();
  expect(said).toEqual(['close', 'open', 'port', 'attached']);
});

it('a call that ended while its page was loading gets no worker', () => {
  for (const each of [open(), close]) command(each);
  happen.get('did-finish-load')?.();
  expect(said).toEqual(['open', 'port', 'closed', 'close']);
});
